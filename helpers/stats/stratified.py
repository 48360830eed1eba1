"""A share from labels drawn separately in strata, for instance in what a judge passed and in what it failed."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any

from helpers.stats._input import k_of_n, whole, z_of
from helpers.stats.estimate import Estimate
from helpers.stats.proportion import wilson


def stratified_rate(
    counts: Mapping[Any, int], labelled: Mapping[Any, tuple[int, int]], *, level: float = 0.95
) -> Estimate:
    """True pass rate when labels were drawn at random within strata, however many from each.

    counts: {stratum: cases in it}, of all the traffic, as {"pass": 380, "fail": 120} for what a judge said.
    labelled: {stratum: (k, m)}: of m labelled cases of the stratum k are right. value: sum of count / total * k / m.
    It needs no TPR or TNR, and a poor judge only makes it wider. Interval: the Wilson intervals of the strata combined
    (MOVER), plus the chance in which stratum the traffic fell. n of the result: labelled cases.
    Raises ValueError for strata that differ, a stratum with cases but no labels, k > m, more labels than cases.
    Source: Cochran, Sampling Techniques (1977), 12.2; Zou & Donner, Stat Med 27 (2008) 1693.
    """
    z = z_of(level)
    sizes = {name: whole(size, f"counts[{name!r}]") for name, size in dict(counts).items()}
    total = sum(sizes.values())
    if not total:
        raise ValueError("counts holds no cases; give how many cases fell into each stratum.")
    if extra := [name for name in labelled if name not in sizes]:
        raise ValueError(
            f"labelled has the stratum {extra[0]!r}, which counts does not; it has {', '.join(map(repr, sizes))}."
        )
    value = between = down = up = 0.0
    labels, rates = 0, []
    for name, size in sizes.items():
        if not size:
            continue
        if name not in labelled:
            raise ValueError(f"The stratum {name!r} holds {size} cases and no labels. Label some of them.")
        try:
            k, m = labelled[name]
        except (TypeError, ValueError):
            raise ValueError(
                f"labelled[{name!r}] must be a pair (right, labelled) such as (54, 60), got {labelled[name]!r}."
            ) from None
        k, m, _ = k_of_n(
            whole(k, f"right in {name!r}"),
            whole(m, f"labelled in {name!r}"),
            f"right in {name!r}",
            f"labelled in {name!r}",
        )
        if m > size:
            raise ValueError(f"{m} cases are labelled in the stratum {name!r}, which holds only {size}.")
        part, weight = wilson(k, m, level=level), size / total
        value += weight * part.value
        down += (weight * (part.value - part.low)) ** 2
        up += (weight * (part.high - part.value)) ** 2
        rates.append((weight, part))
        labels += m
    between = sum(weight * (part.value - value) ** 2 for weight, part in rates) / total
    se = math.sqrt(sum((weight * part.se) ** 2 for weight, part in rates) + between)
    low, high = value - math.sqrt(down + z * z * between), value + math.sqrt(up + z * z * between)
    return Estimate(
        value,
        max(low, 0.0),
        min(high, 1.0),
        se=se,
        n=labels,
        level=level,
        method="stratified, Wilson combined (MOVER)",
        note=f"{labels} labelled in {len(rates)} strata of {total} cases",
    )
