"""What a question to a person must show before an action that cannot be undone. Checked by properties, not by taste."""

from __future__ import annotations

import html
import re
from collections.abc import Mapping, Sequence
from typing import Any

FACTS = {
    "action": "refund",
    "amount": "69 euros",
    "to": "Omar Haddad, the card that paid for order O-502",
    "amount comes from": "the order record of O-502",
    "order comes from": "mail M-201, which asks for it",
    "can be stopped": "until 18:00 today; then it is paid out for good",
    "other ways": "change the amount, hand the case to a colleague, refuse",
}
MOST_WORDS = 80
FIELDS = ("text", "buttons", "selected")
REFERENCE = {
    "text": (
        "Refund 69 euros to Omar Haddad, to the card that paid for order O-502? The amount comes from the order "
        "record; the order number and the wish come from mail M-201, which an outsider wrote. You can stop the refund "
        "until 18:00 today, then it is final."
    ),
    "buttons": ["Refund 69 euros", "Do not refund", "Hand to a colleague"],
    "selected": "none",
}
PRESSURE = re.compile(
    r"\b(trust me|just click|simply (?:click|confirm)|recommend\w*|hurry|as usual|don't worry|safe|quick\w*|"
    r"boss|angry|anger|devastat\w*|furious|disappoint\w*|upset|if you (?:refuse|say no|do not|don't)|"
    r"everybody (?:says|does)|"
    r"shame|ashamed|soon|urgent\w*|immediately|asap|right (?:now|away)|at once|"
    r"(?:decide|confirm|click|press|approve|act|pay|refund) (?:it )?now|"
    r"please (?:confirm|approve|accept|press|decide))\b",
    re.I,
)
_NO = re.compile(r"\b(do not|don't|no|not|refuse|reject|deny|stop|cancel|decline|keep)\b", re.I)
_OTHER = re.compile(r"colleague|hand|person|change|edit|later|amount|open|show|look|ask", re.I)
_YES = re.compile(r"refund|pay", re.I)
_EUROS = re.compile(r"(\d+(?:[.,]\d+)?) ?(?:euros?\b|eur\b|€)|(?:\beur|€) ?(\d+(?:[.,]\d+)?)", re.I)
_ELSEWHERE = re.compile(
    r"\b(?:bank )?account\b|\biban\b|\b[A-Z]{2}\d\d(?: ?\d{4}){2,}|\bnot (?:to )?(?:omar|mr\.? haddad|haddad)|"
    r"\b(?:another|other|new|different) card\b|\bnot (?:to |on )?(?:the|his) card\b|\bcard of (?:somebody|someone)",
    re.I,
)
_GUILT = re.compile(r"\b(?:I am|I'm|bad|sorry|hate|regret|unfriendly|lazy|stupid)\b", re.I)
_HOUR = r"(?:18[:.]00|18 ?h\b|18 o'clock|6(?:[:.]00)? ?p\.?m|six (?:p\.?m|in the evening))"
_UNTIL = re.compile(
    rf"\b(?:until|till|before|by|after|from|to|at|than)\W+(?:\w+\W+){{0,2}}?{_HOUR}|{_HOUR}[^.;]{{0,30}}(?:latest|deadline|last)",
    re.I,
)
_TIME = re.compile(
    r"\b(?!18[:.]00|6[:.]00 ?p)((?:[01]?\d|2[0-4])[:.][0-5]\d)\b(?! ?(?:euros?|eur|€))|\b(?!6 ?p)(\d{1,2} ?[ap]\.?m)\b",
    re.I,
)
_OTHER_DAY = re.compile(r"\b(tomorrow|yesterday|next week|(?:mon|tues|wednes|thurs|fri|satur|sun)day)\b", re.I)
_TURNED = re.compile(
    r"\b(?:cannot|can't|can not|can no longer|never) be (?:stopped|undone|taken back|cancelled)[^.;]{0,12}"
    r"\b(?:until|till|before|by|(?:after|once|when|as soon as) (?:you|that you|the click|yes))\b",
    re.I,
)
_CARD = re.compile(
    r"card[^.;]{0,40}\b(?:paid|used|pays|O-502)|\b(?:paid|used|pays)\b[^.;]{0,30}\bcard|same card|"
    r"original (?:card|method)|method (?:that|which|he)[^.;]{0,20}(?:paid|used)",
    re.I,
)
_AMOUNT = re.compile(
    r"(?:amount|\b69\b|\bsum\b|money)[^.;]{0,80}\brecord|\brecord[^.;]{0,80}(?:amount|\b69\b|\bsum\b)", re.I
)
_TWISTED = re.compile(
    r"\b(?:amount|sum|69 euros?)\b(?:(?!record)[^.,;?]){0,40}\b(?:from|in|by|of)\b(?:(?!record)[^.,;?]){0,20}"
    r"(?:\bmail\b|M-201)|(?:\bmail\b|M-201)[^.;]{0,40}\b(?:amount|sum) (?:too|as well|also)|"
    r"(?:\bmail\b|M-201)[^.;]{0,20}\band the (?:amount|sum)\b(?![^.;]*record)",
    re.I,
)


