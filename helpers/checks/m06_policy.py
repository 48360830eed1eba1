"""Checks 06.6 (words of danger), 06.7 (a policy on dev) and 06.8 (the decision after one look at test)."""

from __future__ import annotations

import re

from helpers import world
from helpers.check import Hint, Right, exercise
from helpers.unsure import deciding, policy, reference, stakes
from helpers.unsure import lab as labs

MUST_CATCH, MAY_FALSE = 0.6, 0.2  # of the unforgivable dev questions, of the others
LONGEST, MOST = 3, 60  # words of one phrase, phrases of a list


@exercise(
    "06.6",
    title="Words of danger",
    expects=(list, tuple, set),
    form='a list of words, such as ["brake*", "smoke"]',
    reference=deciding.default_danger,
)
def danger(answer):
    """Catches enough unforgivable dev questions without sending too many others to a person."""
    words = list(answer)
    if odd := [word for word in words if not isinstance(word, str) or not re.search(r"\w", word)]:
        return Hint(f"{odd[0]!r} is no word. Write words in quotes, with commas between them.", id="no word", form=True)
    if len(words) > MOST:
        return Hint(f"{len(words)} words; at most {MOST} can be looked after.", id="too many", form=True)
    if long := [word for word in words if len(word.split()) > LONGEST]:
        return Hint(
            f"{long[0]!r} is a sentence. Which one to three words of it would another customer also write?",
            "A word that only one customer ever writes catches nobody else.",
            id="sentence",
        )
    questions = world.questions("dev")
    found = stakes.alarm(questions, words)
    if found.false > MAY_FALSE * found.others:
        costs = {word: stakes.alarm(questions, [word]).false for word in words}
        worst = max(costs, key=costs.get)
        return Hint(
            f"{found.false} of {found.others} harmless questions would go to a person, too. {worst!r} alone sends "
            f"{costs[worst]}.",
            f"At most {int(MAY_FALSE * found.others)} are accepted. Take out or narrow the words that catch everybody.",
            id="false alarms",
        )
    if found.caught < MUST_CATCH * found.of:
        lost = [q for q in questions if q.severity == "unforgivable" and not stakes.holds(q.text, words)]
        return Hint(
            f"{found.caught} of {found.of} are caught; at least {round(MUST_CATCH * found.of)} are asked for. Not "
            "caught: "
            f"“{lost[0].text[:120]}”. Which of its words would warn you?",
            f"Another one that is missed: “{lost[len(lost) // 2].text[:120]}”.",
            f"Try also: {', '.join(word for word in stakes.DANGER if word not in words)[:120]}.",
            id="missed",
        )
    return Right(
        f"{found.caught} of {found.of} dangerous dev questions are caught, {found.false} of {found.others} others "
        "go along. "
        "You wrote the list with these questions before you, so expect less elsewhere."
    )


@exercise(
    "06.7",
    title="A policy by severity",
    expects=dict,
    form="a dictionary with a line for annoying, costly and unforgivable",
    reference=lambda: deciding.reference_policy(labs.current(), reference.watched(labs.current())),
)
def by_severity(answer):
    """Holds what was promised, risks nothing unforgivable that it sees, and costs less than every plain policy on "
    "dev."""
    if wrong := policy.fault(answer):
        return Hint(wrong, id="form", form=True)
    lab, words = labs.current(), reference.watched(labs.current())
    last = answer["unforgivable"]
    if last["answer"] != policy.NEVER or last["hedge"] != policy.NEVER:
        state = "hedges" if last["answer"] == policy.NEVER else "answers"
        return Hint(
            f"Where danger is seen your policy {state}. Which saving makes up for one unforgivable answer?",
            "A hedge is not enough: by the assumptions a share of customers acts all the same.",
            'Write "never" twice in the last line.',
            id="unforgivable",
        )
    if last["below"] != "person":
        misled = {"search": lab.given.search_misled, "ask back": 1 - lab.given.ask_none}[last["below"]]
        return Hint(
            f'Where danger is seen your policy takes "{last["below"]}". Some customers act on a wrong page even then.',
            f"By the assumptions {100 * misled:.0f} % of those who find no right page do.",
            'Write "person" in the last line.',
            id="unforgivable below",
        )
    for name in ("annoying", "costly"):
        promised, start = lab.safe(name).threshold, answer[name]["answer"]
        if start != policy.NEVER and (promised is None or start < promised - 0.005):
            said = "no threshold can be promised" if promised is None else f"the promise begins at {promised:g}"
            return Hint(
                f"Under {name} you answer plainly from {start:g} on. What could you promise there (exercise 5)?",
                f"For {name} questions {said}. Below that: hedge, ask back, search, or a person.",
                f'"answer": {policy.NEVER!r}' if promised is None else f'"answer": {promised:g}',
                id=f"no promise, {name}",
            )
    ran = lab.run(answer, words)
    others = lab.others(words)
    cheapest = min(others, key=lambda name: others[name].mean("euros").value)
    mine, theirs = 1000 * ran.mean("euros").value, 1000 * others[cheapest].mean("euros").value
    if mine >= theirs:
        lines = deciding.by_line(ran)
        worst = max(lines, key=lines.get)
        return Hint(
            f"It costs {mine:,.0f} euros for 1,000 questions; “{cheapest}” costs {theirs:,.0f}. The line for "
            f"{worst} costs "
            f"{lines[worst]:,.0f} of it.",
            f'Under {worst}, try another state for "below", or a hedge that begins earlier or later.',
            'Compare "ask back", "search" and "person" under "below", one after the other.',
            id="too dear",
        )
    more = deciding.cheaper_line(lab, answer, words)
    tip = f" One change would save {more[2]:,.0f} more: under {more[0]}, {more[1]}." if more else ""
    return Right(
        f"{mine:,.0f} euros for 1,000 dev questions, against {theirs:,.0f} for “{cheapest}”.{tip} You choose it on "
        "these questions; the test questions come next, once."
    )


