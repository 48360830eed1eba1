"""Checks 02.7 (agreement), 02.8 (the pages) and 02.9 (eval cases)."""

from __future__ import annotations

from helpers import coding, world
from helpers.check import Hint, Right, exercise
from helpers.coding import audit, cases
from helpers.evals import Case, case_from, mentions

BOUNDARY = frozenset({"not", "only", "unless", "without", "except", "but", "never", "no"})
PEOPLE = frozenset({"reader", "readers", "annotator", "annotators", "training", "train", "trained", "careful"})
CLOSE = 0.02


def _weakest() -> list[str]:
    """Codes on which the readers agree least; the least first, others within two points of it."""
    rows = [row for row in coding.agreements(coding.current()).values() if row.code in world.FAILURES]
    rows.sort(key=lambda row: row.agreement.value)
    return [row.code for row in rows if row.agreement.value <= rows[0].agreement.value + CLOSE]


def _gap(row: coding.Agreement) -> float:
    return row.agreement.value - (0.0 if row.kappa is None else row.kappa.value)


def _paradox() -> list[str]:
    """Rows whose raw agreement is high and whose kappa is far below it, the widest gap first."""
    rows = sorted(coding.agreements(coding.current()).values(), key=_gap, reverse=True)
    return [row.code for row in rows if row.agreement.value >= 0.9 and _gap(row) >= _gap(rows[0]) - CLOSE]


def _sharper() -> dict[str, str]:
    code = _weakest()[0]
    trace, _ = coding.disputed(coding.current(), code)[0]
    text = (
        "Counts when a colleague can underline the words of the reply that make it so; it does not count when the "
        "reply is only clumsy, and what was never found in the passages is not held against the reply."
    )
    return {"mend": code, "paradox": _paradox()[0], "definition": text, "settles": trace.id}


@exercise(
    "02.7",
    title="What to do about disagreement",
    expects=dict,
    form='a dictionary with "mend", "paradox", "definition" and "settles"',
    reference=_sharper,
)
def disagreement(answer):
    """The code with the least agreement gets a sharper line; the row where kappa misleads is recognised."""
    if missing := [part for part in ("mend", "paradox", "definition", "settles") if part not in answer]:
        return Hint(f"The answer lacks {', '.join(missing)}.", id="incomplete")
    rows = coding.agreements(coding.current())
    for part in ("mend", "paradox"):
        if answer[part] not in rows:
            return Hint(f"{part}: {answer[part]!r} is no row of the table.", id="no row")
    if answer["paradox"] not in _paradox():
        row = rows[answer["paradox"]]
        kappa = "undefined" if row.kappa is None else f"{row.kappa.value:.2f}"
        return Hint(
            f"{row.code}: agreement {row.agreement.text}, kappa {kappa}. Is there a row where the two say more "
            "different things?",
            "Look for readers who nearly always say the same, and a kappa near 0. How often is the other verdict used?",
            "Kappa subtracts the agreement that chance alone would give. Where nearly everything is one verdict, "
            f"chance gives nearly all of it. The row is {_paradox()[0]}.",
            id="no paradox",
        )
    if answer["mend"] not in _weakest():
        low = "It has the lowest kappa, but not the most" if answer["mend"] in _paradox() else "It has not the most"
        return Hint(
            f"{answer['mend']}: the readers agree in {rows[answer['mend']].agreement.text}. {low} disagreements.",
            "Sort by the two columns 'only first' and 'only second': where do most differences come from?",
            f"The code is {_weakest()[0]}.",
            id="not the weakest",
        )
    pairs = {trace.id for trace, _ in coding.disputed(coding.current(), answer["mend"], 1000)}
    if answer["settles"] not in pairs:
        return Hint(
            f"{answer['settles']!r} is no conversation on which the readers differed about {answer['mend']}.",
            "A new line is worth something when it decides a case that the old one left open. Take an id of the list.",
            id="settles nothing",
        )
    text = str(answer["definition"])
    words = {word.strip(".,;:()").lower() for word in text.split()}
    if words & PEOPLE:
        return Hint(
            "You mend the people. Would two new colleagues, with the same line in front of them, do any better?",
            "Write down when the code counts and when it does not, and leave the readers out of it.",
            id="the person",
        )
    if len(text.split()) < 10 or not words & BOUNDARY:
        return Hint(
            "Your line says when the code counts. When does it not?",
            "Take the disputed conversation: what would the sentence have to say so that both readers decide alike?",
            "Two halves, at least ten words: 'counts when …; does not count when …'.",
            id="no boundary",
        )
    if text.strip() == world.FAILURES[answer["mend"]]:
        return Hint("That is the line that both readers had already.", "Add what it leaves open.", id="the same line")
    return Right("The line was the fault, not the reader. Code the disputed ones again with it, and count again.")


def _pages() -> dict[str, str]:
    return {
        **{page: new[0] for page, new in audit.outdated().items()},
        **dict.fromkeys(audit.ownerless(), "no owner"),
    }


