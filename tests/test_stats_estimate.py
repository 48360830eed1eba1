"""The Estimate tuple: how it reads, arrays, and what loading the package costs."""

import pickle
import subprocess
import sys

import numpy as np
import pytest

from helpers import stats
from helpers.stats import Estimate


@pytest.mark.parametrize(
    ("estimate", "text"),
    [
        (Estimate(0.78, 0.71, 0.84, n=120), "78 % (71 to 84 %), n = 120"),
        (
            Estimate(0.08, 0.0180, 0.1418, n=200, p_value=0.0103, unit="points"),
            "+8.0 points (+1.8 to +14.2), n = 200, p = .010",
        ),
        (Estimate(0.9970, 0.9900, 0.9995, n=12000), "99.7 % (99.0 to 100.0 %), n = 12,000"),
        (Estimate(0.96, 0.80, 0.998, n=50), "96.0 % (80.0 to 99.8 %), n = 50"),
        (Estimate(1.0, 0.84, 1.0, n=20), "100 % (84 to 100 %), n = 20"),
        (Estimate(0.445, 0.157, 0.733, unit="number"), "0.445 (0.157 to 0.733)"),
        (Estimate(2.5, 2.1, float("inf"), unit="number"), "2.500 (2.100 to no upper limit)"),
        (Estimate(float("nan"), 0, 1, n=0, p_value=1.0), "unknown, n = 0, p = 1.000"),
        (Estimate(0.5, 0.4, 0.6, p_value=0.0001, note="5 clusters"), "50 % (40 to 60 %), p < .001 [5 clusters]"),
    ],
)
def test_reads_as_words(estimate, text):
    assert str(estimate) == text


def test_is_a_frozen_tuple():
    one = stats.wilson(17, 20)
    value, low, high = one[:3]
    assert low < value < high
    assert float(one) == value
    assert pickle.loads(pickle.dumps(one)) == one
    with pytest.raises(AttributeError):
        one.value = 1


def test_arrays_are_shown_one_per_line_and_split():
    many = stats.wilson([1, 5], [10, 10])
    assert str(many).splitlines() == ["10 % (2 to 40 %), n = 10", "50 % (24 to 76 %), n = 10"]
    assert many.each()[1] == stats.wilson(5, 10)
    assert stats.wilson(5, 10).each() == [stats.wilson(5, 10)]
    assert many.contains(0.3).tolist() == [True, True]
    assert many.excludes_zero.tolist() == [True, True]


def test_flags_and_width():
    one = Estimate(0.1, -0.05, 0.25, unit="points")
    assert not one.excludes_zero
    assert one.contains(0) is True
    assert one.width == pytest.approx(0.3)
    assert Estimate(-0.2, -0.3, -0.1).excludes_zero is True


def test_unknown_name_lists_what_there_is():
    with pytest.raises(AttributeError, match="wilson"):
        _ = stats.no_such_thing


def test_every_public_name_loads():
    for name in stats.__all__:
        assert callable(getattr(stats, name)), name
        assert getattr(stats, name).__doc__, name


HEAVY = ("scipy", "pandas", "statsmodels", "sklearn", "torch", "matplotlib")


@pytest.mark.parametrize(
    ("code", "kept_out"),
    [
        ("import helpers.stats", (*HEAVY, "numpy")),
        ("from helpers.stats import wilson; wilson(17, 20)", (*HEAVY, "numpy")),
        ("from helpers.stats import newcombe_paired; newcombe_paired(13, 1, 2, 3)", (*HEAVY, "numpy")),
        ("from helpers.stats import sample_size; sample_size(.05, discordant=.2)", (*HEAVY, "numpy")),
        ("from helpers.stats import wilson; wilson([17], [20])", HEAVY),
        ("from helpers.stats import mean_interval; mean_interval([0, 1] * 60)", HEAVY),
        ("from helpers.stats import mean_interval; mean_interval([0, 1, 1], 'abb')", ("scipy.stats", "pandas")),
        ("from helpers.stats import clopper_pearson; clopper_pearson(17, 20)", ("scipy.stats", "pandas")),
    ],
)
def test_hot_functions_load_nothing_heavy(code, kept_out):
    check = f"{code}\nimport sys\nprint(sorted(set({kept_out!r}) & set(sys.modules)))"
    out = subprocess.run([sys.executable, "-c", check], capture_output=True, text=True, check=True)
    assert out.stdout.strip() == "[]"


def test_numpy_numbers_are_scalars():
    assert stats.wilson(np.int64(17), np.float64(20)) == stats.wilson(17, 20)
    assert isinstance(stats.wilson(np.int64(17), np.int64(20)).value, float)
