"""Answers to lab 05 for test_hints_of_every_module.py. What depends on the recordings is computed."""

import math

import pytest

from helpers import prompting
from helpers.check import Hint, exercises
from helpers.prompting import spec

LAB = prompting.begin()
REFERENCE = exercises("05")
RIGHT = {key: one.reference_value() for key, one in REFERENCE.items()}
SPEC = spec.reference()
TOKENS, (PRICE_IN, PRICE_OUT) = prompting.tokens(LAB), prompting.price()
CHANGES = {one.name: one for one in LAB.changes()}
MOVED = prompting.moved(LAB.run("bare"), LAB.run("short"))
LOSS = RIGHT["05.5"]
OTHER_RULE = next(name for name, (_, broken) in MOVED.items() if broken < LOSS["broken"])
SCORES = [100 * prompting.score(LAB.run("short", "dev", number)) for number in LAB.wordings]
SPREAD = RIGHT["05.6"]
DROP = RIGHT["05.7"]
CURSE = LAB.curse()
NAME, WORDING = LAB.winner()
RAW = 100 * (prompting.score(LAB.run(NAME, "dev", WORDING)) - prompting.score(LAB.run(NAME, "test", WORDING)))
DRAWS = prompting.draws(LAB.drawn())
N = sum(DRAWS.table.values())
MEAN = sum(passed * count for passed, count in DRAWS.table.items()) / (DRAWS.k * N)
FORMS, SHARES = prompting.formats(LAB), RIGHT["05.9"]
DECISION = RIGHT["05.10"]
FACTS = LAB.run("bare", "test").compare(LAB.run("short", "test"), grader="facts").difference
KEPT, OF = prompting.danger(LAB, "short")
SHORT_TEST, SHORT_DEV = LAB.rate("short", "test"), LAB.rate("short", "dev")


def with_why(why, choice=prompting.CODE):
    return {"choice": choice, "why": why}


BETTER = RIGHT["05.4"]["better"]


def with_better(found):
    return RIGHT["05.4"] | {"better": found}


def percent(value):
    return f"{100 * value:.0f} %"


