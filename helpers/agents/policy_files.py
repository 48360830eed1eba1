"""Reading a policy file with the line of every fault."""

from __future__ import annotations

from collections.abc import Mapping
from fnmatch import fnmatchcase
from typing import Any

from helpers.agents.permissions import LEVELS, PolicyError, Rule
from helpers.agents.tooling import EFFECTS, RADII, Tool

_CHOICES = {"effect": EFFECTS, "origin": ("user", "not user", "tool", "model")}
_SWITCHES = ("reversible", "sends_outside")
_NUMBERS = ("amount_over", "amount_at_most")
_LISTS = ("blast_radius", "recipient_in", "recipient_not_in", "origin_of", "from_tools")
CONDITIONS = (*_CHOICES, *_SWITCHES, *_NUMBERS, *_LISTS)


class _Reader:
    def __init__(self, name: str):
        self.name = name

    def fail(self, node: Any, what: str) -> None:
        line = node if isinstance(node, int) else node.start_mark.line + 1
        raise PolicyError(f"{self.name}, line {line}: {what}")

    def pairs(self, node: Any, what: str, known: tuple[str, ...]) -> dict[str, Any]:
        """A mapping as name -> node; unknown and doubled names are refused."""
        if node.id != "mapping":
            self.fail(node, f"{what} holds lines such as `{known[0]}: …`; got {_shown(node)}.")
        found: dict[str, Any] = {}
        for key, value in node.value:
            if key.value not in known:
                self.fail(key, f"{what} has no {key.value!r}; it has {', '.join(known)}.")
            if key.value in found:
                self.fail(key, f"{key.value!r} stands twice.")
            found[key.value] = value
        return found

    def text(self, node: Any, what: str) -> str:
        if node.id != "scalar" or not str(node.value).strip():
            self.fail(node, f"{what} is a text, got {_shown(node)}.")
        return str(node.value).strip()

    def texts(self, node: Any, what: str) -> tuple[str, ...]:
        if node.id == "scalar":
            return (self.text(node, what),)
        if node.id != "sequence" or not node.value:
            self.fail(node, f"{what} is a text or a list of texts, got {_shown(node)}.")
        return tuple(self.text(part, what) for part in node.value)

    def among(self, node: Any, what: str, known: tuple[str, ...]) -> str:
        value = self.text(node, what)
        if value not in known:
            self.fail(node, f"{what} is one of {', '.join(known)}; got {value!r}.")
        return value

    def conditions(self, node: Any) -> dict[str, Any]:
        found: dict[str, Any] = {}
        for name, part in self.pairs(node, "`when`", CONDITIONS).items():
            if name in _CHOICES:
                found[name] = self.among(part, name, _CHOICES[name])
            elif name in _SWITCHES:
                found[name] = self.among(part, name, ("true", "false")) == "true"
            elif name in _NUMBERS:
                try:
                    found[name] = float(self.text(part, name))
                except ValueError:
                    self.fail(part, f"{name} is a number of euros, got {part.value!r}.")
                if not 0 <= found[name] < float("inf"):
                    self.fail(part, f"{name} is a number of euros of 0 or more, got {part.value!r}.")
            else:
                found[name] = self.texts(part, name)
                if name == "blast_radius" and (wrong := [x for x in found[name] if x not in RADII]):
                    self.fail(part, f"blast_radius is one of {', '.join(RADII)}; got {wrong[0]!r}.")
        return found

    def rule(self, node: Any, tools: Mapping[str, Tool] | None) -> Rule:
        found = self.pairs(node, "A rule", ("tool", "when", "level", "why"))
        for name in ("tool", "level"):
            if name not in found:
                self.fail(node, f"a rule needs `{name}:`.")
        globs = self.texts(found["tool"], "tool")
        for glob in globs if tools is not None else ():
            if not any(fnmatchcase(name, glob) for name in tools):
                self.fail(found["tool"], f"no tool is called {glob!r}; the tools are {', '.join(tools)}.")
        return Rule(
            globs,
            self.among(found["level"], "level", LEVELS),
            self.conditions(found["when"]) if "when" in found else {},
            self.text(found["why"], "why") if "why" in found else "",
            node.start_mark.line + 1,
        )


def _shown(node: Any) -> str:
    return repr(node.value) if node.id == "scalar" else f"a {'list' if node.id == 'sequence' else 'group of lines'}"


def read(text: str, tools: Mapping[str, Tool] | None, name: str) -> tuple[str, tuple[Rule, ...], str]:
    """Title, rules and default of a policy text. Raises PolicyError with the line of the first fault."""
    import yaml

    reader = _Reader(name)
    if not isinstance(text, str):
        raise PolicyError(f"{name}: a policy is a text, got {type(text).__name__}.")
    try:
        root = yaml.compose(text, Loader=yaml.SafeLoader)
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        why = getattr(error, "problem", None) or str(error).split("\n")[0]
        reader.fail(
            mark.line + 1 if mark else 1, f"this is no YAML ({why}). Look at the spaces at the beginning of lines."
        )
    if root is None:
        raise PolicyError(f"{name}, line 1: the policy is empty; it needs `rules:`.")
    found = reader.pairs(root, "A policy", ("rules", "name", "default"))
    if "rules" not in found or found["rules"].id != "sequence" or not found["rules"].value:
        reader.fail(found.get("rules", root), "a policy needs `rules:` with at least one rule, each behind a dash.")
    rules = tuple(reader.rule(node, tools) for node in found["rules"].value)
    title = reader.text(found["name"], "name") if "name" in found else name
    default = reader.among(found["default"], "default", LEVELS) if "default" in found else "forbid"
    return title, rules, default
