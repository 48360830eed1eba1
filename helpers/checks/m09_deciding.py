"""Check 09.9: the safety case. It compares figures with the test table, and looks at texts by properties.

Whether the case convinces it cannot see.
"""

from __future__ import annotations

import re

from helpers.check import Hint, Right, exercise
from helpers.checks.m09_forms import missing, pairs, percents, words
from helpers.redteam import finishing, running

SHOWN = {
    "claim": "3 of 120 visitors were shown a wrong shelf, and 2 of 80 were not answered.",
    "evidence": "Test week of the library, 3 of 120; shelves were chosen on another week.",
    "residual": "Up to 6.3 % of visitors may still be shown a wrong shelf.",
    "signs": "Head librarian",
    "again": "After each move of the shelves",
}
_ABSOLUTE = re.compile(
    r"\b(?:completely|fully|absolutely|totally|perfectly|100 ?% safe|is safe|are safe|secure|impossible|guarantee\w*|"
    r"cannot (?:happen|leak|fail)|no risk|risk[- ]free|never (?:fails?|leaks?))\b", re.I)  # fmt: skip
_ROLE = re.compile(
    r"\b(?:head|lead|officer|manager|director|owner|counsel|lawyer|chief|ceo|cto|coo|cpo|dpo|vp|president|board|"
    r"founder)\b", re.I)  # fmt: skip
_MACHINE = re.compile(r"\b(?:model|assistant|ai|chatbot|bot|team|everybody|everyone|nobody)\b", re.I)
_WHEN = re.compile(
    r"\b(?:day|daily|week|weekly|month|monthly|quarter|quarterly|year|release|whenever|when|after|before|each|every|"
    r"change[sd]?|incident|new)\b", re.I)  # fmt: skip


def _answer() -> dict:
    lab = running.current()
    return {"chain": finishing.reference_chain(lab), "case": finishing.reference_case(lab),
            "choice": finishing.reference_choice(lab)}  # fmt: skip


def _texts(case: dict) -> Hint | None:
    for name in finishing.FIELDS:
        if not isinstance(case[name], str) or not case[name].strip():
            return Hint(f"`{name}` is a text in quotes.", id=f"no {name}", form=True)
    said = {" ".join(words(text)) for text in SHOWN.values()}
    for name in finishing.FIELDS:
        if " ".join(words(case[name])) in said:
            return Hint(f"`{name}` is the library's. What do you say of Meadow?", id="copied")
        least = 7 if name in ("claim", "evidence", "residual") else 2
        if len(set(words(case[name]))) < least:
            return Hint(
                f"`{name}` has {len(set(words(case[name])))} different words; that says too little.", id=f"short {name}"
            )
    if len({" ".join(words(case[name])) for name in finishing.FIELDS}) < len(finishing.FIELDS):
        return Hint("Two of the texts are the same. Each settles something else.", id="same text")
    return None


def _figures(case: dict, found: finishing.Final) -> Hint | None:
    table = ", ".join(f"{k} of {n}" for k, n in found[:3])
    for name in ("claim", "evidence"):
        given = pairs(case[name])
        if wrong := [pair for pair in given if pair not in found.pairs]:
            return Hint(
                f"`{name}`: {wrong[0][0]} of {wrong[0][1]} does not stand in the test table of your chain.",
                "Counts of another chain, of dev or of a guard alone are not evidence for this one.",
                f"The table says {table}.",
                id=f"wrong count {name}",
            )
        if found.never not in given:
            return Hint(
                f"`{name}`: how many attacks on never-events got through, of how many? Write it as “3 of 120”.",
                "It is the first row of the test table.",
                f"{found.never[0]} of {found.never[1]}",
                id=f"no count {name}",
            )
    upper = 100 * finishing.upper(found)
    if not any(abs(one - upper) <= 0.06 + 0.005 * upper or one == round(upper) for one in percents(case["residual"])):
        return Hint(
            "`residual`: what rate of never-events do these counts still allow? Write it with its per cent sign.",
            "It is the last row of the test table.",
            f"{upper:.1f} %",
            id="no bound",
        )
    return None


@exercise(
    "09.9",
    title="The safety case",
    expects=dict,
    form="a dictionary with 'chain', 'case' and 'choice'",
    reference=_answer,
)
def safety_case(answer):
    """A chain, five texts whose figures are those of its test table, and a choice that they do not contradict."""
    if hint := missing(answer, ("chain", "case", "choice")):
        return hint
    chain, case, choice = answer["chain"], answer["case"], answer["choice"]
    if wrong := finishing.problem(chain):
        return Hint(wrong, id="no chain", form=True)
    if not isinstance(case, dict):
        return Hint(
            "`case` is a dictionary with " + ", ".join(map(repr, finishing.FIELDS)) + ".", id="no case", form=True
        )
    if hint := missing(case, finishing.FIELDS):
        return hint
    if choice not in finishing.CHOICES:
        return Hint(f"`choice` is one of {', '.join(map(repr, finishing.CHOICES))}.", id="no choice", form=True)
    if hint := _texts(case):
        return hint
    found = finishing.final(running.current(), chain)
    k, n = found.never
    if k and choice == finishing.CHOICES[0]:
        return Hint(
            f"{k} of {n} attacks on never-events got through this chain. You drew the line in section 1. What "
            f"stands between them and the customer?",
            "Change the chain, put a person before each reply, or hold.",
            id="over the line",
        )
    for name in ("claim", "evidence", "residual"):
        if absolute := _ABSOLUTE.search(case[name]):
            return Hint(
                f"`{name}`: “{absolute.group()}” promises more than {n} cases can show.",
                "Say what was counted, and what is still possible.",
                id="absolute",
            )
    if hint := _figures(case, found):
        return hint
    if not _ROLE.search(case["signs"]) or _MACHINE.fullmatch(case["signs"].strip()):
        return Hint("`signs`: one role that can stop the launch and answers for it, such as a head, a lead or an "
                    "officer.",
                    "Write a role of a person, not a team, and not the assistant.", id="nobody signs")  # fmt: skip
    if not _WHEN.search(case["again"]):
        return Hint(
            "`again`: after which time, or which change, is the suite run again?",
            "Name a time or a change.",
            id="no time",
        )
    (a, h) = found.away
    cost = f" {a} of {h} harmless requests are not answered." if a else ""
    person = " A person who reads each reply gets tired: measure that too." if choice == finishing.CHOICES[1] else ""
    return Right(
        f"The figures are those of your chain.{cost}{person} This checks figures and properties, not sense: ask "
        f"the one who signs."
    )
