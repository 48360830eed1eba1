"""What an exercise, a hint and a result are, and the register of all exercises (`helpers/checks/mNN.py` fill it)."""

from __future__ import annotations

import copy
import html
import importlib
import re
import sys
from collections.abc import Callable
from dataclasses import dataclass

from helpers import answers, keeping

WORDS = {"ok": "Correct", "todo": "Not attempted yet", "retry": "Not quite"}
_NONE = object()


@dataclass(frozen=True)
class Hint:
    """What is wrong, said three times, each time more openly. `id` names the mistake.

    form=True: the answer has the wrong form (a share where a count is asked, a word that is no choice). It is said, and
    not counted as a try.
    """

    first: str
    second: str | None = None
    third: str | None = None
    id: str | None = None
    form: bool = False

    @property
    def kept_id(self) -> str:
        """The id under which the mistake is stored; "form: …" for a wrong form."""
        name = self.id or "hint"
        return f"form: {name}" if self.form and name != "type" else name

    def at(self, tries: int) -> str:
        """The text for the number of wrong tries so far, this one included (1, 2, 3 and more)."""
        texts = [text for text in (self.first, self.second, self.third) if text]
        return texts[min(tries, len(texts)) - 1]


@dataclass(frozen=True)
class Right:
    """What a check may return for a right answer when there is something to add to "Correct"."""

    message: str


@dataclass(frozen=True)
class Result:
    """The outcome of a check: `status` (ok, todo or retry), `message`, `hint` (id of the mistake), `tries`."""

    exercise: str
    status: str
    message: str
    hint: str | None = None
    tries: int = 0

    @property
    def ok(self) -> bool:
        """True when the answer was right."""
        return self.status == "ok"

    def __bool__(self) -> bool:
        return self.ok

    def __str__(self) -> str:
        return f"{WORDS[self.status]}. {self.message}".strip()

    __repr__ = __str__

    def _repr_html_(self) -> str:
        text = re.sub(r"`([^`]+)`", r"<code>\1</code>", html.escape(self.message, quote=False)).replace("\n", "<br>")
        line = {"ok": "solid", "todo": "dotted", "retry": "dashed"}[self.status]
        return (
            f'<div role="status" style="border-left: 4px {line} currentColor; padding: 2px 12px; max-width: 46em">'
            f"<strong>{WORDS[self.status]}.</strong> {text}</div>"
        )


@dataclass(frozen=True)
class Exercise:
    """A registered exercise. `run` is its check, `reference` a value or a function without arguments that gives one."""

    id: str
    title: str
    run: Callable[[object], object]
    reference: object = _NONE
    expects: tuple = ()
    form: str | None = None
    right: str = ""

    @property
    def has_reference(self) -> bool:
        """Whether `resume` can stand in for an answer."""
        return self.reference is not _NONE

    def reference_value(self) -> object:
        """A fresh copy of the reference answer."""
        return self.reference() if callable(self.reference) else copy.deepcopy(self.reference)

    def wanted(self) -> str:
        """What the answer should be, in words."""
        return self.form or " or ".join(answers.in_words(kind) for kind in self.expects) or "another kind of answer"


class Decision(Result):
    """The Result of `decide`. It does not say Correct: a decision is the learner's, not right or wrong."""

    def __str__(self) -> str:
        return self.message

    __repr__ = __str__

    def _repr_html_(self) -> str:
        return super()._repr_html_().replace("<strong>Correct.</strong> ", "")


_exercises: dict[str, Exercise] = {}


def exercise(
    id: str,
    *,
    title: str,
    reference: object = _NONE,
    expects: type | tuple | None = None,
    form: str | None = None,
    right: str = "",
) -> Callable:
    """Register the check of an exercise (decorator). The check takes the answer and returns None (right) or a Hint.

    `expects`: a type, `callable`, or several; another kind of answer gets a hint that names both kinds, and the check
    is not called. `form`: the expected form in words ("a dictionary from claim letter to True or False").
    `reference`: the value for `resume` (a function without arguments is called for it). `right`: a sentence to add to
    "Correct".
    Raises: ValueError for an id that is not like "03.2" or is taken by another check.
    """
    if not re.fullmatch(r"\d\d\.[0-9a-z]+", id):
        raise ValueError(f"An exercise id is two digits, a dot and a number or letters, such as '03.2'; got {id!r}.")
    kinds = () if expects is None else expects if isinstance(expects, tuple) else (expects,)

    def register(function: Callable[[object], object]) -> Callable[[object], object]:
        taken = _exercises.get(id)
        if taken and (taken.run.__module__, taken.run.__qualname__) != (function.__module__, function.__qualname__):
            raise ValueError(f"Exercise {id} has two checks: {taken.run.__qualname__} and {function.__qualname__}.")
        _exercises[id] = Exercise(id, title, function, reference, kinds, form, right)
        return function

    return register


def exercises(lab: str) -> dict[str, Exercise]:
    """The exercises of a lab ("03"), by id in order. Loads `helpers.checks.m03` on first use."""
    name = f"helpers.checks.m{lab}"
    if name not in sys.modules:
        try:
            importlib.import_module(name)
        except ModuleNotFoundError as error:
            if error.name != name:
                raise
    found = [key for key in _exercises if key.split(".")[0] == lab]
    return {key: _exercises[key] for key in sorted(found, key=_order)}


def _order(exercise_id: str) -> list:
    return [(0, int(part), "") if part.isdigit() else (1, 0, part) for part in re.findall(r"\d+|[a-z]+", exercise_id)]


def in_wrong_form(hint: str | None) -> bool:
    """Whether a stored hint is about the form of the answer (its kind, or a `Hint` with form=True): that is no try."""
    return hint == "type" or (hint or "").startswith("form: ")


def strict(result: Result) -> Result:
    """The result itself; with LABS_STRICT=1 an AssertionError unless it is right."""
    if keeping.flag("LABS_STRICT") and not result.ok:
        raise AssertionError(f"{result.exercise}: {result}")
    return result
