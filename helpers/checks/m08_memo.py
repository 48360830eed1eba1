"""Check 08.9: the selection memo. It compares figures and a few claims with the last table, and texts by properties.

Whether the memo makes sense it cannot see.
"""

from __future__ import annotations

from helpers.check import Hint, Right, exercise
from helpers.checks.m08_forms import about, comma, missing, number
from helpers.checks.m08_reasons import plain, reason, sentences
from helpers.selecting import lab as labs
from helpers.selecting import memo as memos
from helpers.selecting import reference, ways

SHAPE = {
    "residency": "Its shape: messages are processed in … (place); … (which data) leave or stay; … is kept or deleted.",
    "exit_plan": "Its shape: if … (what happens), … (people, the box, another model) take over within … (time).",
}
HOLDS = {
    "residency": "The page shows one for another product: it holds a place, data, and what becomes of them.",
    "exit_plan": "The page shows one for another product: it holds a trigger, who takes over, and a time.",
}
SAID_HERE = (
    "We choose the second hall: 310 euros for each event, and 8 % of the guests stand. We give up the first hall, "
    "which costs "
    "450 euros, and accept a longer way.",
    "Customer lists stay on the hall's own server in Austria; only a name goes to the caterer and is deleted "
    "after the event.",
    "If the rent rises by a fifth, we move to the first hall within a month.",
)


def _form(answer: dict) -> Hint | None:
    known = list(labs.current().ways())
    if answer["choice"] not in known:
        return Hint(f"`choice` is one of {', '.join(map(repr, known))}.", id="no choice", form=True)
    for name in ("quality_bar", "ceiling_eur", "limit_s"):
        if hint := comma(name, answer[name]):
            return hint
    bar = answer["quality_bar"]
    if not number(bar) or not 0 <= bar <= 1:
        if number(bar) and 1 < bar <= 100:
            return Hint(f"`quality_bar` is a share: {bar:g} % is {bar / 100:.2f}.", id="percent", form=True)
        return Hint("`quality_bar` is a share between 0 and 1, such as 0.7.", id="no share", form=True)
    for name in ("ceiling_eur", "limit_s"):
        if not number(answer[name]) or not answer[name] > 0:
            return Hint(f"`{name}` is a number above 0, such as 3.5.", id=f"no {name}", form=True)
    for name in ("residency", "exit_plan", "why"):
        if not isinstance(answer[name], str):
            return Hint(f"`{name}` is a text in quotes.", id=f"{name} no text", form=True)
    assumptions = (memos.RIGHT, *memos.FACTORS)
    if answer["measure_first"] not in assumptions:
        return Hint(f"`measure_first` is one of {', '.join(map(repr, assumptions))}.", id="no assumption", form=True)
    return None


def _limits(answer: dict) -> Hint | None:
    """Each limit is kept by the choice in its worst case, and excludes at least one other way."""
    lab, name = labs.current(), answer["choice"]
    rows = memos.rows(lab)
    mine, others = rows[name], [row for key, row in rows.items() if key != name]
    bar, ceiling, limit = answer["quality_bar"], answer["ceiling_eur"], answer["limit_s"]
    if bar > mine.right[1] + 0.005:
        return about(
            "08.9",
            "quality_bar",
            f"Your bar is {100 * bar:.0f} %. At the low end of its range {name} is right at the first reply for "
            f"{100 * mine.right[1]:.0f} % of the tickets. Would you keep it then?",
            "Lower the bar, choose another way, or measure before you promise.",
            f"At most {mine.right[1]:.2f} is kept at the low end.",
            id="bar not kept",
        )
    if all(row.right[0] >= bar for row in others):
        return about(
            "08.9",
            "quality_bar",
            f"A bar of {100 * bar:.0f} % is cleared by every way in the table. Which one should it keep out?",
            "Set it above the share of at least one other way.",
            id="bar for all",
        )
    if ceiling < mine.euros[2] - 0.006:
        return about(
            "08.9",
            "ceiling_eur",
            f"Your ceiling is {ceiling:g} euros. At the upper end {name} costs {mine.euros[2]:.2f} euros for each "
            "resolved ticket. "
            "What happens then?",
            "Set a ceiling that your choice keeps, or choose another way.",
            f"At least {mine.euros[2]:.2f}.",
            id="ceiling not kept",
        )
    if all(row.euros[0] <= ceiling for row in others):
        return about(
            "08.9",
            "ceiling_eur",
            f"A ceiling of {ceiling:g} euros is kept by every way in the table. Which one should it keep out?",
            "Set it below the cost of at least one other way.",
            id="ceiling for all",
        )
    if limit < mine.p95_s - 0.05:
        return about(
            "08.9",
            "limit_s",
            f"Your limit is {limit:g} s, and 19 of 20 customers of {name} wait up to {mine.p95_s:,.1f} s. Who "
            "keeps that?",
            "Take a limit that your choice keeps: the column “19 of 20 wait at most”. It counts in seconds.",
            f"At least {mine.p95_s:,.1f}.",
            id="limit not kept",
        )
    if name != ways.PEOPLE and limit >= rows[ways.PEOPLE].p95_s:
        return about(
            "08.9",
            "limit_s",
            f"{limit:g} seconds are hours. Is that a limit for {name}?",
            "A limit that even people keep asks nothing of a model.",
            id="limit for all",
        )
    return None


