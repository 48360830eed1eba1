"""Where things are. Everything a learner makes goes under `my/`; nothing else in the repository is written to."""

from __future__ import annotations

import os
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
DATA = ROOT / "data"
WORLD = DATA / "world"
RECORDINGS = DATA / "recordings"
PUBLISHED = DATA / "published"
NOTEBOOKS = ROOT / "notebooks"
LABS = ROOT / "labs"
SOLUTIONS = LABS / "solutions"


def my() -> Path:
    """The learner's own folder (`my/`, or `WORKBOOK_MY`), made on first use.

    Raises: RuntimeError when it cannot be made or written to, with what to do.
    """
    folder = Path(os.environ.get("WORKBOOK_MY", ROOT / "my")).expanduser()
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise RuntimeError(
            f"Cannot make the folder {folder} for your work ({error.strerror}). "
            "Free some disk space, or set WORKBOOK_MY to a folder that you may write to."
        ) from error
    return folder


def database_url() -> str:
    """SQLAlchemy URL of the state database: `WORKBOOK_DB`, or `my/workbook.sqlite`."""
    return os.environ.get("WORKBOOK_DB") or f"sqlite:///{my() / 'workbook.sqlite'}"
