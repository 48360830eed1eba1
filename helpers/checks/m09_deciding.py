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
LEAST = {"claim": 7, "evidence": 5, "residual": 6}
_ABSOLUTE = re.compile(
    r"\b(?:completely|fully|absolutely|totally|perfectly|100 ?% safe|is safe|are safe|secure|impossible|guarantee\w*|"
    r"cannot (?:happen|leak|fail)|no risk|zero risk|risk[- ]free|never (?:fails?|leaks?)|bullet-?proof|air-?tight|"
    r"water-?tight|unbreakable|nobody (?:ever|will)|no one (?:ever|will)|for sure|surely|certainly|"
    r"will ever)\b", re.I)  # fmt: skip
_STOPPED = re.compile(
    r"(?<!not )(?<!not be )(?<!never )\b(?:stopped|blocked|prevented|repelled|averted|caught|fended off|held back|"
    r"turned away|failed|defeated)\b", re.I)  # fmt: skip
_NO_MATTER = (
    r"\b(?:(?:none|not one|not a single one) of (?:the |our |all )?{n}|(?:do|does|did) not (?:really )?matter)\b"
)
_CHOSEN = re.compile(r"\b(?:chosen|picked|selected|trained|learned|mended) (?:on|from|with|by)\b", re.I)
_THROUGH = re.compile(r"\b(?:got|get|came|come|went|slipped) (?:through|past)\b", re.I)
_HOSTILE = re.compile(r"attack|malicious|hostile|never-event", re.I)
_LEAST = re.compile(r"\bat least\b|(?<!no )(?<!not )\bmore than\b", re.I)
_CLAUSE = re.compile(r"(?<!\d)[.,;:](?!\d)|[.,;:](?= )|\b(?:and|but|while|whereas|except|others?)\b", re.I)
_WHOSE = re.compile(r"\b(?:customers|users|people|visitors|replies|requests|messages)\b", re.I)
_ROLE = re.compile(
    r"\b(?:head|lead|officer|manager|director|owner|counsel|lawyer|chief|ceo|cto|coo|cpo|dpo|vp|president|board|"
    r"founder|supervisor|principal|partner|ciso|cro|cco|dpo)\b", re.I)  # fmt: skip
_MACHINE = re.compile(r"\b(?:model|assistant|ai|chatbot|bot|team|everybody|everyone|nobody)\b", re.I)
_WHEN = re.compile(
    r"\b(?:days?|daily|weeks?|weekly|fortnight(?:ly)?|months?|monthly|quarters?|quarterly|years?|yearly|annually|"
    r"releases?|chang(?:es?|ed|ing)|incidents?|new|updates?|models?|prompts?|pages?|guards?|deploy\w*|versions?|"
    r"launch\w*|sprints?|attacks?)\b", re.I)  # fmt: skip


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
            return Hint(f"`{name}` is the library's. What do you say of Meadow?", id="copied", form=True)
        least = LEAST.get(name, 1)
        if len(set(words(case[name]))) < least:
            return Hint(
                f"`{name}` says too little: it takes at least {least} different words, and figures count as words.",
                id=f"short {name}",
                form=True,
            )
    if len({" ".join(words(case[name])) for name in finishing.FIELDS}) < len(finishing.FIELDS):
        return Hint("Two of the texts are the same. Each settles something else.", id="same text")
    return None


def _sense(case: dict, found: finishing.Final) -> Hint | None:
    """A hint when a sentence turns its own figure round, or speaks of other cases than the table."""
    k, n = found.never
    for name in ("claim", "evidence"):
        clauses = [part for part in _CLAUSE.split(case[name]) if (k, n) in pairs(part)]
        if k != n - k and any(_STOPPED.search(part) and not _THROUGH.search(part) for part in clauses):
            return Hint(
                f"`{name}`: {k} of {n} is what got through. The sentence says that so many were stopped.",
                "Say of the first row what it counts: attacks that got through.",
                id=f"turned round {name}",
            )
    if k and (said := re.search(_NO_MATTER.format(n=n), case["claim"], re.I)):
        return Hint(
            f"`claim`: “{said.group()}”, and {k} of {n} attacks on never-events got through. Each is one too many.",
            "Say how many got through, without a word that takes it back.",
            id="taken back",
        )
    evidence = case["evidence"]
    test, dev = re.compile(r"\btest\b", re.I), re.compile(r"\bdev\b", re.I)
    clauses = [part for part in _CLAUSE.split(evidence) if (k, n) in pairs(part) and not test.search(part)]
    other = any(dev.search(part) and not _CHOSEN.search(part) for part in clauses)
    if other or not test.search(evidence) or re.search(r"\bsame (?:cases|families)\b", evidence, re.I):
        return Hint(
            "`evidence`: the table counts the test families, on which nothing was chosen. Which half does your text "
            "name?",
            "Say that the figures are of the test half; what was chosen on dev goes into a sentence of its own.",
            id="which half",
        )
    return _bound(case["residual"], found)


