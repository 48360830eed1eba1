"""Check 08.9: the selection memo. It compares figures and a few claims with the last table, and texts by properties.

Whether the memo makes sense it cannot see.
"""

from __future__ import annotations

import re

from helpers.check import Hint, Right, exercise
from helpers.checks.m08_forms import missing, number
from helpers.selecting import lab as labs
from helpers.selecting import memo as memos
from helpers.selecting import reference, ways

NUMBER = re.compile(r"(?<![\w.,/-])(\d[\d,]*(?:\.\d+)?)(?![\w-])\s*(%|per cent|percent|euros?\b|EUR\b)?", re.I)
CHEAPEST = re.compile(r"(?<!not )(?<!not the )\b(?:cheapest|least expensive|lowest cost)\b", re.I)
BEST = re.compile(r"(?<!not )(?<!not the )\b(?:best|most accurate|highest quality)\b", re.I)
GIVES_UP = re.compile(r"\b(?:give\w* up|gave up|accept\w*|lose|loses|forgo\w*|instead|rather than|trade\w*|"
                      r"price we pay|at the cost|although|though|but|however|than)\b", re.I)  # fmt: skip
PEOPLE_COST = re.compile(r"\bpeople\b[^.;]{0,30}?\b(?:costs?|at|with|are|is|for|right|need)\b", re.I)
COMPARED = re.compile(
    r"(?:(?P<down>cheaper|less expensive)|(?P<up>dearer|more expensive|costlier)|(?P<better>better|more accurate|more "
    r"often right)|(?P<worse>worse|less accurate|less often right)) than\b",
    re.I,
)
SHAPE = {
    "residency": "Its shape: messages are processed in … (place); … (which data) leave or stay; … is kept or deleted.",
    "exit_plan": "Its shape: if … (what happens), … (people, the box, another model) take over within … (time).",
}
SAID_HERE = (
    "We choose the second hall: 310 euros for each event, and 8 % of the guests stand. We give up the first hall, "
    "which costs "
    "450 euros, and accept a longer way.",
    "Customer lists stay on the hall's own server in Austria; only a name goes to the caterer and is deleted "
    "after the event.",
    "If the rent rises by a fifth, we move to the first hall within a month.",
)
_bare = re.compile(r"\w+")


def _sentences(text: str) -> list[str]:
    return [part for part in re.split(r"[.!?;](?:\s|$)", text) if part.strip()]


def _plain(text: str) -> str:
    return " ".join(_bare.findall(text.lower()))


def _quoted(text: str) -> list[tuple[float, str]]:
    found = []
    for digits, unit in NUMBER.findall(text):
        kind = "%" if unit.lower() in ("%", "per cent", "percent") else "euros" if unit else ""
        digits = re.sub(r",(\d{1,2})$", r".\1", digits.rstrip(","))  # a decimal comma
        found.append((float(digits.replace(",", "")), kind))
    return found


def _holds(value: float, unit: str, row: memos.Row) -> bool:
    """Whether a figure stands in a row of the last table, as it is printed there or rounded."""
    if unit == "euros":
        return any(abs(value - one) <= 0.06 for one in row.euros)
    return unit == "%" and any(abs(value - 100 * one) <= 0.6 for one in row.right)