def _kept_out(answer: dict) -> str:
    """Which ways each limit keeps out, in a sentence."""
    rows = memos.rows(labs.current())
    said = []
    for title, missed in (
        (
            f"Your bar of {100 * answer['quality_bar']:.0f} %",
            [r.name for r in rows.values() if r.right[0] < answer["quality_bar"]],
        ),
        (
            f"Your ceiling of {answer['ceiling_eur']:g} euros",
            [r.name for r in rows.values() if r.euros[0] > answer["ceiling_eur"]],
        ),
        (
            f"Your limit of {answer['limit_s']:g} s",
            [r.name for r in rows.values() if r.p95_s > answer["limit_s"] + 0.05],
        ),
    ):
        missed = [name for name in missed if name != answer["choice"]]
        said.append(f"{title} keeps out {', '.join(missed) or 'nobody'}.")
    return " ".join(said)


@exercise(
    "08.9",
    title="The selection memo",
    expects=dict,
    form="a dictionary with " + ", ".join(map(repr, memos.FIELDS)),
    reference=lambda: reference.reference_memo(labs.current()),
)
def selection(answer):
    """A choice whose limits hold in its worst case, texts that can be held to, and a reason with both sides."""
    if hint := missing(answer, memos.FIELDS):
        return hint
    if hint := _form(answer):
        return hint
    texts = [answer[name] for name in ("residency", "exit_plan", "why")]
    said = {plain(part) for text in SAID_HERE for part in sentences(text)}
    if copied := [part for text in texts for part in sentences(text) if plain(part) in said]:
        return Hint(
            f"“{copied[0].strip()}” stands on the page. What do you say of Meadow, in your words?",
            "Take the figures of the last table.",
            id="copied",
        )
    if len({plain(text) for text in texts}) < 3:
        return Hint("Two of the texts are the same. What does each of them have to settle?", id="same text")
    lab, name = labs.current(), answer["choice"]
    if (beaten := memos.dominated(lab).get(name)) and lab.ways()[name].measured:
        rows = memos.rows(lab)
        return about(
            "08.9",
            "choice",
            f"{name} was counted, and {beaten} is both cheaper and more often right. What would you get for that?",
            f"{name}: {rows[name].euros[0]:.2f} euros; {beaten}: {rows[beaten].euros[0]:.2f} euros.",
            "Choose a way that no other one beats in both columns.",
            id="beaten",
        )
    if hint := _limits(answer):
        return hint
    first = memos.widest(lab, name)
    if answer["measure_first"] != first:
        return about(
            "08.9",
            "measure_first",
            f"{answer['measure_first']!r}: does no other assumption move the cost more?",
            "Look at the widest bar of the figure for your choice.",
            f"{first!r}",
            id="another bar",
        )
    for field in ("residency", "exit_plan"):
        if question := memos.lacks(field, answer[field]):
            return about("08.9", field, question, HOLDS[field], SHAPE[field], id="lacks")
    if hint := reason(answer):
        return hint
    note = f" {_kept_out(answer)}"
    if beaten:
        note += f" At the middle of your ranges {beaten} is cheaper and more often right; be ready for that question."
    how = "" if lab.ways()[name].measured else " Its quality is assumed: the memo is a plan to measure, not a result."
    return Right(
        f"The limits hold at the unfavourable end of your ranges.{how}{note} This checks figures and properties, "
        "not sense: ask "
        "the person who signs."
    )
