"""Look at what a learner gave to a check: is it finished, what kind of thing is it, and how is it written down."""

from __future__ import annotations

import collections.abc
import dataclasses
import dis
import math
import numbers
import traceback
from types import FunctionType

_WORDS = {
    "str": "a text",
    "int": "a whole number",
    "float": "a number",
    "bool": "True or False",
    "list": "a list",
    "tuple": "a tuple",
    "dict": "a dictionary",
    "set": "a set",
    "function": "a function",
    "DataFrame": "a pandas table",
    "Series": "a pandas column",
    "ndarray": "an array",
}
_COUNTED = {
    "str": ("text", "texts"),
    "int": ("whole number", "whole numbers"),
    "float": ("number", "numbers"),
    "list": ("list", "lists"),
    "dict": ("dictionary", "dictionaries"),
    "tuple": ("tuple", "tuples"),
}


def in_words(kind: type | object) -> str:
    """A type in plain words: `dict` is "a dictionary"."""
    if kind is callable or kind is collections.abc.Callable:
        return "a function"
    name = getattr(kind, "__name__", str(kind))
    if name in _WORDS:
        return _WORDS[name]
    return f"{'an' if name[:1].lower() in 'aeiou' else 'a'} {name}"


def describe(answer: object) -> str:
    """The answer's kind and size in plain words: "a list of 3 texts"."""
    if isinstance(answer, FunctionType):
        return f"the function {answer.__name__}"
    text = in_words(type(answer))
    if isinstance(answer, list | tuple | set | dict):
        kinds = {type(item).__name__ for item in answer}
        one, many = _COUNTED.get(kinds.pop() if len(kinds) == 1 else "", ("item", "items"))
        return f"{text} of {len(answer)} {one if len(answer) == 1 else many}"
    if isinstance(answer, str | int | float | bool):
        shown = repr(answer)
        return f"{text} ({shown if len(shown) <= 40 else shown[:37] + '...'})"
    return text


def fits(answer: object, expects: tuple) -> bool:
    """Whether the answer is of one of the expected kinds; whole numbers count as numbers, True and False do not."""
    for kind in expects:
        if kind is callable:
            if callable(answer):
                return True
        elif kind in (int, float):
            wanted = numbers.Integral if kind is int else numbers.Real
            if isinstance(answer, wanted) and not isinstance(answer, bool):
                return True
        elif isinstance(answer, kind) or (kind is bool and type(answer).__name__ in ("bool_", "bool")):
            return True
    return False


def _is_stub(function: FunctionType) -> bool:
    """True for a function whose body is nothing but `...`, `pass`, a docstring or `return ...`."""
    harmless = {"RESUME", "NOP", "LOAD_CONST", "RETURN_CONST", "RETURN_VALUE", "COPY_FREE_VARS", "CACHE", "POP_TOP"}
    steps = list(dis.get_instructions(function))
    if any(step.opname not in harmless for step in steps):
        return False
    return all(step.argval in (None, ...) for step in steps if step.opname in ("LOAD_CONST", "RETURN_CONST"))


def _inside(outer: str, part: str) -> str:
    """The place of a part: "number 2, under `must`", and with a name "number 2 of `cases`"."""
    if not outer:
        return part
    return f"{part} of `{outer}`" if outer.isidentifier() else f"{part}, {outer}"


def _place(where: str) -> str:
    """A place as it stands in a sentence."""
    if not where:
        return "in your answer"
    if where.isidentifier():
        return f"in `{where}`"
    words = where if where.startswith(("under", "in ")) else f"in {where}"
    return words if "of `" in words or (words.startswith("under") and "," not in words) else f"{words} of your answer"