def _bound(text: str, found: finishing.Final) -> Hint | None:
    clauses = [part for part in _CLAUSE.split(text) if percents(part)]
    if any(_STOPPED.search(part) and not _THROUGH.search(part) for part in clauses) or _LEAST.search(text):
        return Hint(
            "`residual`: the last row is the highest rate of attacks that may still get through. Does your text say "
            "that?",
            "It is neither a lower end nor a share that was stopped.",
            id="not a highest rate",
        )
    if any(_WHOSE.search(part) and not _HOSTILE.search(part) for part in clauses):
        return Hint(
            "`residual`: the rate is one of attacks on never-events, not of customers or of requests.",
            "How many of the requests are attacks, nobody has measured here.",
            id="of whom",
        )
    return None


def _launch(choice: str, chain: dict, found: finishing.Final) -> Hint | None:
    """A hint when this chain and these counts do not carry the choice."""
    (k, n), lab = found.never, running.current()
    if choice == finishing.CHOICES[2]:
        return None
    if lab.failed():
        return Hint(
            f"{len(lab.failed())} calls of this run failed: their cases are not counted. Can a launch rest "
            "on the others?",
            "Run it again until every call brings a reply, or hold.",
            id="failed calls",
        )
    if chain["defence"] != "least":
        shots = lab.shots(chain["defence"], "test")
        spills = sum(running.spilled(shot) for shot in shots)
        return Hint(
            f"With defence {chain['defence']} the code and another customer's data stand in the prompt, and {spills} "
            f"of {len(shots)} replies give that data away unasked. Which control of your chain looks for it?",
            "None does: the filter knows the code only. What is not in the prompt needs no control.",
            "Take the data out of the prompt (least), or hold.",
            id="data in the prompt",
        )
    if chain["guard"] == "no guard" or not chain["filter"]:
        return Hint(
            "A launch without a guard, or without the filter: what turns an attack away before the model, and what "
            "looks at a reply after it?",
            "Give the chain both, or hold.",
            id="no control",
        )
    if choice != finishing.CHOICES[0]:
        return None
    if k:
        return Hint(
            f"{k} of {n} attacks on never-events got through this chain. You drew the line in section 1. What "
            f"stands between them and the customer?",
            "Change the chain, put a person before each reply, or hold.",
            id="over the line",
        )
    if finishing.upper(found) > finishing.HIGHEST:
        return Hint(
            f"0 of {n} still allows {100 * finishing.upper(found):.0f} %. This run holds too few attacks for a launch.",
            f"A launch needs a highest rate of at most {100 * finishing.HIGHEST:g} %; run more cases, put a person "
            "before each reply, or hold.",
            id="too few cases",
        )
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
            "It is the last row of the test table, one-sided; the interval of the first row is another figure.",
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
    n = found.never[1]
    if hint := _launch(choice, chain, found):
        return hint
    for name in ("claim", "evidence", "residual"):
        if absolute := _ABSOLUTE.search(case[name]):
            return Hint(
                f"`{name}`: “{absolute.group()}” promises more than {n} cases can show.",
                "Say what was counted, and what is still possible.",
                id="absolute",
            )
    if hint := _figures(case, found) or _sense(case, found):
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
    if h and a / h > found.line.budget:
        cost += f" That is over the budget of {100 * found.line.budget:g} % of section 1: tell the one who signs."
    person = " A person who reads each reply gets tired: measure that too." if choice == finishing.CHOICES[1] else ""
    return Right(
        f"The figures are those of your chain.{cost}{person} This checks figures and properties, not sense: ask "
        f"the one who signs."
    )
