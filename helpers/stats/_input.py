"""Checks of what comes in, and the two quantiles that nearly every interval needs. Loads no scipy until it must."""

from __future__ import annotations

import math
from collections.abc import Sequence
from functools import lru_cache
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import numpy as np

SIDES = ("both", "lower", "upper")


def is_scalar(x: Any) -> bool:
    """True for a plain or numpy number (and a 0-dimensional array), without loading numpy."""
    return isinstance(x, (int, float)) or getattr(x, "ndim", None) == 0


def whole(x: Any, name: str, *, at_least: int = 0) -> int:
    """`x` as an int. ValueError when it is not a whole number of at least `at_least`."""
    if isinstance(x, int):
        number = int(x)
    else:
        try:
            number = float(x)
        except (TypeError, ValueError):
            raise ValueError(f"{name} must be a whole number, got {x!r}.") from None
        if not math.isfinite(number) or number != math.floor(number):
            raise ValueError(f"{name} must be a whole number, got {x!r}.")
        number = int(number)
    if number < at_least:
        raise ValueError(f"{name} must be {at_least} or more, got {number}.")
    return number


def whole_array(x: Any, name: str, *, at_least: int = 0) -> np.ndarray:
    """`x` as an array of whole numbers (float64). ValueError that names the first bad one."""
    import numpy as np

    try:
        numbers = np.asarray(x, dtype=float)
    except (TypeError, ValueError):
        raise ValueError(f"{name} must hold whole numbers, got {x!r}.") from None
    if numbers.size == 0:
        raise ValueError(f"{name} is empty; at least one number is needed.")
    bad = ~np.isfinite(numbers) | (numbers != np.floor(numbers)) | (numbers < at_least)
    if bad.any():
        raise ValueError(f"{name} must hold whole numbers of {at_least} or more, got {numbers[bad].flat[0]:g}.")
    return numbers


def k_of_n(k: Any, n: Any, k_name: str = "k", n_name: str = "n") -> tuple[Any, Any, bool]:
    """k and n checked: ints when both are scalars, else broadcast float arrays. Third: are they scalars."""
    if is_scalar(k) and is_scalar(n):
        k, n = whole(k, k_name), whole(n, n_name)
        if n == 0:
            raise ValueError(
                f"{n_name} is 0: nothing was observed, so there is no share to estimate. Give {n_name} >= 1."
            )
        if k > n:
            raise ValueError(f"{k_name} = {k} is more than {n_name} = {n}; {k_name} counts some of the {n_name} cases.")
        return k, n, True
    import numpy as np

    k, n = whole_array(k, k_name), whole_array(n, n_name)
    try:
        k, n = np.broadcast_arrays(k, n)
    except ValueError:
        raise ValueError(f"{k_name} has shape {k.shape} and {n_name} {n.shape}; they must match.") from None
    if (n == 0).any():
        raise ValueError(f"{n_name} holds a 0: nothing was observed there. Leave those groups out.")
    if (k > n).any():
        at = int(np.flatnonzero(k > n)[0])
        raise ValueError(f"{k_name} = {k.flat[at]:g} is more than {n_name} = {n.flat[at]:g} at position {at}.")
    return k, n, False


def share(x: Any, name: str) -> Any:
    """`x` as a float or array within [0, 1]. ValueError otherwise."""
    import numpy as np

    try:
        numbers = np.asarray(x, dtype=float)
    except (TypeError, ValueError):
        raise ValueError(f"{name} must be a number from 0 to 1, got {x!r}.") from None
    if numbers.size == 0:
        raise ValueError(f"{name} is empty; at least one number from 0 to 1 is needed.")
    bad = ~((numbers >= 0) & (numbers <= 1))
    if bad.any():
        raise ValueError(f"{name} must be from 0 to 1, got {numbers[bad].flat[0]:g}.")
    return numbers if numbers.ndim else float(numbers)