def unfinished(answer: object, name: str = "", _seen: frozenset[int] = frozenset()) -> str | None:
    """What is still missing, as a sentence, when the answer is or holds `...` (or is None or blank); else None.

    Looks into lists, tuples, sets, dictionaries, data classes and the bodies of functions. name: what the learner calls
    the answer; without it the place is told in words ("number 2 of your answer", "under `must`").
    """
    top = not _seen
    if answer is ...:
        return f"Replace the `...`{'' if top else f' {_place(name)}'} with your answer."
    if top and answer is None:
        return "There is no answer yet (it is None). Choose or write one; a function needs a `return`."
    if top and isinstance(answer, str) and not answer.strip():
        return "Your answer is an empty text. Write something first."
    if isinstance(answer, FunctionType):
        where = f"`{answer.__name__}`"
        return f"The body of {where} is still `...`. Write it, and return a value." if _is_stub(answer) else None
    if id(answer) in _seen or len(_seen) > 8:
        return None
    seen = _seen | {id(answer)}
    if isinstance(answer, dict):
        parts = [(_inside(name, f"under `{key}`"), value) for key, value in answer.items()]
        if any(key is ... for key in answer):
            return f"Replace the `...` that stands as a key {_place(name)}."
    elif isinstance(answer, list | tuple):
        parts = [(_inside(name, f"number {index}"), value) for index, value in enumerate(answer, start=1)]
    elif isinstance(answer, set | frozenset):
        parts = [(_inside(name, "in a set"), value) for value in answer]
    elif dataclasses.is_dataclass(answer) and not isinstance(answer, type):
        fields = dataclasses.fields(answer)
        parts = [(_inside(name, f"under `{field.name}`"), getattr(answer, field.name, None)) for field in fields]
    else:
        return None
    return next((gap for label, value in parts if (gap := unfinished(value, label, seen))), None)


def _functions(answer: object, depth: int = 3) -> list[FunctionType]:
    if isinstance(answer, FunctionType):
        return [answer]
    if depth == 0:
        return []
    if isinstance(answer, dict):
        return [f for value in answer.values() for f in _functions(value, depth - 1)]
    if isinstance(answer, list | tuple | set):
        return [f for value in answer for f in _functions(value, depth - 1)]
    return [f for f in vars(type(answer)).values() if isinstance(f, FunctionType)]


def own_error(answer: object, error: BaseException, checks_folder: str) -> str | None:
    """A sentence about an error raised in the learner's own function, or None when the check itself raised it."""
    files = {function.__code__.co_filename for function in _functions(answer)}
    frames = [f for f in traceback.extract_tb(error.__traceback__) if f.filename in files]
    frames = [frame for frame in frames if not frame.filename.startswith(checks_folder)]
    if not frames:
        return None
    last = frames[-1]
    line = f", at `{last.line}`" if last.line else ""
    return f"Your function `{last.name}` stopped with {type(error).__name__}: {error} (line {last.lineno}{line})."


def plain(value: object) -> object:
    """The value as JSON can hold it: estimates and data classes as dictionaries, arrays as lists, NaN as None."""
    if value is None or isinstance(value, str | bool):
        return value
    if isinstance(value, numbers.Integral):
        return int(value)
    if isinstance(value, numbers.Real):
        return float(value) if math.isfinite(value) else None
    if hasattr(value, "_asdict"):
        return {key: plain(item) for key, item in value._asdict().items()}
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        return {field.name: plain(getattr(value, field.name)) for field in dataclasses.fields(value)}
    if isinstance(value, dict):
        return {str(key): plain(item) for key, item in value.items()}
    if isinstance(value, list | tuple | set | frozenset):
        return [plain(item) for item in (sorted(value, key=repr) if isinstance(value, set | frozenset) else value)]
    if type(value).__name__ == "DataFrame":
        return [plain(row) for row in value.to_dict("records")]
    if hasattr(value, "tolist"):
        return plain(value.tolist())
    return str(value)


def written(answer: object, limit: int = 2000) -> str:
    """The answer as text for the record of attempts, at most `limit` characters."""
    text = repr(answer)
    return text if len(text) <= limit else text[: limit - 1] + "…"
