"""Graders: functions of a case and an output that say pass, fail or unscored, and why.

A grader is anything called as `grade(case, output)`, where `output` is the text. It returns a Grade, True, False, or
None (unscored). `unscored` means that this grader cannot tell: it is counted and shown, and is neither pass nor fail.
A grader may have `.batch(pairs) -> list of grades`, where `pairs` are (case, output): all outputs are graded at once.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from helpers.evals import match
from helpers.evals.cases import Case

STATUSES = ("pass", "fail", "unscored")


@dataclass(frozen=True, slots=True)
class Grade:
    """What one grader says about one output.

    status: "pass", "fail" or "unscored". score: a number (1.0 for a pass and 0.0 for a fail unless given; None when
    unscored). reason: why, in words.
    """

    name: str
    status: str
    score: float | None = None
    reason: str = ""

    def __post_init__(self) -> None:
        if self.status not in STATUSES:
            raise ValueError(f"status must be one of {', '.join(STATUSES)}, but got {self.status!r}")
        if self.score is None and self.status != "unscored":
            object.__setattr__(self, "score", 1.0 if self.status == "pass" else 0.0)

    def __str__(self) -> str:
        return f"{self.name}: {self.status}" + (f" ({self.reason})" if self.reason else "")


Grader = Callable[[Case, str], Any]


def grader(function: Grader | None = None, *, name: str | None = None) -> Any:
    """Give a plain function a name: `@grader(name="polite")`, or `grader(lambda case, text: …, name="short")`."""

    def wrap(inner: Grader) -> Grader:
        def graded(case: Case, output: str) -> Grade:
            return as_grade(graded.name, inner(case, output))  # type: ignore[attr-defined]

        graded.name = name or name_of(inner)  # type: ignore[attr-defined]
        graded.__doc__ = inner.__doc__
        return graded

    return wrap if function is None else wrap(function)


def name_of(item: Any) -> str:
    """The name of a grader: its `.name`, or the name of the function. Raises: ValueError for a lambda or no name."""
    name = getattr(item, "name", None) or getattr(item, "__name__", None)
    if not callable(item):
        raise ValueError(f"a grader must be a function of (case, output), but got {type(item).__name__}: {item!r:.80}")
    if not isinstance(name, str) or name == "<lambda>":
        raise ValueError('this grader has no name; use grader(your_function, name="…")')
    return name


def as_grade(name: str, value: Any) -> Grade:
    """What a grader returned, as a Grade: True, False, None or a Grade; anything else is unscored with the reason."""
    if isinstance(value, Grade):
        return value if value.name == name else Grade(name, value.status, value.score, value.reason)
    if value is None:
        return Grade(name, "unscored", reason="the grader could not tell")
    if isinstance(value, bool) or type(value).__name__ in ("bool", "bool_"):
        return Grade(name, "pass" if value else "fail")
    kind = type(value).__name__
    return Grade(name, "unscored", reason=f"the grader returned {kind} {value!r:.60}, not True, False, None or a Grade")


def failed(name: str, error: BaseException) -> Grade:
    """The unscored grade for a grader that raised."""
    return Grade(name, "unscored", reason=f"the grader failed: {type(error).__name__}: {error}"[:500])


def grade_one(item: Grader, case: Case, output: str) -> Grade:
    """Grade one output; an exception in the grader becomes an unscored grade with the reason."""
    name = name_of(item)
    try:
        return as_grade(name, item(case, output))
    except Exception as error:
        return failed(name, error)


def grade_all(item: Grader, pairs: Sequence[tuple[Case, str]]) -> list[Grade]:
    """Grade many outputs, in one call where the grader has `.batch`; if that raises, one by one."""
    name, batch = name_of(item), getattr(item, "batch", None)
    if callable(batch) and len(pairs) > 1:
        try:
            grades = list(batch(pairs))
            if len(grades) != len(pairs):
                raise ValueError(f"{len(grades)} grades for {len(pairs)} outputs")
            return [as_grade(name, grade) for grade in grades]
        except Exception:  # the row that broke it is found one by one
            pass
    return [grade_one(item, case, output) for case, output in pairs]


def _named(name: str, function: Grader, doc: str) -> Grader:
    function.name = name  # type: ignore[attr-defined]
    function.__doc__ = doc
    return function


def _expected(case: Case) -> list[str]:
    values = case.expected if isinstance(case.expected, (list, tuple)) else [case.expected]
    return [value if isinstance(value, str) else json.dumps(value) for value in values if value is not None]


def exact(*, normalise: bool = True, name: str = "exact") -> Grader:
    """The output is the expected answer and nothing else; `expected` may be a list of right answers.

    normalise: compare after `match.normalise` (letter case, quotes, spaces …), or character by character.
    A case without `expected` is unscored.
    """

    def grade(case: Case, output: str) -> Grade:
        expected = _expected(case)
        if not expected:
            return Grade(name, "unscored", reason="the case has no expected answer")
        same = match.normalise if normalise else str
        if same(output) in [same(value) for value in expected]:
            return Grade(name, "pass")
        return Grade(name, "fail", reason=f"expected {' or '.join(map(repr, expected))}")

    return _named(name, grade, exact.__doc__ or "")


def contains(*, name: str = "contains") -> Grader:
    """The output says everything in `must` and nothing in `must_not`. A case with neither is unscored."""

    def grade(case: Case, output: str) -> Grade:
        if not case.must and not case.must_not:
            return Grade(name, "unscored", reason="the case names nothing that must or must not be said")
        missing = [item for item in case.must if not match.mentions(output, item)]
        wrong = [hit for item in case.must_not if (hit := match.found(output, item)) is not None]
        reasons = [f"does not say {item!r}" for item in missing] + [f"says {hit!r}" for hit in wrong]
        return Grade(name, "fail" if reasons else "pass", reason="; ".join(reasons))

    return _named(name, grade, contains.__doc__ or "")


def regex(pattern: str, *, flags: int = 0, name: str = "regex") -> Grader:
    """The pattern is found somewhere in the output as written. Raises: ValueError for one that does not compile."""
    try:
        compiled = re.compile(pattern, flags)
    except (re.error, TypeError) as error:
        raise ValueError(f"not a regular expression: {pattern!r} ({error})") from None

    def grade(case: Case, output: str) -> Grade:
        if compiled.search(output):
            return Grade(name, "pass")
        return Grade(name, "fail", reason=f"nothing matches {pattern!r}")

    return _named(name, grade, regex.__doc__ or "")


_FENCE = re.compile(r"\s*```(?:json)?\s*\n(.*?)\n?\s*```\s*", re.DOTALL)


def json_schema(schema: Mapping[str, Any], *, fenced: bool = False, name: str = "json_schema") -> Grader:
    """The whole output is JSON that fits the schema. fenced: also accept it inside a ```json block.

    Raises: ValueError for a schema that is not valid itself.
    """
    from helpers import jsonschemas

    jsonschemas.check(schema)

    def grade(case: Case, output: str) -> Grade:
        inside = _FENCE.fullmatch(output) if fenced else None
        try:
            value = json.loads(inside.group(1) if inside else output)
        except ValueError as error:
            return Grade(name, "fail", reason=f"not JSON: {error}")
        faults = jsonschemas.faults(value, schema)
        return Grade(name, "fail" if faults else "pass", reason="; ".join(faults)[:300])

    return _named(name, grade, json_schema.__doc__ or "")


def similarity(threshold: float, *, name: str = "similarity") -> Grader:
    """Cosine of the embeddings of output and expected answer is at least `threshold`; the score is the cosine.

    Close in topic is not the same as right: a denial of the expected answer often scores above .9.
    Raises: ValueError when threshold is not between -1 and 1.
    """
    if not -1 <= threshold <= 1:
        raise ValueError(f"threshold is a cosine between -1 and 1, but got {threshold!r}")

    def batch(pairs: Sequence[tuple[Case, str]]) -> list[Grade]:
        from helpers.embed import embed

        wanted = [(output, _expected(case)) for case, output in pairs]
        texts = [text for output, expected in wanted if expected and output.strip() for text in (output, *expected)]
        vectors = iter(embed(texts) if texts else ())
        grades = []
        for output, expected in wanted:
            if not expected:
                grades.append(Grade(name, "unscored", reason="the case has no expected answer"))
            elif not output.strip():
                grades.append(Grade(name, "fail", 0.0, "the output is empty"))
            else:
                own = next(vectors)
                cosine = max(float(own @ next(vectors)) for _ in expected)
                status = "pass" if cosine >= threshold else "fail"
                grades.append(Grade(name, status, cosine, f"cosine {cosine:.2f}, threshold {threshold:g}"))
        return grades

    def grade(case: Case, output: str) -> Grade:
        return batch([(case, output)])[0]

    grade.batch = batch  # type: ignore[attr-defined]
    return _named(name, grade, similarity.__doc__ or "")
