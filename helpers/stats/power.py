"""How many cases, and what a given number of cases can show."""

from __future__ import annotations

import math
from typing import Any

from helpers.stats._input import check_alpha, is_scalar, normal_quantile

_WHICH = (
    "Give exactly one design: `baseline` (two independent arms, pass rate of the first), `discordant` (pass/fail on "
    "the same cases, share of cases where the two differ), or `between` (scores on the same cases, variance between "
    "cases of the true difference)"
)


def _design(baseline: Any, discordant: Any, between: Any) -> str:
    given = [n for n, v in (("baseline", baseline), ("discordant", discordant), ("between", between)) if v is not None]
    if len(given) != 1:
        raise ValueError(f"{_WHICH}; got {' and '.join(given) if given else 'none'}.")
    return given[0]


def _number(x: Any, name: str, low: float, high: float, *, open_ends: bool = False) -> float:
    try:
        value = float(x)
    except (TypeError, ValueError):
        raise ValueError(f"{name} must be one number, got {x!r}.") from None
    if not (low < value < high if open_ends else low <= value <= high):
        raise ValueError(f"{name} must lie between {low:g} and {high:g}, got {value:g}.")
    return value


def _per_unit(difference: float, baseline: Any, discordant: Any, between: Any, within: Any, repeats: Any) -> float:
    """Variance of the difference that one case (or pair, or case per arm) contributes, under the alternative."""
    design = _design(baseline, discordant, between)
    if design == "discordant":
        pd = _number(discordant, "discordant", 0, 1)
        if abs(difference) > pd:
            raise ValueError(
                f"A difference of {difference:g} needs at least {abs(difference):.0%} of the cases to differ, "
                f"but discordant is {pd:g}."
            )
        return pd - difference**2
    if design == "baseline":
        p1, p2 = _arms(baseline, difference)
        return p1 * (1 - p1) + p2 * (1 - p2)
    sa, sb = within if isinstance(within, (tuple, list)) else (within, within)
    ka, kb = repeats if isinstance(repeats, (tuple, list)) else (repeats, repeats)
    total = _number(between, "between", 0, math.inf)
    for s2, k in ((sa, ka), (sb, kb)):
        total += _number(s2, "within", 0, math.inf) / _number(k, "repeats", 1, math.inf)
    return total


def _arms(baseline: Any, difference: float) -> tuple[float, float]:
    p1 = _number(baseline, "baseline", 0, 1)
    p2 = p1 + difference
    if not -1e-12 <= p2 <= 1 + 1e-12:
        raise ValueError(
            f"baseline {p1:g} and difference {difference:g} make a pass rate of {p2:g}; it must be 0 to 1."
        )
    return p1, min(max(p2, 0.0), 1.0)


def sample_size(
    difference: float,
    *,
    baseline: float | None = None,
    discordant: float | None = None,
    between: float | None = None,
    within: float | tuple[float, float] = 0.0,
    repeats: float | tuple[float, float] = 1,
    alpha: float = 0.05,
    power: float = 0.8,
) -> float:
    """Cases needed to see `difference` with the given power: a float, to be rounded up (`math.ceil`).

    Give one of three designs. `baseline`: two independent arms, pass rates baseline and baseline + difference;
    the answer is per arm (statsmodels NormalIndPower on the arcsine effect size). `discordant`: pass/fail on the
    same cases, with the share of cases where A and B disagree; the answer is pairs (Connor). `between`: scores on
    the same cases, w2 = variance of the true difference between cases, `within` = variance of repeats of one case
    (one number, or one for A and one for B), `repeats` = K (`math.inf` gives the floor that repeats cannot beat)
    (Miller).
    Raises ValueError for a difference of 0, more or fewer than one design, or values that cannot be.
    Source: Miller, arXiv 2411.00640: (z_a/2 + z_b)^2 (w2 + sA2/KA + sB2/KB) / d^2; Connor, Biometrics 43 (1987)
    207: ((z_a/2 sqrt(pd) + z_b sqrt(pd - d^2)) / d)^2; Cohen's h for the independent arms.
    """
    d = _number(difference, "difference", -math.inf, math.inf)
    if d == 0 or not math.isfinite(d):
        raise ValueError("difference must not be 0 or infinite: say how large a difference would change your decision.")
    za = normal_quantile(1 - check_alpha(alpha) / 2)
    zb = normal_quantile(check_alpha(power, "power"))
    unit = _per_unit(d, baseline, discordant, between, within, repeats)
    if baseline is not None:
        return 2 * ((za + zb) / _cohen_h(baseline, d)) ** 2
    if discordant is not None:
        return ((za * math.sqrt(float(discordant)) + zb * math.sqrt(unit)) / d) ** 2
    return (za + zb) ** 2 * unit / d**2


