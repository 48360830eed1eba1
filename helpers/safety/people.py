"""Names and addresses by rule: what stands around them gives them away. What has no such sign is missed."""

from __future__ import annotations

import re
from collections.abc import Iterator

from helpers.safety.folding import listed

Span = tuple[int, int]

_UPPER = "A-ZÀ-ÖØ-ÞĀĂĄĆĈĊČĎĐĒĔĖĘĚĜĞĠĢĤĦĨĪĬĮİĴĶĹĻĽĿŁŃŅŇŊŌŎŐŒŔŖŘŚŜŞŠŢŤŦŨŪŬŮŰŲŴŶŸŹŻŽΑ-ΩА-Я"
_WORD = rf"[{_UPPER}][\w’'\-]{{1,29}}"
_PARTICLE = r"(?:van|von|vom|de|der|den|da|di|do|dos|du|del|della|la|le|el|al|bin|ten|ter|zu|y)"
_NAME = rf"{_WORD}(?: (?:{_PARTICLE} ){{0,2}}(?:{_WORD}|[{_UPPER}]\.)){{0,3}}"

# Words with a capital that stand where names stand.
_NO_NAME = listed(
    """
    meadow team support sir madam customer customers service all there everyone everybody folks guys colleagues
    friend friends again everything thanks thank regards best cheers sincerely yours greetings hello hi hey dear
    good morning afternoon evening kundenservice kundendienst damen herren zusammen alle klantenservice iedereen
    allemaal mevrouw meneer heer equipo servicio madame monsieur monsieurs mesdames messieurs équipe todos
    señores eastmere lindenhaven city plus cargo flex german dutch english french spanish british american
    belgian danish polish italian turkish student a an the i we you it they my your this that what when where
    why how who is are please sorry yes no ok okay not still just currently now today tomorrow yesterday monday
    tuesday wednesday thursday friday saturday sunday january february march april may june july august
    september october november december hub app bike battery page help invoice order ich sie wir ik het de der
    die das el la le les un une hoi hallo hola bonjour guten goedemorgen merci danke bedankt gracias und en y et
    or and but if in on at to from sent canal street central station
    kind warm many met viele mit with freundliche freundlichen vriendelijke wishes un
    """
)
_ALSO_NAMES = listed("an al el la le de das may april june city")  # in the middle of a name they may be part of it
_TITLES = listed("mr mrs ms miss mx dr prof herr herrn frau dhr mevr mevrouw meneer señor señora sr sra mme mlle")
# What a phrase before a name may be followed by: nothing but a space, a comma, a full stop, a line break.
_SPACE, _COMMA, _STOP, _BREAK = "space", "comma", "stop", "break"
_PHRASES = {
    ("hi|hello|hey|dear|hallo|hoi|beste|geachte|liebe|lieber|liebes|guten tag|hola|querida|querido|estimada|estimado|"
     "bonjour|cher|chère|good morning|good afternoon|good evening|goedemorgen|guten morgen"): (_SPACE, _COMMA),
    ("regards|best wishes|best|thanks|thank you|cheers|yours|sincerely|truly|faithfully|all the best|love|groetjes|"
     "groeten|groet|mvg|bedankt|viele grüße|liebe grüße|grüße|gruß|grüßen|danke|saludos|un saludo|atentamente|gracias|"
     "cordialement|bien à vous|merci"): (_COMMA, _BREAK),
    ("my name is|my name's|name is|name|called|mijn naam is|ik heet|ich heiße|mein name ist|mi nombre es|me llamo|"
     "je m'appelle|je m’appelle|mon nom est|signed|on behalf of|in the name of|ask for|speak to|spoke to|spoke with|"
     "talked to|namens|im namen von|registered to|account of|belongs to"): (_SPACE, _STOP),
    "mr|mrs|ms|miss|mx|dr|prof|herr|herrn|frau|dhr|mevr|mevrouw|meneer|señor|señora|sr|sra|mme|mlle": (_SPACE, _STOP),
    "|".join(f"{whose} {who}" for whose, people in {
        "my": "wife husband partner daughter son mother father sister brother neighbour neighbor flatmate friend "
        "colleague",
        "mijn": "vrouw man dochter zoon buurman buurvrouw",
        "meine": "frau tochter mutter nachbarin",
        "mein": "mann sohn vater nachbar",
    }.items() for who in people.split()): (_SPACE, _COMMA),
    "i am|i'm|i’m|this is|ik ben|ich bin|hier ist|je suis|soy|it's|it’s": ("myself",),
}  # fmt: skip
_LAST: dict[str, list[tuple[str, tuple[str, ...]]]] = {}
for _phrases, _links in _PHRASES.items():
    for _phrase in _phrases.split("|"):
        *_before, _word = _phrase.split(" ")
        _LAST.setdefault(_word, []).append((" ".join([*_before, ""]), _links))
