"""Make the notebooks from their sources: `workbook build [--check] [NAME…]`.

A source is a percent-format script with its solution in place (`labs/source/NN_name.py`,
`notebooks/source/NN_name.py`). From a lab come two notebooks: the learner's, with `...` where a solution stood, and the
solved one. How to write a source: docs/authoring.md.
"""

from __future__ import annotations

import argparse
import json
import re
from pathlib import Path

from helpers import notebooks, paths
from helpers.jsonschemas import quickly_imported
from helpers.stubs import BuildError, check_names, cut

KERNEL = {"display_name": "Python 3 (ipykernel)", "language": "python", "name": "python3"}
SOLVED_ONLY = {"solution", "instructor"}
SOLVED_CELL = "from helpers.check import solved_notebook\n\nsolved_notebook()"
OPEN, CLOSE = "<!-- modules -->", "<!-- /modules -->"


def _notebook(name: str, origin: str, cells: list[tuple[int | str, str, str, list[str]]]) -> str:
    """Notebook JSON with fixed ids, no outputs and no counts."""
    with quickly_imported():
        import nbformat

    made = nbformat.v4.new_notebook()
    made.metadata = {
        "kernelspec": dict(KERNEL),
        "language_info": {"name": "python"},
        "workbook": {"generated": f"generated from {origin} by workbook build; edit the source"},
    }
    for index, kind, text, tags in cells:
        cell = nbformat.v4.new_markdown_cell(text) if kind == "markdown" else nbformat.v4.new_code_cell(text)
        label = index if isinstance(index, str) else f"{index:03d}"
        cell["id"] = re.sub(r"[^a-zA-Z0-9_-]", "-", f"{name[:50]}-{label}")
        if tags:
            cell.metadata["tags"] = tags
        made.cells.append(cell)
    nbformat.validate(made)
    return nbformat.writes(made, version=4, indent=1, ensure_ascii=False) + "\n"


def build_source(path: Path, root: Path = paths.ROOT) -> dict[Path, str]:
    """The files that a source gives, as path -> text (nothing is written).

    Raises: BuildError that names file and cell for a source that breaks a rule.
    """
    try:
        import jupytext
    except ImportError as error:
        raise BuildError("Building needs jupytext: pip install -r requirements-dev.txt.") from error
    origin = path.relative_to(root).as_posix()
    is_lab = path.parent.parent.name == "labs"
    read = jupytext.reads(path.read_text(encoding="utf-8"), fmt="py:percent")
    learner: list[tuple[int | str, str, str, list[str]]] = []
    solved: list[tuple[int | str, str, str, list[str]]] = []
    announced = False
    for index, cell in enumerate(read.cells, start=1):
        where = f"{origin}, cell {index}"
        tags = list(cell.metadata.get("tags", []))
        text = cell.source.rstrip()
        if cell.cell_type == "raw":
            raise BuildError(f"{where}: raw cells are not used here. Begin the cell with `# %%` or `# %% [markdown]`.")
        if cell.cell_type == "markdown":
            if "SOLUTION" in text:
                raise BuildError(f"{where}: a SOLUTION marker in a text cell. Tag the cell with solution instead.")
            stub = text
        else:
            stub, text = cut(text, where)
        if not is_lab and (stub != text or SOLVED_ONLY & set(tags)):
            raise BuildError(f"{where}: a lesson has no solution to cut. Put the exercise into labs/source/.")
        if not SOLVED_ONLY & set(tags):
            learner.append((index, cell.cell_type, stub, tags))
        solved.append((index, cell.cell_type, text, tags))
        if not announced and cell.cell_type == "code":
            solved.append(("solved", "code", SOLVED_CELL, []))
            announced = True
    if not learner:
        raise BuildError(f"{origin}: no cells found. A cell begins with `# %%` or `# %% [markdown]`.")
    folder = root / ("labs" if is_lab else "notebooks")
    made = {folder / f"{path.stem}.ipynb": _notebook(path.stem, origin, learner)}
    if is_lab:
        code = [[text for _, kind, text, _ in cells if kind == "code"] for cells in (learner, solved)]
        check_names(origin, code[0], code[1])
        made[folder / "solutions" / f"{path.stem}.ipynb"] = _notebook(path.stem, origin, solved)
    return made


def sources(names: list[str] | tuple[str, ...] = (), root: Path = paths.ROOT) -> list[Path]:
    """The source scripts meant by names (`03`, `03_evals`, `labs/03_evals`); all for none. Raises ValueError."""
    known = sorted([*(root / "notebooks/source").glob("*.py"), *(root / "labs/source").glob("*.py")])
    if not names:
        return known
    found: dict[Path, None] = {}
    for name in names:
        clean = re.sub(r"\.(py|ipynb)$", "", name.replace("\\", "/")).replace("/source/", "/")
        folder, _, stem = clean.rpartition("/")
        hits = [
            path
            for path in known
            if stem in (path.stem, path.stem.split("_")[0]) and (not folder or folder.endswith(path.parent.parent.name))
        ]
        if not hits:
            listing = ", ".join(f"{p.parent.parent.name}/{p.stem}" for p in known) or "none yet"
            raise ValueError(f"No source is called {name!r}. There are: {listing}.")
        found.update(dict.fromkeys(hits))
    return list(found)


