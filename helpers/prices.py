"""Dated prices of models, from data/models.yaml and the learner's own my/models.yaml and from nowhere else."""

from __future__ import annotations

import datetime as dt
import math
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

from helpers import paths


class NoPrice(ValueError):
    """A hosted model without a price: nothing is asked until a row is added."""


class Tier(NamedTuple):
    """Prices per million tokens of a whole call whose prompt has more than `over` tokens."""

    over: int
    input: float
    output: float
    cache_read: float | None = None
    cache_write: float | None = None


@dataclass(frozen=True)
class Price:
    """Prices of one model from one day on, in US dollars per million tokens.

    `above` holds those of long prompts as a price file writes them, `tiers` as litellm's map has them. retired: the day
    from which on the model is no longer offered. batch_input, batch_output: prices of the batch interface where a
    source lists them; else `batch` is a factor on everything, and None where there is no batch price.
    """

    model: str
    kind: str
    as_of: dt.date
    source: str
    input: float = 0.0
    output: float = 0.0
    cache_read: float | None = None
    cache_write: float | None = None
    above: dict | None = None
    batch: float | None = 0.5
    hourly_usd: float | None = None
    key: str | None = None
    note: str = ""
    retired: dt.date | None = None
    tiers: tuple[Tier, ...] = ()
    batch_input: float | None = None
    batch_output: float | None = None


_NOT_IN_A_FILE = {"tiers", "batch_input", "batch_output"}


def rows() -> tuple[Price, ...]:
    """Every row of data/models.yaml and my/models.yaml, in the order of the files.

    Raises: ValueError naming file and row when one is not well formed.
    """
    return _shipped() + _own()


def price(model: str, as_of: dt.date | str | None = None) -> Price:
    """The newest row of `model` that is not later than `as_of` (default: the newest of all).

    `gpt-4o-mini` finds `openai/gpt-4o-mini`; another provider of the same model does not.
    Raises: NoPrice, with the lines to add, when there is no such row or a hosted model has a price of 0.
    """
    return choose(rows(), model, as_of)


def choose(listed: tuple[Price, ...], model: str, as_of: dt.date | str | None = None) -> Price:
    """As `price`, among the given rows. A later row wins over an earlier one of the same day."""
    day = None if as_of is None else to_day(as_of, "as_of")
    named = [row for row in listed if covers(row.model, model)]
    exact = [row for row in named if not row.model.endswith("/*")]
    found = exact or named
    if not found:
        raise NoPrice(f"There is no price for {model!r}. {_how_to_add(model)}")
    known = [row for row in found if day is None or row.as_of <= day]
    if not known:
        first = min(row.as_of for row in found)
        raise NoPrice(f"The first price of {model!r} is of {first}, later than {day}. {_how_to_add(model)}")
    newest = max(enumerate(known), key=lambda pair: (pair[1].as_of, pair[0]))[1]
    if newest.kind == "hosted" and not (newest.input > 0 and newest.output > 0):
        raise NoPrice(f"The price of {model!r} is 0, which no hosted model charges. {_how_to_add(model)}")
    return newest


def cost(
    model: str,
    prompt_tokens: int,
    completion_tokens: int,
    cached_tokens: int = 0,
    batch: bool = False,
    as_of: dt.date | str | None = None,
    *,
    cache_write_tokens: int = 0,
) -> float:
    """Cost of a call in US dollars. A local model costs 0 by the token (see `hourly_usd` of its price).

    prompt_tokens: all of the prompt, including the `cached_tokens` read from and `cache_write_tokens` written to the
    provider's prompt cache. Above the `above` limit every token of the call has the higher price.
    Raises: NoPrice; ValueError for negative counts, or more cached tokens than prompt tokens.
    """
    return dollars(
        price(model, as_of),
        prompt_tokens,
        completion_tokens,
        cached_tokens,
        batch,
        cache_write_tokens=cache_write_tokens,
    )


def dollars(
    row: Price,
    prompt_tokens: int,
    completion_tokens: int,
    cached_tokens: int = 0,
    batch: bool = False,
    *,
    cache_write_tokens: int = 0,
) -> float:
    """As `cost`, by a given row. Raises: NoPrice, ValueError as there."""
    for name, count in (
        ("prompt_tokens", prompt_tokens),
        ("completion_tokens", completion_tokens),
        ("cached_tokens", cached_tokens),
        ("cache_write_tokens", cache_write_tokens),
    ):
        if not count >= 0:
            raise ValueError(f"{name} must be 0 or more, got {count!r}.")
    if cached_tokens + cache_write_tokens > prompt_tokens:
        raise ValueError(
            f"cached_tokens ({cached_tokens}) and cache_write_tokens ({cache_write_tokens}) are part of prompt_tokens "
            f"({prompt_tokens}) and cannot be more."
        )
    if row.kind == "local":
        return 0.0
    if batch and row.batch_input is not None and row.batch_output is not None:
        return (prompt_tokens * row.batch_input + completion_tokens * row.batch_output) / 1_000_000
    if batch and row.batch is None:
        raise NoPrice(f"{row.model!r} has no batch price in the price file ({row.source}).")
    into, out, read, write = rates(row, prompt_tokens)
    fresh = prompt_tokens - cached_tokens - cache_write_tokens
    total = fresh * into + cached_tokens * read + cache_write_tokens * write + completion_tokens * out
    return total * (row.batch if batch else 1.0) / 1_000_000


