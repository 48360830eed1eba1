"""Read conversations one by one and mark them, by keyboard or mouse; every mark is stored at once.

    notes = annotate.read("02.notes", chosen)                                   # a note for each conversation
    codes = annotate.read("02.codes", chosen, tags={"late": "It came too late."})  # tags, and a note if wanted
    codes.rows()                                                                # the table underneath

One line takes everything: a note, the numbers of tags, or a key (n, p, #7), each with Enter. No JavaScript of its own,
so it works wherever ipywidgets do. Without controls, the same table is filled by `typed={"tr-q-w1-003": "a note"}`
(`annotate.form` shows it with the ids at hand).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from html import escape
from typing import Any

from helpers import keeping
from helpers.coding import typed as plain

RIGHT, form = plain.RIGHT, plain.form
AT_MOST, TAGS = 40, 9
HELP = (
    "Type a note and press Enter. Numbers and Enter set or unset tags, 0 means that nothing is wrong, x clears. "
    "n and Enter: next; p: previous; #7: the seventh."
)
_memory: dict[tuple[str, str], dict] = {}  # what was marked in this process, also where nothing is stored


@dataclass(frozen=True)
class Mark:
    """What one item was marked with: `tags` in the order in which they were set ("right" stands alone), `note`."""

    tags: tuple[str, ...] = ()
    note: str = ""

    def __bool__(self) -> bool:
        return bool(self.tags or self.note)


class Marks(Mapping):
    """The marks of a collection, by item id, in the order of reading; only items that have a mark are in it."""

    def __init__(self, collection: str, items: Sequence[Any], tags: Mapping[str, str]):
        self.collection, self.items_read, self.tags = collection, tuple(items), dict(tags)
        self._marks: dict[str, Mark] = {}
        self.lost: list[str] = []
        stored = keeping.with_store(lambda store: store.marks(collection)) or {}
        known = {RIGHT, *self.tags}
        for item in self.items_read:
            value = stored.get(item.id) or _memory.get((collection, item.id)) or {}
            given = tuple(value.get("tags", ()))
            self.lost += [tag for tag in given if tag not in known]
            mark = Mark(tuple(tag for tag in given if tag in known), value.get("note", ""))
            if mark:
                self._marks[item.id] = mark

    def __getitem__(self, item_id: str) -> Mark:
        return self._marks[item_id]

    def __iter__(self) -> Iterator[str]:
        return (item.id for item in self.items_read if item.id in self._marks)

    def __len__(self) -> int:
        return len(self._marks)

    def put(self, item_id: str, *, tags: Sequence[str] | None = None, note: str | None = None) -> Mark:
        """Mark an item and store it at once. What is None stays. Raises ValueError for an unknown item or tag."""
        if item_id not in {item.id for item in self.items_read}:
            raise ValueError(f"{item_id!r} is not among the {len(self.items_read)} items that are read here.")
        before = self._marks.get(item_id, Mark())
        given = before.tags if tags is None else tuple(dict.fromkeys((tags,) if isinstance(tags, str) else tags))
        unknown = [tag for tag in given if tag != RIGHT and tag not in self.tags]
        if unknown:
            raise ValueError(f"{item_id}: no tag {unknown[0]!r}. The tags are {', '.join([*self.tags, RIGHT])}.")
        if RIGHT in given and len(given) > 1:
            raise ValueError(f"{item_id}: {RIGHT!r} means that nothing is wrong, so it stands alone; got {given}.")
        mark = Mark(given, before.note if note is None else " ".join(str(note).split()))
        value = {"tags": list(mark.tags), "note": mark.note}
        _memory[self.collection, item_id] = value
        keeping.with_store(lambda store: store.put_mark(self.collection, item_id, value))
        if mark:
            self._marks[item_id] = mark
        else:
            self._marks.pop(item_id, None)
        return mark

    def take(self, typed: Mapping[str, Any]) -> None:
        """Marks as plain data: {id: note}, {id: [tags]}, {id: "a tag"} or {id: "2 5"}; an empty text clears the note.

        Raises ValueError as `put` and `helpers.coding.typed.parse`; it names the id.
        """
        if not isinstance(typed, Mapping):
            raise ValueError(f"`typed` is a dictionary from id to note or tags; got {plain.shown(typed)}.")
        for item_id, given in typed.items():
            try:
                tags, note = plain.parse(given, self.tags)
                if tags is not None or note is not None:
                    self.put(item_id, tags=tags, note=note)
            except ValueError as error:
                text = str(error)
                raise ValueError(text if str(item_id) in text else f"{item_id}: {text}") from None

    def rows(self) -> list[dict[str, Any]]:
        """The plain table: one dictionary per item with id, tags and note; empty where nothing is marked yet."""
        marks = [(item.id, self._marks.get(item.id, Mark())) for item in self.items_read]
        return [{"id": name, "tags": list(mark.tags), "note": mark.note} for name, mark in marks]

    def frame(self) -> Any:
        """The table as a pandas DataFrame."""
        import pandas

        return pandas.DataFrame(self.rows(), columns=["id", "tags", "note"])

    def plain(self) -> dict[str, dict] | Any:
        """{id: {"tags": […], "note": "…"}} of what is marked, for a check; `...` while nothing is."""
        found = {name: {"tags": list(mark.tags), "note": mark.note} for name, mark in self.items()}
        if not found:
            print("Nothing is marked yet: type in the line above, with Enter, or fill `typed` and run its cell again.")
        return found or ...

    def __repr__(self) -> str:
        lines = [f"{row['id']}: {', '.join(row['tags']) or '-'}; {row['note'] or '-'}" for row in self.rows()]
        return "\n".join([f"{len(self)} of {len(self.items_read)} marked", *lines])

    def _repr_html_(self) -> str:
        left = 'style="text-align:left;vertical-align:top"'
        body = "".join(
            f'<tr><th scope="row" {left}>{escape(row["id"])}</th><td {left}>{escape(", ".join(row["tags"]))}</td>'
            f"<td {left}>{escape(row['note'])}</td></tr>"
            for row in self.rows()
        )
        caption = f"<caption {left}>{len(self)} of {len(self.items_read)} marked</caption>"
        head = "".join(f'<th scope="col" {left}>{name}</th>' for name in ("id", "tags", "note"))
        return f"<table>{caption}<thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>"


class Reader:
    """The state of reading: which item is open, and what a line of the learner does to it. See `read`."""

    def __init__(self, marks: Marks):
        self.marks = marks
        names = [item.id for item in marks.items_read]
        self.at = next((place for place, name in enumerate(names) if name not in marks), 0)
        self.said = ""

    @property
    def item(self) -> Any:
        """The item that is open."""
        return self.marks.items_read[self.at]

    def move(self, to: int) -> None:
        """Open another item, by its place from 0; stays at the ends."""
        last = len(self.marks.items_read) - 1
        self.said = "" if 0 <= to <= last else "This is the last one." if to > last else "This is the first one."
        self.at = min(max(to, 0), last)

    def toggle(self, tag: str) -> None:
        """Set or unset a tag. "right" and the others exclude each other."""
        now = self.marks.get(self.item.id, Mark()).tags
        if tag in now:
            after = tuple(other for other in now if other != tag)
        else:
            after = (tag,) if tag == RIGHT else (*(other for other in now if other != RIGHT), tag)
        self.marks.put(self.item.id, tags=after)

    def line(self, text: str) -> None:
        """Do what a line says: a key, numbers of tags, or a note. What cannot be meant is said in `said`."""
        self.said, text = "", " ".join(text.split())
        names = list(self.marks.tags)
        if not text:
            return
        if text.lower() in ("n", ">"):
            self.move(self.at + 1)
        elif text.lower() in ("p", "<"):
            self.move(self.at - 1)
        elif text.lower() == "x":
            self.marks.put(self.item.id, tags=(), note="")
        elif match := re.fullmatch(r"#\s*(\d{1,3})", text):
            self.move(int(match.group(1)) - 1)
        elif re.fullmatch(r"[\d ,]+", text):
            digits = [int(digit) for digit in re.findall(r"\d", text)]
            if max(digits) > len(names):
                self.said = f"There is no tag {max(digits)}; {plain.numbers(names)}"
            else:
                for digit in digits:
                    self.toggle(names[digit - 1] if digit else RIGHT)
        elif len(text) == 1:
            self.said = f"{text!r} is no key. {HELP}"
        else:
            self.marks.put(self.item.id, note=text)

    def status(self) -> str:
        """Where the reader is and what is marked, as a sentence."""
        mark = self.marks.get(self.item.id, Mark())
        marked = ", ".join(mark.tags) or "no tag"
        where = f"{self.at + 1} of {len(self.marks.items_read)}, {len(self.marks)} marked. {self.item.id}: {marked}"
        return f"{where}; note: {mark.note or 'none'}. {self.said}".strip()


def read(
    collection: str,
    items: Sequence[Any],
    *,
    tags: Mapping[str, str] | None = None,
    typed: Mapping[str, Any] | None = None,
    card: Callable[[Any], Any] | None = None,
    notes: Mapping[str, Mark] | None = None,
) -> Marks:
    """Show the items one at a time with a line to mark them, and return the table of marks, which follows the reader.

    collection: name under which the marks are stored, such as "02.notes"; they are there again after a restart. items:
    at most 40 things with an `id` (`world.traces()`). tags: {name: definition}, at most nine, numbered in this order.
    typed: marks as plain data, for work without controls (`Marks.take`). card: item -> something with `html` and
    `text` (default: `helpers.coding.card`). notes: earlier marks whose notes are shown beside the item.
    What in `typed` cannot be meant is left out, and said.
    Raises: ValueError for no or too many items, an id used twice, too many tags, a tag named "right".
    """
    items, tags = list(items), dict(tags or {})
    names = [item.id for item in items]
    if not 0 < len(items) <= AT_MOST:
        raise ValueError(f"Between 1 and {AT_MOST} items can be read here, got {len(items)}. Draw a smaller sample.")
    if len(set(names)) < len(names):
        raise ValueError(f"The item {max(names, key=names.count)!r} is given twice.")
    if len(tags) > TAGS or RIGHT in tags:
        raise ValueError(
            f"Give at most {TAGS} tags, none of them named {RIGHT!r} (it is always there); got {list(tags)}."
        )
    if card is None:
        from helpers.coding import card
    marks = Marks(collection, items, tags)
    if marks.lost:
        print(f"Marks with a tag that is not in the list any more were left out: {', '.join(sorted(set(marks.lost)))}.")
    for one in plain.single({} if typed is None or typed is ... else typed):
        try:
            marks.take(one)
        except ValueError as error:
            print(f"Not taken over: {error}")
    from helpers import widgets

    if widgets._live():
        from helpers.coding.reader import show

        show(Reader(marks), card, notes or {})
    else:
        print(f"{len(items)} items to read; there are no controls here, so marks are given as `typed`.")
    return marks
