"""The rules that every notebook keeps. Each takes a notebook (dict) and returns what breaks it, as sentences."""

from __future__ import annotations

import ast
import itertools
import re

from helpers import notebooks

MAX_BYTES = 200_000
LAST = "What to take to your team"
_KEY = re.compile(
    r"\b(sk-[A-Za-z0-9_-]{16,}|AKIA[0-9A-Z]{16}|AIza[0-9A-Za-z_-]{30,}|ghp_[A-Za-z0-9]{30,}|xox[abp]-[A-Za-z0-9-]{10,}|"
    r"hf_[A-Za-z0-9]{30,}|-----BEGIN [A-Z ]*PRIVATE KEY-----)"
)
_PATH = re.compile(
    r"(?<![\w/.:])(/(?:work|tmp|opt|home|Users|root|mnt|var|usr|srv)/\w|[A-Za-z]:\\{1,2}\w|~/\w|\.\./)", re.IGNORECASE
)
_FILLER = (
    "simply", "obviously", "delve", "seamless", "seamlessly", "game-changer", "game changer", "cutting-edge",
    "revolutionary", "supercharge", "in today's", "it is important to note", "it's important to note", "unleash",
    "harness the power", "deep dive", "dive in", "let's dive", "furthermore", "moreover", "leverage", "utilize",
    "as an ai", "feel free", "basically", "needless to say", "last but not least", "at the end of the day",
)  # fmt: skip


def _texts(notebook: dict) -> list[str]:
    """Markdown cells without their code blocks and inline code."""
    texts = [notebooks.source(c) for c in notebook["cells"] if c["cell_type"] == "markdown"]
    return [re.sub(r"`[^`\n]*`", "", re.sub(r"```.*?```", "", text, flags=re.DOTALL)) for text in texts]


def _trees(notebook: dict) -> list[tuple[int, ast.Module]]:
    found = []
    for number, cell in enumerate(notebook["cells"], start=1):
        tree = notebooks.code_tree(notebooks.source(cell)) if cell["cell_type"] == "code" else None
        if tree is not None:
            found.append((number, tree))
    return found


def _called(node: ast.AST) -> str:
    return getattr(node.func, "id", getattr(node.func, "attr", "")) if isinstance(node, ast.Call) else ""


def headings(notebook: dict) -> list[str]:
    """One H1, at the top; no level skipped; the last H2 is fixed."""
    levels = [
        (len(m.group(1)), m.group(2).strip())
        for text in _texts(notebook)
        for m in re.finditer(r"^(#{1,6})\s+(.+)$", text, flags=re.MULTILINE)
    ]
    problems = []
    if [level for level, _ in levels].count(1) != 1 or levels[0][0] != 1:
        problems.append("needs exactly one H1, as its first heading")
    for (before, _), (level, title) in itertools.pairwise(levels):
        if level > before + 1:
            problems.append(f"heading {title!r} jumps from level {before} to {level}")
    second = [title for level, title in levels if level == 2]
    if not second or second[-1] != LAST:
        problems.append(f"the last H2 has to be {LAST!r}; it is {second[-1] if second else 'missing'!r}")
    return problems


def header(notebook: dict) -> list[str]:
    """The header block stands in the first cell, with minutes and whether a key is needed."""
    if not notebook["cells"] or notebook["cells"][0]["cell_type"] != "markdown":
        return ["the first cell has to hold the title and the header block"]
    head = notebooks.header({"cells": notebook["cells"][:1]})
    wanted = {"H1": head.title, "You will": head.you_will, "You need": head.you_need, "Time in min": head.minutes}
    problems = [f"the header block lacks {name}" for name, value in wanted.items() if not value]
    if head.key_needed.lower().rstrip(".") not in ("no", "yes", "optional"):
        problems.append(f"Key needed has to be no, yes or optional; it is {head.key_needed!r}")
    return problems


