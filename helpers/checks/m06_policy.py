"""Checks 06.6 (words of danger) and 06.7 (a policy on dev)."""

from __future__ import annotations

import math
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
        ranked = ", ".join(f"{word!r} {costs[word]}" for word in sorted(costs, key=costs.get, reverse=True)[:3])
        most = int(MAY_FALSE * found.others)
        sent = f"{found.false} of {found.others} harmless questions would go to a person, too; at most {most} may."
        return Hint(
            f"{sent} {worst!r} alone sends {costs[worst]}.",
            f"{sent} The words that send most: {ranked}. Take out or narrow them.",
            f'{sent} The words that send most: {ranked}. A phrase such as "card number" catches fewer than "card".',
            id="false alarms",
        )
    if found.caught < MUST_CATCH * found.of:
        lost = [q for q in questions if q.severity == "unforgivable" and not stakes.holds(q.text, words)]
        caught = f"{found.caught} of {found.of} are caught; at least {least(found.of)} are asked for."
        return Hint(
            f"{caught} Not caught: “{lost[0].text[:120]}”. Which of its words would warn you?",
            f"{caught} Another one that is missed: “{lost[len(lost) // 2].text[:120]}”.",
            f"{caught} Try also: {', '.join(word for word in stakes.DANGER if word not in words)[:120]}.",
            id="missed",
        )
    return Right(
        f"{found.caught} of {found.of} dangerous dev questions are caught, {found.false} of {found.others} others "
        f"go along.{_rare(questions, words)} "
        "You wrote the list with these questions before you, so expect less elsewhere."
    )


def _why_dear(lab, words, name: str) -> str:
    """What to look at in the dearest line of a policy."""
    mean = deciding.mean_wrong(lab, deciding.guessed_table(lab, words)[name])
    if name == "unforgivable" or mean is None:
        return "It holds every question with a word of section 6. Does the list send too many to a person?"
    share = 100 * mean / (mean + lab.given.person_eur)
    return (
        f"Answering there pays from {share:.0f} % right on (table of section 7). From which similarity on is that "
        "reached (section 5), and what happens below it?"
    )


FEW = 0.2  # share of questions shown a page, below which the policy says so


def _seldom(ran: policy.Ran) -> str:
    """A sentence for a policy that hardly ever opens a page; nothing else."""
    shown = ran.mean("shown").value
    if shown >= FEW:
        return ""
    return (
        f" It opens a page for {100 * shown:.0f} % of the questions: the box is a search and a question back now, and "
        "what these are worth is assumed, not measured."
    )


def least(of: int) -> int:
    """How many of the dangerous questions a list has to catch."""
    return math.ceil(MUST_CATCH * of)


def _rare(questions, words) -> str:
    """A sentence about words that catch one dangerous question each; nothing when there is none."""
    rare = [word for word in words if stakes.alarm(questions, [word]).caught == 1]
    if not rare:
        return ""
    said = "catches only one of them" if len(rare) == 1 else "catch only one of them each"
    return f" {len(rare)} of your {len(words)} words {said}: such a word seldom catches a new question."


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
        costs = (
            f"It costs {mine:,.0f} euros for 1,000 questions; “{cheapest}” costs {theirs:,.0f}. The line for {worst} "
        )
        costs += f"costs {lines[worst]:,.0f} of it."
        change = deciding.cheaper_line(lab, answer, words)
        return Hint(
            costs,
            f"{costs} {_why_dear(lab, words, worst)}",
            f"{costs} "
            + (f"One change that saves: under {change[0]}, {change[1]}." if change else "Try other states."),
            id="too dear",
        )
    more = deciding.cheaper_line(lab, answer, words)
    tip = f" One change would save {more[2]:,.0f} more: under {more[0]}, {more[1]}." if more else ""
    return Right(
        f"{mine:,.0f} euros for 1,000 dev questions, against {theirs:,.0f} for “{cheapest}”.{tip}{_seldom(ran)} You "
        "choose it on these questions; the test questions come next, once."
    )