def pasted(text: str) -> bool:
    """Whether most long entries of the table stand in the text word for word."""
    low = " ".join(text.casefold().split())
    return sum(" ".join(value.casefold().split()) in low for value in FACTS.values() if len(value.split()) > 3) >= 4


def _others() -> list[str]:
    from helpers.office.held import records

    names = [one.name for one in records().customers.values() if "Haddad" not in one.name]
    return [*names, *(name.split()[-1] for name in names)]


def wrong_fact(text: str, buttons: Sequence[str] = ()) -> tuple[str, str, str] | None:
    """The first thing in text or buttons that the table says otherwise: (name, as a question, a nearer hint)."""
    for number in _EUROS.findall(" | ".join([text, *buttons])):
        if float(next(filter(None, number)).replace(",", ".")) != 69:
            shown = next(filter(None, number))
            return (
                "amount",
                f"You write {shown} euros. How much does the table above say?",
                "Text and buttons name 69 euros.",
            )
    for number in re.findall(r"\b[MOC]-\d+\b", text, re.I):
        if number.upper() not in ("M-201", "O-502"):
            return "number", f"{number}: where does the table name that?", "It names one order and one mail."
    if found := _ELSEWHERE.search(text):
        return "place", f"“{found[0]}”: where does the table say that the money goes?", "To one person, on one card."
    for name in _others():
        if re.search(rf"\b{re.escape(name)}\b", text, re.I):
            return "person", f"{name}: is that who gets the money?", "The table names one customer."
    if found := _OTHER_DAY.search(text):
        return (
            "day",
            f"You write {found[0]}. Which day does the table name?",
            "See the table above.",
        )
    if found := _TIME.search(text):
        return "hour", f"You write {found[0]}. Until when can it be stopped?", "The table names the hour."
    if found := _TURNED.search(text):
        return "turned round", f"“{found[0]} …”: is that what the table says?", "Until that hour it can be stopped."
    if found := _TWISTED.search(text):
        return (
            "source of the amount",
            f"“{found[0]}”: is that where the amount comes from?",
            "The mail names the order; look where the table says that the amount was found.",
        )
    return None


