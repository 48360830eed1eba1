"""What a notebook says about itself: its name, header block, parameters and exercises. Reads files; runs nothing."""

from __future__ import annotations

import ast
import json
import re
from dataclasses import dataclass
from pathlib import Path

from helpers import paths

FIELDS = ("You will", "You need", "You decide", "Time", "Key needed")
_FIELD = re.compile(r"^\s*(?:[-*]\s+)?\*\*(" + "|".join(FIELDS) + r"):?\*\*:?[ \t]*(.*)$", re.IGNORECASE)
_MINUTES = re.compile(r"(\d+)\s*min", re.IGNORECASE)
_WORKSHOP = re.compile(r"workshop\D{0,12}?(\d+)", re.IGNORECASE)


@dataclass(frozen=True)
class Header:
    """The header block of a notebook: its title and texts; `minutes` and `workshop` are whole numbers or None."""

    title: str
    you_will: str
    you_need: str
    you_decide: str
    minutes: int | None
    workshop: int | None
    key_needed: str


@dataclass(frozen=True)
class Parameter:
    """One literal assignment of the parameters cell."""

    name: str
    value: object


def read(path: Path) -> dict:
    """The notebook as a dict. Raises ValueError that names the file when it is not a notebook."""
    try:
        notebook = json.loads(Path(path).read_text(encoding="utf-8"))
    except FileNotFoundError as error:
        raise ValueError(f"{path}: no such notebook.") from error
    except (json.JSONDecodeError, UnicodeDecodeError) as error:
        raise ValueError(f"{path}: not a notebook ({error}).") from error
    if not isinstance(notebook, dict) or not isinstance(notebook.get("cells"), list):
        raise ValueError(f"{path}: not a notebook (no list of cells).")
    return notebook


def source(cell: dict) -> str:
    """The text of a cell, whether it is stored as a string or as a list of lines."""
    text = cell.get("source", "")
    return "".join(text) if isinstance(text, list) else str(text)


def tags(cell: dict) -> list[str]:
    """The tags of a cell."""
    return list(cell.get("metadata", {}).get("tags", []))


def header(notebook: dict) -> Header:
    """The header block of the first Markdown cell; fields that are missing come back empty (or None)."""
    text = next((source(cell) for cell in notebook["cells"] if cell.get("cell_type") == "markdown"), "")
    title, fields, current = "", {}, None
    for line in text.splitlines():
        if line.startswith("# ") and not title:
            title, current = line[2:].strip(), None
        elif match := _FIELD.match(line):
            current = match.group(1).lower()
            fields[current] = match.group(2).strip()
        elif not line.strip() or line.startswith("#"):
            current = None
        elif current:
            fields[current] = f"{fields[current]} {line.strip()}".strip()
    time = fields.get("time", "")
    minutes, workshop = _MINUTES.search(time), _WORKSHOP.search(time)
    return Header(
        title=title,
        you_will=fields.get("you will", ""),
        you_need=fields.get("you need", ""),
        you_decide=fields.get("you decide", ""),
        minutes=int(minutes.group(1)) if minutes else None,
        workshop=int(workshop.group(1)) if workshop else None,
        key_needed=fields.get("key needed", ""),
    )


def parameters(notebook: dict) -> dict[str, Parameter]:
    """The literal assignments of the cell tagged `parameters`, by name, in order; empty when there is no such cell.

    Raises: ValueError when the cell holds anything but `name = literal`.
    """
    cell = next((c for c in notebook["cells"] if c.get("cell_type") == "code" and "parameters" in tags(c)), None)
    if cell is None:
        return {}
    found = {}
    for node in ast.parse(source(cell)).body:
        value = getattr(node, "value", None)
        if isinstance(node, ast.Expr) and isinstance(value, ast.Constant) and isinstance(value.value, str):
            continue  # a docstring
        if isinstance(node, ast.Assign) and len(node.targets) == 1:
            target = node.targets[0]
        else:
            target = node.target if isinstance(node, ast.AnnAssign) and value is not None else None
        try:
            if not isinstance(target, ast.Name):
                raise ValueError
            found[target.id] = Parameter(target.id, ast.literal_eval(value))
        except (ValueError, TypeError) as error:
            raise ValueError(f"The parameters cell may hold only `name = literal`; got: {ast.unparse(node)}") from error
    return found


def code_tree(cell_source: str) -> ast.Module | None:
    """The syntax tree of a code cell without its magics and shell lines, or None when it does not parse."""
    lines = ["pass" if line.startswith(("%", "!")) else line for line in cell_source.splitlines()]
    try:
        return ast.parse("\n".join(lines))
    except SyntaxError:
        return None


def _first_texts(notebook: dict, function: str, keyword: str | None = None) -> list[str]:
    """First arguments of the calls of a function that are literal texts; with `keyword`, of those that pass it."""
    found: dict[str, None] = {}
    for cell in notebook["cells"]:
        tree = code_tree(source(cell)) if cell.get("cell_type") == "code" else None
        for node in ast.walk(tree) if tree else ():
            if isinstance(node, ast.Call) and getattr(node.func, "id", getattr(node.func, "attr", "")) == function:
                first = node.args[0] if node.args else None
                if keyword and keyword not in [given.arg for given in node.keywords]:
                    continue
                if isinstance(first, ast.Constant) and isinstance(first.value, str):
                    found[first.value] = None
    return list(found)


def exercises(notebook: dict) -> list[str]:
    """The ids given to `check("…")` in the notebook, in order, each once."""
    return [text for text in _first_texts(notebook, "check") if re.match(r"\d\d\.", text)]


def decisions(notebook: dict, *, resting: bool = False) -> list[str]:
    """The names given to `decide("…")` in the notebook, in order, each once; `resting`: those that pass `needs=`."""
    return _first_texts(notebook, "decide", "needs" if resting else None)


def every(root: Path = paths.ROOT, *, solutions: bool = False) -> list[Path]:
    """The generated notebooks in order: lesson then lab of each module, or the solved labs."""
    if solutions:
        return sorted((root / "labs" / "solutions").glob("*.ipynb"))
    found = [*(root / "notebooks").glob("*.ipynb"), *(root / "labs").glob("*.ipynb")]
    return sorted(found, key=lambda path: (path.stem, path.parent.name != "notebooks"))


def find(names: list[str] | tuple[str, ...], root: Path = paths.ROOT, *, solutions: bool = False) -> list[Path]:
    """The notebooks meant by names such as `03`, `03_evals`, `labs/03_evals`, or a path; all of them for no names.

    Raises: ValueError when a name fits nothing, with the list of names that exist.
    """
    known = every(root, solutions=solutions)
    if not names:
        return known
    chosen: dict[Path, None] = {}
    for name in names:
        clean = name.replace("\\", "/").removesuffix(".ipynb").removesuffix("/")
        files = [] if not clean else [base / f"{clean}.ipynb" for base in (Path(), root)]
        direct = next((file.resolve() for file in files if file.is_file()), None)
        if direct and not (solutions and direct in every(root)):
            chosen[direct] = None
            continue
        folder, _, stem = clean.rpartition("/")
        folder = "labs/solutions" if solutions and folder == "labs" else folder
        hits = [
            path
            for path in known
            if (path.stem == stem or path.stem.split("_")[0] == stem)
            and (not folder or path.parent.relative_to(root).as_posix() == folder)
        ]
        if not hits:
            listing = ", ".join(f"{p.parent.relative_to(root).as_posix()}/{p.stem}" for p in known) or "none yet"
            raise ValueError(f"No notebook is called {name!r}. There are: {listing}.")
        chosen.update(dict.fromkeys(hits))
    return list(chosen)
