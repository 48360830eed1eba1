"""Where the values of a call come from: the user, the company, something that was read, or nowhere."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from helpers.agents.tooling import Tool

ORIGINS = ("user", "policy", "model", "tool")  # from the safest to the one that an outsider can write
FREE_TEXT_WORDS = 6
_NAMES_SOMETHING = re.compile(r"\S*(?:@|://|\d)\S*")
_NUMBER = re.compile(r"[^\w+-]{0,2}([+-]?\d+(?:[.,]\d+)*)(?:[^\w]{0,2}|eur|euros?)")
_EDGES = " \t\r\n.,;:!?\"'()[]{}<>«»„“”‘’`*_€"


@dataclass(frozen=True)
class Call:
    """A tool with arguments, as an agent wants it.

    `planned` (what the task needs: True, injected: False) is for approvers and for counting; no policy sees it. `label`
    names the place in a scripted plan.
    """

    tool: str
    arguments: Mapping[str, Any] = field(default_factory=dict)
    step: int = 1
    planned: bool | None = None
    label: str = ""


@dataclass(frozen=True)
class Context:
    """What a policy may know beside the call.

    user: the user's own text. results: (tool, result) pairs read so far. constants: values the company fixed.
    own: addresses and accounts on file for this customer. tools: the toolbox.
    """

    user: str
    results: Sequence[tuple[str, Any]] = ()
    constants: Sequence[Any] = ()
    own: Sequence[str] = ()
    tools: Mapping[str, Tool] = field(default_factory=dict)


def leaves(value: Any) -> Iterator[Any]:
    """The single values in something that JSON can hold."""
    if isinstance(value, Mapping):
        for part in value.values():
            yield from leaves(part)
    elif isinstance(value, list | tuple):
        for part in value:
            yield from leaves(part)
    elif value is not None:
        yield value


@lru_cache(maxsize=4096)
def words_of(text: str) -> str:
    """A text as words between bars: case, punctuation at the edges, 's and the form of numbers do not matter."""
    found = (_word(part) for part in unicodedata.normalize("NFKC", text).casefold().split())
    return "|" + "|".join(word for word in found if word) + "|"


def _word(part: str) -> str:
    if number := _NUMBER.fullmatch(part):
        return _plain(number[1])
    part = re.sub(r"['’]s$", "", part.strip(_EDGES))
    if number := _NUMBER.fullmatch(part):
        return _plain(number[1])
    return part.replace("|", "")


def _plain(number: str) -> str:
    """89, 89.00 and 89,00 are the same; so are 1,250.00 and 1.250,00 and 1250."""
    sign, digits = ("-", number[1:]) if number[0] == "-" else ("", number.lstrip("+"))
    cut = max(digits.rfind("."), digits.rfind(","))
    if cut >= 0 and len(digits) - cut - 1 != 3:
        whole, part = re.sub(r"[.,]", "", digits[:cut]), digits[cut + 1 :].rstrip("0")
    else:
        whole, part = re.sub(r"[.,]", "", digits), ""
    whole = whole.lstrip("0") or "0"
    return sign + whole + (f".{part}" if part else "")


def text_of(value: Any) -> str:
    """A single value as text; numbers as people write them."""
    return f"{value:.10f}".rstrip("0").rstrip(".") if isinstance(value, float) else str(value)


def _holds(text: str, value: Any) -> bool:
    wanted = words_of(text_of(value))
    if wanted == "||":
        return False
    if wanted in words_of(text):
        return True
    squeezed = _squeeze(text_of(value))  # account numbers, with or without spaces
    return len(squeezed) >= 12 and bool(re.search(r"\d{4}", squeezed)) and squeezed in _squeeze(text)


@lru_cache(maxsize=4096)
def _squeeze(text: str) -> str:
    return re.sub(r"[\W_]+", "", unicodedata.normalize("NFKC", text).casefold())


def _read_in(value: Any, results: Sequence[tuple[str, Any]]) -> tuple[str, ...]:
    found = [tool for tool, result in results if any(_holds(text_of(leaf), value) for leaf in leaves(result))]
    return tuple(dict.fromkeys(found))


def _one(value: Any, context: Context) -> tuple[str, tuple[str, ...]]:
    if _holds(context.user, value):
        return "user", ()
    if any(_holds(text_of(known), value) for known in (*context.constants, *context.own)):
        return "policy", ()
    read = _read_in(value, context.results)
    return ("tool", read) if read else ("model", ())


def _argument(value: Any, part: Mapping[str, Any], free: bool, context: Context) -> tuple[str, tuple[str, ...]]:
    if isinstance(value, bool) or value in part.get("enum", ()):
        return "policy", ()
    if isinstance(value, str) and (free or len(value.split()) > FREE_TEXT_WORDS) and not _holds(context.user, value):
        named = [found.strip(_EDGES) for found in _NAMES_SOMETHING.findall(value)]
        whole = _read_in(value, context.results)
        found = (
            [("tool", whole)]
            if whole
            else [_one(name, context) for name in named] or [("policy" if free else "model", ())]
        )
    else:
        found = [_one(value, context)]
    worst = max((origin for origin, _ in found), key=ORIGINS.index)
    return worst, tuple(dict.fromkeys(tool for _, tools in found for tool in tools))


def _each(call: Call, context: Context) -> dict[str, tuple[str, tuple[str, ...]]]:
    tool = context.tools.get(call.tool)
    parts = tool.parameters["properties"] if tool else {}
    free = tool.free_text if tool else ()
    return {name: _argument(v, parts.get(name, {}), name in free, context) for name, v in call.arguments.items()}


def origins(call: Call, context: Context) -> dict[str, str]:
    """Argument -> where its value was seen: "user", "policy", "tool" (only in something read) or "model" (nowhere).

    Values are compared as words: case, punctuation at the edges and the form of numbers do not count, part of a word is
    no match. Yes/no values and the fixed choices of a tool count as policy. Of a text of more than six words the
    numbers, addresses and links in it count, the worst of them; a text without any is "model" (for an argument that the
    tool declares as free text: "policy"). A limit: a value that
    stands in the user's text by chance (a 2 among other numbers) counts as the user's.
    """
    return {name: origin for name, (origin, _) in _each(call, context).items()}


def sources(call: Call, context: Context) -> dict[str, tuple[str, ...]]:
    """Argument -> the tools in whose results its value was seen; only for arguments of origin "tool"."""
    return {name: tools for name, (origin, tools) in _each(call, context).items() if origin == "tool"}


def origins_and_sources(call: Call, context: Context) -> tuple[dict[str, str], dict[str, tuple[str, ...]]]:
    """Both of the above in one pass."""
    each = _each(call, context)
    return {n: o for n, (o, _) in each.items()}, {n: t for n, (o, t) in each.items() if o == "tool"}
