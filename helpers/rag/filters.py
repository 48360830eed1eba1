"""Filters on metadata in chroma's own form, so that both searches understand the same ones."""

from __future__ import annotations

import operator
from collections.abc import Mapping
from typing import Any

_ORDER = {"$gt": operator.gt, "$gte": operator.ge, "$lt": operator.lt, "$lte": operator.le}
_MANY = ("$in", "$nin")


def keeps(metadata: Mapping[str, Any], where: Mapping[str, Any]) -> bool:
    """Whether a chunk with this metadata fits the filter. A missing name fits only $ne and $nin, as in chroma.

    Raises: ValueError that says which part of the filter cannot be understood.
    """
    if not isinstance(where, Mapping) or len(where) != 1:
        raise ValueError(f"a filter holds one condition; join several with {{'$and': [...]}}. Got {where!r}")
    ((name, wanted),) = where.items()
    if name in ("$and", "$or"):
        if not isinstance(wanted, list | tuple) or len(wanted) < 2:
            raise ValueError(f"{name} takes a list of two conditions or more, got {wanted!r}")
        parts = [keeps(metadata, part) for part in wanted]
        return all(parts) if name == "$and" else any(parts)
    if name.startswith("$"):
        raise ValueError(f"unknown operator {name!r} where the name of a field was expected")
    if not isinstance(wanted, Mapping):
        wanted = {"$eq": wanted}
    if len(wanted) != 1:
        raise ValueError(f"{name}: one operator at a time, got {wanted!r}; join several with $and")
    ((sign, value),) = wanted.items()
    there, have = name in metadata, metadata.get(name)
    if sign == "$eq":
        return there and have == value
    if sign == "$ne":
        return not there or have != value
    if sign in _MANY:
        if not isinstance(value, list | tuple) or not value:
            raise ValueError(f"{name}: {sign} takes a list of values, got {value!r}")
        return (there and have in value) if sign == "$in" else (not there or have not in value)
    if sign in _ORDER:
        if isinstance(value, bool) or not isinstance(value, int | float):
            raise ValueError(f"{name}: {sign} compares numbers (for dates use {name}_day), got {value!r}")
        number = isinstance(have, int | float) and not isinstance(have, bool)
        return there and number and _ORDER[sign](have, value)
    raise ValueError(f"{name}: unknown operator {sign!r}; known are $eq, $ne, $in, $nin, {', '.join(_ORDER)}")
