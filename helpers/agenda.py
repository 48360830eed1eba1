"""Propose a workshop that fits: `workbook agenda --minutes 90`. The minutes are those of the notebooks."""

from __future__ import annotations

import argparse
from dataclasses import dataclass
from pathlib import Path

from helpers import notebooks, paths

WELCOME, CLOSING, BREAK, STRETCH = 10, 5, 10, 75


@dataclass(frozen=True)
class Module:
    """The minutes of a module: `lesson`, and `lab` as its workshop door."""

    number: str
    title: str
    lesson: int
    lab: int

    @property
    def minutes(self) -> int:
        """Lesson and workshop door together."""
        return self.lesson + self.lab


def modules(root: Path = paths.ROOT) -> list[Module]:
    """Every module with its minutes. A lab without workshop minutes counts in full. Raises ValueError for none."""
    found: dict[str, dict[str, notebooks.Header]] = {}
    for path in notebooks.every(root):
        found.setdefault(path.stem.split("_")[0], {})[path.parent.name] = notebooks.header(notebooks.read(path))
    made = []
    for number, parts in sorted(found.items()):
        lesson, lab = parts.get("notebooks"), parts.get("labs")
        missing = [kind for kind, head in parts.items() if not head.minutes]
        if missing:
            raise ValueError(f"Module {number}: no minutes in the header block of {' and '.join(missing)}.")
        title = (lesson or lab).title
        made.append(Module(number, title, lesson.minutes if lesson else 0, (lab.workshop or lab.minutes) if lab else 0))
    return made


def choose(minutes: int, known: list[Module], wanted: list[str] | None = None) -> list[Module]:
    """Modules in order that fit into the minutes; `wanted` numbers all have to fit.

    Raises: ValueError when nothing fits, when a wanted number is unknown, or when the wanted ones take longer.
    """
    by_number = {module.number: module for module in known}
    if wanted:
        unknown = [number for number in wanted if number not in by_number]
        if unknown:
            raise ValueError(
                f"There is no module {', '.join(unknown)}. There are: {', '.join(by_number) or 'none yet'}."
            )
        chosen = [by_number[number] for number in dict.fromkeys(wanted)]
        if (need := length(chosen)) > minutes:
            raise ValueError(f"Modules {', '.join(m.number for m in chosen)} take {need} minutes; there are {minutes}.")
        return chosen
    chosen: list[Module] = []
    for module in known:
        if length([*chosen, module]) <= minutes:
            chosen.append(module)
    if not chosen:
        shortest = min((length([m]) for m in known), default=None)
        least = f"The shortest workshop takes {shortest} minutes." if shortest else "There are no notebooks yet."
        raise ValueError(f"Nothing fits into {minutes} minutes. {least}")
    return chosen


def schedule(chosen: list[Module]) -> list[tuple[int, int, str]]:
    """Rows (start, end, what) in minutes from the beginning, with a break after about every 75 minutes."""
    blocks = [(WELCOME, "Welcome: open the workbook, run the first cell")]
    since = WELCOME
    for module in chosen:
        for minutes, what in ((module.lesson, "lesson"), (module.lab, "lab, workshop door")):
            if not minutes:
                continue
            if since and since + minutes > STRETCH and since > WELCOME:
                blocks.append((BREAK, "Break"))
                since = 0
            blocks.append((minutes, f"{module.number} {module.title}: {what}"))
            since += minutes
    blocks.append((CLOSING, "Closing: what each takes to their team"))
    rows, now = [], 0
    for minutes, what in blocks:
        rows.append((now, now + minutes, what))
        now += minutes
    return rows


def length(chosen: list[Module]) -> int:
    """Minutes of a workshop on these modules, welcome, breaks and closing included."""
    return schedule(chosen)[-1][1]


def clock(minutes: int) -> str:
    """95 as "1:35"."""
    return f"{minutes // 60}:{minutes % 60:02d}"


def main(argv: list[str] | None = None) -> int:
    """`workbook agenda`."""
    parser = argparse.ArgumentParser(prog="workbook agenda", description="Propose a workshop that fits.")
    parser.add_argument("--minutes", type=int, default=90, help="how long the workshop lasts (90)")
    parser.add_argument("--modules", nargs="+", metavar="NN", help="these modules, in this order")
    options = parser.parse_args(argv)
    known = modules()
    chosen = choose(options.minutes, known, options.modules)
    rows = schedule(chosen)
    for start, end, what in rows:
        print(f"{clock(start)} to {clock(end)}  {what}")
    spare = options.minutes - rows[-1][1]
    print(f"{rows[-1][1]} of {options.minutes} minutes." + (f" {spare} are left for questions." if spare else ""))
    left = [module.number for module in known if module not in chosen]
    if left:
        print(f"Not in it: {', '.join(left)}. Choose with --modules.")
    return 0