@exercise(
    "02.8",
    title="Three pages to mend today",
    expects=dict,
    form='a dictionary from page to the page that is right, or to "no owner"',
    reference=_pages,
)
def pages(answer):
    """Two pages state a rule as it was before it changed, and one belongs to nobody."""
    known = {page.id: page for page in world.documents()}
    given = {str(page).rsplit(".v", 1)[0]: str(value).rsplit(".v", 1)[0] for page, value in answer.items()}
    if unknown := [name for name in given if name not in known]:
        return Hint(f"There is no page {unknown[0]!r}. Copy the name from the table.", id="no page")
    old, alone = audit.outdated(), audit.ownerless()
    for page, value in given.items():
        if page in alone and value != "no owner":
            return Hint(
                f"{page}: who would you ask about it?",
                "Look at its row: owner and date of review.",
                f"Nobody owns {page}, so nobody will notice when it goes stale. Write 'no owner'.",
                id="no owner",
            )
        if page not in old and page not in alone:
            reviewed = known[page].reviewed
            return Hint(
                f"{page} was reviewed on {reviewed}. Does it say anything that is not true today?",
                "An old date is a reason to look, not a fault. Hold what the page says against the change log.",
                'Search for the words of a rule that changed: `coding.find("…")`.',
                id="only old",
            )
        if page in old and value == "no owner":
            return Hint(
                f"{page} belongs to {known[page].owner}. What is wrong with it is something that it says.",
                "Which page says it otherwise?",
                id="has an owner",
            )
        if page in old and value not in old[page]:
            return Hint(
                f"{page} states a rule that changed; {value!r} does not state it as it is now.",
                "Search for the words of the rule and take the page that is valid from 1 September.",
                id="not the right one",
            )
    if left := [page for page in (*old, *alone) if page not in given]:
        kind = "Somebody has to own every page" if left[0] in alone else "A rule that changed still stands as it was"
        return Hint(
            f"{len(left)} of 3 are missing. {kind} on one of them.",
            "Go through the change log rule by rule, and search for two or three words of each.",
            f"Look at {left[0]}.",
            id="missing",
        )
    shown = sum(coding.shown_in(coding.current().traces, set(given)))
    return Right(f"The search showed one of the three to the model in {shown} conversations.")


def _cases() -> list[Case]:
    study = coding.current()
    return [cases.own_case(trace, failure) for failure in study.top(2) for trace in cases.candidates(study, failure, 2)]


@exercise(
    "02.9",
    title="Eval cases for the top two faults",
    expects=(list, tuple),
    form="a list of at least four cases, each made with `coding.case(…)`",
    reference=_cases,
)
def eval_cases(answer):
    """Two for each of the two most frequent first faults; version 0 fails each, a right reply passes it."""
    study = coding.current()
    made = []
    for number, one in enumerate(answer, start=1):
        try:
            made.append(one if isinstance(one, Case) else case_from(one, where=f"case {number}"))
        except ValueError as error:
            return Hint(f"Case {number} cannot be read: {error}. Begin it with `coding.case(`.", id="unreadable")
    known = {trace.question.id: trace for trace in study.traces}
    if foreign := [one.id for one in made if one.id not in known]:
        return Hint(f"{foreign[0]} is no conversation of the {study.split} split.", id="another split")
    ids = [one.id for one in made]
    if len(set(ids)) < len(ids):
        return Hint("Two of your cases come from one conversation. What would the second find out?", id="twice")
    for one in made:
        trace, failure = known[one.id], one.tags[0] if one.tags else ""
        if failure not in study.top(2):
            return Hint(
                f"{one.id}: {failure or 'no fault'} is not among the two most frequent first faults.",
                f"These are {' and '.join(study.top(2))}.",
                id="not the top",
            )
        if failure not in study.label(trace.id).codes:
            return Hint(
                f"{one.id}: the readers did not see {failure} there. What would this case keep from coming back?",
                "Take a conversation from the list of the section.",
                id="without the fault",
            )
        if not one.must:
            return Hint(
                f"{one.id} names nothing that a right reply must say. How would you know that the fault is gone?",
                "Take the words of the right reply that the customer needs, with alternatives between ` | `.",
                id="no must",
            )
        if told := [item for item in one.must if mentions(str(one.input), item)]:
            return Hint(
                f"{one.id}: the customer says {told[0]!r} already. A reply that repeats the question would pass.",
                "Take what only an answer can say.",
                id="in the question",
            )
        if cases.verdict(one, trace.turns[0].reply) != "fail":
            return Hint(
                f"{one.id}: the reply of version 0 passes your case, and it is wrong.",
                "What does a right reply say that this one does not? What does it say that it must not?",
                f"A right reply would be: {trace.question.reference!r}",
                id="lets it pass",
            )
        if cases.verdict(one, trace.question.reference) != "pass":
            return Hint(
                f"{one.id}: a right reply fails your case. It would say: {trace.question.reference!r}",
                "Write the number or the few words that every right wording shares, and alternatives for the rest.",
                f"The phrases that you ask for: {'; '.join(one.must)}.",
                id="too strict",
            )
    for failure in study.top(2):
        pages = {one.cluster for one in made if one.tags[0] == failure}
        if len(pages) < 2:
            return Hint(
                f"{failure} has {len(pages)} page among your cases; two are asked for.",
                "Questions about one page fail together. Take a conversation about another page.",
                id="one page",
            )
    return Right(f"{len(made)} cases that version 0 fails and a right reply passes: the fault cannot come back unseen.")
