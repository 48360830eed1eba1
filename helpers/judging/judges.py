"""Three judges on the same replies: phrases, embedding similarity, and a language model."""

from __future__ import annotations

import functools
import hashlib
import json
import sys
from collections.abc import Sequence
from typing import Any

from helpers import paths, world
from helpers.judging import prompts
from helpers.judging.labels import ReadReply
from helpers.llm.request import BUNDLED

JUDGES = ("phrases", "similarity", "model")
DRAWS, DRAWN, FREE = 5, 40, 120  # draws of a verdict; replies drawn again; replies judged in free words
_cosines: dict[str, float] = {}


def few(rows: Sequence[ReadReply], count: int) -> list[ReadReply]:
    """At most `count` of the replies, evenly spaced, always the same ones."""
    rows = list(rows)
    return rows if len(rows) <= count else [rows[at * len(rows) // count] for at in range(count)]


def verdicts(
    judge: str,
    rows: Sequence[ReadReply],
    *,
    threshold: float | None = None,
    variant: str = "plain",
    model: str | None = None,
) -> list[bool | None]:
    """What a judge says of each reply: True (pass), False (fail) or None (unscored).

    judge: "phrases" (must and must_not of the question), "similarity" (cosine of reply and reference answer at least
    `threshold`) or "model" (a language model; `variant` is one of `VARIANTS`, `model` a name for `llm.chat`, default
    the bundled one). Raises ValueError for another judge, or no threshold; the errors of `llm.chat_many`.
    """
    if judge == "phrases":
        return _by_phrases(rows)
    if judge == "similarity":
        if isinstance(threshold, bool) or not isinstance(threshold, int | float) or not -1 <= threshold <= 1:
            raise ValueError(f"The judge 'similarity' needs a threshold between -1 and 1, got {threshold!r}.")
        return [cosine >= threshold for cosine in cosines(rows)]
    if judge == "model":
        return [prompts.verdict_of(text) for text in said(rows, variant=variant, model=model)]
    raise ValueError(f"judge must be one of {', '.join(JUDGES)}, got {judge!r}.")


def _by_phrases(rows: Sequence[ReadReply]) -> list[bool | None]:
    from helpers.evals import contains

    grade, cases = contains(), world.cases([row.question for row in rows])
    found = [grade(case, row.text).status for case, row in zip(cases, rows, strict=True)]
    return [None if status == "unscored" else status == "pass" for status in found]


def cosines(rows: Sequence[ReadReply]) -> list[float]:
    """Cosine of each reply with the reference answer of its question, by the bundled embedder. An empty reply has 0.

    Those of the lab are kept in `data/world/cosines.json`, found by a hash of both texts; others are computed now, and
    so are all with WORKBOOK_LIVE=1.
    """
    from helpers.llm.kept import live_only

    known = {} if live_only(False) else _recorded_cosines()
    names = [cosine_name(row) for row in rows]
    missing = {name: row for name, row in zip(names, rows, strict=True) if name not in known and name not in _cosines}
    if missing:
        _cosines.update(zip(missing, measure(list(missing.values())), strict=True))
    return [known[name] if name in known else _cosines[name] for name in names]


def cosine_name(row: ReadReply) -> str:
    """Twelve hex digits of the sha256 of reference answer and reply."""
    return hashlib.sha256(f"{row.question.reference}\n{row.text}".encode()).hexdigest()[:12]


def measure(rows: Sequence[ReadReply]) -> list[float]:
    """The same cosines, computed now."""
    from helpers.embed import embed

    references = list(dict.fromkeys(row.question.reference for row in rows))
    vectors = embed([row.text.strip() or " " for row in rows] + references)
    place = {text: len(rows) + at for at, text in enumerate(references)}
    found = [float(vectors[at] @ vectors[place[row.question.reference]]) for at, row in enumerate(rows)]
    return [cosine if row.text.strip() else 0.0 for row, cosine in zip(rows, found, strict=True)]


@functools.cache
def _recorded_cosines() -> dict[str, float]:
    path = paths.WORLD / "cosines.json"
    return json.loads(path.read_text(encoding="utf-8")) if path.exists() else {}


def said(rows: Sequence[ReadReply], *, variant: str = "plain", model: str | None = None, repeat: int = 0) -> list[str]:
    """The judge's own words, one text per reply. From recordings where there are, else live."""
    return [reply.text for reply in _ask(rows, variant, model, repeat, 1)]


def draws(rows: Sequence[ReadReply], *, model: str | None = None, count: int = DRAWS) -> list[list[bool | None]]:
    """Verdicts of `count` draws at temperature 0.7, one list per reply."""
    found = [prompts.verdict_of(reply.text) for reply in _ask(rows, "drawn", model, 0, count)]
    return [found[at : at + count] for at in range(0, len(found), count)]


def _ask(rows: Sequence[ReadReply], variant: str, model: str | None, repeat: int, repeats: int) -> list[Any]:
    from helpers.llm import chat_many

    asked = [prompts.prompt(row.question.text, row.question.reference, row.text, variant) for row in rows]
    seen = sys.stderr.isatty() or "ipykernel" in sys.modules
    return chat_many(
        asked, model=model or BUNDLED, repeat=repeat, repeats=repeats, progress=seen, **prompts.settings(variant)
    )


def refusal(model: str, rows: Sequence[ReadReply]) -> str | None:
    """Why a model cannot be the judge here (no key, no such model), as a sentence; None when it can.

    Asks for the verdict on the first of the replies, which is kept and needed anyway.
    """
    from helpers.llm.errors import ModelError
    from helpers.prices import NoPrice

    try:
        _ask(rows[:1], "plain", model, 0, 1)
    except (ModelError, NoPrice) as error:
        return f"{model} cannot be the judge here: {error}"
    return None
