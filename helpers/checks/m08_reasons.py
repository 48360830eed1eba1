"""The reason of the selection memo: its figures stand in the last table, and what it says of two ways holds there."""

from __future__ import annotations

import re

from helpers.check import Hint
from helpers.checks.m08_forms import about
from helpers.selecting import lab as labs
from helpers.selecting import memo as memos
from helpers.selecting import ways

NUMBER = re.compile(r"(?<![\w.,/-])(\d[\d,]*(?:\.\d+)?)(?![\w-])\s*(%|per cent|percent|euros?\b|EUR\b)?", re.I)
CHEAPEST = re.compile(r"(?<!not )(?<!not the )\b(?:cheapest|least expensive|lowest cost)\b", re.I)
BEST = re.compile(r"(?<!not )(?<!not the )\b(?:best|most accurate|highest quality)\b", re.I)
GIVES_UP = re.compile(r"\b(?:give\w* up|gave up|accept\w*|lose|loses|forgo\w*|instead|rather than|trade\w*|"
                      r"price we pay|at the cost|although|though|but|however|than)\b", re.I)  # fmt: skip
PEOPLE_COST = re.compile(
    r"\bpeople\b[^.;]{0,30}?\b(?:costs?|at|with|are|is|for|right|need|do)\b|\b(?:with|than|of|by|for) people\b", re.I
)
NOTHING = re.compile(
    r"\b(?:giv\w+ up|gave up|los(?:e|es|ing)|sacrific\w+|forgo\w*) (?:absolutely )?(?:nothing|none)\b|"
    r"\bnothing (?:is |was |has |to |we )?(?:be )?(?:given up|give up|lost|lose|forgone)\b|"
    r"\b(?:not|never|n.t) (?:give up|lose) anything\b|\b(?:no|without) (?:trade[- ]?offs?|compromises?)\b",
    re.I,
)
COMPARED = re.compile(
    r"(?:(?P<down>cheaper|less expensive)|(?P<up>dearer|more expensive|costlier)|(?P<better>better|more accurate|more "
    r"often right)|(?P<worse>worse|less accurate|less often right)) than\b",
    re.I,
)


def sentences(text: str) -> list[str]:
    return [part for part in re.split(r"[.!?;](?:\s|$)", text) if part.strip()]


def plain(text: str) -> str:
    return " ".join(re.findall(r"\w+", text.lower()))


def quoted(text: str) -> list[tuple[float, str]]:
    found = []
    for digits, unit in NUMBER.findall(text):
        kind = "%" if unit.lower() in ("%", "per cent", "percent") else "euros" if unit else ""
        digits = re.sub(r",(\d{1,2})$", r".\1", digits.rstrip(","))  # a decimal comma
        found.append((float(digits.replace(",", "")), kind))
    return found


def _holds(value: float, unit: str, row: memos.Row) -> bool:
    """Whether a figure stands in a row of the last table, as it is printed there or rounded."""
    if unit == "euros":
        tickets = labs.current().given.tickets_per_month
        return any(
            abs(value - one) <= 0.06 or value == round(one) or abs(value - tickets * one) <= 0.01 * tickets * one
            for one in row.euros
        )
    return unit == "%" and any(abs(value - 100 * one) <= 0.6 for one in row.right)


def _gap(value: float, unit: str, name: str, rows: dict[str, memos.Row]) -> bool:
    """Whether a figure is what the choice and another way differ by, in euros for a ticket."""
    return unit == "euros" and any(
        abs(value - abs(rows[name].euros[0] - row.euros[0])) <= 0.06 for row in rows.values() if row.name != name
    )


