"""Copy the notebooks into `my/`, so that a learner's work and the repository never get in each other's way."""

from __future__ import annotations

import hashlib
import json
import sys
from pathlib import Path

from helpers import paths

RECORD = ".seeded.json"


def _hash(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def _read_record(path: Path) -> dict[str, str]:
    try:
        record = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return record if isinstance(record, dict) else {}


def _write(path: Path, content: bytes) -> None:
    """Write the whole file or leave the old one."""
    partial = path.with_name(path.name + ".partial")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        partial.write_bytes(content)
        partial.replace(path)
    except OSError as error:
        raise RuntimeError(
            f"Cannot write {path} ({error.strerror}). Free some disk space, or set WORKBOOK_MY to a folder that you "
            "may write to."
        ) from error


def seed() -> dict[str, list[str]]:
    """Copy every lesson and lab to `my/notebooks` and `my/labs`. A file that the learner changed is never overwritten.

    A copy that was not touched since it was made follows a newer original. Where the learner's copy was changed and the
    original is newer, the copy stays and is listed under `kept`.

    Returns: {"new": names, "updated": names, "kept": names}.
    Raises: RuntimeError when the folder cannot be written to, with what to do.
    """
    target = paths.my()
    record_path = target / RECORD
    record = _read_record(record_path)
    outcome: dict[str, list[str]] = {"new": [], "updated": [], "kept": []}
    for source in sorted([*paths.NOTEBOOKS.glob("*.ipynb"), *paths.LABS.glob("*.ipynb")]):
        name = f"{source.parent.name}/{source.name}"
        copy, original = target / name, _hash(source)
        if not copy.exists():
            kind = "new"
        elif _hash(copy) == original:
            record[name] = original
            continue
        elif record.get(name) == _hash(copy):
            kind = "updated"
        else:
            if record.get(name) != original:
                outcome["kept"].append(name)
            continue
        _write(copy, source.read_bytes())
        record[name] = original
        outcome[kind].append(name)
    _write(record_path, json.dumps(record, indent=1).encode())
    return outcome


def main() -> int:
    """Seed and say in words what happened. Exit code 1 when the folder cannot be written to."""
    try:
        outcome = seed()
    except RuntimeError as error:
        print(error, file=sys.stderr)
        return 1
    words = {
        "new": "copied to my/",
        "updated": "updated in my/ (you had not changed them)",
        "kept": "kept as you left them, though a newer original exists (delete your copy to get the new one)",
    }
    for kind, names in outcome.items():
        if names:
            print(f"{len(names)} notebook{'s' * (len(names) > 1)} {words[kind]}: {', '.join(names)}")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