def rates(row: Price, prompt_tokens: int = 0) -> tuple[float, float, float, float]:
    """Dollars per million tokens of a call with such a prompt: input, output, read from the cache, written to it.

    Where no cache price is known a cached token costs the input price; above the limit of `above` the two cache prices
    grow with the input price.
    """
    into, out, read, write = row.input, row.output, row.cache_read, row.cache_write
    if row.above and prompt_tokens > row.above["tokens"]:
        into, out = row.above["input"], row.above["output"]
        read, write = (None if old is None else old * into / row.input for old in (read, write))
    for tier in row.tiers:  # from the lowest up
        if prompt_tokens > tier.over:
            into, out, read, write = tier[1:]
    return into, out, into if read is None else read, into if write is None else write


def is_local(model: str) -> bool:
    """Whether the model runs on the learner's own machine and costs nothing by the token."""
    if model.startswith("local/"):
        return True
    return any(row.kind == "local" for row in rows() if covers(row.model, model))


def covers(pattern: str, model: str) -> bool:
    """Whether a row's name stands for this model: `openai/gpt-4o-mini` also for `gpt-4o-mini`, `ollama/*` for all."""
    if pattern.endswith("/*"):
        return model.startswith(pattern[:-1])
    return pattern == model or ("/" not in model and pattern.partition("/")[2] == model)


def _how_to_add(model: str) -> str:
    name = model if "/" in model else f"openai/{model}"
    today = dt.date.today().isoformat()
    return (
        "Look up what its provider charges per million tokens and add a row to my/models.yaml:\n"
        f"rows:\n  - {{model: {name}, as_of: {today}, source: https://…, input: 1.00, output: 5.00}}\n"
        "A model on your own machine gets `kind: local` and no prices."
    )


def _shipped() -> tuple[Price, ...]:
    return rows_of(paths.DATA / "models.yaml")


def _own() -> tuple[Price, ...]:
    try:
        path = paths.my() / "models.yaml"
    except RuntimeError:
        return ()
    return rows_of(path) if path.is_file() else ()


def rows_of(path: Path) -> tuple[Price, ...]:
    """The rows of a price file in the form of data/models.yaml. Raises: OSError; ValueError naming file and row."""
    return _load(path, *_signature(path))


def _signature(path: Path) -> tuple[int, int]:
    stat = path.stat()
    return stat.st_mtime_ns, stat.st_size


@lru_cache(maxsize=8)
def _load(path: Path, _changed: int, _size: int) -> tuple[Price, ...]:
    import yaml

    try:
        content = yaml.safe_load(path.read_text(encoding="utf-8"))
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        raise ValueError(f"{path} is not readable YAML: {error}") from None
    if not isinstance(content, dict) or not isinstance(content.get("rows"), list):
        raise ValueError(f"{path} needs a list under `rows:`.")
    common = {name: content[name] for name in ("as_of", "source") if name in content}
    return tuple(_row(row, common, f"{path}, row {number}") for number, row in enumerate(content["rows"], 1))


def _row(row: object, common: dict, where: str) -> Price:
    if not isinstance(row, dict) or not isinstance(row.get("model"), str):
        raise ValueError(f"{where}: a row is a set of fields with a `model`, got {row!r}.")
    row, where = common | row, f"{where} ({row['model']})"
    known = set(Price.__dataclass_fields__) - _NOT_IN_A_FILE
    if unknown := set(row) - known:
        raise ValueError(f"{where}: unknown fields {sorted(unknown)}; known: {sorted(known)}.")
    kind = row.get("kind", "hosted")
    if kind not in ("hosted", "local"):
        raise ValueError(f"{where}: kind is `hosted` or `local`, got {kind!r}.")
    needed = ("as_of", "source", "input", "output") if kind == "hosted" else ("as_of", "source")
    if missing := [name for name in needed if row.get(name) is None]:
        raise ValueError(f"{where}: {', '.join(missing)} missing.")
    clean = {**row, "kind": kind, "as_of": to_day(row["as_of"], f"{where}: as_of"), "source": str(row["source"])}
    for name in ("input", "output", "cache_read", "cache_write", "batch", "hourly_usd"):
        if clean.get(name) is not None:
            clean[name] = _amount(clean[name], f"{where}: {name}")
    if clean.get("retired") is not None:
        clean["retired"] = to_day(clean["retired"], f"{where}: retired")
    above = clean.get("above")
    if above is not None:
        if not isinstance(above, dict) or set(above) != {"tokens", "input", "output"}:
            raise ValueError(f"{where}: above needs tokens, input and output, got {above!r}.")
        clean["above"] = {name: _amount(value, f"{where}: above {name}") for name, value in above.items()}
    return Price(**clean)


def _amount(value: object, where: str) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float) or not math.isfinite(value) or value < 0:
        raise ValueError(f"{where} must be a number of 0 or more, got {value!r}.")
    return float(value)


def to_day(value: object, where: str) -> dt.date:
    """A date, or a text such as 2026-11-24, as a date. Raises: ValueError that names `where`."""
    if isinstance(value, dt.datetime):
        return value.date()
    if isinstance(value, dt.date):
        return value
    try:
        return dt.date.fromisoformat(str(value))
    except ValueError:
        raise ValueError(f"{where} must be a date such as 2026-11-24, got {value!r}.") from None
