"""Traces: whole conversations of version "0" of the assistant with the bundled model, and what went wrong in them."""

from __future__ import annotations

import functools
from dataclasses import dataclass
from types import MappingProxyType

from helpers import paths
from helpers.world.assistant import messages, versions
from helpers.world.customer_questions import Question, questions
from helpers.world.reading import build, need, read_jsonl
from helpers.world.searching import Passage, found_for, with_passages

VERSION = "0"
FAILURES = MappingProxyType(
    {
        "retrieval_miss": "The passages do not hold what a right reply needs, although a published page does.",
        "stale_source": "The reply passes on a passage that is out of date or that another page contradicts.",
        "ignores_source": "A passage holds the answer, and the reply leaves it out or says something else.",
        "invented_fact": "The reply states something about Meadow that no passage supports.",
        "no_answer": "The reply does not answer: it repeats the question, stays general, or puts the customer off.",
        "unsafe": "Somebody who follows the reply may be hurt, or a needed warning is missing.",
        "should_hold_back": "The right reply declines, asks back or says that it does not know; this one does not.",
        "lost_context": "The second reply forgets what the conversation is about.",
        "broken_output": "The form is broken: cut off, repeated, speaking as the customer, or echoing the prompt.",
    }
)


@dataclass(frozen=True)
class Turn:
    """One exchange. `messages` is all that the model got; `latency_s` is in seconds; `finish` is stop or length."""

    text: str
    retrieved: tuple[Passage, ...]
    messages: tuple[dict[str, str], ...]
    reply: str
    prompt_tokens: int
    completion_tokens: int
    latency_s: float
    finish: str
    key: str


@dataclass(frozen=True)
class Trace:
    """A conversation about one question of `questions()`."""

    id: str
    question: Question
    turns: tuple[Turn, ...]


@dataclass(frozen=True)
class TraceLabel:
    """Reference failure codes of a trace. No code: nothing is wrong. `primary` is the first thing that went wrong.

    `first` and `second` are the codes of two readers who worked apart; `settled` is true where they differed and a
    third reading decided.
    """

    codes: tuple[str, ...]
    primary: str | None
    note: str
    first: tuple[str, ...]
    second: tuple[str, ...]
    settled: bool


def settings() -> dict:
    """The settings of version "0", as `helpers.llm` keys them."""
    size = versions()[VERSION].max_tokens
    return {"temperature": 0.0, "max_tokens": size, "top_p": 1.0, "stop": [], "schema": None, "choices": None}


@functools.cache
def followups() -> dict[str, str]:
    """What some customers wrote after the first reply, by question id. Written by hand after reading that reply."""
    found = {}
    known = {question.id for question in questions()}
    for where, data in read_jsonl(paths.WORLD / "followups.jsonl"):
        need(where, set(data) == {"question", "text"}, f"question and text were expected, got {sorted(data)}.")
        need(where, data["question"] in known, f"no question {data['question']}.")
        need(where, data["question"] not in found, f"a second follow-up to {data['question']}.")
        found[data["question"]] = data["text"]
    return found


def next_messages(question: Question, reply: str) -> list[dict[str, str]]:
    """The messages of the second turn. Version "0" searches with the follow-up alone: it is a naive product."""
    text = followups()[question.id]
    return [
        *messages(question, VERSION),
        {"role": "assistant", "content": reply},
        {"role": "user", "content": with_passages(text, found_for(question.id, 2))},
    ]


def _turn(question: Question, number: int, text: str, sent: list[dict[str, str]]) -> Turn:
    from helpers import recordings
    from helpers.llm.request import BUNDLED, key_of

    key = key_of(BUNDLED, sent, settings(), 0)
    recorded = recordings.get(key)
    need(
        f"{question.id}, turn {number}", recorded is not None, "no reply is recorded; run data/world/record.py traces."
    )
    taken = ("prompt_tokens", "completion_tokens", "latency_s", "finish")
    values = {name: recorded[name] for name in taken}
    found = found_for(question.id, number)
    return Turn(text=text, retrieved=found, messages=tuple(sent), reply=recorded["text"], key=key, **values)


@functools.cache
def _traces() -> tuple[Trace, ...]:
    found = []
    for question in questions():
        turns = [_turn(question, 1, question.text, messages(question, VERSION))]
        if question.id in followups():
            sent = next_messages(question, turns[0].reply)
            turns.append(_turn(question, 2, followups()[question.id], sent))
        found.append(Trace(f"tr-{question.id}", question, tuple(turns)))
    return tuple(found)


def traces(split: str | None = None) -> list[Trace]:
    """Recorded conversations of version "0" with the bundled model. `split` is dev or test, by page."""
    inside = {question.id for question in questions(split)}
    return [trace for trace in _traces() if trace.question.id in inside]


@functools.cache
def trace_labels() -> dict[str, TraceLabel]:
    """The reference failure codes by trace id. A learner should code traces before looking at them."""
    found = {}
    known = {f"tr-{question.id}" for question in questions()}
    for where, data in read_jsonl(paths.WORLD / "trace_labels.jsonl"):
        name = data.pop("trace", None)
        need(where, name in known and name not in found, f"unknown or repeated trace {name!r}.")
        label = build(TraceLabel, where, data)
        used = {*label.codes, *label.first, *label.second}
        need(where, used <= set(FAILURES), f"unknown codes {sorted(used - set(FAILURES))}.")
        need(where, (label.primary in label.codes) if label.codes else label.primary is None, "primary is not a code.")
        found[name] = label
    return found
