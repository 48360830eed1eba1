"""Prices of litellm's bundled map, read straight from the file of the installed package: no import, no network.

The map carries no dates of its prices. Their day is the day on which the pinned version was read for this workbook.
"""

from __future__ import annotations

import datetime as dt
import functools
import importlib.metadata
import importlib.util
import json
from pathlib import Path
from typing import Any

from helpers.prices import NoPrice, Price, Tier

FILE = "model_prices_and_context_window_backup.json"
READ_ON = {"1.101.6": dt.date(2026, 11, 24)}  # version -> day on which its map was read
OTHER_UNITS = (
    "input_cost_per_request",
    "input_cost_per_second",
    "input_cost_per_character",
    "input_dbu_cost_per_token",
)
"""Prices that the count of tokens does not cover. An entry with one of them, and not 0, is refused."""
DEAREST = 1_000  # US dollars per million tokens; the dearest real price of the map of 2026 is 600


@functools.cache
def _read() -> dict[str, dict[str, Any]]:
    found = importlib.util.find_spec("litellm")
    if found is None or not found.submodule_search_locations:
        raise NoPrice("litellm is not installed, so its price map cannot be read. `pip install -r requirements.txt`.")
    path = Path(next(iter(found.submodule_search_locations))) / FILE
    try:
        content = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise NoPrice(f"The price map of litellm, {FILE}, cannot be read: {error}") from None
    return {name: entry for name, entry in content.items() if isinstance(entry, dict) and name != "sample_spec"}


@functools.cache
def version() -> str:
    """Version of the installed litellm."""
    return importlib.metadata.version("litellm")


def source() -> str:
    """What to name as the source of a price from the map."""
    return f"litellm {version()} price map, https://github.com/BerriAI/litellm"


def read_on() -> dt.date:
    """The day of the map's prices: READ_ON of the pinned version, else the day on which the file was installed."""
    known = READ_ON.get(version())
    if known:
        return known
    found = importlib.util.find_spec("litellm")
    path = Path(next(iter(found.submodule_search_locations))) / FILE
    return dt.date.fromtimestamp(path.stat().st_mtime)


def key_of(model: str) -> str | None:
    """The name of a model in the map: as given, or without the provider in front when the entry is that provider's."""
    entries = _read()
    if model in entries:
        return model
    provider, _, name = model.partition("/")
    if not name or name not in entries:
        return None
    of = str(entries[name].get("litellm_provider", ""))
    return name if of == provider or of.startswith(provider + "-") else None


def provider(key: str) -> str:
    """Who sells the model of this name in the map."""
    return str(_read()[key].get("litellm_provider", ""))


def find(model: str) -> Price:
    """The price of a chat model in the map. Raises: NoPrice that says why there is none."""
    key = key_of(model)
    if key is None:
        raise NoPrice(f"litellm's price map ({version()}) does not know {model!r} either.")
    return _row(key)


@functools.cache
def _row(key: str) -> Price:
    entry = _read()[key]
    if entry.get("mode") != "chat":
        raise NoPrice(f"{key!r} is no chat model in litellm's price map, but {entry.get('mode')!r}.")
    for unit in OTHER_UNITS:
        if entry.get(unit):
            raise NoPrice(f"{key!r} is not paid by the token alone: litellm's price map has {unit} for it.")
    tiers = _by_range(entry) or _by_limit(entry)
    base = tiers.pop(0) if tiers and entry.get("tiered_pricing") else _base(entry)
    if not all(price > 0 for tier in (base, *tiers) for price in (tier.input, tier.output)):
        raise NoPrice(f"litellm's price map has a price of 0, or none, for {key!r}. No hosted model is free.")
    if base.output > DEAREST or base.input > DEAREST:
        raise NoPrice(
            f"litellm's price map ({version()}) has {base.input:,.0f} US dollars for a million input tokens of "
            f"{key!r}, and {base.output:,.0f} for output. Above {DEAREST:,} a slip of the map is "
            "likelier than a price: ask the provider."
        )
    into, out = _dear(entry, "input_cost_per_token_batches"), _dear(entry, "output_cost_per_token_batches")
    return Price(
        model=key,
        kind="hosted",
        as_of=read_on(),
        source=source(),
        **dict(zip(("input", "output", "cache_read", "cache_write"), base[1:], strict=True)),
        tiers=tuple(tiers),
        batch=None,
        batch_input=into if into and out else None,
        batch_output=out if into and out else None,
        retired=_retired(entry),
    )


def _dear(entry: dict, name: str) -> float | None:
    """Dollars per million of a price per token; None for a price that is missing or 0."""
    value = entry.get(name)
    if isinstance(value, bool) or not isinstance(value, int | float) or not value > 0:
        return None
    return value * 1_000_000


def _base(entry: dict) -> Tier:
    names = ("input_cost_per_token", "output_cost_per_token")
    into, out = (_dear(entry, name) or 0.0 for name in names)
    return Tier(
        0, into, out, _dear(entry, "cache_read_input_token_cost"), _dear(entry, "cache_creation_input_token_cost")
    )


def _by_limit(entry: dict) -> list[Tier]:
    """Tiers written as input_cost_per_token_above_200k_tokens. What a tier does not name stays at the base price."""
    base, start, end = _base(entry), "input_cost_per_token_above_", "_tokens"
    found = []
    for name, value in entry.items():
        limit = name[len(start) : -len(end)]
        if not name.startswith(start) or not name.endswith(end) or value is None or not limit.rstrip("k").isdecimal():
            continue
        over = int(limit.rstrip("k")) * (1000 if limit.endswith("k") else 1)
        if entry.get("litellm_provider") == "xai":
            over -= 1  # litellm: this provider's tier begins at the limit
        rest = [
            _dear(entry, f"{part}_above_{limit}{end}") or old
            for part, old in zip(
                ("output_cost_per_token", "cache_read_input_token_cost", "cache_creation_input_token_cost"),
                base[2:],
                strict=True,
            )
        ]
        found.append(Tier(over, value * 1_000_000, *rest))
    return sorted(found)


def _by_range(entry: dict) -> list[Tier]:
    """Tiers written as a list of ranges. What a tier does not name costs its input price, as in litellm."""
    listed = entry.get("tiered_pricing")
    if not isinstance(listed, list):
        return []
    found = []
    for tier in listed:
        if not isinstance(tier, dict) or len(tier.get("range", ())) != 2:
            continue
        one = _base({"output_cost_per_token": entry.get("output_cost_per_token")} | tier)
        found.append(one._replace(over=int(tier["range"][0])))
    return sorted(found)


def _retired(entry: dict) -> dt.date | None:
    try:
        return dt.date.fromisoformat(str(entry.get("deprecation_date")))
    except ValueError:
        return None


def map_models() -> tuple[str, ...]:
    """Every chat model of the map that has a price by the token, by its name there. Retired ones are among them."""
    found = []
    for key, entry in _read().items():
        if entry.get("mode") != "chat":
            continue
        try:
            _row(key)
        except NoPrice:
            continue
        found.append(key)
    return tuple(found)