def _cohen_h(baseline: float, difference: float) -> float:
    p1, p2 = _arms(baseline, difference)
    return 2 * math.asin(math.sqrt(p2)) - 2 * math.asin(math.sqrt(p1))


def power_of(
    n: Any,
    difference: float,
    *,
    baseline: float | None = None,
    discordant: float | None = None,
    between: float | None = None,
    within: float | tuple[float, float] = 0.0,
    repeats: float | tuple[float, float] = 1,
    alpha: float = 0.05,
) -> Any:
    """Probability that n cases (per arm, for `baseline`) show a true `difference` as significant.

    n: a number or an array; returns a float or an array of that shape. Designs as in `sample_size`, of which this
    is the inverse. Two-sided test; the chance of a significant result in the wrong direction counts for
    `baseline`, as in statsmodels.
    Raises ValueError as `sample_size`, and for n below 1.
    """
    if isinstance(n, str | bytes) or n is None:
        raise ValueError(f"n must be a number of cases or a list of them, got {n!r}.")
    if not is_scalar(n):
        import numpy as np

        one = [
            power_of(
                x,
                difference,
                baseline=baseline,
                discordant=discordant,
                between=between,
                within=within,
                repeats=repeats,
                alpha=alpha,
            )
            for x in np.asarray(n).ravel().tolist()
        ]
        return np.array(one).reshape(np.shape(n))
    n = _number(n, "n", 1, math.inf)
    d = abs(_number(difference, "difference", -1e300, 1e300))
    za = normal_quantile(1 - check_alpha(alpha) / 2)
    unit = _per_unit(float(difference), baseline, discordant, between, within, repeats)
    if baseline is not None:
        shift = abs(_cohen_h(baseline, float(difference))) * math.sqrt(n / 2)
        return _cdf(shift - za) + _cdf(-shift - za)
    if discordant is not None:
        top, spread = d * math.sqrt(n) - za * math.sqrt(float(discordant)), math.sqrt(unit)
    else:
        top, spread = d * math.sqrt(n) - za * math.sqrt(unit), math.sqrt(unit)
    if spread == 0:
        return 1.0 if top > 0 else 0.0
    return _cdf(top / spread)


def _cdf(z: float) -> float:
    return 0.5 * math.erfc(-z / math.sqrt(2))


def detectable_difference(
    n: float,
    *,
    baseline: float | None = None,
    discordant: float | None = None,
    between: float | None = None,
    within: float | tuple[float, float] = 0.0,
    repeats: float | tuple[float, float] = 1,
    alpha: float = 0.05,
    power: float = 0.8,
) -> float:
    """Smallest true improvement that n cases (per arm, for `baseline`) show with the given power.

    Designs as in `sample_size`, solved for the difference. Raises ValueError when no difference is large enough
    for n.
    """
    n = _number(n, "n", 1, math.inf)
    za = normal_quantile(1 - check_alpha(alpha) / 2)
    zb = normal_quantile(check_alpha(power, "power"))
    design = _design(baseline, discordant, between)
    if design == "between":
        unit = _per_unit(0.0, None, None, between, within, repeats)
        return (za + zb) * math.sqrt(unit / n)
    top = 1 - _number(baseline, "baseline", 0, 1) if design == "baseline" else _number(discordant, "discordant", 0, 1)

    def short(d: float) -> bool:
        return sample_size(d, baseline=baseline, discordant=discordant, alpha=alpha, power=power) > n

    if top == 0 or short(top):
        raise ValueError(
            f"With n = {n:g} not even the largest possible difference ({top:g}) is seen with power {power:g}."
        )
    low, high = 0.0, top
    for _ in range(100):  # halving: exact to the last digit of a float
        middle = (low + high) / 2
        if middle in (low, high):
            break
        low, high = (middle, high) if short(middle) else (low, middle)
    return high