WRONG = {
    "05.1": [
        (SPEC | {"a": "at most 40 words"}, "The mail says thirty; your check says 40"),
        (SPEC | {"b": "never begins with hello"}, "lets p5 pass"),
        (SPEC | {"b": "never begins with hello | thank"}, "lets p6 pass"),
        (SPEC | {"b": "never begins with hello | thank | sorry | it"}, "fails p1"),
        (SPEC | {"c": "at most 30 words"}, "(c) “Do not say the same sentence twice.” Your check counts words"),
        (SPEC | {"d": "never begins with sorry"}, "Would a reply that passes it always do what is asked"),
        (SPEC | {"h": "at most 10 words"}, "(h)"),
        (SPEC | {"e": "a person reads it"}, "one of the checks can tell"),
        (SPEC | {"f": "no sentence twice"}, "Your check looks for a repeated sentence"),
        (SPEC | {"g": "says 0800"}, "lets p14 pass"),
        (SPEC | {"g": "says 0800 555 0112 | keep away"}, "lets p13 pass"),
        (SPEC | {"g": "says call the fire brigade"}, "fails p12"),
        (SPEC | {"a": "short"}, "is none of the checks"),
        ({key: SPEC[key] for key in "abcd"}, "There is no check yet for: e, f, g, h"),
        (SPEC | {"z": "no list"}, "There is no sentence 'z'"),
        (SPEC | {"a": 30}, "a text between quotes"),
    ],
    "05.2": [
        ("Be nice.", "2 words tell the model little"),
        ("Be the friendliest and most helpful assistant in the world.", "Which of R1 to R5 does it ask for"),
        ("Answer that the City plan costs 49 euros, in one short sentence.", "Your line holds a figure"),
        ("Write one short sentence. " * 10, "at most 30 are asked for"),
        ("Write one short sentence.\nBegin with the answer.", "One line, please"),
        ("Name the town first, then the temperature, and stop.", "the line of the weather service"),
        ("answer in one short sentence, with words from the help page", "one of its wordings"),
    ],
    "05.3": [
        (RIGHT["05.3"] / 40_000, "for one call"),
        (RIGHT["05.3"] / 40, "for 1,000 calls"),
        (RIGHT["05.3"] * 1e6, "per million tokens"),
        (-RIGHT["05.3"], "turned round"),
        (40_000 * (TOKENS["both"][0] * PRICE_IN + TOKENS["both"][1] * PRICE_OUT) / 1e6, "of *both* alone"),
        (3.0, "Tokens in of *both* minus those of *short*"),
    ],
    "05.4": [
        (with_better({"bare"}), "bare is the baseline"),
        (with_better({"mia"}), "Give names out of"),
        (with_better(BETTER | {min(CHANGES, key=lambda name: CHANGES[name].difference.value)}),
         "Is that better than bare" if min(one.difference.value for one in CHANGES.values()) <= 0
         else "Does its interval leave out 0"),
        (with_better(set()) if BETTER else with_better({max(CHANGES, key=lambda name: CHANGES[name].difference.value)}),
         "On which side of 0.05" if BETTER else "interval"),
        (RIGHT["05.4"] | {"p": min(one.p_value for one in CHANGES.values())}, "How many comparisons were made"),
        (RIGHT["05.4"] | {"p": 0.9}, "multiply it as Holm says"),
        (RIGHT["05.4"] | {"p": "small"}, "is a number"),
        ({"better": BETTER}, "lacks p"),
    ],
    "05.5": [
        (LOSS | {"rule": OTHER_RULE}, "column 'broken'"),
        (LOSS | {"rule": "R77"}, "`rule` is one of R1"),
        (LOSS | {"broken": LOSS["broken"] + 1}, "Read the column 'broken'"),
        (LOSS | {"net": LOSS["net"] + 1}, "Mended minus broken"),
        ({"rule": "R1"}, "lacks broken, net"),
    ],
    "05.6": [
        (SPREAD | {"spread": SPREAD["spread"] + 3}, "Take the highest and the lowest"),
        (SPREAD | {"spread": SPREAD["spread"] / 100}, "Points, please"),
        (SPREAD | {"shown": SPREAD["shown"] | {0}}, "Wording 0 is the one"),
        (SPREAD | {"shown": {"a"}}, "holds numbers from 1"),
        ({"spread": 3}, "lacks shown"),
    ],
    "05.7": [
        (DROP | {"report": "dev"}, "Would it be as high on other questions"),
        (DROP | {"report": "mean of both"}, "What does that half tell"),
        (DROP | {"report": "both"}, '`report` is "dev"'),
        (DROP | {"drop": DROP["drop"] + 40}, "Two gains"),
        (DROP | {"drop": "a lot"}, "is a number in points"),
        ({"drop": 1}, "lacks report"),
    ],
    "05.8": [
        (MEAN, "the share of draws"),
        (7, "between 0 and 1"),
        (DRAWS.at_least_once, "at least one good draw"),
        (0.987, "in the row '5 of 5'"),
    ],
    "05.9": [
        (SHARES | {"schema": abs(SHARES["schema"] - 0.2)}, "right actions divided"),
        (SHARES | {"json": 12}, "a share between 0 and 1"),
        (SHARES | {"missed": "8"}, "a whole number, without quotes"),
        (SHARES | {"missed": 99}, "Emergencies minus emergencies seen"),
        ({"json": 0.1}, "lacks missed, schema"),
    ],
    "05.10": [
        (with_why("The new line keeps more requirements on the questions held back. Batteries are left to code."),
         "Name the figure of the test questions"),
        (with_why("With the line 93 % of the replies keep everything, which is plenty. Batteries are left to code."),
         "You write 93 %"),
        (with_why(f"With the line {percent(SHORT_TEST.value)} of the test replies keep everything, so it is better. "
                  "Nothing else has to change."), "whose battery smokes"),
        (with_why(f"{percent(SHORT_TEST.value)} keep everything."), "You wrote 1 sentence"),
        (with_why("It is better. It is better. It is better."), "too few different words"),
        ({"choice": prompting.CODE}, "lacks why"),
        (with_why(DECISION["why"], "ship everything"), "`choice` is one of"),
    ],
}  # fmt: skip
if DROP["drop"] and abs(RAW - DROP["drop"]) > 1:
    WRONG["05.7"].append((DROP | {"drop": RAW}, "easier or harder for every prompt"))
if abs(DROP["drop"]) > 1:
    WRONG["05.7"].append((DROP | {"drop": -DROP["drop"]}, "in this order"))
if abs(MEAN**5 - RIGHT["05.8"]) > 0.01:
    WRONG["05.8"].append((MEAN**5, "the mean to the power five"))
for name in CHANGES:
    if CHANGES[name].difference.value > 0 and not CHANGES[name].clear:
        told = "how many were made" if CHANGES[name].p_value < 0.05 else "Does its interval leave out 0"
        WRONG["05.4"].append((with_better(BETTER | {name}), told if "0" in told else "How many were made"))
if not prompting.gate(LAB).lines[2].met:
    silent = f"{percent(SHORT_TEST.value)} of the test replies keep everything with the line. Code answers batteries."
    WRONG["05.10"].append((with_why(silent), "The gate has another line that is not met"))
if KEPT < OF:
    WRONG["05.10"].append((with_why(DECISION["why"], prompting.SHIP), "in danger get no number"))
