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


def _asked(title: str, passages: str, question: str, rules: str = "") -> str:
    after = f"\n\n{rules}" if rules else ""
    return f"Page: {title}\n{passages}{after}\n\nCustomer: {question}"


def _example(entry: dict[str, Any], form: str) -> tuple[str, str]:
    said = entry["json"] if form != "text" else entry["reply"]
    return _asked(entry["title"], entry["passages"].strip(), entry["question"]), said.strip()


def instruction(variant: str, paraphrase: int = 0) -> str:
    """The instruction of a variant, or of one of its paraphrases. Raises: ValueError when there is no such one."""
    chosen = known.variant(variant)
    if paraphrase == 0:
        return chosen.system.strip()
    if variant != known.PARAPHRASED:
        raise ValueError(f"Only {known.PARAPHRASED!r} was reworded; {variant!r} has no paraphrase {paraphrase}.")
    wordings = known.paraphrases()
    if isinstance(paraphrase, bool) or not isinstance(paraphrase, int) or not 0 <= paraphrase < len(wordings):
        raise ValueError(f"paraphrase is a whole number from 0 to {len(wordings) - 1}, got {paraphrase!r}.")
    return wordings[paraphrase].strip()


def rules() -> str:
    """The numbered rules, as a prompt holds them."""
    return known.content()["rules"].strip()


def messages(
    question: Question, variant: str, paraphrase: int = 0, *, system: str | None = None
) -> list[dict[str, str]]:
    """The messages for a question: instruction, examples, passages and question, what is shared by all first.

    system: an instruction of one's own in place of the variant's. Raises: ValueError for an unknown variant or
    paraphrase, or an instruction that is not text.
    """
    chosen = known.variant(variant)
    if system is not None and not isinstance(system, str):
        raise ValueError(f"system is a text, got {type(system).__name__}.")
    head = instruction(variant, paraphrase) if system is None else system.strip()
    if chosen.rules == "first" and system is None and paraphrase == 0:
        head = f"{head}\n\n{rules()}"
    made = [{"role": "system", "content": head}] if head else []
    for entry in known.content()["examples"][: chosen.examples]:
        shown, said = _example(entry, chosen.form)
        made += [{"role": "user", "content": shown}, {"role": "assistant", "content": said}]
    behind = rules() if chosen.rules == "last" else ""
    asked = _asked(title_of(question), passages_of(question), question.text, behind)
    return [*made, {"role": "user", "content": asked}]


def settings(variant: str) -> dict[str, Any]:
    """What goes to `llm.chat` beside the messages: max_tokens, and the schema where the form is enforced."""
    chosen = known.variant(variant)
    return {"max_tokens": chosen.max_tokens} | ({"schema": SCHEMA} if chosen.form == "schema" else {})


def parts(question: Question, variant: str, paraphrase: int = 0) -> dict[str, str]:
    """The parts of a prompt in their order: instruction, rules, examples, passages, question (those it has)."""
    chosen = known.variant(variant)
    found = {"instruction": instruction(variant, paraphrase)}
    if chosen.rules == "first" and paraphrase == 0:
        found["rules"] = rules()
    if chosen.examples:
        pairs = [_example(entry, chosen.form) for entry in known.content()["examples"][: chosen.examples]]
        found["examples"] = "\n".join(text for pair in pairs for text in pair)
    found["passages"] = f"Page: {title_of(question)}\n{passages_of(question)}"
    if chosen.rules == "last":
        found["rules"] = rules()
    return found | {"question": f"Customer: {question.text}"}