def parameters(notebook: dict) -> list[str]:
    """The first code cell, and no other, is tagged parameters; literals only; never assigned again."""
    code = [c for c in notebook["cells"] if c["cell_type"] == "code"]
    tagged = [i for i, c in enumerate(code) if "parameters" in notebooks.tags(c)]
    if tagged != [0]:
        return ["the first code cell, and only that one, has to carry the tag parameters"]
    try:
        names = set(notebooks.parameters(notebook))
    except ValueError as error:
        return [str(error)]
    problems = []
    for number, tree in _trees(notebook)[1:]:
        for node in ast.walk(tree):
            name = node.id if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store | ast.Del) else None
            if isinstance(node, ast.FunctionDef | ast.ClassDef):
                name = node.name
            if isinstance(node, ast.alias):
                name = node.asname or node.name
            if name in names:
                problems.append(f"cell {number} assigns the parameter `{name}` again")
    return problems


def code_parses(notebook: dict) -> list[str]:
    """Every code cell is Python without magics, shell lines or questions to the keyboard."""
    problems = []
    for number, cell in enumerate(notebook["cells"], start=1):
        if cell["cell_type"] != "code":
            continue
        text = notebooks.source(cell)
        if re.search(r"^\s*[%!]", text, flags=re.MULTILINE):
            problems.append(f"cell {number} uses a magic or a shell line")
        elif notebooks.code_tree(text) is None:
            problems.append(f"cell {number} is not Python")
        if re.search(r"\binput\(|\bsys\.exit\(", text):
            problems.append(f"cell {number} calls input or sys.exit")
    return problems


def clean(notebook: dict) -> list[str]:
    """No output, no execution count, the plain kernel, unique ids."""
    problems = []
    for number, cell in enumerate(notebook["cells"], start=1):
        if cell["cell_type"] == "code" and (cell.get("outputs") or cell.get("execution_count") is not None):
            problems.append(f"cell {number} holds an output or an execution count")
    ids = [cell.get("id") for cell in notebook["cells"]]
    if None in ids or len(set(ids)) != len(ids):
        problems.append("cell ids are missing or not unique")
    if notebook["metadata"].get("kernelspec", {}).get("name") != "python3":
        problems.append("the kernel has to be python3")
    return problems


def figures(notebook: dict) -> list[str]:
    """Every show() and every Markdown picture has an alt text of four words or more; nothing is drawn past show()."""
    problems = []
    for number, tree in _trees(notebook):
        for node in ast.walk(tree):
            if _called(node) != "show":
                if _called(node) in ("imshow", "savefig") or (
                    isinstance(node, ast.Attribute) and ast.unparse(node) == "plt.show"
                ):
                    problems.append(f"cell {number} draws past plots.show")
                continue
            alt = next((k.value for k in node.keywords if k.arg == "alt"), None)
            if alt is None:
                problems.append(f"cell {number}: show() without alt")
            elif isinstance(alt, ast.Constant | ast.JoinedStr):
                parts = [alt] if isinstance(alt, ast.Constant) else alt.values
                written = "".join(str(p.value) if isinstance(p, ast.Constant) else " x " for p in parts)
                if len(written.split()) < 4:
                    problems.append(f"cell {number}: the alt text {written!r} is too short")
    for text in _texts(notebook):
        for alt in re.findall(r"!\[([^\]]*)\]", text):
            if len(alt.split()) < 4:
                problems.append(f"the picture with alt text {alt!r} needs a longer one")
    return problems


def no_paths_or_keys(notebook: dict) -> list[str]:
    """No absolute or relative path, nothing that looks like a key."""
    problems = []
    for number, cell in enumerate(notebook["cells"], start=1):
        text = notebooks.source(cell)
        if match := _PATH.search(text):
            problems.append(f"cell {number} holds a path: {match.group(0)!r}")
        if match := _KEY.search(text):
            problems.append(f"cell {number} holds what looks like a key: {match.group(0)[:6]!r}…")
    return problems