def reason(answer: dict) -> Hint | None:
    name, why = answer["choice"], answer["why"]
    rows = memos.rows(labs.current())
    parts = sentences(why)
    if not 2 <= len(parts) <= 4:
        said = f"{len(parts)} sentence{'s' * (len(parts) != 1)}"
        return Hint(f"`why`: you wrote {said}; two to four are asked for.", id="length", form=True)
    if len(memos.words_of(why)) < 12:
        return about("08.9", "why", "`why` has too few different words to say anything. Which figures decided?",
                    "Name your choice with its figure, and what you give up with its "
                    "figure.", id="no reason")  # fmt: skip
    others = {key: row for key, row in rows.items() if key != name}
    if NOTHING.search(why):
        return about("08.9", "why", "you write that nothing is given up. In which column is another way ahead?",
                     "Compare your row with the others in euros, in share right, in seconds, and in how it is known.",
                     id="nothing lost")  # fmt: skip
    if not _says(why, name, rows):
        return about("08.9", "why", f"your choice is {name}, and the text does not name it. What do you choose?",
                     f"Write “{name.split('/')[-1]}” in it.", id="choice not named")  # fmt: skip
    seen = [(value, unit) for value, unit in quoted(why) if unit]
    for value, unit in seen:
        if not any(_holds(value, unit, row) for row in rows.values()) and not _gap(value, unit, name, rows):
            return about(
                "08.9",
                "why",
                f"`why`: you write {value:g} {unit}. Where does the last table show it?",
                "Quote euros for each resolved ticket, or a share in percent, as they stand there.",
                id="number not in the table",
            )
    if not any(_holds(value, unit, rows[name]) for value, unit in seen):
        return about(
            "08.9",
            "why",
            f"`why`: no figure of the row “{name}” stands in it. What does your choice cost, or how often is it right?",
            "Write it with its unit, such as “310 euros” or “8 %”.",
            f"{name}: {rows[name].euros[0]:.2f} euros, {100 * rows[name].right[0]:.0f} %.",
            id="no figure of the choice",
        )
    mine = [one for one in seen if _holds(*one, rows[name])]
    if not any(_gap(*one, name, rows) for one in seen) and not any(
        _holds(*one, row) for one in seen if [one] != mine for row in others.values()
    ):
        return about(
            "08.9",
            "why",
            "`why`: what do you give up? Name a way that you did not take, with its figure.",
            "A figure of another row of the last table, with its unit.",
            f"For instance {next(iter(others))} with {next(iter(others.values())).euros[0]:.2f} euros.",
            id="nothing given up",
        )
    if not GIVES_UP.search(why):
        return about("08.9", "why", "`why`: two figures stand side by side. What do you give up, or accept?",
                    "Say it in words: “we give up”, “we accept”, “instead of”.", id="no trade")  # fmt: skip
    if hint := _whose(parts, rows, name) or _compared(parts, rows, name):
        return hint
    ends = (
        (CHEAPEST, min(rows, key=lambda key: rows[key].euros[0]), "cheapest"),
        (BEST, max(rows, key=lambda key: rows[key].right[0]), "best"),
    )
    for pattern, end, word in ends:
        for part in parts:
            named = _named(part, rows)
            if pattern.search(part) and end not in (named or [name]) and len(named) <= 1:
                return about(
                    "08.9",
                    "why",
                    f"`why`: you call “{(named or [name])[0]}” the {word}. Does no way lie beyond it in the last "
                    "table?",
                    f"{end}: {rows[end].euros[0]:.2f} euros, {100 * rows[end].right[0]:.0f} %.",
                    id=f"not the {word}",
                )
    return None


def _named(text: str, rows: dict[str, memos.Row]) -> list[str]:
    """Ways that a text names; "people" only where it is said of them what they cost or how right they are."""
    found = [key for key in rows if key != ways.PEOPLE and _says(text, key, rows)]
    return found + [ways.PEOPLE] * bool(PEOPLE_COST.search(text))


def _says(text: str, key: str, rows: dict[str, memos.Row]) -> bool:
    """Whether a text names a way: its name, or a word of it that no other way has, such as haiku."""
    said = text.lower()
    if key.split("/")[-1].lower() in said:
        return True
    mine, *others = (set(re.findall(r"[a-z]{3,}", one.split("/")[-1].lower())) for one in (key, *(set(rows) - {key})))
    own = mine.difference(*others) - {"model", "answer"}
    return any(re.search(rf"(?<!\w){word}(?!\w)", said) for word in own)


def _whose(parts: list[str], rows: dict[str, memos.Row], choice: str) -> Hint | None:
    """A figure in a sentence that names ways belongs to one of them."""
    for part in parts:
        named = _named(part, rows)
        for value, unit in quoted(part):
            elsewhere = not any(_holds(value, unit, rows[key]) for key in named)
            if unit and named and elsewhere and not _gap(value, unit, choice, rows):
                owner = next((key for key, row in rows.items() if _holds(value, unit, row)), "")
                return about(
                    "08.9",
                    "why",
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
                return about(
                    "08.9",
                    "why",
                    f"`why`: “{one.name}” {found.group(0)} “{other.name}”? Compare their rows in the last table.",
                    f"{one.name} and {other.name}: {unit}.",
                    id="compared wrongly",
                )
    return None
