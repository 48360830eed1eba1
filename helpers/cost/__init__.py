"""What a model costs and how fast it is: prices by date, cost per resolved ticket, cascades, latency, capacity, margin.

    cost.cost("openai/gpt-4o-mini", 10_000, 500, cached_tokens=9_000, as_of="2026-11-24")   # 0.001125 US dollars
    cost.cost_per_resolution(0.002, p_escalate=(30, 100), person=4.0, resolved=(95, 100))

A model that nothing knows, that is retired, or that seems to cost 0 is an error, never a 0.
"""

from __future__ import annotations

from helpers.lazily import exports

_HOME = {
    **dict.fromkeys(("price", "cost", "local_price", "sheets", "sheet_rows", "assumption"), "paying"),
    **dict.fromkeys(("NoPrice", "Retired", "BadSheet", "Price"), "paying"),
    "map_models": "pricemap",
    **dict.fromkeys(("break_even_calls", "shared_prefix", "cached_calls"), "caching"),
    **dict.fromkeys(("cost_per_resolution", "Resolution"), "resolving"),
    **dict.fromkeys(("cascade", "curve", "break_even_escalation", "Answers", "Cascade", "HeldOut"), "cascading"),
    **dict.fromkeys(("Point", "routed_curve"), "cascading"),
    **dict.fromkeys(("capacity", "Capacity", "erlang_c"), "sizing"),
    **dict.fromkeys(("latency", "per_token"), "waiting"),
    **dict.fromkeys(("load", "Load"), "loopback"),
    **dict.fromkeys(("margin", "Margin", "Decile", "tornado", "Swing"), "margins"),
}
__all__ = sorted(_HOME)
__getattr__, __dir__ = exports(__name__, _HOME)
