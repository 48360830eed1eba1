"""Tools: what an agent can call, and what a policy has to know about each."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

EFFECTS = ("read", "write")
RADII = ("one", "few", "many")
HAND_OVER = "escalate_to_person"  # a tool of this name ends the run: a person goes on
_KINDS = {"string": str, "integer": int, "number": (int, float), "boolean": bool}
_KEYWORDS = {"type", "enum", "description", "minimum", "maximum", "minLength", "maxLength", "pattern"}


@dataclass(frozen=True)
class Tool:
    """One thing an agent can do.

    function(db, **arguments) gets the ledger's SQLite connection and returns something that JSON can hold; it raises
    ValueError for what cannot be done and never commits. parameters: JSON schema of the arguments: an object whose
    properties are strings, integers, numbers (units in their description) or booleans; others are refused.

    effect: "read" or "write". undo(db, arguments, result) takes it back; with compensating=True it only makes up for it
    (a second message, a charge). reversible: None means True for reads and for writes with a real undo.
    blast_radius: whom it can touch: "one", "few" or "many" customers. sends_outside: data leave the company, which a
    read can do too (an address that is fetched is read by its owner). outside=True: the effect is not in the ledger's
    database (mail, payment provider); with takes_key=True the other side drops repeats of the same `key`.
    amount: name of the argument that is money in euros. recipients: names of arguments that say where something goes;
    one that may be left out stands for the customer's own when it is. free_text: names of arguments in the agent's own
    words: only the numbers, addresses and links in them have an origin, so words alone can carry something out unseen.

    Raises ValueError for settings that contradict each other.
    """

    name: str
    function: Callable[..., Any]
    parameters: Mapping[str, Any]
    description: str = ""
    effect: str = "read"
    reversible: bool | None = None
    undo: Callable[..., Any] | None = None
    compensating: bool = False
    blast_radius: str = "one"
    sends_outside: bool = False
    outside: bool = False
    takes_key: bool = False
    amount: str | None = None
    recipients: tuple[str, ...] = field(default=())
    free_text: tuple[str, ...] = field(default=())

    def __post_init__(self) -> None:
        say = f"Tool {self.name!r}: "
        if not isinstance(self.name, str) or not re.fullmatch(r"[a-z][a-z0-9_]{0,62}", self.name):
            raise ValueError(f"A tool is named in lower case, as issue_refund; got {self.name!r}.")
        if not callable(self.function):
            raise ValueError(f"{say}function must be a function of (db, **arguments), got {self.function!r}.")
        _check_schema(say, self.parameters)
        _among(say, "effect", self.effect, EFFECTS)
        _among(say, "blast_radius", self.blast_radius, RADII)
        for kind in ("recipients", "free_text"):
            if isinstance(getattr(self, kind), str):
                raise ValueError(f"{say}{kind} is a list of argument names, got the text {getattr(self, kind)!r}.")
        known = self.parameters["properties"]
        for name in (*self.recipients, *self.free_text, *([self.amount] if self.amount else ())):
            if name not in known:
                raise ValueError(f"{say}{name!r} is no argument; the arguments are {', '.join(known) or 'none'}.")
        if self.undo is not None and (self.effect == "read" or not callable(self.undo)):
            raise ValueError(f"{say}undo is a function of (db, arguments, result), and belongs to a write.")
        if self.compensating and self.undo is None:
            raise ValueError(f"{say}compensating=True needs the action that makes up for it, as undo.")
        if self.takes_key and not self.outside:
            raise ValueError(f"{say}takes_key is for tools outside the ledger's database (outside=True).")
        real = self.effect == "read" or (self.undo is not None and not self.compensating)
        if self.reversible and not real:
            raise ValueError(f"{say}reversible=True needs an undo that restores what was before.")
        object.__setattr__(self, "recipients", tuple(self.recipients))
        object.__setattr__(self, "free_text", tuple(self.free_text))
        if self.reversible is None:
            object.__setattr__(self, "reversible", real)

    @property
    def undoable(self) -> bool:
        """Whether there is an undo, be it a real or a compensating one."""
        return self.undo is not None


def _among(say: str, name: str, value: object, known: tuple[str, ...]) -> None:
    if value not in known:
        raise ValueError(f"{say}{name} is one of {', '.join(known)}; got {value!r}.")


def _check_schema(say: str, schema: object) -> None:
    if (
        not isinstance(schema, Mapping)
        or schema.get("type") != "object"
        or not isinstance(schema.get("properties"), Mapping)
    ):
        raise ValueError(
            f'{say}parameters is {{"type": "object", "properties": {{…}}, "required": […]}}; got {schema!r}.'
        )
    for name, part in schema["properties"].items():
        if not isinstance(part, Mapping) or part.get("type") not in _KINDS or set(part) - _KEYWORDS:
            raise ValueError(
                f"{say}the argument {name!r} needs a type ({', '.join(_KINDS)}) and at most "
                f"{', '.join(sorted(_KEYWORDS))}; got {part!r}."
            )
    for name in schema.get("required", ()):
        if name not in schema["properties"]:
            raise ValueError(f"{say}{name!r} is required but stands in no property.")


def toolbox(tools: Iterable[Tool] | Mapping[str, Tool]) -> dict[str, Tool]:
    """Tools by name, in their order. Raises ValueError for two of the same name or something that is no Tool."""
    box: dict[str, Tool] = {}
    for tool in tools.values() if isinstance(tools, Mapping) else tools:
        if not isinstance(tool, Tool):
            raise ValueError(f"A toolbox holds agents.Tool, got {tool!r}.")
        if tool.name in box:
            raise ValueError(f"Two tools are called {tool.name!r}.")
        box[tool.name] = tool
    if not box:
        raise ValueError("A toolbox needs at least one tool.")
    return box


def faults_in(arguments: object, schema: Mapping[str, Any]) -> str:
    """What is wrong with these arguments under a tool's parameters, as a sentence; "" when nothing is."""
    if not isinstance(arguments, Mapping):
        return f"The arguments are an object with names, got {type(arguments).__name__}."
    known = schema["properties"]
    if extra := [name for name in arguments if name not in known]:
        return f"There is no argument {extra[0]!r}; the arguments are {', '.join(known) or 'none'}."
    if missing := [name for name in schema.get("required", ()) if name not in arguments]:
        return f"The argument {missing[0]!r} is missing."
    for name, value in arguments.items():
        if why := _fault(value, known[name]):
            return f"The argument {name!r} {why}, got {value!r}."
    return ""


def _fault(value: object, part: Mapping[str, Any]) -> str:
    kind = part["type"]
    if not isinstance(value, _KINDS[kind]) or (isinstance(value, bool) and kind != "boolean"):
        return f"must be of type {kind}"
    if isinstance(value, float) and not -1e300 < value < 1e300:
        return "must be a number"
    if "enum" in part and value not in part["enum"]:
        return f"must be one of {', '.join(map(str, part['enum']))}"
    if kind in ("integer", "number") and not part.get("minimum", value) <= value <= part.get("maximum", value):
        return f"must lie between {part.get('minimum', 'any')} and {part.get('maximum', 'any')}"
    if kind == "string":
        if len(value) < part.get("minLength", 0) or len(value) > part.get("maxLength", 10_000):
            return "has the wrong length"
        if "pattern" in part and not re.fullmatch(part["pattern"], value):
            return f"must look like {part['pattern']}"
    return ""
