"""Read `-p name=value` and hold it against the parameters cell of a notebook before anything runs."""

from __future__ import annotations

import ast
import difflib

from helpers import answers
from helpers.notebooks import Parameter

_LITERALS = {"true": True, "false": False, "none": None, "null": None}


def split(text: str) -> tuple[str, str]:
    """`name=value` as (name, value). Raises ValueError for anything else."""
    name, equals, value = text.partition("=")
    if not equals or not name.strip().isidentifier():
        raise ValueError(f"A parameter is written name=value, such as cases=40; got {text!r}.")
    return name.strip(), value.strip()


def several(text: str) -> list[str]:
    """`a,b,c` as a list of texts; commas inside brackets or quotes do not separate."""
    parts, depth, quote, current = [], 0, "", ""
    for letter in text:
        if quote:
            quote = "" if letter == quote else quote
        elif letter in "\"'":
            quote = letter
        elif letter in "[({":
            depth += 1
        elif letter in "])}":
            depth -= 1
        if letter == "," and depth == 0 and not quote:
            parts.append(current.strip())
            current = ""
        else:
            current += letter
    return [part for part in [*parts, current.strip()] if part]


def _literal(text: str) -> object:
    if text.lower() in _LITERALS:
        return _LITERALS[text.lower()]
    try:
        return ast.literal_eval(text)
    except (ValueError, SyntaxError, MemoryError, RecursionError):
        return text


def _expected(default: object) -> str:
    if isinstance(default, list | tuple):
        return f"a list such as {list(default)!r}"
    if isinstance(default, dict):
        return f"a dictionary such as {default!r}"
    return answers.in_words(type(default))


def value_for(parameter: Parameter, text: str, where: str = "the notebook") -> object:
    """The value that `text` stands for, of the kind of the parameter's default.

    A default of None takes any literal. Whole numbers do for numbers, `1e3` for a whole number.
    Raises: ValueError that says what is expected.
    """
    default, value = parameter.value, _literal(text)
    wrong = ValueError(f"{where}: {parameter.name} has to be {_expected(default)}; got {text!r}.")
    if default is None:
        return value
    if isinstance(default, str):
        return value if isinstance(value, str) else text
    if isinstance(default, bool):
        if not isinstance(value, bool):
            raise wrong
        return value
    if isinstance(value, bool):
        raise wrong
    if isinstance(default, int):
        if isinstance(value, float) and value.is_integer():
            value = int(value)
        if not isinstance(value, int):
            raise wrong
        return value
    if isinstance(default, float):
        if not isinstance(value, int | float):
            raise wrong
        return float(value)
    if isinstance(default, list | tuple):
        kinds = {type(item) for item in default}
        if not isinstance(value, list | tuple):
            raise wrong
        if len(kinds) == 1 and not all(answers.fits(item, tuple(kinds)) for item in value):
            raise wrong
        return list(value)
    if not isinstance(value, type(default)):
        raise wrong
    return value


def listing(known: dict[str, Parameter]) -> str:
    """The parameters in words: "model (a text, 'local/smollm2-135m'), cases (a whole number, 40)"."""
    if not known:
        return "no parameters"
    parts = []
    for parameter in known.values():
        kind = "any value" if parameter.value is None else answers.in_words(type(parameter.value))
        parts.append(f"{parameter.name} ({kind}, {parameter.value!r})")
    return ", ".join(parts)


def values(given: list[tuple[str, str]], notebooks: dict[str, dict[str, Parameter]]) -> dict[str, dict[str, object]]:
    """The parameters for each notebook, by its name, from (name, text) pairs.

    A notebook gets those that it has; each has to be known to at least one notebook.
    Raises: ValueError for an unknown name (with the right ones), a name given twice, or a value of the wrong kind.
    """
    result: dict[str, dict[str, object]] = {label: {} for label in notebooks}
    seen: set[str] = set()
    for name, text in given:
        if name in seen:
            raise ValueError(f"The parameter {name!r} is given twice.")
        seen.add(name)
        holders = [label for label, known in notebooks.items() if name in known]
        if not holders:
            every = sorted({key for known in notebooks.values() for key in known})
            close = difflib.get_close_matches(name, every, n=1)
            meant = f" Did you mean {close[0]}?" if close else ""
            lists = "\n".join(f"  {label}: {listing(known)}" for label, known in notebooks.items())
            raise ValueError(f"There is no parameter {name!r}.{meant} There are:\n{lists}")
        for label in holders:
            result[label][name] = value_for(notebooks[label][name], text, label)
    return result
