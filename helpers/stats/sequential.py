"""Looking at results while they come in: what peeking costs, and three ways to look that keep their promise."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any, NamedTuple

from helpers.stats._input import check_alpha, check_level, is_scalar, k_of_n, normal_quantile, one_of, sample, whole
from helpers.stats.estimate import Estimate

if TYPE_CHECKING:
    import numpy as np

NODES = 200


def _crossing(bounds: np.ndarray) -> np.ndarray:
    """Chance, under no effect, that |Z| has passed its bound by look 1..K, at equally spaced looks.

    Source: Armitage, McPherson & Rowe, JRSS A 132 (1969) 235: the density of the running sum is carried from look
    to look (here by Gauss-Legendre integration).
    """
    import numpy as np
    from scipy.special import ndtr

    x, w = np.polynomial.legendre.leggauss(NODES)
    half = bounds * np.sqrt(np.arange(1, len(bounds) + 1))
    stay = [2 * ndtr(half[0]) - 1]
    at = x * half[0]
    weight = np.exp(-at * at / 2) / math.sqrt(2 * math.pi) * w * half[0]
    for h in half[1:]:
        stay.append(float(weight @ (ndtr(h - at) - ndtr(-h - at))))
        new = x * h
        density = np.exp(-((new[:, None] - at) ** 2) / 2) @ weight / math.sqrt(2 * math.pi)
        at, weight = new, density * w * h
    return 1 - np.array(stay)


def peeking_error(looks: Any, *, alpha: float = 0.05) -> Any:
    """False-alarm rate when growing data are tested at level alpha at each of so many equally spaced looks.

    looks: whole number or array, up to 1000; returns a float or an array. Looks share data, so this is less than
    1 - (1 - alpha)^looks, and still far more than alpha.
    Source: Armitage, McPherson & Rowe, JRSS A 132 (1969) 235.
    """
    z = normal_quantile(1 - check_alpha(alpha) / 2)
    import numpy as np

    numbers = [whole(k, "looks", at_least=1) for k in np.asarray(looks).ravel().tolist()]
    if not numbers:
        raise ValueError("looks is empty; at least one number needed.")
    if max(numbers) > 1000:
        raise ValueError(
            f"looks can be at most 1000, got {max(numbers)}; use a confidence sequence for continuous looks."
        )
    all_looks = _crossing(np.full(max(numbers), z))
    if is_scalar(looks):
        return float(all_looks[numbers[0] - 1])
    return np.array([all_looks[k - 1] for k in numbers]).reshape(np.shape(looks))


class Boundaries(NamedTuple):
    """z: stop at look i when |z| passes z[i]. p: the same as two-sided p values. kind, alpha: what was asked for."""

    z: np.ndarray
    p: np.ndarray
    kind: str
    alpha: float


def group_sequential(looks: int, kind: str = "obrien_fleming", *, alpha: float = 0.05) -> Boundaries:
    """Boundaries for a planned number of equally spaced looks that keep the false-alarm rate at alpha overall.

    kind: "pocock" (the same at every look) or "obrien_fleming" (strict at first, almost the ordinary one at the
    end). Returns arrays of `looks` values. The number of looks is fixed before the start.
    Source: Pocock, Biometrika 64 (1977) 191; O'Brien & Fleming, Biometrics 35 (1979) 549.
    """
    k = whole(looks, "looks", at_least=1)
    if k > 200:
        raise ValueError(f"looks can be at most 200, got {k}; use msprt or confidence_sequence for continuous looks.")
    one_of(kind, "kind", ("pocock", "obrien_fleming"))
    alpha = check_alpha(alpha)
    import numpy as np
    from scipy.optimize import brentq
    from scipy.special import ndtr

    shape = np.ones(k) if kind == "pocock" else np.sqrt(k / np.arange(1, k + 1))
    # The last bound lies between the one for a single look and the one that adds the looks up (Bonferroni).
    low, high = normal_quantile(1 - alpha / 2) - 1e-9, normal_quantile(1 - alpha / (2 * k)) + 1e-9
    last = low + 1e-9 if k == 1 else brentq(lambda c: _crossing(c * shape)[-1] - alpha, low, high, xtol=1e-12)
    z = last * shape
    return Boundaries(z, 2 * ndtr(-z), kind, alpha)


class Sequential(NamedTuple):
    """value, low, high: difference B - A with its always-valid interval. ratio: evidence against "no difference".

    p_value: always-valid, the lowest so far. reject: ratio has reached 1 / alpha at this or an earlier look.
    """

    value: Any
    low: Any
    high: Any
    ratio: Any
    p_value: Any
    reject: Any


def msprt(k_a: Any, n_a: Any, k_b: Any, n_b: Any, *, tau2: float = 1e-4, alpha: float = 0.05) -> Sequential:
    """Mixture sequential test of two pass rates: look whenever you like, stop when `reject` is True.

    Passes and cases per arm so far: whole numbers, or (looks,) arrays of running counts in the order of time
    (fields are then arrays; `p_value` and `reject` remember earlier looks). tau2: variance of the effect expected
    beforehand (1e-4: effects about one point), fixed before the start. ratio: sqrt(s / (s + tau2)) exp(tau2 d^2 /
    (2 s (s + tau2))), with s = pA qA / nA + pB qB / nB; for arms of equal size n this is sqrt(V / (V + n tau2))
    exp(n^2 tau2 d^2 / (2 V (V + n tau2))). The normal approximation needs some 50 cases per arm before the first
    look; an arm of passes only, or fails only, gets the variance of one more of each.
    Raises ValueError as `wilson`; for arrays of more than one dimension; for running counts that shrink.
    Source: Johari et al., arXiv 1512.04922; form as in the R package mixtureSPRT.
    """
    alpha = check_alpha(alpha)
    if not is_scalar(tau2) or not 0 < tau2 < math.inf:
        raise ValueError(f"tau2 must be a number above 0, got {tau2!r}.")
    ka, na, scalar_a = k_of_n(k_a, n_a, "k_a", "n_a")
    kb, nb, scalar_b = k_of_n(k_b, n_b, "k_b", "n_b")
    import numpy as np

    try:
        ka, na, kb, nb = (np.array(x, dtype=float) for x in np.broadcast_arrays(ka, na, kb, nb))
    except ValueError:
        raise ValueError(f"Arm A has shape {np.shape(ka)} and arm B {np.shape(kb)}; they must match.") from None
    if ka.ndim > 1:
        raise ValueError("Give one running count per look: arrays of one dimension.")
    for name, x in (("k_a", ka), ("n_a", na), ("k_b", kb), ("n_b", nb)):
        if x.ndim and (np.diff(x) < 0).any():
            raise ValueError(f"{name} shrinks over time; give running totals in the order of the looks.")
    pa, pb = ka / na, kb / nb
    d, s = pb - pa, _variance(ka, na) + _variance(kb, nb)
    log_ratio = 0.5 * np.log(s / (s + tau2)) + tau2 * d**2 / (2 * s * (s + tau2))
    half = np.sqrt(s * (s + tau2) / tau2 * (2 * math.log(1 / alpha) + np.log((s + tau2) / s)))
    p = np.minimum(1.0, np.exp(-log_ratio))
    p = np.minimum.accumulate(p) if p.ndim else p
    with np.errstate(over="ignore"):
        ratio = np.exp(log_ratio)
    fields = [d, d - half, d + half, ratio, p, p <= alpha]
    if scalar_a and scalar_b:
        return Sequential(*(float(x) for x in fields[:5]), bool(fields[5]))
    return Sequential(*fields)


def _variance(k: np.ndarray, n: np.ndarray) -> np.ndarray:
    """Variance of k / n; for 0 of n and n of n, where it would be 0, as if one pass and one fail had come on top."""
    import numpy as np

    p = np.where((k == 0) | (k == n), (k + 1) / (n + 2), k / n)
    return p * (1 - p) / n


def confidence_sequence(values: Any, *, tightest_at: int = 500, start: int = 50, level: float = 0.95) -> Estimate:
    """Running mean of values in the order they came, with an interval that holds at all times at once.

    values: (T,) numbers, T at least `start`. Returns arrays of T: value, low, high, se, n. Before `start` values,
    and as long as all were equal, the interval is infinite: the method leans on a large sample. tightest_at:
    sample size at which the interval should be narrowest, fixed before the start. Stop as soon as it excludes
    what you test against. Half-width: sd sqrt(2 (t r + 1) / (t^2 r) log(sqrt(t r + 1) / alpha)), r = (-2 ln alpha
    + ln(-2 ln alpha + 1)) / tightest_at.
    Raises ValueError for NaN, or fewer values than `start`.
    Source: Waudby-Smith et al., arXiv 2103.06476.
    """
    alpha = 1 - check_level(level)
    start = whole(start, "start", at_least=2)
    target = whole(tightest_at, "tightest_at", at_least=1)
    x = sample(values, "values", at_least=start)
    import numpy as np

    t = np.arange(1, x.size + 1, dtype=float)
    mean = np.cumsum(x) / t
    shifted = x - x.mean()  # keeps the running variance exact when values are far from 0
    sd = np.sqrt(np.maximum(np.cumsum(shifted**2) / t - (np.cumsum(shifted) / t) ** 2, 0))
    rho2 = (-2 * math.log(alpha) + math.log(-2 * math.log(alpha) + 1)) / target
    half = sd * np.sqrt(2 * (t * rho2 + 1) / (t**2 * rho2) * np.log(np.sqrt(t * rho2 + 1) / alpha))
    flat = sd <= 1e-12 * max(1.0, float(np.abs(x).max()))
    half = np.where((t < start) | flat, np.inf, half)
    return Estimate(
        mean,
        mean - half,
        mean + half,
        se=sd / np.sqrt(t),
        n=t,
        level=level,
        unit="number",
        method=f"confidence sequence, tightest at {target}",
        note=f"no statement before {start} values",
    )