def no_markers(notebook: dict) -> list[str]:
    """No marker of a solution is left."""
    return [
        f"cell {number} still says SOLUTION"
        for number, cell in enumerate(notebook["cells"], start=1)
        if "SOLUTION" in notebooks.source(cell)
    ]


def prose(notebook: dict) -> list[str]:
    """No exclamation marks, no filler."""
    problems = []
    for text in _texts(notebook):
        for line in re.sub(r"!(?=\[)|<!--|!=", "", text).splitlines():
            if "!" in line:
                problems.append(f"an exclamation mark: {line.strip()[:60]!r}")
        low = text.lower().replace("’", "'")
        problems += [f"the word {word!r}" for word in _FILLER if re.search(rf"\b{re.escape(word)}\b", low)]
    return problems


def no_dollars(notebook: dict) -> list[str]:
    """No dollar sign in text cells or in texts of code cells: JupyterLab and matplotlib read it as a formula.

    Code in backticks is left out, and so are patterns: what is given to a function of `re`, to `regex`, as `pattern=`.
    """
    problems = []
    for text in _texts(notebook):
        problems += [f"write USD or EUR, not $: {line.strip()[:60]!r}" for line in text.splitlines() if "$" in line]
    for number, tree in _trees(notebook):
        patterns: set[int] = set()
        for node in ast.walk(tree):
            if isinstance(node, ast.Call):
                of_re = isinstance(node.func, ast.Attribute) and getattr(node.func.value, "id", "") == "re"
                given = node.args if of_re or _called(node) == "regex" else []
                given = [*given, *(word.value for word in node.keywords if word.arg == "pattern")]
                patterns |= {id(part) for argument in given for part in ast.walk(argument)}
        for node in ast.walk(tree):
            text = node.value if isinstance(node, ast.Constant) and id(node) not in patterns else None
            if isinstance(text, str) and "$" in text:
                problems.append(f"cell {number}: write USD or EUR, not $: {text.strip()[:60]!r}")
    return problems


def sources(notebook: dict, known: str) -> list[str]:
    """Every [id] and every link of the text stands in docs/sources.md (`known`: its text)."""
    ids = set(re.findall(r"^\| ([a-z0-9][a-z0-9-]+) \|", known, flags=re.MULTILINE))
    problems = []
    for text in _texts(notebook):
        for cited in re.findall(r"(?<![\]\w!])\[([a-z0-9][a-z0-9-]{3,}(?:, [a-z0-9][a-z0-9-]{3,})*)\](?!\()", text):
            problems += [f"[{i}] is not in docs/sources.md" for i in cited.split(", ") if i not in ids]
        for url in re.findall(r"https?://([^\s)>\]\"']+)", text):
            if not url.startswith(("localhost", "127.0.0.1")) and url.rstrip("/.,") not in known:
                problems.append(f"the link {url} is not in docs/sources.md")
    return problems


def checks(notebook: dict, registered: set[str]) -> list[str]:
    """Every id given to check() is registered, every registered one is used, and each result is shown."""
    problems = []
    used = set(notebooks.exercises(notebook))
    problems += [f"check({i!r}) has no check in helpers/checks" for i in sorted(used - registered)]
    problems += [f"the check of {i} is used by no cell" for i in sorted(registered - used)]
    for number, tree in _trees(notebook):
        calls = [n for n in ast.walk(tree) if _called(n) in ("check", "decide")]
        if not calls:
            continue
        last = tree.body[-1]
        shown = {id(last.value)} if isinstance(last, ast.Expr) else set()
        for node in ast.walk(tree):
            if _called(node) in ("print", "display"):
                shown |= {id(arg) for arg in node.args}
        if any(id(call) not in shown for call in calls):
            problems.append(f"cell {number}: check() or decide() is not the last line of its cell, so nobody sees it")
    return problems
