"""What lab and lesson 02 do with conversations that somebody read: cards, counts, agreement, an audit, a plan, cases."""

from __future__ import annotations

import importlib
from typing import Any

_HOME = {
    "card": "cards",
}
__all__ = sorted(_HOME)


def __getattr__(name: str) -> Any:
    if name not in _HOME:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    value = getattr(importlib.import_module(f"{__name__}.{_HOME[name]}"), name)
    globals()[name] = value
    return value
