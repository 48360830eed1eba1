"""A page as it is cut: its words by chunk, whether an answer stays whole, and what the embedder never reads."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Any

WIDE = 84  # characters in a line of the picture
_INKS = ("#CFE5F3", "#FBE3B5", "#BFE6DA", "#F3D9E7")  # pale, so that black text stays readable on them


def _lines(text: str) -> list[list[tuple[int, str]]]:
    """The words of a text with their number, in lines as they are drawn; headings begin a new line."""
    lines: list[list[tuple[int, str]]] = []
    number = 0
    for row in text.splitlines():  # as in `text.split()`: a word of marks alone is a word
        line: list[tuple[int, str]] = []
        used = 0
        for word in row.split():
            if line and used + len(word) > WIDE:
                lines.append(line)
                line, used = [], 0
            line.append((number, word))
            used += len(word) + 1
            number += 1
        if line:
            lines.append(line)
    return lines


def marked_words(text: str, mark: str) -> range:
    """The numbers of the words in which a phrase stands, at its first occurrence; an empty range where it does not."""
    words, wanted = ([word.strip("*.,;:()") for word in part.split()] for part in (text, mark))
    for start in range(len(words) - len(wanted) + 1 if wanted else 0):
        if words[start : start + len(wanted)] == wanted:
            return range(start, start + len(wanted))
    return range(0)


def cut_picture(document: Any, size: int, overlap: int = 0, *, mark: str = "") -> tuple[Any, str]:
    """The text of a page with each chunk in its colour, and a description in words.

    document: something with `title` and `text`. size, overlap: in words, as in `rag.chunk`; where two chunks share
    words these are underlined. mark: a phrase to frame, such as "14 days"; the description says which chunks hold it.
    Raises: ValueError for sizes that `rag.chunk` refuses.
    """
    from helpers import plots
    from helpers.rag import pieces

    made = pieces({"id": "page", "title": "", "text": document.text}, size, overlap)
    holds: dict[int, list[int]] = {}
    for number, piece in enumerate(made):
        for word in range(piece.start, piece.start + len(piece.text.split())):
            holds.setdefault(word, []).append(number)
    framed = marked_words(document.text, mark)
    lines = _lines(document.text)
    fig, ax = plots.figure(7.6, 0.65 + 0.21 * len(lines))
    from matplotlib.patches import Rectangle

    for row, line in enumerate(lines):
        at = 0
        for word, raw in line:
            text = raw.replace("**", "")
            here = holds[word]
            wide = len(text) + 1
            ax.add_patch(Rectangle((at, -row - 0.5), wide, 1, color=_INKS[here[0] % len(_INKS)], linewidth=0))
            if len(here) > 1:
                ax.add_patch(Rectangle((at, -row - 0.5), wide, 0.3, color=_INKS[here[1] % len(_INKS)], linewidth=0))
                ax.plot([at, at + wide], [-row - 0.42] * 2, color=plots.COLORS["black"], linewidth=0.8)
            if word in framed:
                ax.plot([at, at + wide - 0.6], [-row - 0.36] * 2, color=plots.COLORS["vermillion"], linewidth=2.6)
            ax.text(at, -row, text, family="monospace", fontsize=9, va="center",
                    fontweight="bold" if word in framed else "normal")  # fmt: skip
            at += wide
    ax.set_xlim(0, WIDE + 13)
    ax.set_ylim(-len(lines) + 0.4, 0.7)
    ax.axis("off")
    shared = sum(len(numbers) > 1 for numbers in holds.values())
    count = f"{len(made)} chunk{'' if len(made) == 1 else 's'}"
    ax.set_title(f"{document.title}: {count}" + (f", {shared} words stand in two" if shared else ""))
    said = f"{len(holds)} words in {count} of at most {size} words" + (f", overlap {overlap}." if overlap else ".")
    return fig, f"{said} {_where(made, framed, mark)}".strip()


def _where(made: list, framed: range, mark: str) -> str:
    if not framed:
        return ""
    whole = [
        number
        for number, piece in enumerate(made, start=1)
        if piece.start <= framed[0] and framed[-1] < piece.start + len(piece.text.split())
    ]
    if not whole:
        return f"“{mark}” is cut in two: no chunk holds it whole."
    return f"“{mark}” stands whole in chunk {' and '.join(map(str, whole))}."


def whole(questions: Iterable[Any], size: int, overlap: int = 0) -> list[bool]:
    """For each question: whether one chunk of a page that answers it holds every phrase that a right reply needs.

    No search is run: it is the best that a search with a single chunk could do. Pages as published today.
    """
    from helpers import world
    from helpers.evals import mentions
    from helpers.rag import chunk

    made: dict[str, list[str]] = {}
    found = []
    for question in questions:
        for name in question.documents:
            made.setdefault(name, chunk(world.document(name).text, size, overlap))
        texts = [text for name in question.documents for text in made[name]]
        found.append(any(all(mentions(text, item) for item in question.must) for text in texts))
    return found


def unread(text: str, removed: Sequence[int], embed: Callable[[Sequence[str]], Any] | None = None) -> list[float]:
    """The cosine of a text with itself after its last words were taken away, for each number of words in `removed`.

    Line ends become spaces first, which the embedder does not see. embed: the bundled one unless given.
    Raises: ValueError when a number of words leaves no text.
    """
    words = text.split()
    if any(not 0 <= count < len(words) for count in removed):
        raise ValueError(f"removed takes numbers from 0 to {len(words) - 1}, got {list(removed)}")
    if embed is None:
        from helpers.embed import embed
    rows = embed([" ".join(words[: len(words) - count]) for count in (0, *removed)])
    return [float(row @ rows[0]) for row in rows[1:]]


def tokens(text: str) -> int:
    """How many tokens the bundled embedder makes of a text, before it cuts; the two at the ends are counted."""
    from tokenizers import Tokenizer

    from helpers.embed import weights_file

    found = Tokenizer.from_file(str(weights_file().with_name("tokenizer.json")))
    found.no_truncation()
    found.no_padding()
    return len(found.encode(text).ids)


def unread_figure(removed: Sequence[int], cosines: Sequence[float], words: int) -> tuple[Any, str]:
    """The cosines of `unread` as a line, the words that the embedder never read shaded, and a description."""
    from helpers import plots

    same = [count for count, cosine in zip(removed, cosines, strict=True) if cosine > 0.9995]
    fig, ax = plots.figure(7.2, 2.9)
    ax.plot(list(removed), list(cosines), marker="o", color=plots.COLORS["blue"])
    if same and max(same):
        ax.axvspan(0, max(same), color=plots.COLORS["pale"], zorder=0)
        ax.text(max(same) / 2, min(cosines), "never read", ha="center", va="bottom", fontsize=11)
    ax.set_xlabel(f"words taken from the end of a page of {words} words")
    ax.set_ylabel("cosine to the page")
    last = max(same, default=0)
    said = f"With the last {last} of {words} words gone, the vector is the same; " if last else "Each word counts; "
    return fig, f"{said}with {removed[-1]} gone the cosine is {cosines[-1]:.2f}."