def _minutes(header: notebooks.Header | None, link: str | None) -> str:
    return f"[{header.minutes} min]({link})" if header and header.minutes else ""


def module_table(headers: dict[str, dict[str, notebooks.Header]], files: dict[str, dict[str, str]]) -> str:
    """The README's table of modules from the header blocks: number -> kind (`notebooks`, `labs`) -> header."""
    lines = ["| | module | you decide | lesson | lab | key needed |", "|---|---|---|---|---|---|"]
    for number in sorted(headers):
        lesson, lab = headers[number].get("notebooks"), headers[number].get("labs")
        shown = lesson or lab
        decide = next((h.you_decide for h in (lab, lesson) if h and h.you_decide), "")
        time = [_minutes(header, files[number].get(kind)) for kind, header in (("notebooks", lesson), ("labs", lab))]
        keys = {h.key_needed.lower() for h in (lesson, lab) if h}
        key = "no" if keys <= {"no"} else next(iter(sorted(keys - {"no"})))
        lines.append(f"| {number} | {shown.title} | {decide} | {time[0]} | {time[1]} | {key} |")
    return "\n".join(lines)


def _readme(root: Path, texts: dict[Path, str]) -> dict[Path, str]:
    """README.md with a fresh table between its markers, or nothing when it has no markers."""
    readme = root / "README.md"
    text = readme.read_text(encoding="utf-8") if readme.is_file() else ""
    if OPEN not in text or CLOSE not in text:
        return {}
    headers: dict[str, dict[str, notebooks.Header]] = {}
    files: dict[str, dict[str, str]] = {}
    for path, made in texts.items():
        if path.parent.name == "solutions":
            continue
        number = path.stem.split("_")[0]
        headers.setdefault(number, {})[path.parent.name] = notebooks.header(json.loads(made))
        files.setdefault(number, {})[path.parent.name] = path.relative_to(root).as_posix()
    if not headers:
        return {}
    head, rest = text.split(OPEN, 1)
    tail = rest.split(CLOSE, 1)[1]
    return {readme: f"{head}{OPEN}\n{module_table(headers, files)}\n{CLOSE}{tail}"}


def build(names: list[str] | tuple[str, ...] = (), *, check: bool = False, root: Path = paths.ROOT) -> list[str]:
    """Write what the sources give, and return one line per file that changed (`wrote: path`).

    With `check` nothing is written; the lines are `stale: path` for each file that differs, is missing, or has lost its
    source. Raises: BuildError, ValueError for an unknown name.
    """
    chosen = sources(names, root)
    texts: dict[Path, str] = {}
    for path in chosen:
        texts.update(build_source(path, root))
    others = {path: path.read_text(encoding="utf-8") for path in (notebooks.every(root) if names else ())}
    lines = []
    for path, text in {**texts, **_readme(root, {**others, **texts})}.items():
        if path.is_file() and path.read_bytes() == text.encode("utf-8"):
            continue
        shown = path.relative_to(root).as_posix()
        if not check:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8", newline="\n")
        lines.append(f"{'stale' if check else 'wrote'}: {shown}")
    if not names:
        orphans = [p for p in (*notebooks.every(root), *notebooks.every(root, solutions=True)) if p not in texts]
        lines += [f"stale: {p.relative_to(root).as_posix()} (it has no source; delete it)" for p in orphans]
    return lines


def main(argv: list[str] | None = None) -> int:
    """`workbook build [--check] [NAME…]`; exit code 1 when something is stale, 2 when a source cannot be built."""
    parser = argparse.ArgumentParser(prog="workbook build", description="Make the notebooks from their sources.")
    parser.add_argument("names", nargs="*", metavar="NAME", help="03, 03_evals or labs/03_evals; all when left out")
    parser.add_argument("--check", action="store_true", help="write nothing; fail when a generated file is stale")
    options = parser.parse_args(argv)
    try:
        lines = build(options.names, check=options.check)
    except ValueError as error:
        print(f"build: {error}")
        return 2
    for line in lines:
        print(line)
    if not lines:
        print("Everything is up to date.")
    stale = [line for line in lines if line.startswith("stale")]
    if stale and options.check:
        print("Run `workbook build` and commit the sources and the notebooks together.")
    return 1 if stale else 0


if __name__ == "__main__":
    raise SystemExit(main())
