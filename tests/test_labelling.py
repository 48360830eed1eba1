"""The simulation of lesson 04: each estimate holds under the draw it is made for, and fails under another."""

from __future__ import annotations

import pytest

from helpers import labelling, plots

SETTINGS = {"share_right": 0.2, "tpr": 0.85, "tnr": 0.8, "labels": 100, "judged": 1500, "seed": 4}
RANDOM, BY_LABEL, BY_VERDICT = labelling.DRAWS


@pytest.fixture(scope="module")
def found():
    return labelling.simulate(**SETTINGS, runs=300)


@pytest.mark.parametrize(
    ("estimate", "draw"),
    [
        ("labels only", RANDOM),
        ("PPI++", RANDOM),
        ("by TPR and TNR", RANDOM),
        ("by verdict", RANDOM),
        ("by TPR and TNR", BY_LABEL),
        ("by verdict", BY_VERDICT),
    ],
)
def test_an_estimate_holds_under_its_draw(found, estimate, draw):
    assert found[estimate, draw].coverage.value > 0.9


@pytest.mark.parametrize(
    ("estimate", "draw"),
    [
        ("labels only", BY_LABEL),
        ("PPI++", BY_LABEL),
        ("by verdict", BY_LABEL),
        ("labels only", BY_VERDICT),
        ("by TPR and TNR", BY_VERDICT),
    ],
)
def test_an_estimate_fails_under_another_draw(found, estimate, draw):
    assert found[estimate, draw].coverage.value < 0.6


def test_the_correction_costs_width_against_labels_at_random_and_ppi_saves_some(found):
    wide = {name: found[name, RANDOM].width for name in labelling.ESTIMATES}
    assert wide["PPI++"] < wide["labels only"] < wide["by TPR and TNR"]


def test_the_same_seed_gives_the_same_and_another_does_not():
    once, again = (labelling.simulate(**SETTINGS, runs=20) for _ in range(2))
    assert once == again
    assert once != labelling.simulate(**{**SETTINGS, "seed": 5}, runs=20)


def test_a_group_too_small_for_its_half_is_refused_and_counted():
    found = labelling.simulate(**{**SETTINGS, "share_right": 0.01, "judged": 400}, runs=10)
    lost = found["by TPR and TNR", BY_LABEL]
    assert lost.refused == 10 and lost.coverage is None
    assert "by TPR and TNR refused in 100 %" in labelling.words(found)
    assert plots.png(labelling.picture(found)).startswith(b"\x89PNG")


def test_a_weak_judge_is_often_refused_and_the_words_say_so():
    found = labelling.simulate(**{**SETTINGS, "tpr": 0.6, "tnr": 0.55}, runs=40)
    one = found["by TPR and TNR", BY_LABEL]
    assert 0 < one.refused < 40 and one.lost == f"refused in {100 * one.refused / 40:.0f} %"
    assert f"({one.lost})" in labelling.words(found)
    assert found["labels only", RANDOM].lost == ""


@pytest.mark.parametrize(
    ("changed", "says"),
    [
        ({"share_right": 0}, "share_right must lie between 0 and 1, got 0"),
        ({"tpr": 1.2}, "tpr must lie between 0 and 1, got 1.2"),
        ({"labels": 11}, "labels must be even"),
        ({"labels": 4}, "at least 10, got 4"),
        ({"judged": 300}, "at least four times the 100 labels, got 300"),
        ({"runs": 0}, "runs must be 1 or more"),
    ],
)
def test_bad_input_is_refused(changed, says):
    with pytest.raises(ValueError, match=says):
        labelling.simulate(**{**SETTINGS, "runs": 5, **changed})
