"""Checks 10.6 (texts at the first contact), 10.7 (evidence), 10.8 (pages on the web), 10.10 (voluntary lists)."""

from __future__ import annotations

import itertools

from helpers import regulation
from helpers.check import Hint, Right, exercise
from helpers.checks.m10_forms import untouched
from helpers.regulation import listing, sourcing, tracing

# Where to look for the error of a page; what was in the air for the questions of 10.10.
LOOK = {
    "": "compare it with the date table, the caps and the list of rules.",
    "draft cited as law": "compare the day of the news item with the day of the amendment. Was it law by then? "
    "Then look for the article in the table of today.",
}
ASKS = {
    "a": "how did the number get into the reply, and who put it there?",
    "b": "nobody attacked and nothing leaked. What is wrong with the sentence?",
    "c": "who saw what was not theirs?",
    "d": "nothing has happened yet. What was given that nobody needed?",
    "e": "every reply may have been right. What was lost in that night?",
}
# The form of the page, and pieces of a text for each place.
HOTEL = {
    "chat": "Hi, I am Sofia. Some replies may be automated, see our terms.",
    "voice": "Good evening, Sofia speaking. Click the link to confirm.",
    "agent": "Dear partner, please find our request below. Kind regards, Sofia",
}
PIECES = {
    "chat": "“You are writing with an AI of …”, “To reach a person, …”",
    "voice": "“This is an AI calling from …”, “on behalf of {customer}”, “To speak to a person, say …”",
    "agent": "“This e-mail was written by an AI of …”, “on behalf of {customer}”, “To reach a person, …”",
}
LABS = ("02", "03", "04", "06", "09", "11")
DUTIES = tuple(duty.article for duty in tracing.DUTIES_SERVED if duty.article != "Art. 50")


@exercise(
    "10.6",
    title="Said at the first contact",
    expects=dict,
    form="a dictionary with a text for " + ", ".join(map(repr, regulation.KINDS)),
    reference=lambda: dict(regulation.DISCLOSURES),
)
def texts(answer):
    """Every text has its properties; the three are not one text."""
    kinds = regulation.KINDS
    if lacking := [kind for kind in kinds if kind not in answer]:
        return Hint(f"There is no text for {' and '.join(map(repr, lacking))} yet.", id="incomplete", form=True)
    if odd := [kind for kind in kinds if not isinstance(answer[kind], str)]:
        return Hint(f"The text for {odd[0]!r} is no text between quotes.", id="no text", form=True)
    said = {kind: " ".join(answer[kind].split()).casefold() for kind in kinds}
    if empty := [kind for kind in kinds if not said[kind]]:
        return Hint(f"There is no text for {' and '.join(map(repr, empty))} yet.", id="incomplete", form=True)
    if hotel := [kind for kind in kinds if said[kind] == HOTEL[kind].casefold()]:
        text = f"{hotel[0]}: that is the text of the hotel, with its faults. What does Meadow say there?"
        return Hint(text, id="the form", form=True)
    if pair := [(one, two) for one, two in itertools.combinations(kinds, 2) if said[one] == said[two]]:
        return Hint(
            f"{' and '.join(pair[0])} are one text. Who reads each, and what can they do there?",
            "A customer in the chat can type, a workshop on the phone can only speak, an insurer replies to an e-mail.",
            id="same text",
        )
    found = {kind: regulation.disclosure_faults(kind, answer[kind]) for kind in kinds}
    for kind in kinds:
        if found[kind]:
            name, article, asks = found[kind][0]
            every = f"{kind}: " + " ".join(asks for *_, asks in found[kind])
            return Hint(
                f"{kind}, {name} ({article}): {asks}",
                every,
                f"{every} Pieces that are understood here: {PIECES[kind]}.",
                id=f"{kind}: {name}",
            )
    return Right(
        "Every text has its properties. That is a floor, found by patterns: whether people take it in you learn from "
        "people. Read the voice text aloud to somebody."
    )


