"""A language model as the grader. It has to be graded itself before it may be used: see module 04."""

from __future__ import annotations

import json
import sys
from collections.abc import Mapping, Sequence
from typing import Any

from helpers.evals import match
from helpers.evals.cases import Case
from helpers.evals.graders import Grade, Grader, failed

PROMPT = """You check the answer of a support assistant.

Question:
{input}

The right answer says:
{expected}

Answer to check:
{output}

Does the answer say what the right answer says, and nothing that contradicts it? Reply with one word: pass or fail."""

CHOICES = ("pass", "fail")


def input_text(value: Any) -> str:
    """The input of a case as text: messages become `role: content` lines, a mapping becomes JSON."""
    if isinstance(value, str):
        return value
    if isinstance(value, Mapping):
        return json.dumps(value, ensure_ascii=False, indent=1)
    return "\n".join(f"{message['role']}: {message['content']}" for message in value)


def _list(items: Sequence[str]) -> str:
    return "\n".join(f"- {item}" for item in items) or "(nothing)"


def _prompt(template: str, case: Case, output: str) -> str:
    expected = case.expected if case.expected is not None else "; ".join(case.must)
    values = {
        "input": input_text(case.input),
        "output": output,
        "expected": expected if isinstance(expected, str) else json.dumps(expected, ensure_ascii=False),
        "must": _list(case.must),
        "must_not": _list(case.must_not),
    }
    parts, rest = [], template
    while rest:  # one pass, so that a `{input}` inside the output stays what it is
        start = min(((at, key) for key in values if (at := rest.find("{" + key + "}")) >= 0), default=None)
        if start is None:
            parts.append(rest)
            break
        at, key = start
        parts += [rest[:at], values[key]]
        rest = rest[at + len(key) + 2 :]
    return "".join(parts)


def verdict(text: str) -> str | None:
    """ "pass" or "fail" when the reply is that one word (quotes and full stop allowed), else None."""
    word = match.normalise(text).strip(" .!\"'")
    return word if word in CHOICES else None


def judge(
    prompt: str = PROMPT,
    *,
    model: str | None = None,
    system: str | None = None,
    max_tokens: int = 8,
    name: str = "judge",
) -> Grader:
    """A model decides between pass and fail; a reply that is neither is unscored.

    prompt: text with `{output}` and any of `{input}`, `{expected}`, `{must}`, `{must_not}`. model: a model name, or the
    workbook's own. Temperature is 0 and the reply is constrained to the two words where the model allows it.
    Raises: ValueError when the prompt does not hold `{output}`.
    """
    if not isinstance(prompt, str) or "{output}" not in prompt:
        raise ValueError("the judge's prompt must hold {output}, or the judge never sees the answer")
    settings = {"model": model, "system": system, "temperature": 0, "max_tokens": max_tokens, "choices": list(CHOICES)}
    settings["invalid"] = "keep"  # a reply that is neither word is for us to count, not an error

    def read(text: str) -> Grade:
        said = verdict(text)
        if said is None:
            return Grade(name, "unscored", reason=f"the judge said neither pass nor fail: {text.strip()!r:.80}")
        return Grade(name, said)

    def grade(case: Case, output: str) -> Grade:
        from helpers.llm import chat

        return read(chat(_prompt(prompt, case, output), **settings).text)

    def batch(pairs: Sequence[tuple[Case, str]]) -> list[Grade]:
        from helpers.llm import chat_many

        try:
            prompts = [_prompt(prompt, case, output) for case, output in pairs]
            seen = sys.stderr.isatty() or "ipykernel" in sys.modules
            replies = chat_many(prompts, progress=seen, **settings)
            return [read(reply.text) for reply in replies]
        except Exception as error:
            if len(pairs) == 1:
                return [failed(name, error)]
            raise

    grade.batch = batch  # type: ignore[attr-defined]
    grade.name = name  # type: ignore[attr-defined]
    grade.prompt = prompt  # type: ignore[attr-defined]
    grade.__doc__ = judge.__doc__
    return grade
