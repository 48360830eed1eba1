"""The rules of the pattern guard: lists of words that must stand near each other."""

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


def _list(words: str) -> frozenset[str]:
    return frozenset(words.split())


# As the guard reads them: small letters, without accents.
LISTS = {
    "drop": _list("""
        ignore ignoring disregard forget override bypass neglect discard overrule ignoriere ignorier
        ignorieren vergiss vergessen missachte ubergehe uberschreibe negeer negeren vergeet vergeten
        overschrijf sla ignora ignorar ignore olvida olvide omite oublie oubliez ignorez
    """),
    "orders": _list("""
        instruction instructions rule rules prompt prompts guideline guidelines directive directives policy
        policies restrictions restriction programming orders training safeguards anweisung anweisungen regel
        regeln vorgaben richtlinie richtlinien vorschriften befehle instructie instructies opdracht
        opdrachten aanwijzingen voorschriften regels richtlijnen instrucciones instruccion reglas
        indicaciones regles consignes directives
    """),
    "which": _list("""
        previous prior above earlier preceding all any your system original existing every other former
        these those alle vorherigen vorige bisherigen obigen deine ihre allen alles bovenstaande eerdere
        vorige je jouw uw anteriores todas tus sus previas precedentes toutes tes vos
    """),
    "reveal": _list("""
        reveal show print repeat output display tell give send share recite write quote list expose
        translate summarise summarize spell encode zeige zeig nenne wiederhole gib schreibe verrate toon
        herhaal geef noem schrijf muestra repite revela escribe dime affiche repete montre revele ecris
    """),
    "secret_things": _list("""
        prompt instructions canary secret code marker hidden confidential internal password passphrase
        configuration geheimnis geheim geheime geheimen interne internen systemprompt systeemprompt
        geheimcode secreto secreta secretas interno internas oculto secrete secret internes cache
    """),
    "system": _list("""
        system initial hidden secret internal developer setup original starting geheime internen systeem
        sistema systeme
    """),
    "prompt": _list("""
        prompt message instructions text configuration anweisungen nachricht instructies bericht
        instrucciones mensaje consignes
    """),
    "become": _list("""
        you act pretend behave play roleplay imagine simulate become du tu je jij spiel spiele doe finge
        actua imagine fais
    """),
    "now": _list("now are as like be bist ab jetzt nun bent vanaf nu ahora eres maintenant es agis"),
    "persona": _list("""
        unrestricted unfiltered uncensored jailbroken evil dan developer admin administrator root unzensiert
        uneingeschrankt onbeperkt ongecensureerd sin filtros libre
    """),
    "no": _list("no without free keine ohne geen zonder sin sans any"),
    "limits": _list("""
        restrictions rules limits filter filters guidelines limitations restriction regeln grenzen regels
        beperkingen restricciones limites
    """),
    "mode": _list("mode modus modo modus debug maintenance diagnostic test wartungsmodus onderhoudsmodus"),
    "power": _list("""
        developer debug maintenance admin diagnostic god override root sudo unrestricted wartungs onderhouds
    """),
    "author": _list("""
        system admin administrator developer operator meadow supervisor manager ceo security engineering
    """),
    "note": _list("""
        note message notice update override instruction command directive nachricht mitteilung hinweis
        bericht melding aviso mensaje
    """),
    "machine": _list("assistant assistants ai bot chatbot model llm agent assistent assistenten ki asistente ia"),
    "must": _list("""
        must should shall always only now instead reply respond answer say output muss soll antworte sage
        moet antwoord zeg debe responde di dois reponds
    """),
    "say": _list("""
        reply respond answer say output print write repeat antworte schreibe sage gib antwoord zeg schrijf
        responde escribe di reponds ecris dis
    """),
    "only": _list("""
        only exactly solely just nothing precisely nur genau ausschliesslich nichts alleen enkel precies
        niets solo solamente exactamente nada seulement uniquement exactement
    """),
    "with": _list("""
        with the word words sentence this following phrase mit dem wort satz met het woord zin con palabra
        frase mot phrase and but
    """),
    "decode": _list("""
        decode decipher decrypt unscramble base64 rot13 hex dekodiere entschlussle decodeer ontcijfer
        decodifica descifra decode dechiffre
    """),
    "obey": _list("""
        follow execute obey do perform run comply carry befolge ausfuhren volg voer sigue ejecuta obedece
        execute suis
    """),
    "others": _list("other another different anderen andere anderer otro otra autre every all neighbour neighbours"),
    "people": _list("""
        customer customers user users client clients rider person kunden kunde kundin klant klanten
        gebruiker cliente clientes client
    """),
    "data": _list("""
        address addresses data name names email emails phone number numbers iban card payment payments
        details location orders adresse adressen daten namen adres gegevens naam direccion datos adresse
        donnees nom
    """),
    "link": _list("http https www url link curl post upload forward"),
    "start": _list("begin start end end beginn ende"),
}  # fmt: skip


def _rule(name: str, sentence: str, weight: float, *lists: str, within: int = 6, any_order: bool = False) -> Rule:
    return Rule(name, sentence, weight, tuple(LISTS[name] for name in lists), within, any_order)


RULES = (
    _rule("drop-orders", "Asks to drop the rules or instructions.", 0.6, "drop", "which", "orders"),
    _rule("drop-any", "A word for dropping stands near a word for rules.", 0.45, "drop", "orders", any_order=True),
    _rule(
        "reveal-prompt", "Asks to show the system prompt or hidden text.", 0.6, "reveal", "system", "prompt", within=5
    ),
    _rule("reveal-secret", "Asks for a secret, a code or instructions.", 0.3, "reveal", "secret_things"),
    _rule("new-role", "Gives the assistant another role.", 0.25, "become", "now", "persona", within=5),
    _rule("no-limits", "Speaks of having no rules or limits.", 0.35, "no", "limits", within=2),
    _rule("special-mode", "Claims a developer, debug or maintenance mode.", 0.4, "power", "mode", within=1),
    _rule("false-author", "Pretends to come from the system or the staff.", 0.3, "author", "note", within=1),
    _rule(
        "to-the-machine", "Speaks to the assistant inside a text that is not addressed to it.", 0.25, "machine", "must"
    ),
    _rule("only-say", "Orders the exact words of the reply.", 0.35, "say", "only", "with", within=3),
    _rule("decode-and-do", "Asks to decode something and do it.", 0.5, "decode", "obey", within=8, any_order=True),
    _rule("others-data", "Asks for the data of other customers.", 0.5, "others", "people", "data", within=4),
    _rule("data-of-others", "Asks for the data of other customers.", 0.5, "data", "others", "people", within=4),
)
"""The built-in rules. Their weights were set by hand and not fitted to any case."""


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
