"""Has the input changed? Population stability index with what chance alone would give."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from helpers.stats._input import check_level, sample, whole, whole_array

if TYPE_CHECKING:
    import numpy as np


class Psi(NamedTuple):
    """value: the index. limit: what chance alone stays under, at `level`. p_value: chance of this value without drift.

    beyond: value is over the limit. n, m: reference and current values. bins: number of bins used. limit, p_value
    and beyond are None when only shares without n and m were given.
    """

    value: float
    limit: float | None
    p_value: float | None
    beyond: bool | None
    n: float | None
    m: float | None
    bins: int
    note: str = ""

    def __str__(self) -> str:
        if self.limit is None:
            return f"PSI {self.value:.3f}, {self.bins} bins (without n and m no limit can be given)"
        size = f"{self.n:,.0f} and {self.m:,.0f} values, {self.bins} bins"
        text = f"PSI {self.value:.3f}; without drift up to {self.limit:.3f} ({size})"
        return text + (f" [{self.note}]" if self.note else "")


def psi(
    reference: Any,
    current: Any,
    *,
    bins: int = 10,
    counts: bool = False,
    n: int | None = None,
    m: int | None = None,
    level: float = 0.95,
) -> Psi:
    """Population stability index, sum (q - p) ln(q / p), with the limit that chance alone stays under.

    reference, current: (n,) and (m,) values: numbers, cut at the quantiles of the reference into `bins` bins, or
    names, one bin per name. With counts=True: cases per bin. Two lists of shares that both sum to 1 are taken as
    shares per bin; give n and m with them. Without drift the index is about (1/n + 1/m) chi-square with bins - 1
    degrees of freedom, so 0.1 or 0.25 mean nothing by themselves. With fewer than about 20 values per bin the
    limit is exceeded somewhat more often than it says (note). When a bin is empty on one side, half a case is
    added to every bin.
    Raises ValueError for NaN, empty input, lengths of counts that differ, one bin only.
    Source: Yurdakul & Naranjo, arXiv 2307.11878.
    """
    check_level(level)
    a, b, n, m = _bins(reference, current, bins, counts, n, m)
    import numpy as np

    used = (a > 0) | (b > 0)
    a, b = a[used], b[used]
    if a.size < 2:
        raise ValueError("All values fall into one bin, so a change of shares cannot be seen.")
    notes = []
    if (a == 0).any() or (b == 0).any():
        if n is None or m is None:
            raise ValueError("A share of 0 needs n and m: half a case is then added to every bin.")
        a, b = a + 0.5, b + 0.5
        notes.append("empty bin: half a case added to every bin")
    p, q = a / a.sum(), b / b.sum()
    value = float(((q - p) * np.log(q / p)).sum())
    if n is None or m is None:
        return Psi(value, None, None, None, n, m, a.size, "; ".join(notes))
    if min(n, m) < 20 * a.size:
        notes.append("fewer than 20 values per bin: the limit is a little too low")
    from scipy.special import chdtrc, chdtri

    scale = 1 / n + 1 / m
    limit = scale * float(chdtri(a.size - 1, 1 - level))
    return Psi(value, limit, float(chdtrc(a.size - 1, value / scale)), value > limit, n, m, a.size, "; ".join(notes))


def _bins(
    reference: Any, current: Any, bins: int, counts: bool, n: Any, m: Any
) -> tuple[np.ndarray, np.ndarray, float | None, float | None]:
    """Cases per bin on either side, and how many there are in all."""
    import numpy as np

    if counts:
        a, b = whole_array(reference, "reference"), whole_array(current, "current")
        if a.ndim != 1 or a.shape != b.shape:
            raise ValueError(f"reference has {a.size} bins and current {b.size}; give the counts of the same bins.")
        if a.sum() == 0 or b.sum() == 0:
            raise ValueError("All counts are 0 on one side.")
        return a, b, float(a.sum()), float(b.sum())
    one, two = list(reference), list(current)
    if not one or not two:
        raise ValueError("reference and current must each hold at least one value.")
    if any(isinstance(x, str) for x in (*one, *two)):
        return _names(one, two)
    a, b = sample(one, "reference"), sample(two, "current")
    if a.size == b.size and min(a.min(), b.min()) >= 0 and abs(a.sum() - 1) < 1e-9 and abs(b.sum() - 1) < 1e-9:
        n = None if n is None else float(whole(n, "n", at_least=1))
        m = None if m is None else float(whole(m, "m", at_least=1))
        return a * (n or 1), b * (m or 1), n, m
    if n is not None or m is not None:
        raise ValueError("n and m go with shares that sum to 1; these do not. Leave n and m out for values or counts.")
    bins = whole(bins, "bins", at_least=2)
    edges = np.unique(np.quantile(a, np.linspace(0, 1, bins + 1)[1:-1]))
    put = [np.bincount(np.searchsorted(edges, x), minlength=edges.size + 1).astype(float) for x in (a, b)]
    return put[0], put[1], float(a.size), float(b.size)


def _names(one: list[Any], two: list[Any]) -> tuple[np.ndarray, np.ndarray, float, float]:
    import numpy as np

    if any(x is None or x != x for x in (*one, *two)):
        raise ValueError('There are missing names (None or NaN). Leave them out, or name them, for example "missing".')
    names = {name: i for i, name in enumerate(dict.fromkeys((*one, *two)))}
    put = [np.bincount([names[x] for x in side], minlength=len(names)).astype(float) for side in (one, two)]
    return put[0], put[1], float(len(one)), float(len(two))
