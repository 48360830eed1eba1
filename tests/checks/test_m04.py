"""Answers to lab 04 for test_hints_of_every_module.py. What depends on the recordings is computed."""

import pytest

from helpers import judging
from helpers.check import Hint, exercises
from helpers.judging import deciding

LAB = judging.begin(judge_model="local/smollm2-135m")
REFERENCE = exercises("04")
RIGHT = {key: spec.reference_value() for key, spec in REFERENCE.items()}
OWN = RIGHT["04.1"]
FLIPPED = {"right": "wrong", "wrong": "right"}
STEPS = LAB.steps()
ON_TEST = max(LAB.steps("test"), key=lambda step: step.tpr + step.tnr).threshold
TWO = RIGHT["04.3"]
SIM = LAB.table("similarity")
ORDER = RIGHT["04.4"]
RANGE = RIGHT["04.5"]
FREE = LAB.free_table()
DRAW = RIGHT["04.6"]
FIXED = RIGHT["04.7"]
USE = RIGHT["04.9"]
SIMILARITY = LAB.corrected("similarity")
PHRASES = LAB.passed("phrases")


def changed(labels, *places):
    """The labels with those at the places (from 1) turned round."""
    return [FLIPPED[word] if place in places else word for place, word in enumerate(labels, start=1)]


WRONG = {
    "04.1": [
        (changed(OWN, 2, 3), "You and the two readers differ on 2 of 8"),
        (["wrong"] * 8, "You called all eight wrong"),
        (["right"] * 8, "You called all eight right"),
        (OWN[:5], "there are 8 replies"),
        ([*OWN[:7], "so so"], "is no label"),
        (changed(OWN, *range(1, 9)), "differ on 8 of 8"),
    ],
    "04.2": [
        (max(STEPS, key=lambda step: step.agreement).threshold, "There the agreement is highest"),
        (ON_TEST, "best threshold on the test pages"),
        (0.2, "too lenient"),
        (60.0, "a cosine between 0 and 1"),
        (0.9, "too strict"),
    ],
    "04.3": [
        ({"tpr": TWO["tnr"], "tnr": TWO["tpr"]}, "The two are swapped"),
        (TWO | {"tpr": SIM.right_pass / (SIM.right_pass + SIM.wrong_pass)}, "divided by what the judge passes"),
        (TWO | {"tnr": (SIM.right_pass + SIM.wrong_fail) / SIM.scored}, "That is the agreement"),
        (TWO | {"tnr": 1 - TWO["tnr"]}, "counts the errors"),
        (TWO | {"tpr": 42}, "shares between 0 and 1"),
        ({"tpr": 0.11, "tnr": 0.33}, "titled similarity"),
        ({"tpr": TWO["tpr"]}, "lacks tnr"),
    ],
    "04.4": [
        (ORDER | {"changed": LAB.changed("padded").value}, "what the padding changes"),
        (ORDER | {"changed": 1 - ORDER["changed"]}, "That share stays the same"),
        (ORDER | {"changed": 0.5}, "differs from that in `swapped`"),
        (ORDER | {"changed": 98}, "a share between 0 and 1"),
        (ORDER | {"depends_on": "the reply"}, "What was different?"),
        (ORDER | {"depends_on": "luck"}, "is one of"),
        ({"changed": 0.5}, "lacks depends_on"),
    ],
    "04.5": [
        ({"lowest": RANGE["lowest"], "highest": RANGE["lowest"]}, "as if nothing were open"),
        ({"lowest": RANGE["highest"], "highest": RANGE["lowest"]}, "swap them"),
        ({"lowest": 0.3, "highest": 0.9}, "both times"),
        ({"lowest": 3, "highest": 100}, "shares between 0 and 1"),
        ({"lowest": 0.1}, "lacks highest"),
    ],
    "04.6": [
        (DRAW | {"drawn": "a"}, "Had every reply the same chance?"),
        (DRAW | {"drawn": "b"}, "What decided who was read?"),
        (DRAW | {"drawn": "d"}, "who looked first?"),
        (DRAW | {"stands_for": 1 / DRAW["stands_for"]}, "That is the share that was read"),
        (DRAW | {"stands_for": len(judging.all_replies()) / 80}, "You took all replies"),
        (DRAW | {"stands_for": 80}, "Divide the replies of the part"),
        (DRAW | {"drawn": "z"}, "letters a to d"),
    ],
    "04.7": [
        (FIXED | {"refused": set()}, "What about bundled model?"),
        (FIXED | {"refused": {"bundled model", "similarity"}}, "was it refused?"),
        (FIXED | {"interval": (100 * PHRASES.low, 100 * PHRASES.high)}, "before the correction"),
        (FIXED | {"interval": (100 * SIMILARITY.low, 100 * SIMILARITY.high)}, "Another judge knows more"),
        (FIXED | {"interval": tuple(end / 100 for end in FIXED["interval"])}, "in percent"),
        (FIXED | {"interval": (40, 41)}, "narrowest interval"),
        (FIXED | {"refused": {"phrase"}}, "a set of names"),
        (FIXED | {"interval": 7}, "two ends"),
    ],
    "04.8": [
        (20, "it has to be"),
        (RIGHT["04.8"] - 5, "it has to be"),
        (400, "Is it the smallest number"),
        (0.5, "a number of labels"),
    ],
    "04.9": [
        (USE | {"uses": USE["uses"] | {"bundled model": "use"}}, "if it cannot even be corrected"),
        (USE | {"uses": USE["uses"] | {"bundled model": "use with limits"}}, "if it cannot even be corrected"),
        (USE | {"uses": USE["uses"] | {"phrases": "use"}}, "may stand in a report"),
        (USE | {"uses": {"phrases": "use"}}, "one choice for each"),
        (USE | {"uses": USE["uses"] | {"phrases": "perhaps"}}, "is no choice"),
        (USE | {"why": "It is not good. We do not trust it."}, "Name the figure"),
        (USE | {"why": "It agrees in 52 % of the cases. That is not enough for us."}, "Where does this run show it?"),
        (USE | {"why": USE["why"].split(". ")[0]}, "two to four are asked for"),
        (USE | {"limits": "none"}, "Use with which limits?"),
        ({"uses": USE["uses"]}, "lacks limits and why"),
    ],
    "04.10": [
        ({"a", "d", "e"}, "Who among the read replies"),
        ({"b", "d", "e"}, "How do labels have to be drawn for PPI++"),
        ({"c", "d"}, "Which judge decided what was read?"),
        ({"d"}, "You left out estimate e"),
        ({"x"}, "letters from a to e"),
    ],
}  # fmt: skip


