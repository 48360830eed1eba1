"""The one shape every statistic comes back in: a value with its interval."""

from __future__ import annotations

import math
from typing import Any, NamedTuple

UNITS = ("share", "points", "number")


class Estimate(NamedTuple):
    """A value with its interval; `str` reads like "78 % (71 to 84 %), n = 120".

    Fields: value, low, high: floats, or arrays of one shape when the inputs were arrays. se: standard error. n:
    number of units the value rests on (cases, pairs, clusters are named in `note`). p_value: of the test against
    "no difference". level: confidence level of the interval. unit: "share" (of 1, shown in per cent), "points"
    (difference of two shares, shown in percentage points) or "number". method: name of the interval. note: what a
    reader must know before using it (empty when there is nothing). What a method does not have is None.
    """

    value: Any
    low: Any
    high: Any
    se: Any = None
    n: Any = None
    p_value: Any = None
    level: float = 0.95
    unit: str = "share"
    method: str = ""
    note: str = ""

    @property
    def width(self) -> Any:
        """high - low, in the unit of the value."""
        return self.high - self.low

    @property
    def excludes_zero(self) -> Any:
        """True when the interval leaves out 0 (bool, or an array of bool)."""
        return _flag((self.low > 0) | (self.high < 0))

    def contains(self, number: float) -> Any:
        """True when `number` lies within the interval (bool, or an array of bool)."""
        return _flag((self.low <= number) & (self.high >= number))

    def __float__(self) -> float:
        return float(self.value)

    @property
    def text(self) -> str:
        """The value and its interval without n, p and note: "78 % (71 to 84 %)"."""
        if _shape(self.value):
            return "; ".join(one.text for one in self.each())
        return _words(float(self.value), _number(self.low), _number(self.high), self.unit)

    def __str__(self) -> str:
        if _shape(self.value):
            return "\n".join(str(one) for one in self.each())
        parts = [self.text]
        if self.n is not None:
            parts.append(f"n = {_count(self.n)}")
        if self.p_value is not None:
            parts.append(p_text(float(self.p_value)))
        return ", ".join(parts) + (f" [{self.note}]" if self.note else "")

    def each(self) -> list[Estimate]:
        """One Estimate per element when the fields are arrays, in their flat order; else a list of this one."""
        shape = _shape(self.value)
        if not shape:
            return [self]
        size = math.prod(shape)
        columns = [_flat(field, shape, size) for field in self[:6]]
        return [Estimate(*row, *self[6:]) for row in zip(*columns, strict=True)]


def _shape(x: Any) -> tuple[int, ...]:
    return getattr(x, "shape", ())


def _flat(field: Any, shape: tuple[int, ...], size: int) -> list[Any]:
    if not _shape(field):
        return [field] * size
    import numpy as np

    return np.broadcast_to(field, shape).ravel().tolist()


def _flag(answer: Any) -> Any:
    return answer if _shape(answer) else bool(answer)


def p_text(p: float) -> str:
    """A p value in words: "p = .010", "p < .001"."""
    if math.isnan(p):
        return "p unknown"
    if p < 0.001:
        return "p < .001"
    return f"p = {p:.3f}".replace("0.", ".", 1)


def _number(x: Any) -> float:
    return float("nan") if x is None else float(x)


def _count(n: Any) -> str:
    n = float(n)
    return f"{n:,.0f}" if n.is_integer() else f"{n:,.1f}"


def _words(value: float, low: float, high: float, unit: str) -> str:
    if math.isnan(value):
        return "unknown"
    if unit == "number":
        digits = 3 if abs(value) < 10 else 2 if abs(value) < 100 else 0
        show = f"{{:,.{digits}f}}".format
        return f"{show(value)} ({_bound(low, show)} to {_bound(high, show)})"
    digits = _digits(value, low, high)
    if unit == "points":
        show = f"{{:+.{max(digits, 1)}f}}".format
        return f"{show(100 * value)} points ({_bound(100 * low, show)} to {_bound(100 * high, show)})"
    show = f"{{:.{digits}f}}".format
    return f"{show(100 * value)} % ({_bound(100 * low, show)} to {_bound(100 * high, show)} %)"


def _bound(x: float, show: Any) -> str:
    if math.isnan(x):
        return "unknown"
    return ("no lower limit" if x < 0 else "no upper limit") if math.isinf(x) else show(x)


def _digits(value: float, low: float, high: float) -> int:
    """Decimals of a percentage: enough that the interval keeps a width, and that 99.7 % is not shown as 100 %."""
    width = high - low
    digits = 0 if not width < 0.05 else 1 if width >= 0.005 else 2
    for x in (value, low, high):
        if digits == 0 and 0 < x < 1 and round(100 * x) in (0, 100):
            digits = 1
    return digits