def _form(answer: dict) -> Hint | None:
    known = list(labs.current().ways())
    if answer["choice"] not in known:
        return Hint(f"`choice` is one of {', '.join(map(repr, known))}.", id="no choice", form=True)
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
        return Hint(
            f"Your bar is {100 * bar:.0f} %. At the low end of its range {name} is right at the first reply for "
            f"{100 * mine.right[1]:.0f} % of the tickets. Would you keep it then?",
            "Lower the bar, choose another way, or measure before you promise.",
            f"At most {int(100 * mine.right[1]) / 100:.2f} is kept at the low end.",
            id="bar not kept",
        )
    if all(row.right[0] >= bar for row in others):
        return Hint(
            f"A bar of {100 * bar:.0f} % is cleared by every way in the table. Which one should it keep out?",
            "Set it above the share of at least one other way.",
            id="bar for all",
        )
    if ceiling < mine.euros[2] - 0.006:
        return Hint(
            f"Your ceiling is {ceiling:g} euros. At the upper end {name} costs {mine.euros[2]:.2f} euros for each "
            "resolved ticket. "
            "What happens then?",
            "Set a ceiling that your choice keeps, or choose another way.",
            f"At least {mine.euros[2]:.2f}.",
            id="ceiling not kept",
        )
    if all(row.euros[0] <= ceiling for row in others):
        return Hint(
            f"A ceiling of {ceiling:g} euros is kept by every way in the table. Which one should it keep out?",
            "Set it below the cost of at least one other way.",
            id="ceiling for all",
        )
    if limit < mine.p95_s - 0.05:
        return Hint(
            f"Your limit is {limit:g} s, and 19 of 20 customers of {name} wait up to {mine.p95_s:,.1f} s. Who "
            "keeps that?",
            "Take a limit that your choice keeps: the column “19 of 20 wait at most”. It counts in seconds.",
            f"At least {mine.p95_s:,.1f}.",
            id="limit not kept",
        )
    if name != ways.PEOPLE and limit >= rows[ways.PEOPLE].p95_s:
        return Hint(
            f"{limit:g} seconds are hours. Is that a limit for {name}?",
            "A limit that even people keep asks nothing of a model.",
            id="limit for all",
        )
    return None


def _reason(answer: dict) -> Hint | None:
    lab, name, why = labs.current(), answer["choice"], answer["why"]
    rows = memos.rows(lab)
    parts = _sentences(why)
    if not 2 <= len(parts) <= 4:
        said = f"{len(parts)} sentence{'s' * (len(parts) != 1)}"
        return Hint(f"`why`: you wrote {said}; two to four are asked for.", id="length", form=True)
    if len(memos.words_of(why)) < 12:
        return Hint("`why` has too few different words to say anything. Which figures decided?",
                    "Name your choice with its figure, and what you give up with its "
                    "figure.", id="no reason")  # fmt: skip
    others = {key: row for key, row in rows.items() if key != name}
    seen = [(value, unit) for value, unit in _quoted(why) if unit]
    for value, unit in seen:
        if not any(_holds(value, unit, row) for row in rows.values()):
            return Hint(
                f"`why`: you write {value:g} {unit}. Where does the last table show it?",
                "Quote euros for each resolved ticket, or a share in percent, as they stand there.",
                id="number not in the table",
            )
    if not any(_holds(value, unit, rows[name]) for value, unit in seen):
        return Hint(
            f"`why`: no figure of the row “{name}” stands in it. What does your choice cost, or how often is it right?",
            "Write it with its unit, such as “310 euros” or “8 %”.",
            f"{name}: {rows[name].euros[0]:.2f} euros, {100 * rows[name].right[0]:.0f} %.",
            id="no figure of the choice",
        )
    mine = [one for one in seen if _holds(*one, rows[name])]
    if not any(_holds(*one, row) for one in seen if [one] != mine for row in others.values()):
        return Hint(
            "`why`: what do you give up? Name a way that you did not take, with its figure.",
            "A figure of another row of the last table, with its unit.",
            f"For instance {next(iter(others))} with {next(iter(others.values())).euros[0]:.2f} euros.",
            id="nothing given up",
        )
    if not GIVES_UP.search(why):
        return Hint("`why`: two figures stand side by side. What do you give up, or accept?",
                    "Say it in words: “we give up”, “we accept”, “instead of”.", id="no trade")  # fmt: skip
    if hint := _whose(parts, rows) or _compared(parts, rows, name):
        return hint
    ends = (
        (CHEAPEST, min(rows, key=lambda key: rows[key].euros[0]), "cheapest"),
        (BEST, max(rows, key=lambda key: rows[key].right[0]), "best"),
    )
    for pattern, end, word in ends:
        for part in parts:
            named = _named(part, rows)
            if pattern.search(part) and end not in (named or [name]) and len(named) <= 1:
                return Hint(
                    f"`why`: you call “{(named or [name])[0]}” the {word}. Does no way lie beyond it in the last "
                    "table?",
                    f"{end}: {rows[end].euros[0]:.2f} euros, {100 * rows[end].right[0]:.0f} %.",
                    id=f"not the {word}",
                )
    return None