def test_every_verdict_of_the_default_lab_is_recorded(monkeypatch):
    """No live call: what the lab asks is what data/world/record_judges.py asks."""
    from helpers import llm
    from helpers.llm import ask

    def refuse(requests):
        raise AssertionError(f"asked live: {len(requests)} requests, the first {requests[0].messages}")

    monkeypatch.setattr(ask, "before_live", refuse)
    monkeypatch.setattr("helpers.llm.kept.find", only_recorded)
    lab = judging.Lab(threshold=LAB.threshold)
    for version in ("A", "B", "closed"):
        lab.version = version
        assert lab.passed(judging.MODEL).n > 0
    for variant in ("plain", *judging.PROBES):
        assert len(lab.verdicts(judging.MODEL, variant=variant)) == 222
    assert len(lab.draws()) == 40 and len(lab.free()[1]) == 120
    assert llm.chat_many([]) == []


def only_recorded(requests):
    from helpers import recordings

    return {key: (row, "recorded") for key, row in recordings.get_many(r.key for r in requests).items()}


def test_a_choice_that_the_run_does_not_carry_is_refused_for_every_judge():
    for judge in LAB.names:
        said = REFERENCE["04.9"].run(USE | {"uses": USE["uses"] | {judge: "use"}})
        assert isinstance(said, Hint), judge


def test_do_not_use_is_always_open_to_a_learner_here():
    assert not isinstance(REFERENCE["04.9"].run(USE | {"uses": dict.fromkeys(LAB.names, "do not use")}), Hint)


def test_figures_of_a_reason_leave_most_percentages_out():
    """A number out of the air is rarely one of the run."""
    known = deciding.figures(LAB)
    near = sum(any(abs(value - figure) <= 0.6 for figure in known) for value in range(101))
    assert near < 35


def test_memo_says_what_is_open_and_holds_the_decision_when_it_is_there():
    empty = judging.memo(LAB, uses=..., why=..., limits=..., labels=...).data
    assert "Still open: the labels to buy, the decision, the reason, the limits" in empty
    full = judging.memo(LAB, **USE, labels=RIGHT["04.8"]).data
    assert "Still open" not in full and USE["limits"] in full and "do not use" in full


@pytest.mark.parametrize("word", ["wrong", "right"])
def test_one_own_label_may_differ_but_not_two(word):
    place = OWN.index(word) + 1
    assert not isinstance(REFERENCE["04.1"].run(changed(OWN, place)), Hint)
    other = OWN.index(word, place) + 1
    assert isinstance(REFERENCE["04.1"].run(changed(OWN, place, other)), Hint)
