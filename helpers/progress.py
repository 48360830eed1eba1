"""What a learner has solved and decided: `workbook progress`, and `progress.lab("03")` as the last cell of a lab."""

from __future__ import annotations

import argparse
import html
from dataclasses import dataclass

from helpers import keeping, notebooks, paths
from helpers.exercises import exercises


@dataclass(frozen=True)
class LabProgress:
    """One lab: exercises `done`, `tried` (not right yet) and `open`, decisions `decided` and `undecided`."""

    lab: str
    title: str
    done: tuple[str, ...]
    tried: tuple[str, ...]
    open: tuple[str, ...]
    decided: tuple[str, ...]
    undecided: tuple[str, ...]

    @property
    def total(self) -> int:
        """The number of exercises."""
        return len(self.done) + len(self.tried) + len(self.open)

    def __str__(self) -> str:
        lines = [f"Lab {self.lab}: {len(self.done)} of {self.total} exercises done."]
        for word, names in (("Done", self.done), ("Tried, not right yet", self.tried), ("Open", self.open)):
            if names:
                lines.append(f"{word}: {', '.join(names)}.")
        if self.decided:
            lines.append(f"Decided: {', '.join(self.decided)}.")
        if self.undecided:
            lines.append(f"Still to decide: {', '.join(self.undecided)}.")
        return "\n".join(lines)

    __repr__ = __str__

    def _repr_html_(self) -> str:
        return f'<div role="status">{html.escape(str(self)).replace(chr(10), "<br>")}</div>'


def _statuses() -> dict[str, str]:
    """For every exercise that was tried: ok once it was ever right, else retry. From the store and this session."""
    found = dict(keeping.state.statuses)
    for row in keeping.with_store(lambda store: store.attempts()) or []:
        if row["status"] in ("ok", "retry") and found.get(row["exercise"]) != "ok":
            found[row["exercise"]] = row["status"]
    return found


def _decisions() -> set[str]:
    rows = keeping.with_store(lambda store: store.decisions()) or []
    return {row["name"] for row in rows} | set(keeping.state.decisions)


def lab(number: str) -> LabProgress:
    """Where the learner stands in a lab ("03"). Work of an earlier kernel counts: it is in the store.

    Raises: ValueError for a number without exercises, with those that have some.
    """
    number = str(number)
    known = exercises(number)
    if not known:
        raise ValueError(f"There is no lab {number!r} with exercises. There are: {', '.join(labs()) or 'none yet'}.")
    statuses, decided = _statuses(), _decisions()
    path = next(iter(sorted(paths.LABS.glob(f"{number}_*.ipynb"))), None)
    notebook = notebooks.read(path) if path else {"cells": []}
    wanted = notebooks.decisions(notebook)
    own = {name for name in decided if name.split(".")[0] == number}
    return LabProgress(
        lab=number,
        title=notebooks.header(notebook).title,
        done=tuple(key for key in known if statuses.get(key) == "ok"),
        tried=tuple(key for key in known if statuses.get(key) == "retry"),
        open=tuple(key for key in known if key not in statuses),
        decided=tuple(sorted(own)),
        undecided=tuple(name for name in wanted if name not in decided),
    )


def labs() -> list[str]:
    """The numbers of the modules that have checks."""
    folder = paths.ROOT / "helpers" / "checks"
    return sorted(path.stem.removeprefix("m") for path in folder.glob("m[0-9][0-9].py"))


def table() -> str:
    """All labs in one table: exercises done, tried and open, decisions made and open."""
    from helpers.run import table as columns

    rows = []
    for number in labs():
        p = lab(number)
        decided = f"{len(p.decided)} of {len(p.decided) + len(p.undecided)}"
        rows.append([number, p.title, f"{len(p.done)} of {p.total}", len(p.tried), decided])
    return columns(rows, ["", "lab", "done", "tried", "decided"])


def main(argv: list[str] | None = None) -> int:
    """`workbook progress [LAB]`."""
    parser = argparse.ArgumentParser(prog="workbook progress", description="What you have solved and decided so far.")
    parser.add_argument("lab", nargs="?", metavar="LAB", help="03 lists the exercises of one lab")
    options = parser.parse_args(argv)
    if options.lab:
        print(lab(options.lab.removeprefix("labs/").split("_")[0]))
    elif not labs():
        print("There are no labs with exercises yet.")
    else:
        print(table())
        print("`workbook progress 03` lists the exercises of one lab.")
    return 0
