"""The policy file: who may do what, decided outside the model.

A policy is YAML: `rules:`, and if you like `name:` and `default:` (forbid when it is left out). A rule has `tool:` (a
name, a glob such as read_*, or a list), `level:` (auto, notify, confirm or forbid), and if you like `why:` and `when:`,
all of which has to hold:

    effect: read | write              reversible: true | false         sends_outside: true | false
    blast_radius: one | few | many    amount_over: 50                  amount_at_most: 50
    recipient_in: [globs]             recipient_not_in: [globs]        (customer: what is on file for this customer)
    origin: user | not user | tool | model      origin_of: [arguments]      from_tools: [globs]

`origin: user` holds when every value stands in the request or was fixed by the company, `not user` when one does not,
`tool` when one was only read, `model` when one stands nowhere; `from_tools` when one was read in such a tool.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from fnmatch import fnmatchcase
from pathlib import Path
from typing import Any

from helpers.agents.provenance import Call, Context, origins_and_sources
from helpers.agents.tooling import Tool

LEVELS = ("auto", "notify", "confirm", "forbid")
_OF_TOOLS = ("effect", "reversible", "sends_outside")


class PolicyError(ValueError):
    """A policy file that cannot be used; says the file, the line and what is needed there."""


@dataclass(frozen=True)
class Decision:
    """What a policy says about a call: level, the rule that decided (0: the default), where the values came from."""

    level: str
    rule: int
    line: int
    why: str
    origins: Mapping[str, str] = field(default_factory=dict)
    sources: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


@dataclass(frozen=True)
class Rule:
    """One rule: for these tools, when all of this holds, this level."""

    tools: tuple[str, ...]
    level: str
    when: Mapping[str, Any] = field(default_factory=dict)
    why: str = ""
    line: int = 0

    def matches(self, call: Call, tool: Tool, context: Context, found: tuple[Mapping, Mapping]) -> bool:
        """Whether the rule speaks about this call."""
        if not self.speaks_of(call.tool, tool):
            return False
        return self._amount(call, tool) and self._recipients(call, tool, context) and self._origin(*found)

    def speaks_of(self, name: str, tool: Tool) -> bool:
        """Whether a call of this tool can meet the rule, as far as that hangs on the tool alone."""
        if not any(fnmatchcase(name, glob) for glob in self.tools):
            return False
        if any(getattr(tool, part) != self.when[part] for part in _OF_TOOLS if part in self.when):
            return False
        return tool.blast_radius in self.when.get("blast_radius", (tool.blast_radius,))

    def _amount(self, call: Call, tool: Tool) -> bool:
        limits = {name: self.when[name] for name in ("amount_over", "amount_at_most") if name in self.when}
        if not limits:
            return True
        amount = call.arguments.get(tool.amount) if tool.amount else None
        if not isinstance(amount, int | float):
            return False
        return amount > limits.get("amount_over", float("-inf")) and amount <= limits.get(
            "amount_at_most", float("inf")
        )

    def _recipients(self, call: Call, tool: Tool, context: Context) -> bool:
        going = [call.arguments.get(name) for name in tool.recipients]  # None: left out, so the customer's own
        for name, wanted in (("recipient_in", True), ("recipient_not_in", False)):
            if name in self.when:
                globs = self.when[name]
                left_out = not wanted or "customer" in globs
                inside = [left_out if to is None else _is_in(str(to), globs, context.own) for to in going]
                if not going or (all(inside) is not wanted):
                    return False
        return True

    def _origin(self, origins: Mapping[str, str], sources: Mapping[str, tuple[str, ...]]) -> bool:
        names = [name for name in origins if name in self.when.get("origin_of", origins)]
        if "origin_of" in self.when and not names:
            return False
        seen, origin = {origins[name] for name in names}, self.when.get("origin")
        if origin == "user" and not seen <= {"user", "policy"}:
            return False
        if origin == "not user" and seen <= {"user", "policy"}:
            return False
        if origin in ("tool", "model") and origin not in seen:
            return False
        globs = self.when.get("from_tools")
        read = [tool for name in names for tool in sources.get(name, ())]
        return globs is None or any(fnmatchcase(tool, glob) for tool in read for glob in globs)


def _is_in(value: str, globs: tuple[str, ...], own: Any) -> bool:
    value = value.casefold().strip()
    for glob in globs:
        if glob == "customer":
            if any("".join(value.split()) == "".join(str(known).casefold().split()) for known in own):
                return True
        elif fnmatchcase(value, glob.casefold()):
            return True
    return False


@dataclass(frozen=True)
class Policy:
    """Rules in order: the first that speaks about a call decides; where none does, the default (forbid)."""

    name: str
    rules: tuple[Rule, ...]
    default: str = "forbid"
    text: str = ""

    @classmethod
    def load(cls, path: str | Path, tools: Mapping[str, Tool] | None = None) -> Policy:
        """Read a policy file; its form stands at the top of this module. With `tools` a rule that fits none is refused.

        Raises PolicyError with file, line, what stands there and what is needed.
        """
        path = Path(path)
        try:
            text = path.read_text(encoding="utf-8")
        except (OSError, UnicodeDecodeError) as error:
            raise PolicyError(f"{path.name} cannot be read: {getattr(error, 'strerror', None) or error}.") from None
        return cls.parse(text, tools, name=path.name)

    @classmethod
    def parse(cls, text: str, tools: Mapping[str, Tool] | None = None, name: str = "policy") -> Policy:
        """Read a policy from text. Shapes and errors as in `load`."""
        from helpers.agents.policy_files import read

        title, rules, default = read(text, tools, name)
        return cls(title, rules, default, text)

    def decide(self, call: Call, context: Context) -> Decision:
        """The level of a call, with the rule that decided. Raises ValueError for a tool that is not in the toolbox."""
        tool = context.tools.get(call.tool)
        if tool is None:
            raise ValueError(f"There is no tool {call.tool!r}; the tools are {', '.join(context.tools) or 'none'}.")
        found = origins_and_sources(call, context)
        for number, rule in enumerate(self.rules, 1):
            if rule.matches(call, tool, context, found):
                return Decision(rule.level, number, rule.line, rule.why, *found)
        return Decision(self.default, 0, 0, "no rule speaks about this call", *found)

    def warnings(self, tools: Mapping[str, Tool]) -> list[str]:
        """What is allowed in a policy file and still looks wrong: one sentence each."""
        found: list[str] = []
        closed: dict[str, int] = {}
        for number, rule in enumerate(self.rules, 1):
            mine = [name for name, tool in tools.items() if rule.speaks_of(name, tool)]
            for glob in (*rule.when.get("recipient_in", ()), *rule.when.get("recipient_not_in", ())):
                if "://" in glob and ("*" in glob.split("://")[1].split("/")[0] or "/" not in glob.split("://")[1]):
                    found.append(
                        f"Rule {number} (line {rule.line}): {glob!r} can fit a host of somebody else; end the "
                        "host with a slash, as https://help.example/*."
                    )
            if mine and all(name in closed for name in mine):
                found.append(f"Rule {number} (line {rule.line}) is never reached: rule {closed[mine[0]]} comes first.")
            for name in mine:
                if name not in closed and rule.level == "notify" and not tools[name].undoable:
                    found.append(f"Rule {number} (line {rule.line}) lets {name} run with a notice, and it has no undo.")
            if set(rule.when) <= {*_OF_TOOLS, "blast_radius"}:
                closed.update({name: number for name in mine if name not in closed})
        return found