_STEP = re.compile(
    rf"(?<![\w’'])(\w[\w’']{{0,12}}+)([,.:!]?(?: ?\n{{1,2}} ?| - | )|,)(?=[{_UPPER}])(?![{_UPPER}](?![\w’'\-]))"
)
_HERE = re.compile(_NAME)
_TWO = re.compile(rf"{_WORD} (?:{_PARTICLE} ){{0,2}}{_WORD}(?: {_WORD}){{0,2}}|{_WORD}(?=[,.!?\n]| and | from |$)")
_LAST_LINE = re.compile(rf"(?:[.!?…)]\s{{1,4}}|\n\s{{0,4}}[-–—]?\s?)({_NAME})[.,]?\s{{0,4}}\Z")


def _link(between: str) -> str:
    if "\n" in between or between == " - ":
        return _BREAK
    return {" ": _SPACE, ",": _COMMA}.get(between[0], _STOP)


def _trimmed(text: str, start: int, end: int) -> Span | None:
    """Without titles in front and from the first capital word that is no name; None when nothing is left."""
    kept = None
    place = start
    for word in text[start:end].split(" "):
        bare = word.rstrip(".").lower()
        if bare in _NO_NAME and word[0].isupper() and not (kept is not None and bare in _ALSO_NAMES):
            break
        if kept is None and bare in _TITLES:
            start = place + len(word) + 1
        elif word[0].isupper():
            kept = place + len(word)
        place += len(word) + 1
    if kept is None:
        return None
    return start, kept - 1 if text[kept - 1] in "'’-" else kept


def names(text: str) -> Iterator[Span]:
    """Capitalised words after a greeting, a sign-off, "my name is", a title or a relation, and a last line of its own.

    Missed, and no rule here can help: names in small letters, in the middle of a sentence without a cue, or in a script
    without capitals. `safety.redact` says so too.
    """
    for match in _STEP.finditer(text):
        cues = _LAST.get(match.group(1).lower())
        if cues is None:
            continue
        link, begin = _link(match.group(2)), match.start()
        for prefix, links in cues:
            if prefix:
                before = text[max(0, begin - 20) : begin].lower()
                if not before.endswith(prefix) or before[: len(before) - len(prefix)][-1:].isalnum():
                    continue
            if link in links:
                found = _HERE.match(text, match.end())
            else:
                found = _TWO.match(text, match.end()) if link == _SPACE and links == ("myself",) else None
            if found and (span := _trimmed(text, *found.span())):
                yield span
                break
    last = _LAST_LINE.search(text, max(0, len(text) - 200))
    if last and (span := _trimmed(text, *last.span(1))) and len(text[slice(*span)].split()) <= 4:
        yield span


_STREET_WORDS = listed("""
    street str st road rd avenue ave lane ln drive square sq way court ct close place pl quay row terrace boulevard
    blvd crescent gardens grove hill mews parade walk wharf path alley bridge straße strasse allee platz weg ring damm
    ufer laan plein""")