def _named(text: str, rows: dict[str, memos.Row]) -> list[str]:
    """Ways that a text names; "people" only where it is said of them what they cost or how right they are."""
    found = [key for key in rows if key != ways.PEOPLE and key.split("/")[-1].lower() in text.lower()]
    return found + [ways.PEOPLE] * bool(PEOPLE_COST.search(text))


def _whose(parts: list[str], rows: dict[str, memos.Row]) -> Hint | None:
    """A figure in a sentence that names ways belongs to one of them."""
    for part in parts:
        named = _named(part, rows)
        for value, unit in _quoted(part):
            if unit and named and not any(_holds(value, unit, rows[key]) for key in named):
                owner = next((key for key, row in rows.items() if _holds(value, unit, row)), "")
                return Hint(
                    f"`why`: you give {value:g} {unit} to “{named[0]}”. In whose row of the last table does it stand?",
                    f"It stands in the row “{owner}”.",
                    id="another row",
                )
    return None


def _compared(parts: list[str], rows: dict[str, memos.Row], choice: str) -> Hint | None:
    """ "Cheaper than" and "more often right than" hold for the two ways that a sentence names."""
    for part in parts:
        for found in COMPARED.finditer(part):
            before, after = _named(part[: found.start()], rows), _named(part[found.end() :], rows)
            behind = after or [ways.PEOPLE] * part[found.end() :].strip().lower().startswith("people")
            if not behind:
                continue
            one, other = rows[before[-1] if before else choice], rows[behind[0]]
            money = bool(found["down"] or found["up"])
            a, b = (one.euros[0], other.euros[0]) if money else (one.right[0], other.right[0])
            says_less = bool(found["down"] or found["worse"])
            if one.name != other.name and (a < b) is not says_less:
                unit = f"{a:.2f} and {b:.2f} euros" if money else f"{100 * a:.0f} and {100 * b:.0f} %"
                return Hint(
                    f"`why`: “{one.name}” {found.group(0)} “{other.name}”? Compare their rows in the last table.",
                    f"{one.name} and {other.name}: {unit}.",
                    id="compared wrongly",
                )
    return None


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
    said = {_plain(part) for text in SAID_HERE for part in _sentences(text)}
    if copied := [part for text in texts for part in _sentences(text) if _plain(part) in said]:
        return Hint(
            f"“{copied[0].strip()}” stands on the page. What do you say of Meadow, in your words?",
            "Take the figures of the last table.",
            id="copied",
        )
    if len({_plain(text) for text in texts}) < 3:
        return Hint("Two of the texts are the same. What does each of them have to settle?", id="same text")
    lab, name = labs.current(), answer["choice"]
    if (beaten := memos.dominated(lab).get(name)) and lab.ways()[name].measured:
        rows = memos.rows(lab)
        return Hint(
            f"{name} was counted, and {beaten} is both cheaper and more often right. What would you get for that?",
            f"{name}: {rows[name].euros[0]:.2f} euros; {beaten}: {rows[beaten].euros[0]:.2f} euros.",
            "Choose a way that no other one beats in both columns.",
            id="beaten",
        )
    if hint := _limits(answer):
        return hint
    first = memos.widest(lab, name)
    if answer["measure_first"] != first:
        return Hint(
            f"{answer['measure_first']!r}: does no other assumption move the cost more?",
            "Look at the widest bar of the figure for your choice.",
            f"{first!r}",
            id="another bar",
        )
    for field in ("residency", "exit_plan"):
        if question := memos.lacks(field, answer[field]):
            return Hint(f"`{field}`: {question}", "The page shows one for another product.", SHAPE[field],
                        id=f"{field} lacks")  # fmt: skip
    if hint := _reason(answer):
        return hint
    note = ""
    if beaten:
        note = f" At the middle of your ranges {beaten} is cheaper and more often right; be ready for that question."
    how = "" if lab.ways()[name].measured else " Its quality is assumed: the memo is a plan to measure, not a result."
    return Right(
        f"The limits hold at the unfavourable end of your ranges.{how}{note} This checks figures and properties, "
        "not sense: ask "
        "the person who signs."
    )
