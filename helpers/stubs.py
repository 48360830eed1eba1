"""Cut the solutions out of a code cell, and check that what is left still runs."""

from __future__ import annotations

import ast
import re

from helpers import notebooks

_BEGIN = re.compile(r"^(\s*)#\s*BEGIN\s+SOLUTION\s*$", re.IGNORECASE)
_END = re.compile(r"^\s*#\s*END\s+SOLUTION\s*$", re.IGNORECASE)
_LINE = re.compile(r"^(.*\S)\s*#\s*SOLUTION\s*$")


class BuildError(ValueError):
    """A source that cannot be built; the message names the file and the cell."""


def _stub_of(statement: str) -> str | None:
    """`name = ...` for an assignment (or `return ...`), None for any other statement."""
    indent = statement[: len(statement) - len(statement.lstrip())]
    code = statement.strip()
    is_return = code.startswith("return")
    try:
        body = ast.parse(f"def f():\n {code}" if is_return else code).body
    except SyntaxError:
        return None
    if is_return:
        return f"{indent}return ..."
    if len(body) != 1 or not isinstance(body[0], ast.Assign | ast.AnnAssign) or body[0].value is None:
        return None
    node = body[0]
    target = node.targets[0] if isinstance(node, ast.Assign) else node.target
    many = len(target.elts) if isinstance(target, ast.Tuple | ast.List) else 1
    if isinstance(node, ast.AnnAssign):
        left = f"{ast.unparse(node.target)}: {ast.unparse(node.annotation)}"
    else:
        left = " = ".join(
            ast.unparse(t).strip("()") if isinstance(t, ast.Tuple) else ast.unparse(t) for t in node.targets
        )
    return f"{indent}{left} = {', '.join(['...'] * many)}"


def cut(text: str, where: str) -> tuple[str, str]:
    """The learner's and the solved text of one code cell. Raises BuildError for markers that do not pair up."""
    learner: list[str] = []
    solved: list[str] = []
    block: list[str] | None = None
    indent = ""
    for number, line in enumerate(text.splitlines(), start=1):
        at = f"{where}, line {number} of the cell"
        if begin := _BEGIN.match(line):
            if block is not None:
                raise BuildError(f"{at}: BEGIN SOLUTION inside a block that is still open. Close it with END SOLUTION.")
            block, indent = [], begin.group(1)
        elif _END.match(line):
            if block is None:
                raise BuildError(f"{at}: END SOLUTION without a BEGIN SOLUTION before it.")
            whole = "\n".join(block)
            learner.append((_stub_of(whole) if not indent else None) or f"{indent}...")
            solved.extend(block)
            block = None
        elif match := _LINE.match(line):
            if block is not None:
                raise BuildError(
                    f"{at}: a line marked SOLUTION inside a BEGIN SOLUTION block. One of the two is enough."
                )
            stub = _stub_of(match.group(1))
            if stub is None:
                raise BuildError(
                    f"{at}: `# SOLUTION` needs `name = value` or `return value` on one line. "
                    "Put BEGIN SOLUTION and END SOLUTION around anything longer."
                )
            learner.append(stub)
            solved.append(match.group(1))
        elif block is not None:
            block.append(line)
        else:
            learner.append(line)
            solved.append(line)
    if block is not None:
        raise BuildError(f"{where}: BEGIN SOLUTION without an END SOLUTION in the same cell.")
    for line in (*learner, *solved):
        if "SOLUTION" in line:
            raise BuildError(f"{where}: the word SOLUTION is left over in {line.strip()!r}. Is a marker misspelt?")
    return "\n".join(learner), "\n".join(solved)


def _names(trees: list[ast.Module], *, top_only: bool) -> set[str]:
    """Names bound by the cells: at top level only, or anywhere."""
    found: set[str] = set()
    for tree in trees:
        nodes = list(ast.walk(tree))
        if top_only:
            inner = [
                n for n in nodes if isinstance(n, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef | ast.Lambda)
            ]
            hidden = {id(x) for n in inner for x in ast.walk(n)} - {id(n) for n in inner if n in tree.body}
            nodes = [n for n in nodes if id(n) not in hidden]
        for node in nodes:
            if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
                found.add(node.id)
            elif isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
                found.add(node.name)
            elif isinstance(node, ast.alias):
                found.add((node.asname or node.name).split(".")[0])
            elif isinstance(node, ast.arg):
                found.add(node.arg)
    return found


def check_names(where: str, learner: list[str], solved: list[str]) -> None:
    """The learner's notebook must run: no name may be used in it that only a removed solution defines."""
    parsed = [[t for t in map(notebooks.code_tree, cells) if t] for cells in (learner, solved)]
    lost = _names(parsed[1], top_only=True) - _names(parsed[0], top_only=False)
    for number, text in enumerate(learner, start=1):
        tree = notebooks.code_tree(text)
        for node in ast.walk(tree) if tree else ():
            if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load) and node.id in lost:
                raise BuildError(
                    f"{where}, code cell {number}: `{node.id}` is used, but only a solution defines it, so the "
                    f"untouched lab would stop here. Put `{node.id} = ...` before the BEGIN SOLUTION line."
                )
