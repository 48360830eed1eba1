"""Cut documents into chunks that keep their provenance: which document, which version, which part of it."""

from __future__ import annotations

import dataclasses
import datetime
from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple

PLAIN = (str, int, float, bool)  # what chromadb keeps as metadata


class Piece(NamedTuple):
    """A chunk of a document. `id` is document id, "#" and the number of the chunk; `start` counts words from 0."""

    id: str
    document: str
    text: str
    start: int
    metadata: dict[str, str | int | float | bool]


def words(text: str) -> list[str]:
    """The words of a text as chunk sizes count them: separated by white space, marks included."""
    return text.split()


def chunk(text: str, size: int = 160, overlap: int = 0) -> list[str]:
    """Cut a text into chunks of at most `size` words; neighbours share `overlap` words.

    Line ends inside a chunk stay. A text of at most `size` words is one chunk; an empty text gives none. The last chunk
    is never only the overlap.
    Raises: ValueError unless size >= 1 and 0 <= overlap < size.
    """
    return [text[start:end] for _, start, end in _spans(text, size, overlap)]


def _spans(text: str, size: int, overlap: int) -> list[tuple[int, int, int]]:
    """For each chunk: the number of its first word, and where it begins and ends in the text."""
    for name, value in (("size", size), ("overlap", overlap)):
        if isinstance(value, bool) or not isinstance(value, int):
            raise ValueError(f"{name} must be a whole number of words, got {value!r}")
    if size < 1 or not 0 <= overlap < size:
        raise ValueError(f"size must be at least 1 and 0 <= overlap < size; got size {size}, overlap {overlap}")
    found, at = [], 0
    for word in words(text):
        at = text.index(word, at)
        found.append((at, at + len(word)))
        at += len(word)
    spans, first = [], 0
    while first < len(found):
        last = min(first + size, len(found)) - 1
        spans.append((first, found[first][0], found[last][1]))
        if last == len(found) - 1:
            break
        first += size - overlap
    return spans


def pieces(document: Any, size: int, overlap: int) -> list[Piece]:
    """The chunks of a document: a `world.Document`, a mapping with id and text, or a pair (id, text).

    A title is put in front of every chunk when the document has one, so that a chunk still says what it is about. Dates
    become texts like 2026-09-01, and numbers of days (`valid_from_day`) beside them so that `where` can compare them.
    Raises: ValueError for a document without an id or with a text that is not text.
    """
    name, title, text, metadata = _read(document)
    made = []
    for number, (first, start, end) in enumerate(_spans(text, size, overlap)):
        body = f"{title}\n{text[start:end]}" if title else text[start:end]
        made.append(Piece(f"{name}#{number}", name, body, first, {"document": name, "start": first, **metadata}))
    return made


def _read(document: Any) -> tuple[str, str, str, dict[str, Any]]:
    if isinstance(document, Mapping):
        data = dict(document)
    elif dataclasses.is_dataclass(document) and not isinstance(document, type):
        data = {field.name: getattr(document, field.name) for field in dataclasses.fields(document)}
        if hasattr(document, "key"):
            data |= {"page": data.get("id"), "id": document.key}
    elif isinstance(document, tuple) and len(document) == 2:
        data = {"id": document[0], "text": document[1]}
    else:
        raise ValueError(
            f"a document is a world.Document, a mapping with id and text, or a pair (id, text); got {document!r:.80}"
        )
    name, text = data.pop("id", None), data.pop("text", None)
    if not isinstance(name, str) or not name or "#" in name:
        raise ValueError(f"a document needs an id that is a text without '#', got {name!r}")
    if not isinstance(text, str):
        raise ValueError(f"document {name}: text must be a text, got {type(text).__name__}")
    title = data.get("title") or ""
    return name, str(title), text, plain(data)


def plain(data: Mapping[str, Any]) -> dict[str, Any]:
    """Metadata that every store can hold: texts, numbers, yes or no. None is left out; lists become one text."""
    kept: dict[str, Any] = {}
    for name, value in data.items():
        if value is None or name == "document":
            continue
        if isinstance(value, datetime.date):
            kept[name], kept[f"{name}_day"] = value.isoformat(), value.toordinal()
        elif isinstance(value, PLAIN):
            kept[name] = value
        elif isinstance(value, Iterable):
            kept[name] = ", ".join(map(str, value))
        else:
            kept[name] = str(value)
    return kept
