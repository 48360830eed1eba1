"""From a variant and a question to the messages that the model gets, and to the parts that these consist of."""

from __future__ import annotations

from typing import Any

from helpers import world
from helpers.prompting import catalogue as known
from helpers.world.assistant import _passages
from helpers.world.customer_questions import Question

ACTIONS = ("answer", "not_found", "emergency")
SCHEMA = {
    "type": "object",
    "properties": {"action": {"enum": list(ACTIONS)}, "reply": {"type": "string", "maxLength": 160}},
    "required": ["action", "reply"],
    "additionalProperties": False,
}


def title_of(question: Question) -> str:
    """The title of the page that the passages come from, as the prompt gives it."""
    return world.document(question.shown[0]).title


def passages_of(question: Question) -> str:
    """The three paragraphs nearest to the question, as version B of the assistant shows them."""
    inside = world.paragraphs(question)
    return "\n\n".join(inside[place] for place in _passages()[question.id])


def _asked(title: str, passages: str, question: str, last: str = "") -> str:
    behind = f"\n\n{last}" if last else ""
    return f"Help page: {title}\n{passages}\n\nCustomer's question: {question}{behind}"


def _example(entry: dict[str, Any], form: str, last: str) -> tuple[str, str]:
    said = entry["json"] if form != "text" else entry["reply"]
    return _asked(entry["title"], entry["passages"].strip(), entry["question"], last), said.strip()


def closing(variant: str, paraphrase: int = 0) -> str:
    """What stands behind the question: the last line of a variant, one of its paraphrases, the rules, or nothing.

    Raises: ValueError when there is no such paraphrase.
    """
    chosen = known.variant(variant)
    if paraphrase == 0:
        return rules() if chosen.rules == "last" else chosen.closing.strip()
    if variant != known.PARAPHRASED:
        raise ValueError(f"Only {known.PARAPHRASED!r} was reworded; {variant!r} has no paraphrase {paraphrase}.")
    wordings = known.paraphrases()
    if isinstance(paraphrase, bool) or not isinstance(paraphrase, int) or not 0 <= paraphrase < len(wordings):
        raise ValueError(f"paraphrase is a whole number from 0 to {len(wordings) - 1}, got {paraphrase!r}.")
    return wordings[paraphrase].strip()


def rules() -> str:
    """The numbered rules, as a prompt holds them."""
    return known.content()["rules"].strip()


def messages(question: Question, variant: str, paraphrase: int = 0, *, own: str | None = None) -> list[dict[str, str]]:
    """The messages for a question: instruction, examples, passages, question, last line; what is shared first.

    own: a last line of one's own in place of the variant's. Raises: ValueError for an unknown variant or paraphrase,
    or a line that is not text.
    """
    chosen = known.variant(variant)
    if own is not None and not isinstance(own, str):
        raise ValueError(f"own is a text, got {type(own).__name__}.")
    last = closing(variant, paraphrase) if own is None else own.strip()
    head = chosen.system.strip()
    made = [{"role": "system", "content": f"{head}\n\n{rules()}" if chosen.rules == "first" else head}]
    for entry in known.content()["examples"][: chosen.examples]:
        shown, said = _example(entry, chosen.form, last)
        made += [{"role": "user", "content": shown}, {"role": "assistant", "content": said}]
    asked = _asked(title_of(question), passages_of(question), question.text, last)
    return [*made, {"role": "user", "content": asked}]


def settings(variant: str) -> dict[str, Any]:
    """What goes to `llm.chat` beside the messages: max_tokens, and the schema where the form is enforced."""
    chosen = known.variant(variant)
    return {"max_tokens": chosen.max_tokens} | ({"schema": SCHEMA} if chosen.form == "schema" else {})


def parts(question: Question, variant: str, paraphrase: int = 0, *, own: str | None = None) -> dict[str, str]:
    """The parts of a prompt: instruction, rules, examples, passages, question (those it has).

    `rules` is everything that tells the model how to write: the numbered rules, or the last line.
    """
    chosen = known.variant(variant)
    found = {"instruction": chosen.system.strip()}
    last = closing(variant, paraphrase) if own is None else own.strip()
    if chosen.rules == "first" or last:
        found["rules"] = "\n".join(part for part in (rules() if chosen.rules == "first" else "", last) if part)
    if chosen.examples:
        pairs = [_example(entry, chosen.form, last) for entry in known.content()["examples"][: chosen.examples]]
        found["examples"] = "\n".join(text for pair in pairs for text in pair)
    found["passages"] = f"Help page: {title_of(question)}\n{passages_of(question)}"
    return found | {"question": f"Customer's question: {question.text}"}
