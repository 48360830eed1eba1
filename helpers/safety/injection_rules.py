"""The words and the rules of the pattern guard: lists of words that must stand near each other."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple


class Rule(NamedTuple):
    """One sign of an injected order. groups: lists of words; one of each stands within `within` words of the last."""

    id: str
    sentence: str
    weight: float
    groups: tuple[frozenset[str], ...] = ()
    within: int = 6
    any_order: bool = False


# As the guard reads them: small letters, without accents.
_WORDS = {
    "drop": (
        "ignore ignoring disregard forget override bypass neglect discard overrule ignoriere ignorier ignorieren "
        "vergiss vergessen missachte ubergehe uberschreibe negeer negeren vergeet vergeten overschrijf sla ignora "
        "ignorar olvida olvide omite oublie oubliez ignorez drop stop"
    ),
    "orders": (
        "instruction instructions rule rules prompt prompts guideline guidelines directive directives policy "
        "policies restrictions restriction programming orders training safeguards anweisung anweisungen regel "
        "regeln vorgaben richtlinie richtlinien vorschriften befehle instructie instructies opdracht opdrachten "
        "aanwijzingen voorschriften regels richtlijnen instrucciones instruccion reglas indicaciones regles "
        "consignes settings"
    ),
    "which": (
        "previous prior above earlier preceding all any your system original existing every other former these "
        "those alle vorherigen vorige bisherigen obigen deine ihre allen alles bovenstaande eerdere je jouw uw "
        "anteriores todas tus sus previas precedentes toutes tes vos"
    ),
    "reveal": (
        "reveal show print repeat output display tell give send share recite write quote list expose translate "
        "summarise summarize spell encode zeige zeig nenne wiederhole gib schreibe verrate toon herhaal geef noem "
        "schrijf muestra repite revela escribe dime affiche repete montre revele ecris"
    ),
    "secret_things": (
        "prompt instructions canary secret code marker hidden confidential internal password passphrase "
        "configuration geheimnis geheim geheime geheimen interne internen systemprompt systeemprompt geheimcode "
        "secreto secreta secretas interno internas oculto secrete internes cache"
    ),
    "system": (
        "system initial hidden secret internal developer setup original starting geheime internen systeem sistema "
        "systeme"
    ),
    "prompt": (
        "prompt message instructions text configuration anweisungen nachricht instructies bericht instrucciones "
        "mensaje consignes"
    ),
    "become": (
        "you act pretend behave play roleplay imagine simulate become du tu je jij spiel spiele doe finge actua fais"
    ),
    "now": "now are as like be bist ab jetzt nun bent vanaf nu ahora eres maintenant es agis",
    "persona": (
        "unrestricted unfiltered uncensored jailbroken evil dan developer admin administrator root unzensiert "
        "uneingeschrankt onbeperkt ongecensureerd sin filtros libre"
    ),
    "no": "no without free keine ohne geen zonder sin sans any",
    "limits": (
        "restrictions rules limits filter filters guidelines limitations restriction regeln grenzen regels "
        "beperkingen restricciones limites"
    ),
    "mode": "mode modus modo debug maintenance diagnostic test wartungsmodus onderhoudsmodus",
    "power": "developer debug maintenance admin diagnostic god override root sudo unrestricted wartungs onderhouds",
    "author": "system admin administrator developer operator meadow supervisor manager ceo security engineering",
    "note": (
        "note message notice update override instruction command directive nachricht mitteilung hinweis bericht "
        "melding aviso mensaje"
    ),
    "machine": "assistant assistants ai bot chatbot model llm agent assistent assistenten ki asistente ia",
    "must": (
        "must should shall always only now instead reply respond answer say output muss soll antworte sage moet "
        "antwoord zeg debe responde di dois reponds"
    ),
    "say": (
        "reply respond answer say output print write repeat antworte schreibe sage gib antwoord zeg schrijf "
        "responde escribe di reponds ecris dis"
    ),
    "only": (
        "only exactly solely just nothing precisely nur genau ausschliesslich nichts alleen enkel precies niets "
        "solo solamente exactamente nada seulement uniquement exactement"
    ),
    "decode": (
        "decode decipher decrypt unscramble base64 rot13 hex dekodiere entschlussle decodeer ontcijfer decodifica "
        "descifra dechiffre"
    ),
    "obey": "follow execute obey do perform run comply carry befolge ausfuhren volg voer sigue ejecuta obedece suis",
    "others": "other another last different anderen andere anderer otro otra autre every all neighbour neighbours",
    "people": (
        "customer customers user users client clients rider person kunden kunde kundin klant klanten gebruiker "
        "cliente clientes"
    ),
    "data": (
        "address addresses data name names email emails phone number numbers iban card payment payments details "
        "location orders adresse adressen daten namen adres gegevens naam direccion datos donnees nom telephone "
        "street notes anschrift telefon telefoon telefono"
    ),
    "earlier": (
        "previous prior above earlier before preceding vorherigen vorige bisherigen obigen oben bovenstaande "
        "eerdere hierboven anteriores previas anterior precedentes precedente dessus"
    ),
    "everything": "everything anything all alles todo tout",
    "yours": "you your du dir dich ihnen sie je jou u te ti tu vous",
    "told": (
        "told taught instructed given trained learned know gesagt beigebracht verteld geleerd dijeron dijo dit appris"
    ),
    "recite": "repeat print output recite copy quote wiederhole kopiere herhaal kopieer repite copia repete copie",
    "passage": "text words everything sentences sentence message paragraph lines content wortlaut tekst texto texte",
    "hidden": "internal hidden secret confidential interne internen geheime geheimen geheim interno oculto secreto",
    "code": "code codes notes instructions marker notizen anweisungen instructies codigo instrucciones",
    "noted": "note important message update reader read reading memo hinweis bericht aviso",
    "models": "assistant assistants ai llm models model chatbot assistent assistenten ki asistente",
    "imperative": (
        "tell end add reply answer send give show append replace do ask write say antworte sage sag zeg antwoord "
        "responde"
    ),
    "new": "new neue nieuwe nueva nouvelle",
    "from": "from ab vanaf partir",
    "here": "now here jetzt nu ahora maintenant",
    "on": "on an de you the answer say contesta responde sagst zeg",
    "enter": "enter switch activate enable unlock aktiviere wechsle activeer activa active",
    "any_mode": "mode modus modo",
    "pretend": "pretend act imagine roleplay play spiele doe finge imagina",
    "as": "as you that like a us dass alsof que",
    "else": "else anderes anders mas",
    "nothing": "nothing nichts niets nada",
}
LISTS = {name: frozenset(words.split()) for name, words in _WORDS.items()}

# id; sentence; weight; lists, in their order; most words from one to the next; any order
_ROWS = (
    ("drop-orders", "Asks to drop the rules or instructions.", 0.6, "drop which orders", 6, False),
    ("drop-orders-before", "Asks to drop the rules that came before.", 0.6, "drop orders earlier", 6, False),
    ("drop-told", "Asks to forget what the assistant was told.", 0.55, "drop everything yours told", 4, False),
    ("drop-any", "A word for dropping stands near a word for rules.", 0.45, "drop orders", 6, True),
    ("recite-above", "Asks to repeat the text that stands above.", 0.5, "recite passage earlier", 4, False),
    ("reveal-prompt", "Asks to show the system prompt or hidden text.", 0.6, "reveal system prompt", 5, False),
    ("reveal-secret", "Asks for a secret, a code or instructions.", 0.3, "reveal secret_things", 6, False),
    ("hidden-code", "Asks for the internal code or hidden notes.", 0.5, "reveal hidden code", 5, False),
    ("code-hidden", "Asks for the internal code or hidden notes.", 0.5, "reveal code hidden", 5, False),
    ("new-role", "Gives the assistant another role.", 0.25, "become now persona", 5, False),
    ("pretend", "Asks the assistant to pretend or to play.", 0.3, "pretend as", 2, False),
    ("no-limits", "Speaks of having no rules or limits.", 0.35, "no limits", 2, False),
    ("special-mode", "Claims a developer, debug or maintenance mode.", 0.4, "power mode", 1, False),
    ("enter-mode", "Wants the assistant in another mode.", 0.3, "enter any_mode", 3, False),
    ("false-author", "Pretends to come from the system or the staff.", 0.3, "author note", 3, True),
    ("to-the-machine", "Speaks to the assistant and says what it must do.", 0.25, "machine must", 6, False),
    ("note-to-machine", "A note is addressed to the assistant.", 0.35, "noted models", 3, False),
    ("machine-do", "Tells the assistant, and not a person, what to do.", 0.3, "models imperative", 2, False),
    ("new-orders", "Announces new instructions.", 0.45, "new orders", 1, False),
    ("from-now-on", "Changes how the assistant is to answer from now on.", 0.35, "from here on", 1, False),
    ("only-say", "Orders the only words of the reply.", 0.3, "say only", 5, True),
    ("nothing-else", "Forbids everything but these words.", 0.3, "nothing else", 1, False),
    ("decode-and-do", "Asks to decode something and do it.", 0.5, "decode obey", 8, True),
    ("others-data", "Asks for the data of other customers.", 0.5, "others people data", 5, False),
    ("data-of-others", "Asks for the data of other customers.", 0.5, "data others people", 4, False),
)  # fmt: skip
RULES = tuple(
    Rule(name, sentence, weight, tuple(LISTS[word] for word in lists.split()), within, any_order)
    for name, sentence, weight, lists, within, any_order in _ROWS
)
"""The built-in rules. Words and weights were set by hand, with the dev half of the suite in view, not the test half."""


def own_rule(number: int, phrase: object, words_of: Callable[[str], list[str]]) -> Rule:
    """A learner's phrase as a rule: its words in this order, one after the other."""
    words = words_of(phrase) if isinstance(phrase, str) else []
    if not words:
        raise ValueError(f"phrase {number} must be a text with at least one word, got {type(phrase).__name__}.")
    return Rule(
        f"own-{number}",
        "A phrase of your own stands in it.",
        0.6,
        tuple(map(frozenset, zip(words, strict=True))),
        within=1,
    )
