"""Check 11.8: the question that a person sees before a refund."""

from __future__ import annotations

import re

from helpers.allowing import confirming
from helpers.check import Hint, Right, exercise
from helpers.checks.m11_forms import missing


@exercise(
    "11.8",
    title="The question before a refund",
    expects=dict,
    form='a dictionary with "text", "buttons" and "selected"',
    reference=lambda: {**confirming.REFERENCE, "buttons": list(confirming.REFERENCE["buttons"])},
)
def confirmation(answer):
    """Shows action, amount, payee, sources, until when, another way; no yes is preselected; nobody is pushed."""
    if hint := missing(answer, confirming.FIELDS):
        return hint
    text, buttons, selected = answer["text"], answer["buttons"], answer["selected"]
    if not isinstance(text, str) or not text.strip():
        return Hint("`text` is a text between quotes.", id="no text", form=True)
    if isinstance(buttons, str) or not isinstance(buttons, list | tuple) or not 2 <= len(buttons) <= 5:
        return Hint('`buttons` is a list of two to five texts, such as ["…", "…"].', id="no buttons", form=True)
    if any(not isinstance(one, str) or not one.strip() for one in buttons):
        return Hint("Every button needs words.", id="empty button", form=True)
    if str(selected).strip().lower() != "none" and selected not in buttons:
        return Hint('`selected` is "none", or one of your buttons, word for word.', id="no selected", form=True)
    if re.search(r"3 files|folder", text.lower()):
        return Hint("That is the example of the page. Write the question about the refund.", id="example")
    if len(set(re.findall(r"[^\W\d_]{2,}", text.lower()))) < 12:
        return Hint(
            "The text has too few different words to say what the table holds.",
            "Write whole sentences: what happens, to whom, where the values come from, until when.",
            id="no text yet",
        )
    if len(text.split()) > confirming.MOST_WORDS:
        return Hint(
            f"{len(text.split())} words; at most {confirming.MOST_WORDS}. Nobody reads twenty of that length.",
            "Keep what the person cannot know: action, payee, where the values come from, until when.",
            id="too long",
        )
    if found := confirming.PRESSURE.search(text):
        return Hint(
            f"“{found[0]}” pushes towards yes. What would help somebody to say no?",
            "State facts, and let the person judge.",
            id="pressure",
        )
    if wrong := confirming.wrong_fact(text, buttons):
        name, first, second = wrong
        return Hint(first, second, f"{second} Go through it line by line.", id=f"wrong {name}")
    if confirming.pasted(text):
        return Hint(
            "That is the table, line after line. What does a person read first who has ten seconds?",
            "Begin with what will happen, as a question; then say where it comes from, in words of your own.",
            id="pasted",
        )
    if faults := confirming.faults(answer):
        name, first, second = faults[0]
        rest = ", ".join(name for name, _, _ in faults)
        return Hint(first, f"{first} {second}", f"{second} Still missing: {rest}.", id=name)
    joins = set(
        re.findall(r"\b(the|a|an|to|from|it|is|are|can|you|in|of|for|with|which|that|by|on|was)\b", text.lower())
    )
    if len(text.split()) < 20 or len(joins) < 4:
        return Hint(
            "These are catchwords. Could a person who knows nothing of the case decide from them?",
            "Write whole sentences, at least 20 words: what happens, to whom, where the values come from, until when.",
            id="catchwords",
        )
    if str(selected).strip().lower() != "none" and re.search(r"refund|pay", str(selected).lower()):
        no = re.search(r"\b(do not|don't|no|not|refuse|deny)\b", str(selected).lower())
        if not no:
            return Hint(
                "The button that pays is selected already. What happens when a tired person presses Enter?",
                'Select the no, or "none".',
                '`"selected": "none"`',
                id="default yes",
            )
    return Right("A person who reads this can say no for a reason. Whether people read it is measured, not hoped.")