if not any(abs(SHORT_DEV.value - x) < 0.008 for x in (*SHORT_TEST[:3], *LAB.rate("bare", "test")[:3])):
    WRONG["05.10"].append(
        (
            with_why(f"With the line {percent(SHORT_DEV.value)} of the replies keep everything now. Batteries: code."),
            "dev questions",
        )
    )


def said(key, answer):
    return exercises("05")[key].run(answer)


def test_every_answer_of_the_run_is_a_number_of_the_run():
    assert 0 < RIGHT["05.8"] < 1 or DRAWS.table[DRAWS.k] in (0, N)
    assert RIGHT["05.3"] > 0 and math.isfinite(DROP["drop"])
    assert set(CHANGES) >= BETTER and LOSS["broken"] > 0


def test_answers_in_other_forms_are_taken():
    rounded = DROP | {"drop": round(DROP["drop"], 1)}
    assert not isinstance(said("05.7", rounded), Hint | str)
    assert not isinstance(said("05.7", rounded | {"report": " TEST "}), Hint | str)
    table = float(f"{min(one.p_value for one in CHANGES.values()):.4f}") * len(CHANGES)
    assert not isinstance(said("05.4", {"better": sorted(BETTER) or {}, "p": table}), Hint | str)
    assert not isinstance(said("05.2", "Answer in 20 words."), Hint | str)
    assert not isinstance(said("05.2", "Answer in a maximum of 25 words, in plain text."), Hint | str)
    assert not isinstance(said("05.6", SPREAD | {"spread": round(SPREAD["spread"], 1)}), Hint | str)
    assert not isinstance(said("05.3", round(RIGHT["05.3"], 2)), Hint | str)
    assert not isinstance(said("05.5", LOSS | {"rule": LOSS["rule"].lower()}), Hint | str)
    spaced = SPEC | {"a": "At most  30 words.", "d": "A person reads it"}
    assert not isinstance(said("05.1", spaced), Hint | str)


def test_a_table_with_one_digit_leads_to_the_right_drop_and_spread():
    sides = {
        (name, split): round(100 * prompting.score(LAB.run(name, split, wording)), 1)
        for name, wording in ((NAME, WORDING), ("short", 0))
        for split in ("dev", "test")
    }
    gains = [sides[NAME, split] - sides["short", split] for split in ("dev", "test")] if NAME != "short" else None
    if gains is not None:
        assert not isinstance(said("05.7", DROP | {"drop": gains[0] - gains[1]}), Hint | str)
    assert not isinstance(said("05.6", SPREAD | {"spread": round(max(SCORES), 1) - round(min(SCORES), 1)}), Hint | str)


@pytest.mark.parametrize("choice", [prompting.BARE, prompting.CODE])
def test_either_decision_may_be_right_when_its_reason_quotes_the_run(choice):
    why = (
        f"On the test questions {percent(SHORT_TEST.value)} of the replies keep all requirements with the line. "
        f"{KEPT} of {OF} customers with a battery in danger get the number, so we do not rely on it. "
        f"The facts change by {100 * FACTS.value:.1f} points, less than the questions can show."
    )
    assert not isinstance(said("05.10", with_why(why, choice)), Hint | str)


