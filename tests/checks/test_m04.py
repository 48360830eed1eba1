"""Answers to lab 04 for test_hints_of_every_module.py. What depends on the recordings is computed."""

import pytest

from helpers import judging
from helpers.check import Hint, exercises

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
NONE = dict.fromkeys(LAB.names, "do not use")
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
        (ORDER | {"swapped_changed": LAB.changed("padded").value}, "what the padding changes"),
        (ORDER | {"swapped_changed": 1 - ORDER["swapped_changed"]}, "That share stays the same"),
        (ORDER | {"swapped_changed": 0.5}, "differs from that in `swapped`"),
        (ORDER | {"swapped_changed": 98}, "a share between 0 and 1"),
        (ORDER | {"depends_on": "the reply"}, "What was different?"),
        (ORDER | {"depends_on": "luck"}, "is one of"),
        ({"swapped_changed": 0.5}, "lacks depends_on"),
    ],
    "04.5": [
        ({"lowest": RANGE["lowest"], "highest": RANGE["lowest"]}, "as if nothing were open"),
        ({"lowest": 0, "highest": FREE.scored}, "as if nothing were open"),
        ({"lowest": RANGE["highest"], "highest": RANGE["lowest"]}, "swap them"),
        ({"lowest": 3, "highest": 90}, "no unscored reply passes"),
        ({"lowest": RANGE["lowest"] / 120, "highest": 1.0}, "whole numbers of replies from 0 to 120"),
        ({"lowest": 1, "highest": 121}, "whole numbers of replies"),
        ({"lowest": 4}, "lacks highest"),
    ],
    "04.6": [
        (DRAW | {"drawn_how": "a"}, "Had every reply the same chance?"),
        (DRAW | {"drawn_how": "b"}, "What decided who was read?"),
        (DRAW | {"drawn_how": "d"}, "who looked first?"),
        (DRAW | {"stands_for": 1 / DRAW["stands_for"]}, "That is the share that was read"),
        (DRAW | {"stands_for": len(judging.all_replies()) / 80}, "You took all replies"),
        (DRAW | {"stands_for": 80}, "Divide the replies of the part"),
        (DRAW | {"drawn_how": "z"}, "letters a to d"),
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
        (judging.needed(LAB) + 6, "Is it the smallest number"),
        (88.5, "a whole number of labels"),
        (0, "a number of labels"),
    ],
    "04.9": [
        (USE | {"uses": USE["uses"] | {"bundled model": "use"}}, "if it cannot even be corrected"),
        (USE | {"uses": USE["uses"] | {"bundled model": "use with limits"}}, "if it cannot even be corrected"),
        (USE | {"uses": USE["uses"] | {"phrases": "use"}}, "may stand in a report"),
        (USE | {"uses": {"phrases": "use"}}, "one choice for each"),
        (USE | {"uses": USE["uses"] | {"phrases": "perhaps"}}, "is no choice"),
        (USE | {"why": "It is not good at all in my eyes. We do not trust it with any reply."}, "Name the figure"),
        (USE | {"why": "It agrees in 44 % of the cases. That is not enough for us, so we do not use it here."},
         "Where does this run show it?"),
        (USE | {"why": USE["why"].split(". ")[0]}, "two to four are asked for"),
        (USE | {"why": "Bananas are 99 % yellow. The sky is 76 % blue on most days of our short summer."},
         "Name the judge in the same sentence"),
        (USE | {"why": "7 %. 7 %."}, "too few different words"),
        (USE | {"why": "asdf asdf asdf. asdf asdf 7 %."}, "too few different words"),
        (USE | {"why": "Lorem ipsum dolor sit amet 76 %. Consectetur adipiscing elit sed do eiusmod tempor."},
         "Name the judge"),
        (USE | {"why": "The bundled model has a TNR of 76 %. So it is good, and we may use it for our replies."},
         "Whose figure is it?"),
        (USE | {"why": "The similarity is the best judge we have, with a TPR of 100 %. We take it from now on."},
         "Whose figure is it?"),
        (USE | {"why": "The phrases are blue in 76 % on most days. The sky over our office is not, as I think."},
         "a share of"),
        (USE | {"why": "Readers alone find 9 % right replies with their labels. That is enough for us at this time."},
         "No sentence with a figure names a judge"),
        (USE | {"limits": "none"}, "Use with which limits?"),
        (USE | {"limits": "phrases " * 6}, "Use with which limits?"),
        (USE | {"limits": USE["why"]}, "yet your limits give it something to do"),
        (USE | {"limits": "bananas and clouds and other fruit"}, "Use with which limits?"),
        (USE | {"limits": "bananas and clouds and other fine fruit on tables"}, "do not name it"),
        (USE | {"limits": "The phrases sort replies, and somebody reads those that they pass."}, "use similarity with"),
        (USE | {"limits": "The bundled model may decide everything alone, without people."}, "not use bundled"),
        (USE | {"limits": "Phrases and similarity may decide all of it alone, without any people."}, "And who reads?"),
        ({"uses": NONE, "why": USE["why"], "limits": "The phrases choose what people read first."},
         "You do not use phrases"),
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
    for limits in ("none", "No judge is used; people read a random part. The phrases are not used either."):
        assert not isinstance(REFERENCE["04.9"].run(USE | {"uses": NONE, "limits": limits}), Hint), limits


@pytest.mark.parametrize(
    "why",
    [
        "The phrases pass 30 % of the replies. But the readers alone say 9 % are right, so people have to look.",
        "Phrases agree with the readers in 39 % of the test replies. That says little where most are wrong.",
        "As they were read, the phrases fail only 26 % of the wrong replies. With weights it is 76 %; they can sort.",
        "Three friendly sentences change 0.9 % of the verdicts of the bundled model. It passes whatever comes along.",
        "Of the free verdicts of the model 97 % are not scored. Nobody can use such a judge for anything at all.",
        "The corrected rate of the similarity judge reaches up to 53 %. It decides nothing about our assistant.",
        "The model's verdicts stay the same in both orders for 1.4 percent. We let people read instead of it.",
        "With dev pages the TPR of the phrases is 78 %, at worst 35 %. Right replies may be lost; a person reads on.",
        "The phrases catch 76 % of the bad ones. They never lose a good one that we have seen on test pages.",
        "The phrases leave 23 % of the read test replies not scored. What they do say is right often enough to sort.",
    ],
)
def test_every_figure_that_the_lab_shows_may_be_quoted(why):
    said = REFERENCE["04.9"].run(USE | {"why": why})
    assert not isinstance(said, Hint), said


def test_figures_of_a_reason_leave_most_percentages_out():
    """A number out of the air is rarely one of this judge and this measure."""
    for judge, measures in judging.figures(LAB).items():
        for measure, known in measures.items():
            near = sum(any(abs(value - figure) <= 0.6 for figure in known) for value in range(101))
            assert near < 20, (judge, measure)
        together = [figure for known in measures.values() for figure in known]
        assert sum(any(abs(value - figure) <= 0.6 for figure in together) for value in range(101)) < 50, judge


def test_what_rounds_to_the_printed_width_is_enough_and_a_few_more_are_as_well():
    enough = RIGHT["04.8"]
    goal = judging.goal(LAB)
    widths = [round(100 * judging.direct_width(size, LAB.labels_only().value), 2) for size in (enough - 1, enough)]
    assert widths[0] > goal >= widths[1]
    for size in (enough, enough + 5):
        said = REFERENCE["04.8"].run(size)
        assert not isinstance(said, Hint) and str(size) in said.message


@pytest.mark.parametrize("weight", [14, 14.4, 1149 / 80])
def test_how_many_one_stands_for_may_be_rounded(weight):
    assert not isinstance(REFERENCE["04.6"].run(DRAW | {"stands_for": weight}), Hint)


def test_version_without_labels_and_a_threshold_past_its_exercise_are_refused():
    for version in ("0", "closed"):
        with pytest.raises(ValueError, match="one of A, B"):
            judging.begin(version=version)
    with pytest.raises(ValueError, match=r"lab\.fit"):
        LAB.threshold = 0.95


def test_memo_says_what_is_open_and_holds_the_decision_when_it_is_there():
    empty = judging.memo(LAB, uses=..., why=..., limits=..., labels=...).data
    assert "Still open: the labels to buy, the decision, the reason and the limits" in empty
    refused = judging.memo(LAB, **(USE | {"uses": NONE | {"bundled model": "use"}}), labels=RIGHT["04.8"]).data
    assert "open (not accepted by check 04.9)" in refused and USE["limits"] not in refused
    full = judging.memo(LAB, **USE, labels=RIGHT["04.8"]).data
    assert "12 of 143" in full and "TPR of the phrases rests on few labels" in full
    assert "Still open" not in full and USE["limits"] in full and "do not use" in full


@pytest.mark.parametrize("word", ["wrong", "right"])
def test_one_own_label_may_differ_but_not_two(word):
    place = OWN.index(word) + 1
    assert not isinstance(REFERENCE["04.1"].run(changed(OWN, place)), Hint)
    other = OWN.index(word, place) + 1
    assert isinstance(REFERENCE["04.1"].run(changed(OWN, place, other)), Hint)