_STREET_ENDS = tuple(
    listed("""
    straat laan weg plein gracht kade dijk singel steeg dreef straße strasse str str. allee gasse platz damm ufer
    steig markt graben wall""")
)
_NO_STREET = listed("weg markt damm wall str str. januar februar monday freitag november dezember")
_CAP = rf"[{_UPPER}][\w’'\-]{{0,29}}"
_STREET_EN = (
    "(?:Street|Str|St|Road|Rd|Avenue|Ave|Lane|Ln|Drive|Dr|Square|Sq|Way|Court|Ct|Close|Place|Pl|Quay|Row|Terrace|"
    "Boulevard|Blvd|Crescent|Gardens|Grove|Hill|Mews|Parade|Walk|Wharf|Path|Alley|Bridge)"
)
_HOUSE = r"\d{1,5}(?:[ -]?[a-zA-Z](?!\w))?(?:[-/]\d{1,4}[a-zA-Z]?)?(?!\w)"
_BEFORE = re.compile(
    rf"(?<!\w)\d{{1,5}}[a-zA-Z]?,? (?:(?:{_CAP} ){{1,3}}{_STREET_EN}\b\.?"
    rf"|(?:rue|avenue|boulevard|place|chemin) (?:(?:de|du|des|la) ){{0,2}}{_CAP})"
)
_AFTER = re.compile(rf"(?<!\w)([^\W\d_][^\W\d_’'\-]{{1,39}}+\.?),? ?(?:no\.? ?)?({_HOUSE})")
_DIGIT = re.compile(r"\d")
_FLAT = re.compile(r"(?:Flat|Apt|Apartment|Unit|Suite|Floor|Room) ?\w{1,5},? \Z")
_CAPS_BEFORE = re.compile(rf"(?<!\w)(?:{_CAP}[ -]){{1,3}}\Z")
_WAY_BEFORE = re.compile(
    r"(?<!\w)(?:Am|An der|Auf dem|Im|Zum|Zur|Aan de|Op de|Calle|Avenida|Plaza|Rue|Via|Viale)"
    r"(?: (?:de|del|de la|la|du|des)){0,2} \Z"
)
_WAY_WORDS = listed("Am der dem Im Zum Zur de Calle Avenida Plaza Rue Via Viale del la du des")
_CITY = rf"(?:,? {{1,2}}{_CAP}(?: (?:am|an|der|upon|on|aan|den|de) {_CAP}| {_CAP})?)"
_STATE = (
    "A[LKZR]|C[AOT]|D[CE]|FL|GA|HI|I[ADLN]|K[SY]|LA|M[ADEINOST]|N[CDEHJMVY]|O[HKR]|PA|RI|S[CD]|T[NX]|UT|V[AT]|W[AIVY]"
)
_NL_POST = r"(?!(?:19|20)\d\d )[1-9]\d{3} ?(?!S[ADS])[A-Z]{2}(?!\w)"
_GB_POST = r"[A-Z]{1,2}\d[A-Z\d]? ?\d[ABD-HJLNP-UW-Z]{2}(?!\w)"
_US_POST = rf"(?:{_STATE}) \d{{5}}(?:-\d{{4}})?(?!\d)"
_POSTCODE = rf"(?:{_GB_POST}|{_NL_POST}|{_US_POST})"
_POST = re.compile(
    rf"(?<!\w)(?:{_NL_POST}{_CITY}?|(?:{_GB_POST}|{_US_POST}){_CITY}?"
    rf"|(?:D-)?\d{{5}} {_CAP}(?: (?:am|an der|im) {_CAP})?)"
)
_TAIL = re.compile(
    rf"(?:,? ?\n? ?(?:{_POSTCODE}|\d{{5}}(?!\d))(?:{_CITY})?|,? (?:in )?(?:Eastmere|Lindenhaven)\b"
    rf"(?:,? (?:{_POSTCODE}|\d{{5}}(?!\d)))?|, {_CAP},? (?:{_POSTCODE}|\d{{5}}(?!\d)))"
)
_UNITS = listed("euro euros eur usd gbp kilometer kilometers km kwh wh order orders bikes")


def addresses(text: str) -> Iterator[Span]:
    """Street with house number, postcodes (NL, DE, UK, US), each with the town that follows. A town alone is none."""
    if not _DIGIT.search(text):
        return
    for match in _BEFORE.finditer(text):
        flat = _FLAT.search(text[max(0, match.start() - 18) : match.start()])
        yield match.start() - (len(flat.group()) if flat else 0), _end(text, match.end())
    for match in _AFTER.finditer(text):
        start = _street_start(text, match.start(), match.group(1))
        if start is not None:
            yield start, _end(text, match.end())
    for match in _POST.finditer(text):
        if not match.group()[:1].isdigit() or match.group().split()[1:2] == [] or _is_place(match.group().split()[1]):
            yield match.span()


def _end(text: str, end: int) -> int:
    tail = _TAIL.match(text, end)
    return tail.end() if tail else end


def _is_place(word: str) -> bool:
    return word.lower().rstrip(".,") not in _UNITS and word.lower() not in _NO_NAME - _CITIES


_CITIES = frozenset(("eastmere", "lindenhaven", "city"))


def _street_start(text: str, begin: int, word: str) -> int | None:
    """Where the street begins whose last word stands right before a house number; None when it is no street."""
    lower = word.lower()
    before = text[max(0, begin - 64) : begin]
    if lower.rstrip(".") in _STREET_WORDS:
        caps = _CAPS_BEFORE.search(before) if word[0].isupper() else None
        return begin - len(caps.group()) if caps else None
    if lower.endswith(_STREET_ENDS) and lower not in _NO_STREET and len(word) > 5:
        caps = _CAPS_BEFORE.search(before) if word[0].isupper() else None
        return begin - len(caps.group()) if caps and len(caps.group().split()) == 1 else begin
    leading = before[-12:].split()[-1:] if before.endswith(" ") else []
    if leading and leading[0] in _WAY_WORDS and word[0].isupper() and lower not in _NO_NAME | _NO_STREET:
        way = _WAY_BEFORE.search(before)
        return begin - len(way.group()) if way else None
    return None