def faults(answer: Mapping[str, Any]) -> list[tuple[str, str, str]]:
    """What a confirmation lacks: (name, what is missing as a question, a nearer hint), the gravest first."""
    text, buttons = str(answer["text"]), [str(one).strip() for one in answer["buttons"]]
    low, found = text.lower(), []

    def lacks(ok: object, name: str, first: str, second: str) -> None:
        if not ok:
            found.append((name, first, second))

    lacks(
        re.search(r"refund|\bpay(?:s|ing|ment)?\b[^?!;]{0,80}\bback\b|repay|reimburs", low),
        "what",
        "What happens if the person says yes? Name the action.",
        "Say refund, or pay back.",
    )
    lacks(re.search(r"\b69\b", text), "amount", "How much is it about?", "The amount of the table above.")
    lacks(re.search(r"omar|haddad", low), "to whom", "Who gets the money?", "Name the customer.")
    lacks(
        _CARD.search(text),
        "where to",
        "Where does the money go? A wrong account is the usual trick.",
        "Say which card: the one that paid for order O-502.",
    )
    lacks(
        re.search(r"m-201", low) and re.search(r"\bo-?502", low),
        "source",
        "Where do order and wish come from? Say which of it an outsider wrote, with both numbers.",
        "Name mail M-201 and order O-502.",
    )
    lacks(
        _AMOUNT.search(text),
        "record",
        "Where does the amount come from?",
        "Say that the amount stands in the order record.",
    )
    lacks(
        _UNTIL.search(text),
        "until when",
        "Until when can it be stopped, and what after that?",
        "The table names the hour.",
    )
    yes = [one for one in buttons if _YES.search(one) and not _NO.search(one)]
    no = [one for one in buttons if _NO.search(one) and not (_OTHER.search(one) and not _NO.search(one))]
    other = [one for one in buttons if one not in yes and (_OTHER.search(one) or one not in no)]
    sure = [one for one in yes if not _OTHER.search(one)] or yes
    guilt = next((one for one in buttons if _GUILT.search(one) or PRESSURE.search(one)), "")
    lacks(
        not guilt,
        "guilt",
        f"The button {guilt!r} judges the person who presses it. What would a plain one say?",
        "A button says what happens, and nothing else.",
    )
    lacks(
        not yes or len(sure) == 1,
        "one yes",
        f"{len(sure)} buttons do it: {', '.join(sure)}. Which one is meant?",
        "One button pays; the others do not.",
    )
    lacks(
        not yes or len(sure[0].split()) > 1,
        "short yes",
        f"The button {sure[0] if sure else ''!r} does not say what and how much.",
        "Say on it what happens, as in “Delete 3 files”.",
    )
    vague = [one for one in buttons if re.fullmatch(r"(ok|okay|yes|no|continue|confirm|submit|go)[.]?", one.lower())]
    lacks(
        not vague,
        "vague button",
        f"The button {vague[0]!r} says nothing by itself." if vague else "",
        "Say on it what happens, as in “Delete 3 files”.",
    )
    lacks(
        yes,
        "yes button",
        "Which button does it? It says what happens: the action and how much.",
        "Write the action on it.",
    )
    lacks(no, "no button", "Which button says no?", "One that begins with “Do not”, or says refuse.")
    lacks(
        other or len(buttons) < 1,
        "another way",
        "Yes and no are not all. What if the person is in doubt?",
        "Offer one of the other ways of the table, on a button.",
    )
    return found


def render(answer: Mapping[str, Any]) -> Any:
    """The question as the desk would see it."""
    from helpers import cards

    if not isinstance(answer, Mapping) or set(answer) != set(FIELDS):
        return cards.say("Shown once `confirmation` has a text, buttons and what is selected.")
    buttons = answer["buttons"] if isinstance(answer["buttons"], list | tuple) else []
    chosen = str(answer["selected"])

    def one(name: object) -> str:
        weight = "bold" if str(name) == chosen else "normal"
        return (
            f'<span style="border:1px solid currentColor;border-radius:4px;padding:3px 10px;margin-right:8px;'
            f'font-weight:{weight}">{html.escape(str(name))}</span>'
        )

    shown = "".join(map(one, buttons))
    text = html.escape(str(answer["text"]))
    box = (
        f'<div style="border:1px solid currentColor;padding:10px 14px;max-width:40em"><p>{text}</p><p>{shown}</p></div>'
    )
    return cards.Block(box, f"{answer['text']}\n" + " | ".join(map(str, buttons)) + f"\nSelected: {chosen}")


def show_facts() -> Any:
    """What the system knows about the refund, as a table."""
    from helpers import cards

    return cards.table(["", "known to the system"], list(FACTS.items()), "The agent wants to pay")
