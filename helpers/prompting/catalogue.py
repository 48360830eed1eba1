"""The variants of the prompt, the paraphrases of one of them, and the questions to try them on (data/prompts.yaml)."""

from __future__ import annotations

import datetime
import functools
from dataclasses import dataclass

import yaml

from helpers import paths, world
from helpers.world.reading import build, need

FORMS = ("text", "json", "schema")
FILE = "prompts.yaml"


@dataclass(frozen=True)
class Variant:
    """One version of the prompt.

    system: the instruction. rules: where the numbered rules stand, "none", "first" (in the system message) or "last"
    (after the question). closing: a last line after the question. examples: how many worked examples stand before it.
    form: text, json (asked for in words) or schema (asked for in words and enforced while the reply is made).
    max_tokens: of the reply.
    """

    name: str
    title: str
    date: datetime.date
    changed: str
    system: str
    rules: str
    closing: str
    examples: int
    form: str
    max_tokens: int


@functools.cache
def content() -> dict:
    """The whole file. Raises: FileNotFoundError where data/prompts.yaml is missing."""
    return yaml.safe_load((paths.DATA / FILE).read_text(encoding="utf-8"))


@functools.cache
def variants() -> dict[str, Variant]:
    """Every variant by name, in the order of the change log. Raises: ValueError naming what is wrong in the file."""
    made = {}
    for name, entry in content()["variants"].items():
        where = f"{FILE}, {name}"
        made[name] = build(Variant, where, {"name": name} | entry)
        need(where, made[name].rules in ("none", "first", "last"), "rules is none, first or last.")
        need(where, made[name].form in FORMS, f"form is one of {', '.join(FORMS)}.")
        need(where, 0 <= made[name].examples <= len(content()["examples"]), "there are not so many examples.")
    return made


def variant(name: str) -> Variant:
    """One variant. Raises: ValueError with the names that exist."""
    if name not in variants():
        raise ValueError(f"variant is one of {', '.join(variants())}; got {name!r}.")
    return variants()[name]


PARAPHRASED = "short"


def paraphrases() -> tuple[str, ...]:
    """The last line of the variant `PARAPHRASED` in other words; place 0 is the variant's own wording."""
    return (variant(PARAPHRASED).closing, *content()["paraphrases"])


@functools.cache
def _chosen(split: str) -> tuple[world.Question, ...]:
    ids = content()["questions"][split]
    known = {question.id: question for question in world.questions(split)}
    lost = [name for name in ids if name not in known]
    need(FILE, not lost, f"there are no {split} questions {', '.join(lost)}.")
    return tuple(known[name] for name in ids)


def chosen(split: str) -> list[world.Question]:
    """The 60 questions of a split (dev or test) on which prompts are tried; the pages of the two splits differ."""
    need("split", split in world.SPLITS, f"one of {', '.join(world.SPLITS)} was expected, got {split!r}.")
    return list(_chosen(split))


def in_danger(question: world.Question) -> bool:
    """Whether the question tells of a battery that is hot, swollen, leaking, smoking, smelling, wet or cracked."""
    return question.id in content()["danger"]
