"""Checks 02.8 (the pages) and 02.9 (eval cases)."""

from __future__ import annotations

from helpers import coding, world
from helpers.check import Hint, Right, exercise
from helpers.checks.m02_reading import count
from helpers.coding import audit, cases
from helpers.evals import Case, case_from, mentions

LONG = 6  # words of a phrase; above that it is a sentence, and another right reply will not say it


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
        return Hint(f"There is no page {unknown[0]!r}. Copy the name from the table.", id="no page", form=True)
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


def _against(one: Case, reference: str) -> str:
    """Which phrase of a case a right reply offends."""
    if lacking := [item for item in one.must if not mentions(reference, item)]:
        return f"The right reply does not say {lacking[0]!r}, and your case demands it."
    forbidden = [item for item in one.must_not if mentions(reference, item)]
    return f"The right reply says {forbidden[0]!r}, and your case forbids it." if forbidden else "Make it shorter."


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
    if len(answer) < 4:
        return Hint(f"You have {count(len(answer), 'case', 'cases')}; four are asked for, two for each fault.",
                    id="too few", form=True)  # fmt: skip
    made = []
    for number, one in enumerate(answer, start=1):
        try:
            made.append(one if isinstance(one, Case) else case_from(one, where=f"case {number}"))
        except ValueError as error:
            text = f"Case {number} cannot be read: {str(error).rstrip('.')}. Begin it with `coding.case(`."
            return Hint(text, id="unreadable", form=True)
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
        if whole := [item for item in one.must if all(len(part.split()) > LONG for part in item.split(" | "))]:
            return Hint(
                f"{one.id}: must {whole[0]!r} is a whole sentence. Another right reply words it otherwise, and fails.",
                "Take the number, the name or the few words that no right reply can do without.",
                f"At most {LONG} words in a phrase, and other wordings behind ` | `.",
                id="whole sentence",
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
                _against(one, trace.question.reference),
                id="too strict",
            )
    for failure in study.top(2):
        pages = {one.cluster for one in made if one.tags[0] == failure}
        if len(pages) < 2:
            return Hint(
                f"{failure} has {count(len(pages), 'page', 'pages')} among your cases; two are asked for.",
                "Questions about one page fail together. Take a conversation about another page.",
                id="one page",
            )
    return Right(f"{len(made)} cases that version 0 fails and a right reply passes: the fault cannot come back unseen.")