@exercise(
    "10.7",
    title="Evidence for a duty",
    expects=dict,
    form="a dictionary with a lab for each duty",
    reference=lambda: {duty.article: min(duty.modules) for duty in tracing.DUTIES_SERVED if duty.article in DUTIES},
)
def trace(answer):
    """A lab whose evidence serves the duty."""
    if missing := [article for article in DUTIES if article not in answer]:
        return Hint(f"The answer lacks {', '.join(missing)}.", id="incomplete", form=True)
    if unknown := [article for article in answer if article not in DUTIES]:
        return Hint(f"{unknown[0]!r} is none of {', '.join(DUTIES)}.", id="unknown name", form=True)
    if odd := [article for article in DUTIES if answer[article] not in LABS]:
        text = f"{odd[0]}: a lab is one of {', '.join(map(repr, LABS))}; you wrote {answer[odd[0]]!r}."
        return Hint(text, id="no lab", form=True)
    if hint := untouched("10.7", answer):
        return hint
    served = {duty.article: duty for duty in tracing.DUTIES_SERVED}
    wrong = [article for article in DUTIES if answer[article] not in served[article].modules]
    if wrong:
        duty = served[wrong[0]]
        what = next(iter(duty.modules.values()))
        return Hint(
            f"{len(wrong)} of {len(DUTIES)} {'does' if len(wrong) == 1 else 'do'} not fit. A duty wants a thing that "
            "can be shown: which lab makes it?",
            f"{wrong[0]} wants: {duty.wants}. Which lab leaves that behind?"
            + (" Not what the product does: who watches it, and who may stop it." if wrong[0] == "Art. 26" else ""),
            f"{wrong[0]}: lab {' or '.join(duty.modules)}, for instance {what}.",
            id=f"evidence {wrong[0]}",
        )
    return Right("Each duty has something to show. The table says what you have of it.")


@exercise(
    "10.8",
    title="Six pages",
    expects=dict,
    form="a dictionary with a kind of error for a to f",
    reference=lambda: {claim.id: claim.error for claim in sourcing.claims()},
)
def pages(answer):
    """The kind of error of each page; one has none."""
    known = {claim.id: claim for claim in sourcing.claims()}
    if missing := [id for id in known if id not in answer]:
        return Hint(f"The answer lacks {', '.join(missing)}.", id="incomplete", form=True)
    if unknown := [id for id in answer if id not in known]:
        return Hint(f"{unknown[0]!r} is none of {', '.join(known)}.", id="unknown name", form=True)
    if odd := [id for id in known if answer[id] not in sourcing.ERRORS]:
        text = f"{odd[0]}: choose one of {', '.join(map(repr, sourcing.ERRORS))}; you wrote {answer[odd[0]]!r}."
        return Hint(text, id="no kind", form=True)
    if hint := untouched("10.8", answer):
        return hint
    wrong = [id for id, claim in known.items() if answer[id] != claim.error]
    if not wrong:
        return Right(
            "Five of six are wrong, each in a way that one look at the article shows. Note the day of what you read."
        )
    passed = [id for id in wrong if answer[id] == "no error"]
    first = known[(passed or wrong)[0]]
    return Hint(
        f"{len(wrong)} of {len(known)} differ."
        + (" At least one page that you believe is wrong." if passed else " You see that they are wrong; look at how."),
        f"Page {first.id}: {LOOK.get(first.error, LOOK[''])} What kind of error is that?",
        f"Page {first.id}: {first.right}",
        id=f"page {first.id}",
    )


@exercise(
    "10.10",
    title="Findings on a list",
    expects=dict,
    form="a dictionary with an entry such as LLM03 for a to e",
    reference=lambda: {match.id: match.owasp[0] for match in listing.matches()},
)
def lists(answer):
    """The entry of the OWASP list for LLM applications that names each finding."""
    known = {match.id: match for match in listing.matches()}
    if missing := [id for id in known if id not in answer]:
        return Hint(f"The answer lacks {', '.join(missing)}.", id="incomplete", form=True)
    owasp = next(found for found in listing.checklists() if found.id == "owasp-llm")
    names = {item.split()[0]: item for item in owasp.items}
    given = {id: str(answer[id]).strip().upper().split()[0] if str(answer[id]).strip() else "" for id in known}
    if odd := [id for id in known if given[id] not in names]:
        text = f'{odd[0]}: write the code of an entry, such as "LLM03"; you wrote {answer[odd[0]]!r}.'
        return Hint(text, id="no entry", form=True)
    if hint := untouched("10.10", given):
        return hint
    wrong = [id for id, match in known.items() if given[id] not in match.owasp]
    if not wrong:
        told = "; ".join(f"{match.id}: {match.nist}" for match in known.values())
        return Right(f"In the profile of NIST they stand under: {told}. The pairing is our judgement, not a standard.")
    first = known[wrong[0]]
    return Hint(
        f"{len(wrong)} of {len(known)} differ. Ask for each: what was the way in, and what was lost?",
        f"{first.id}: {ASKS[first.id]}",
        f"{first.id}: {' or '.join(names[code] for code in first.owasp)}.",
        id=f"finding {first.id}",
    )