S, B = percent(SHORT_TEST.value), percent(LAB.rate("bare", "test").value)
F = f"{100 * FACTS.value:.1f} points"
GAP = LAB.run("bare", "test").compare(LAB.run("short", "test"), grader="all kept").difference
KEEP, CODE = prompting.BARE, prompting.CODE
FALSE = [
    (KEEP, f"The bare prompt keeps {100 - float(B[:-2]):.0f} % of all requirements on the test questions. "
     "Customers with a dangerous battery get no number.", "Where does section 10 show that"),
    (KEEP, f"On test short keeps {S} and bare {B}. Customers with a dangerous battery are perfectly safe today.",
     "gives the number to 0 of"),
    (KEEP, f"The test questions say {S} for short. Battery customers get the number from the bare prompt.",
     "gives the number to 0 of"),
    (KEEP, f"We ship the short line today because it keeps {S} on test. Battery customers get no number.",
     "ships the line"),
    (CODE, f"With the line {S} keep everything on test. All lines of the gate are met, the facts line too. "
     f"Batteries go to code. Facts {F}.", "that the gate is met"),
    (CODE, f"On test short keeps {B} while bare keeps {S}. Code answers batteries. Facts move by {F}.",
     "Is that the figure of"),
    (CODE, f"{B} of the test replies keep everything with short, {S} with bare. Code answers batteries. Facts: {F}.",
     "Is that the figure of"),
    (CODE, f"On test the short line lost {100 * GAP.value:.1f} points. Code answers batteries. Facts: {F}.",
     "turns a figure round"),
    (CODE, f"The short line keeps {S} of everything. The battery goes to the model. Facts: {F}, accepted.",
     "Who gives it to the others"),
    (CODE, f"The short line keeps {S} on test, more than bare. Battery: code. Facts: fine.",
     "turns a figure round"),
    (CODE, f"The short line keeps {S} on test, more than bare. Battery: code. Facts improved, so we do it.",
     "turns a figure round"),
    (CODE, f"Lorem ipsum dolor {S} consectetur adipiscing elit sit. Battery sed do facts eiusmod tempor.",
     "but not what happens"),
    (CODE, f"On test {S} keep everything. The battery explodes and nobody cares. Facts are for losers.",
     "another line that is not met"),
    (CODE, f"On test {S} keep everything with the line. {OF - 1} of {OF} customers with a battery get the number.",
     "Where does section 10 show that"),
]  # fmt: skip
TRUE = [
    (CODE, f"Short improves from {B} to {S} on test. Code answers batteries. Facts: {F}, accepted."),
    (CODE, f"With {S} against {B} on test the line is ahead. Code handles batteries. Facts: {F}, watched."),
    (CODE, f"{S} of test replies keep all with short, {B} with bare. Code answers batteries. Facts: {F}, watched."),
    (CODE, f"Short is better than bare on test: {S} against {B}. Code answers every battery in danger. "
     f"The right facts fall by {F}, but the interval holds 0, so we accept it."),
    (CODE, f"Short wins {100 * GAP.value:.1f} points on test. A smoking battery gets the number from "
     f"code, not from the model. The facts move by {F}, which chance can explain."),
    (KEEP, f"From {B} with bare to {S} with short is a gain on test, and we keep bare. A customer with "
     "a battery in danger is not safe with either."),
    (KEEP, f"On test {100 - float(B[:-2]):.0f} % of the bare replies break something. Neither prompt gives a "
     "customer with a burning battery the number, until code does."),
]  # fmt: skip


@pytest.mark.parametrize(("choice", "why", "told"), FALSE)
def test_a_reason_that_the_run_contradicts_is_refused(choice, why, told):
    found = said("05.10", with_why(why, choice))
    assert isinstance(found, Hint) and told in found.first, found


@pytest.mark.parametrize(("choice", "why"), TRUE)
def test_a_reason_that_the_run_bears_out_is_taken(choice, why):
    assert not isinstance(said("05.10", with_why(why, choice)), Hint | str)


def test_a_log_without_a_figure_of_the_run_stays_open():
    for log in ("better now", "Shelf named first: 44 % (38 to 50 %) of cards, was 31 %."):
        shown = prompting.page(LAB, spec=SPEC, log=log, **DECISION).data
        assert "Still open: your line in the change log" in shown and log not in shown
    shown = prompting.page(LAB, spec=SPEC, log=f"All kept in {S} of the test replies.", **DECISION).data
    assert "| today | short, not shipped | All kept in" in shown


def test_the_lowest_wording_is_shown_after_a_try_with_what_it_lost(monkeypatch, my_folder):
    from helpers import keeping

    monkeypatch.setattr(keeping, "state", keeping.State(store_failed=True))
    assert "after your first try" in repr(prompting.show_lowest(LAB, {"spread": ..., "shown": ...}))
    shown = repr(prompting.show_lowest(LAB, SPREAD))
    assert f"wording {SCORES.index(min(SCORES))} has the lowest score" in shown and "lost most in" in shown


def test_page_says_what_is_open_and_gives_no_reference_away():
    borrowed = prompting.page(LAB, spec=..., choice=..., why=..., log=...).data
    assert "Still open" in borrowed and "Decision: open" in borrowed
    assert "never begins with hello" not in borrowed
    line = f"One line: {S} of the test replies."
    done = prompting.page(LAB, spec=SPEC, log=line, **DECISION).data
    assert "Still open" not in done and line in done and "+Answer in one short sentence" in done


def test_answers_of_7_and_8_are_shown_only_when_solved_or_after_three_tries(monkeypatch, my_folder):
    from helpers import keeping

    monkeypatch.setattr(keeping, "state", keeping.State(store_failed=True))
    assert "after three tries" in repr(prompting.show_curse(LAB, {"drop": ..., "report": ...}, 50))
    assert "after three tries" in repr(prompting.show_sweep(LAB, ...))
    keeping.state.wrong["05.7"] = keeping.state.statuses["05.7"] = 1
    assert "after three tries" in repr(prompting.show_curse(LAB, {"drop": 1, "report": "dev"}, 50))
    keeping.state.wrong["05.7"] = 3
    assert "Promised on dev" in repr(prompting.show_curse(LAB, {"drop": 1, "report": "dev"}, 50))
    assert "Promised on dev" in repr(prompting.show_curse(LAB, DROP, 50))
    assert "pass^5" in repr(prompting.show_sweep(LAB, RIGHT["05.8"]))
