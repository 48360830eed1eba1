"""The language model's drafts of an apology: what it is shown, and what it wrote."""

from __future__ import annotations

from collections.abc import Sequence

from helpers.routing.apology import ApologyCase, apology_cases, filled, parts, shipped_template

DRAFTS = ("LLM zero-shot", "LLM one example", "LLM mends template")
MAX_TOKENS = 160
STOP = ("The customer wrote", "Order record")  # where this model begins to repeat its prompt
SYSTEM = "You write for Meadow, an e-bike subscription company. You answer customers whose delivery failed."


def _order(case: ApologyCase) -> str:
    known = parts(case)
    return (
        f"Customer: {case.name}\nPlan: {case.plan}, city: {case.city}\nFailed slot: {known['{missed}']}\n"
        f"What went wrong: {known['{reason}']}\nNext: {known['{next_step}']}\nMoney: {known['{money}']}"
    )


def _ask(case: ApologyCase) -> str:
    return (
        f"Order record:\n{_order(case)}\n\nThe customer wrote:\n{case.text}\n\n"
        "Write a short apology to this customer, at most 100 words. Say sorry, name the failed slot, say what happens "
        "next and what it costs, and answer what the customer asks. Promise nothing that is not in the order record."
    )


def example_case() -> ApologyCase:
    """The dev case whose letter is shown to the model as an example."""
    return apology_cases("dev")[1]


def example_letter() -> str:
    """A letter written by hand for `example_case`, with every property."""
    return (
        "Dear Milo,\n\nsorry that we missed you on Wednesday, 4 November, 8:00 to 10:00. We will come "
        "again on Tuesday, "
        "10 November, 8:00 to 10:00. The next try is free; after that each try costs 15 euros. Whoever takes the "
        "bike must show an identity document; whether that can be your neighbour Bernd, a colleague will "
        "tell you.\n\nYour Meadow team"
    )


def prompt(case: ApologyCase, kind: str) -> list[dict[str, str]]:
    """The messages for a draft. kind: one of DRAFTS. Raises: ValueError for another kind."""
    if kind not in DRAFTS:
        raise ValueError(f"kind is one of {', '.join(DRAFTS)}; got {kind!r}.")
    head = {"role": "system", "content": SYSTEM}
    if kind == "LLM zero-shot":
        return [head, {"role": "user", "content": _ask(case)}]
    if kind == "LLM one example":
        shown = example_case()
        return [
            head,
            {"role": "user", "content": _ask(shown)},
            {"role": "assistant", "content": example_letter()},
            {"role": "user", "content": _ask(case)},
        ]
    ask = (
        f"Letter:\n{filled(shipped_template(), case)}\n\nThe customer wrote:\n{case.text}\n\n"
        "Send the letter again, word for word, with one more sentence that answers what this customer asks or tells."
    )
    return [head, {"role": "user", "content": ask}]


def settings() -> dict:
    """Settings of `llm.chat` for a draft, apart from the temperature."""
    return {"max_tokens": MAX_TOKENS, "stop": STOP}


def drafts(cases: Sequence[ApologyCase], kind: str, *, model: str | None = None) -> list:
    """The model's replies for the cases, in order."""
    from helpers.llm import chat_many

    return chat_many([prompt(case, kind) for case in cases], model=model, temperature=0, **settings())
