"""What lesson 09 shows: the running assistant under attack, disguises, redacted spans, two costs."""

from __future__ import annotations

from helpers.lazily import exports

_HOME = {
    **dict.fromkeys(("SHOWN", "RULES", "Tried", "shown", "one", "forbids", "tried", "rates"), "trying"),
    **dict.fromkeys(("MESSAGE", "marked", "missed", "redacted", "disguises", "disguise_table"), "showing"),
    **dict.fromkeys(("found_by_search", "found_by_guard", "incident_table", "owasp_table"), "showing"),
    **dict.fromkeys(("bound", "costs", "legs"), "pictures"),
}
__all__ = sorted(_HOME)
__getattr__, __dir__ = exports(__name__, _HOME)
