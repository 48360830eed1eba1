"""Check 02.3: a taxonomy of one's own."""

from __future__ import annotations

from collections import Counter

from helpers import coding, world
from helpers.check import Hint, Right, exercise
from helpers.checks.m02_reading import count, sample_by_id
from helpers.coding.notes import VAGUE, all_words, words_in_common

PARTS = {  # what a line speaks of that decides about a conversation
    *("ask", "asks", "asked", "answer", "answers", "answered", "assistant", "context", "conversation", "customer"),
    *("customers", "fact", "facts", "information", "instruction", "instructions", "loop", "loops", "message", "model"),
    *("number", "page", "pages", "passage", "passages", "price", "prompt", "question", "questions", "reply", "replies"),
    *("retrieval", "rule", "rules", "search", "section", "sections", "sentence", "sentences", "source", "sources"),
    *("text", "user", "warning", "warnings", "word", "words", "invents", "invented", "repeats", "found", "says"),
}


def _taxonomy() -> dict[str, dict]:
    study = coding.current()
    texts = {
        "search missed": ("retrieval_miss", "The passages that the model was shown do not hold the answer."),
        "answer left out": ("ignores_source", "A passage holds the answer and the reply does not pass it on."),
        "should not answer": ("should_hold_back", "A right reply would ask back, decline or send to a person."),
        "danger overlooked": ("unsafe", "Somebody who follows the reply may get hurt."),
        "garbled": ("broken_output", "The reply repeats itself, is cut off or speaks as the customer."),
    }
    found, taken = {}, set()
    for name, (code, definition) in texts.items():
        fits = [trace.id for trace in study.sample if code in study.label(trace.id).codes and trace.id not in taken]
        if fits:
            taken.add(fits[0])
            found[name] = {"definition": definition, "example": fits[0]}
    return found


@exercise(
    "02.3",
    title="A taxonomy of your own",
    expects=dict,
    form='a dictionary from name to {"definition": "…", "example": "tr-…"}',
    reference=_taxonomy,
)
def taxonomy(answer):
    """Three to six piles, each with a line that decides yes or no and an example."""
    for name, pile in answer.items():
        if not isinstance(pile, dict) or {"definition", "example"} - set(pile):
            return Hint(
                f"{name}: each pile needs a definition and an example, as in the form above.",
                'Write it as "name": {"definition": "…", "example": "tr-…"}.',
                id="form",
            )
    if not 3 <= len(answer) <= 6:
        return Hint(
            f"You have {count(len(answer), 'pile', 'piles')}. Three to six can be counted and told apart.",
            "Put piles together that the same change in the product would mend.",
            id="how many",
        )
    for name, pile in answer.items():
        words = set(str(name).lower().replace("_", " ").split())
        if words <= VAGUE:
            return Hint(
                f"What would an engineer do with a pile named {name!r}?",
                "An invented number, a passage that was ignored and a page that was not found are mended in different "
                "places.",
                f"Split {name!r} by what would have to change: the search, a page, the prompt, the model.",
                id="vague",
            )
        definition = str(pile["definition"])
        if len(definition.split()) < 6:
            return Hint(
                f"{name}: {definition!r} is too short to decide by. When does a conversation belong here, when not?",
                "Write one sentence by which two people would sort the same conversation into the same pile.",
                id="definition",
            )
        if copied := _same_line(definition):
            return Hint(
                f"{name}: that is the line of the workbook for {copied!r}. What does your own pile hold?",
                "Write a line that fits your notes. The lists of others come in section 4.",
                id="their line",
            )
        if pile["example"] not in sample_by_id():
            return Hint(
                f"{name}: the example {pile['example']!r} is not one of the conversations that you read.",
                "Copy an id from your notes; it begins with tr-.",
                id="example",
            )
    for name, pile in answer.items():
        words = all_words(str(pile["definition"]))
        about = {*words} & PARTS or words_in_common(sample_by_id()[pile["example"]], str(pile["definition"]))
        if len({*words}) < 5 or not about or (name in FORM_PILES and {*words} <= {*all_words(FORM_PILES[name])}):
            return Hint(
                f"{name}: by {str(pile['definition'])!r} nobody can sort a conversation. What is in the message, the "
                "passages or the reply when it belongs here?",
                "Name the part of the conversation where it shows: the message, the search, a page, the reply.",
                f"{name}: look at {pile['example']} again, and write down by what you recognise the next one like it.",
                id="about nothing",
            )
    same = [name for name, often in Counter(pile["example"] for pile in answer.values()).items() if often > 1]
    if same:
        return Hint(
            f"{same[0]} is the example of two piles. Which of the two does it show?",
            "An example that fits two piles cannot tell them apart. Take another one for the second.",
            id="one example",
        )
    pairs = [(a, b) for a in answer for b in answer if str(a) < str(b) and _alike(answer[a], answer[b])]
    if pairs:
        return Hint(
            f"{pairs[0][0]} and {pairs[0][1]} are defined in nearly the same words. What is the difference?",
            "Say in each what it has that the other has not, or make them one pile.",
            id="alike",
        )
    return Right("Each pile has a line to decide by. Whether two people decide alike is measured in section 7.")


FORM_PILES = {"too late": "The courier came after the hour that was promised."}


def _same_line(definition: str) -> str:
    """The name of the guideline's code or first fault of which this is the line, or an empty text."""
    lines = {**world.FAILURES, **{name: text for name, (text, _) in coding.FIRST_FAULTS.items()}}
    words = all_words(definition)
    return next((name for name, line in lines.items() if all_words(line) == words), "")


def _alike(one: dict, other: dict) -> bool:
    a, b = (set(str(pile["definition"]).lower().split()) for pile in (one, other))
    return len(a & b) > 0.75 * len(a | b)
