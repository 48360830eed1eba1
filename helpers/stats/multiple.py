"""Many tests at once: what they do to false alarms, and how to correct."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from helpers.stats._input import check_alpha, is_scalar, sample, share, whole, whole_array

if TYPE_CHECKING:
    import numpy as np


def any_false_alarm(tests: Any, alpha: float = 0.05) -> Any:
    """Chance of at least one false alarm in so many independent tests: 1 - (1 - alpha)^tests.

    tests: whole number or array; returns a float or an array. Looks at the same growing data are not independent:
    for those see `peeking_error`.
    """
    alpha = check_alpha(alpha)
    tests = whole(tests, "tests") if is_scalar(tests) else whole_array(tests, "tests")
    return 1 - (1 - alpha) ** tests


def holm(p_values: Any) -> np.ndarray:
    """p values adjusted by Holm's method, in the given order: compare them with alpha as they are.

    p_values: (m,) numbers in [0, 1]; returns (m,). Keeps the chance of any false alarm at alpha, however the tests
    depend on each other.
    Raises ValueError for an empty list, NaN, or values outside [0, 1].
    Source: Holm, Scand J Stat 6 (1979) 65; equals statsmodels multipletests(method="holm").
    """
    import numpy as np

    p, order = _sorted(p_values)
    stepped = np.maximum.accumulate(p[order] * np.arange(p.size, 0, -1))
    return _unsort(stepped, order)


def benjamini_hochberg(p_values: Any) -> np.ndarray:
    """p values adjusted so that among the findings a share of at most alpha is false, on average.

    Shapes and errors as in `holm`. For screening many slices; use `holm` when one false alarm is costly.
    Source: Benjamini & Hochberg, JRSS B 57 (1995) 289; equals statsmodels multipletests(method="fdr_bh").
    """
    import numpy as np

    p, order = _sorted(p_values)
    stepped = np.minimum.accumulate((p[order] * p.size / np.arange(1, p.size + 1))[::-1])[::-1]
    return _unsort(stepped, order)


def _sorted(p_values: Any) -> tuple[np.ndarray, np.ndarray]:
    import numpy as np

    p = sample(p_values, "p_values")
    share(p, "p_values")
    return p, np.argsort(p, kind="stable")


def _unsort(stepped: np.ndarray, order: np.ndarray) -> np.ndarray:
    import numpy as np

    adjusted = np.empty_like(stepped)
    adjusted[order] = np.minimum(stepped, 1)
    return adjusted
