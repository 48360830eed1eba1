"""What the model is asked when it judges. Recording and lab build their messages here, so that the keys agree."""

from __future__ import annotations

import re
from dataclasses import dataclass

from helpers.evals import llm_judge

CHOICES = ("pass", "fail")

REWORDED = """A customer of an e-bike company asked:
{input}

Facts from the company:
{expected}

The assistant replied:
{output}

Grade the reply. It passes if it gives the customer these facts and no false ones. Otherwise it fails.
Answer with one word: pass or fail."""

EXAMPLES = """You check answers of a support assistant. Two examples:

Question: May I bring the bike to the hub on Sunday?
The right answer says: No. The hub is closed on Sundays.
Answer to check: The hub does not open on Sundays, so please come on another day.
Verdict: pass

Question: What does a second key cost?
The right answer says: A second key costs 15 euros.
Answer to check: A second key is free of charge.
Verdict: fail

Question: {input}
The right answer says: {expected}
Answer to check: {output}

Give the verdict in one word: pass or fail."""

PADDING = (
    "\n\nThank you for reaching out to us. We are always happy to help, and we value every question that our customers "
    "send us. Please do not hesitate to write to us again at any time. We wish you many pleasant rides."
)


@dataclass(frozen=True)
class Variant:
    """One way of asking the judge. `changed`: what differs from `plain`, in words."""

    name: str
    changed: str
    template: str
    choices: tuple[str, ...] | None = CHOICES
    padding: str = ""
    temperature: float = 0
    max_tokens: int = 8


SWAPPED = llm_judge.PROMPT.replace("pass or fail.", "fail or pass.")

VARIANTS = {
    variant.name: variant
    for variant in (
        Variant("plain", "nothing", llm_judge.PROMPT),
        Variant("reworded", "the same task in other words", REWORDED),
        Variant("examples", "two worked examples stand in front, one pass and one fail", EXAMPLES),
        Variant("swapped", "the two words in the other order: fail or pass", SWAPPED),
        Variant("padded", "three friendly sentences are added to the reply", llm_judge.PROMPT, padding=PADDING),
        Variant("drawn", "temperature 0.7 instead of 0, five draws", llm_judge.PROMPT, temperature=0.7),
        Variant("free", "the judge may write what it likes", llm_judge.PROMPT, choices=None, max_tokens=24),
    )
}


def variant(name: str) -> Variant:
    """The variant of this name. Raises ValueError with the known names."""
    if name not in VARIANTS:
        raise ValueError(f"variant must be one of {', '.join(VARIANTS)}, got {name!r}.")
    return VARIANTS[name]


def prompt(question: str, reference: str, reply: str, name: str = "plain") -> str:
    """The text that the judge gets for one reply."""
    chosen = variant(name)
    text = chosen.template
    values = {"input": question, "expected": reference, "output": reply + chosen.padding}
    # One pass over the template, so that a brace inside a reply stays what it is.
    return re.sub(r"\{(input|expected|output)\}", lambda found: values[found.group(1)], text)


def settings(name: str) -> dict:
    """The settings of `llm.chat_many` for a variant."""
    chosen = variant(name)
    choices = None if chosen.choices is None else list(chosen.choices)
    return {"temperature": chosen.temperature, "max_tokens": chosen.max_tokens, "choices": choices, "invalid": "keep"}


def verdict_of(text: str) -> bool | None:
    """True for pass, False for fail, None when the text is neither of the two words and nothing else."""
    said = llm_judge.verdict(text)
    return None if said is None else said == "pass"


def lenient(text: str) -> bool | None:
    """True or False when exactly one of the two words occurs in the text (pass, passes, failed …), else None."""
    found = set(re.findall(r"\b(pass|fail)(?:es|ed|s)?\b", text.lower()))
    return None if len(found) != 1 else found == {"pass"}
