"""What a call costs, by a dated price sheet: our own, a what-if, or litellm's bundled map. Never 0 by mistake."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

from helpers import paths, prices
from helpers.cost import pricemap
from helpers.prices import NoPrice, Price

SHIPPED = "shipped"
FOLDER = paths.DATA / "prices"


class Retired(NoPrice):
    """A model that is no longer offered on the day that was asked for."""


class BadSheet(ValueError):
    """A price sheet that is missing or not well formed; the message names file and row."""


def price(model: str, as_of: dt.date | str | None = None, sheet: str | Path | None = None) -> Price:
    """The price of a model on a day, in US dollars per million tokens.

    as_of: the newest price that is not later; None: the newest of all, and "retired" is judged today. sheet: "shipped"
    (data/models.yaml and my/models.yaml), the name of a sheet in data/prices/, or a path; only that sheet counts then.
    Without it: the shipped one, then litellm's map.
    Raises: NoPrice for a name that nothing knows, or a price of 0; Retired; BadSheet.
    """
    if not isinstance(model, str) or not model.strip():
        raise NoPrice(f"A model's name is a text such as openai/gpt-4o-mini, got {model!r}.")
    day = None if as_of is None else prices.to_day(as_of, "as_of")
    if sheet:
        try:
            row = prices.choose(sheet_rows(sheet), model, day)
        except NoPrice as error:
            raise NoPrice(
                f"{str(error).splitlines()[0]} (Looked for in the price sheet {str(sheet)!r} only.)"
            ) from None
    else:
        row = _anywhere(model, day)
    if row.retired and row.retired <= (day or dt.date.today()):
        raise Retired(
            f"{model!r} is retired: {row.source} names {row.retired} as its last day or the first day on which it may "
            f"be switched off. Choose another model, or ask for its price as_of an earlier day."
        )
    return row


def _anywhere(model: str, day: dt.date | None) -> Price:
    own = prices.rows()
    named = any(prices.covers(row.model, model) for row in own)
    if named:
        return prices.choose(own, model, day)
    row = None
    try:
        row = pricemap.find(model)
    except NoPrice as error:
        why = str(error)
    if row is None:
        try:
            prices.choose(own, model, day)
        except NoPrice as error:
            raise NoPrice(f"{why} {error}") from None
    if day and day < row.as_of:
        raise NoPrice(
            f"The price of {model!r} was read on {row.as_of} from litellm's price map, which names no earlier day; "
            f"asked for was {day}."
        )
    return row


def cost(
    model: str,
    prompt_tokens: int,
    completion_tokens: int,
    cached_tokens: int = 0,
    batch: bool = False,
    as_of: dt.date | str | None = None,
    *,
    cache_write_tokens: int = 0,
    sheet: str | Path | None = None,
) -> float:
    """Cost of a call in US dollars. A local model costs 0 by the token: see `local_price`.

    prompt_tokens: all of the prompt, with the `cached_tokens` read from and `cache_write_tokens` written to the
    provider's cache. Above a limit of the price every token of the call has the higher price. The rest as in `price`.
    Raises: what `price` raises; ValueError for negative counts, or more cached tokens than prompt tokens.
    """
    row = price(model, as_of, sheet)
    return prices.dollars(
        row, prompt_tokens, completion_tokens, cached_tokens, batch, cache_write_tokens=cache_write_tokens
    )


def local_price(hourly: float, tokens_per_hour: float) -> float:
    """US dollars per million tokens of a machine that costs `hourly` and makes so many tokens in an hour."""
    if not hourly > 0:
        raise ValueError(f"hourly must be above 0, got {hourly!r}: a machine that costs nothing does not exist.")
    if not tokens_per_hour > 0:
        raise ValueError(f"tokens_per_hour must be above 0, got {tokens_per_hour!r}; measure it.")
    return 1_000_000 * hourly / tokens_per_hour


def sheets() -> dict[str, str]:
    """Names that `sheet=` takes, with what each is. Those that are assumptions say so."""
    found = {SHIPPED: "the dated price sheet of the workbook, and your own rows in my/models.yaml"}
    for path in sorted(FOLDER.glob("*.yaml")):
        found[path.stem] = assumption(path.stem) or str(_content(path).get("title", path.stem))
    return found


def assumption(sheet: str | Path | None) -> str:
    """The sentence that a what-if sheet has to be shown with; empty for a sheet of real prices."""
    if not sheet or str(sheet) == SHIPPED:
        return ""
    return " ".join(str(_content(_path(sheet)).get("assumption", "")).split())


def sheet_rows(sheet: str | Path = SHIPPED) -> tuple[Price, ...]:
    """The rows of a price sheet: "shipped" (with the learner's own rows), a name in data/prices/, or a path.

    Raises: BadSheet with file and row.
    """
    try:
        return prices.rows() if str(sheet) == SHIPPED else prices.rows_of(_path(sheet))
    except (ValueError, OSError) as error:
        raise BadSheet(f"The price sheet {str(sheet)!r} cannot be used: {error}") from None


def _path(sheet: str | Path) -> Path:
    if str(sheet) == SHIPPED:
        return paths.DATA / "models.yaml"
    for path in (FOLDER / f"{sheet}.yaml", Path(sheet).expanduser()):
        if path.is_file():
            return path
    names = ", ".join([SHIPPED, *(path.stem for path in sorted(FOLDER.glob("*.yaml")))])
    raise BadSheet(f"There is no price sheet {str(sheet)!r}. Give one of {names}, or the path of a YAML file.")


def _content(path: Path) -> dict:
    import yaml

    try:
        content = yaml.safe_load(path.read_text(encoding="utf-8"))
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        raise BadSheet(f"{path} is not readable YAML: {error}") from None
    if not isinstance(content, dict):
        raise BadSheet(f"{path} needs a list under `rows:`.")
    return content