def sample(x: Any, name: str = "scores", *, at_least: int = 1, ndim: tuple[int, ...] = (1,)) -> np.ndarray:
    """`x` as a float array without gaps. ValueError for too few values, NaN, infinity, or a wrong shape."""
    import numpy as np

    if isinstance(x, (str, bytes)) or (not hasattr(x, "__len__") and not hasattr(x, "__iter__")):
        raise ValueError(f"{name} must be a list or array of numbers, got {x!r}.")
    if not hasattr(x, "dtype"):
        x = list(x)
    try:
        values = np.asarray(x, dtype=float)
    except (TypeError, ValueError):
        raise ValueError(f"{name} must hold numbers only (rows of one length, no None, no text).") from None
    if values.size < at_least:
        raise ValueError(f"{name} has {values.size} value(s); at least {at_least} needed.")
    if values.ndim not in ndim:
        wanted = " or ".join(f"{d}" for d in ndim)
        raise ValueError(f"{name} has {values.ndim} dimensions (shape {values.shape}); {wanted} needed.")
    missing = int(np.isnan(values).sum())
    if missing:
        raise ValueError(
            f"{name} holds {missing} NaN of {values.size}. An unscored case is neither a pass nor a fail: "
            "leave it out here and report how many there were."
        )
    if not np.isfinite(values).all():
        raise ValueError(f"{name} holds an infinite value.")
    return values


def groups(clusters: Any, n: int) -> tuple[np.ndarray, int]:
    """Cluster of each of n rows as codes 0..C-1, and C. ValueError for a wrong length or a missing name."""
    import numpy as np

    names = list(clusters)
    if len(names) != n:
        raise ValueError(f"clusters has {len(names)} names for {n} scores; give one per score.")
    codes: dict[Any, int] = {}
    for name in names:
        if name is None or name != name:
            raise ValueError("clusters holds a missing name (None or NaN); give every score a cluster.")
        codes.setdefault(name, len(codes))
    return np.fromiter((codes[name] for name in names), dtype=int, count=n), len(codes)


def check_level(level: float) -> float:
    """Confidence level within (0, 1). ValueError otherwise, with a hint when it looks like a percentage."""
    try:
        value = float(level)
    except (TypeError, ValueError):
        raise ValueError(f"level must be a number between 0 and 1 such as 0.95, got {level!r}.") from None
    if not 0 < value < 1:
        raise ValueError(f"level must lie between 0 and 1 (0.95 for 95 %), got {level!r}.")
    return value


def check_alpha(alpha: float, name: str = "alpha") -> float:
    """Error rate within (0, 1). ValueError otherwise."""
    try:
        value = float(alpha)
    except (TypeError, ValueError):
        raise ValueError(f"{name} must be a number between 0 and 1, got {alpha!r}.") from None
    if not 0 < value < 1:
        raise ValueError(f"{name} must lie between 0 and 1, got {alpha!r}.")
    return value


def one_of(value: str, name: str, allowed: Sequence[str]) -> str:
    """`value` when it is allowed. ValueError that lists what is."""
    if value not in allowed:
        raise ValueError(f"{name} must be one of {', '.join(map(repr, allowed))}, got {value!r}.")
    return value


def tail(level: float, side: str = "both") -> float:
    """Error probability in one tail: (1 - level) / 2 for a two-sided interval, 1 - level for a one-sided bound."""
    one_of(side, "side", SIDES)
    return (1 - check_level(level)) / (2 if side == "both" else 1)


@lru_cache(maxsize=256)
def normal_quantile(p: float) -> float:
    """z with P(Z <= z) = p (standard library, no scipy)."""
    from statistics import NormalDist

    return NormalDist().inv_cdf(p)


def z_of(level: float, side: str = "both") -> float:
    """The z that goes with a confidence level: 1.959964 for 0.95, two-sided."""
    return normal_quantile(1 - tail(level, side))


@lru_cache(maxsize=256)
def t_quantile(p: float, df: float) -> float:
    """t with P(T <= t) = p at df degrees of freedom (scipy.special: a third of the import cost of scipy.stats)."""
    from scipy.special import stdtrit

    return float(stdtrit(df, p))


def two_sided_p(statistic: float, df: float | None = None) -> float:
    """P(|Z| >= |statistic|), or of Student's t when df is given."""
    if math.isnan(statistic):
        return math.nan
    if df is None:
        return math.erfc(abs(statistic) / math.sqrt(2))
    from scipy.special import stdtr

    return float(2 * stdtr(df, -abs(statistic)))