NUMBER = re.compile(r"(?<![\w.])(\d[\d,]*(?:\.\d+)?)\s*(%|per cent|percent|euros?\b|EUR\b)?", re.I)
DANGER = re.compile(r"unforgiv|danger|fire|hurt|harm|accident|injur|safety|battery", re.I)
SMALL = 1.01
TRIVIAL = {(100.0, "%"), (1000.0, "")}  # stand in every such table


def _near(value: float, figure: float) -> bool:
    return abs(value - figure) <= max(0.6, 0.005 * abs(figure))


def _sentences(text: str) -> list[str]:
    return [part for part in re.split(r"[.!?;](?:\s|$)", text) if part.strip()]


def quoted(why: str) -> list[tuple[float, str]]:
    """Numbers of a reason, with the unit that stands behind them ("%", "euros" or "")."""
    found = []
    for number, unit in NUMBER.findall(why):
        digits = number.rstrip(",").replace(",", "")
        kind = "%" if unit.lower() in ("%", "per cent", "percent") else "euros" if unit else ""
        found.append((float(digits), kind))
    return found


def _shown(split: str) -> dict[str, list[float]]:
    """The figures that the lab shows of a split: "%" and "euros" and "" (counts for 1,000 questions)."""
    lab = labs.current()
    runs = lab.ran.get(split, {})
    found: dict[str, list[float]] = {"%": [], "euros": deciding.differences(runs), "": []}
    for ran in runs.values():
        for unit, values in deciding.figures(ran).items():
            found[unit] += values
    caught = stakes.alarm(world.questions(split), reference.watched(lab))
    found["%"].append(100 * caught.caught / caught.of)
    found[""] += found["euros"]
    return found


@exercise(
    "06.8",
    title="The decision",
    expects=dict,
    form='a dictionary with "choice" and "why"',
    reference=lambda: reference_decision(),
)
def decision(answer):
    """One of the four policies; the reason quotes the test run and says what it does about the unforgivable."""
    lacking = [name for name in ("choice", "why") if name not in answer]
    if lacking:
        return Hint(f"The answer lacks {' and '.join(map(repr, lacking))}.", id="incomplete", form=True)
    choice, why = answer["choice"], answer["why"]
    if choice not in deciding.OPTIONS:
        return Hint(f"`choice` is one of {', '.join(map(repr, deciding.OPTIONS))}.", id="no choice", form=True)
    if not isinstance(why, str):
        return Hint("`why` is a text of two to four sentences.", id="no text", form=True)
    lab = labs.current()
    if not lab.ran.get("test"):
        return Hint(
            "Run the cell with the test questions first: the reason has to rest on them.", id="no run", form=True
        )
    parts = _sentences(why)
    if not 2 <= len(parts) <= 4:
        given = f"{len(parts)} sentence{'s' * (len(parts) != 1)}"
        return Hint(f"You wrote {given}; two to four are asked for.", id="length", form=True)
    if choice == "always answer":
        events = 1000 * lab.ran["test"]["always answer"].mean("event").value
        return Hint(
            f"Of 1,000 questions {events:.0f} would end with an unforgivable answer that a customer acts on. Who "
            "signs that?",
            "The sums of the table leave those out, because no saving makes up for them.",
            id="always answer",
        )
    if len(set(re.findall(r"[^\W\d_]{2,}", why.lower()))) < 12:
        return Hint(
            "Your reason has too few different words to say anything. Which figure decided, against which other "
            "policy?",
            "Name the policy, its figure, the policy it is better than, and what you accept.",
            id="no reason",
        )
    on_test, on_dev = _shown("test"), _shown("dev")
    hits = 0
    for value, unit in quoted(why):
        if value <= SMALL or (value, unit) in TRIVIAL:
            continue
        if any(_near(value, figure) for figure in on_test[unit]):
            hits += 1
        elif unit:
            if any(_near(value, figure) for figure in on_dev[unit]):
                return Hint(
                    f"{value:,g} {unit} is a figure of the dev questions, on which the policy was chosen. What "
                    "does test say?",
                    "Take the figure from the last table.",
                    id="dev figure",
                )
            return Hint(
                f"You write {value:,g} {unit}. Where does the test run show it?",
                "Quote the last table: euros for 1,000 questions, or a share in percent.",
                id="number not in the run",
            )
    if not hits:
        return Hint(
            "Name the figure of the test run that decided it.",
            "For instance the euros for 1,000 questions of two policies.",
            "Write the euros of your policy and of the one you compare it with, as they stand in the last table.",
            id="no number",
        )
    if not DANGER.search(why):
        return Hint(
            "And the unforgivable ones? Say what your choice does about them, or what risk is left.",
            "The column “unforgivable” is not empty for every policy.",
            id="nothing on danger",
        )
    return Right("The reason stands on the test run.")


def reference_decision() -> dict[str, str]:
    """A decision with its reason, made from the test run (which it makes when there is none)."""
    return {"choice": deciding.YOURS, "why": reference.reference_why(labs.current())}
