"""The `workbook` command. Each subcommand is the `main(argv)` of one module, loaded when it is asked for."""

from __future__ import annotations

import importlib
import os
import sys

COMMANDS = {
    "doctor": ("helpers.doctor", "check this machine: versions, memory, models, a first real answer"),
    "build": ("helpers.build", "make the notebooks from their sources (--check: only say what is stale)"),
    "run": ("helpers.run", "execute lessons and labs headless, with parameters"),
    "sweep": ("helpers.sweep", "run one notebook for several values and compare"),
    "record": ("helpers.recordings", "keep the replies of a model, to hand out or to work offline"),
    "progress": ("helpers.progress", "what you have solved and decided so far"),
    "agenda": ("helpers.agenda", "propose a workshop that fits into so many minutes"),
    "grade": ("helpers.grade", "run a folder of submitted notebooks and tabulate the checks"),
    "portfolio": ("helpers.portfolio", "write your decisions and their evidence as one HTML file"),
}


def usage() -> str:
    """The help text."""
    lines = ["usage: workbook COMMAND [options]", "", "The AI PM Lab Workbook. Commands:", ""]
    lines += [f"  {name:<10} {text}" for name, (_, text) in COMMANDS.items()]
    lines += ["", "workbook COMMAND --help says more. `python -m helpers.cli` is the same as `workbook`."]
    return "\n".join(lines)


def main(argv: list[str] | None = None) -> int:
    """Run a subcommand. Exit code 2 and one line for wrong input, 130 when stopped by the keyboard."""
    arguments = sys.argv[1:] if argv is None else argv
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="replace")
    if not arguments or arguments[0] in ("-h", "--help", "help"):
        print(usage())
        return 0
    if arguments[0] == "--version":
        from helpers import __version__

        print(__version__)
        return 0
    name, rest = arguments[0], arguments[1:]
    if name not in COMMANDS:
        import difflib

        close = difflib.get_close_matches(name, COMMANDS, n=1)
        meant = f" Did you mean {close[0]}?" if close else ""
        print(f"workbook: there is no command {name!r}.{meant} Commands: {', '.join(COMMANDS)}.", file=sys.stderr)
        return 2
    try:
        return importlib.import_module(COMMANDS[name][0]).main(rest) or 0
    except (ValueError, RuntimeError) as error:
        if os.environ.get("WORKBOOK_DEBUG"):
            raise
        print(f"workbook {name}: {error}", file=sys.stderr)
        return 2
    except KeyboardInterrupt:
        print("Stopped.", file=sys.stderr)
        return 130


if __name__ == "__main__":
    raise SystemExit(main())
