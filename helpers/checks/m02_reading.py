"""Checks 02.2 (notes), 02.3 (a taxonomy) and 02.4 (codes by the guideline)."""

from __future__ import annotations

from collections import Counter

from helpers import coding, world
from helpers.annotate import RIGHT
from helpers.check import Hint, Right, exercise
from helpers.coding.notes import words_in_common

VAGUE = frozenset(
    {"other", "others", "wrong", "bad", "error", "errors", "mistake", "mistakes", "hallucination", "hallucinations",
     "quality", "misc", "incorrect", "fail", "failure", "failures", "problem", "problems", "false", "inaccurate"}
)  # fmt: skip


def _sample() -> dict[str, world.Trace]:
    return {trace.id: trace for trace in coding.current().sample}


def _notes() -> dict[str, dict]:
    study = coding.current()
    return {trace.id: {"tags": [], "note": study.label(trace.id).note or "nothing is wrong"} for trace in study.sample}


def _mark(value: object) -> tuple[list[str], str]:
    """Tags and note of one entry, which may be the plain table's row, a text or a list of tags."""
    if isinstance(value, dict):
        return list(value.get("tags") or ()), str(value.get("note") or "")
    return (
        ([], value) if isinstance(value, str) and value != RIGHT else (list(value) if value != RIGHT else [RIGHT], "")
    )


def _foreign(answer: dict) -> Hint | None:
    unknown = [str(name) for name in answer if name not in _sample()]
    if not unknown:
        return None
    return Hint(f"{unknown[0]} is not among the conversations of your sample.", id="another conversation")


def _empty_words(note: str) -> bool:
    return not {word.strip(".,;:").lower() for word in note.split()} - VAGUE - {"the", "is", "a", "reply", "this", "it"}


@exercise(
    "02.2",
    title="Notes on real conversations",
    expects=dict,
    form="the table of notes: `notes.plain()`",
    reference=_notes,
)
def notes(answer):
    """Enough conversations, each with something that can be pointed at in it."""
    if foreign := _foreign(answer):
        return foreign
    sample, study = _sample(), coding.current()
    read = {name: _mark(value) for name, value in answer.items()}
    done = {name for name, (tags, note) in read.items() if note.strip() or RIGHT in tags}
    if len(done) < coding.ENOUGH:
        return Hint(
            f"{len(done)} conversations have a note. Read at least {coding.ENOUGH}, all {len(sample)} if you can.",
            "Type what you see and press Enter, then n and Enter for the next one.",
            "A note is one line: what the customer needed, and what the reply did instead.",
            id="too few",
        )
    noted = {name: note for name, (_, note) in read.items() if note.strip()}
    fine = [name for name in done if RIGHT in read[name][0] and study.label(name).codes]
    if len(fine) > len(done) / 3:
        return Hint(
            f"You found nothing wrong with {fine[0]}. What does the customer do who acts on that reply?",
            f"{len(fine)} of {len(done)} are marked as right. Unfold the passages and hold the reply against them.",
            f"Two readers saw something wrong in {', '.join(fine[:3])}. Read these again.",
            id="all right",
        )
    for name, note in noted.items():
        if _empty_words(note) or len(note.split()) < 3:
            return Hint(
                f"{name}: {note!r} is a verdict, or too short to find the place by. What did you see?",
                "Write down what stands there, not what you think of it: a colleague must find the place by your note.",
                "For example: 'asks for the price of City, reply praises the bike and names no price'.",
                id="verdict",
            )
    text, often = Counter(note.lower() for note in noted.values()).most_common(1)[0]
    if often > max(2, len(noted) / 3):
        return Hint(
            f"{often} conversations have the same note, {text!r}. Are they alike in everything?",
            "Piles come in the next section. For now say what is particular about each one.",
            id="one note",
        )
    loose = [name for name, note in noted.items() if not words_in_common(sample[name], note)]
    if len(loose) > len(noted) / 2:
        return Hint(
            f"{name_of(loose)}: these notes could stand under any conversation. What is it about?",
            "Name the thing: the price, the page, the number, the words of the reply.",
            f"More than half of your notes hold no word of the conversation; begin with {loose[0]}.",
            id="could be any",
        )
    more = len(sample) - len(done)
    rest = f" {more} more are waiting; kinds of failure that you have not met hide in them." if more else ""
    return Right(f"{len(done)} of {len(sample)} read, in your own words and before anybody's list.{rest}")


def name_of(names: list[str]) -> str:
    """The first ids of a list, as words."""
    return ", ".join(names[:3])


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
            f"You have {len(answer)} piles. Three to six can be counted and told apart.",
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
        if pile["example"] not in _sample():
            return Hint(
                f"{name}: the example {pile['example']!r} is not one of the conversations that you read.",
                "Copy an id from your notes; it begins with tr-.",
                id="example",
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


def _alike(one: dict, other: dict) -> bool:
    a, b = (set(str(pile["definition"]).lower().split()) for pile in (one, other))
    return len(a & b) > 0.75 * len(a | b)


def _codes() -> dict[str, dict]:
    study = coding.current()
    return {trace.id: {"tags": list(study.label(trace.id).codes) or [RIGHT], "note": ""} for trace in study.sample}


@exercise(
    "02.4",
    title="Codes by the guideline",
    expects=dict,
    form="the table of codes: `codes.plain()`",
    reference=_codes,
)
def codes(answer):
    """Held against what both readers saw: half of the first faults are found, without tagging all."""
    if foreign := _foreign(answer):
        return foreign
    study = coding.current()
    given = {name: set(_mark(value)[0]) for name, value in answer.items()}
    given = {name: tags for name, tags in given.items() if tags}
    if unknown := {tag for tags in given.values() for tag in tags} - {RIGHT, *world.FAILURES}:
        return Hint(f"{sorted(unknown)[0]!r} is no code of the guideline.", id="no code")
    if len(given) < coding.ENOUGH:
        return Hint(
            f"{len(given)} conversations have a code. Code at least {coding.ENOUGH}.",
            "Numbers and Enter set codes, 0 means that nothing is wrong.",
            id="too few",
        )
    most = max(given, key=lambda name: len(given[name]))
    if sum(map(len, given.values())) > 4 * len(given):
        return Hint(
            f"You gave {most} {len(given[most])} codes. Can you point to the place of each?",
            "A code that fits everything finds nothing. Give those that you could show to a colleague.",
            id="everything",
        )
    if len({frozenset(tags) for tags in given.values()}) == 1:
        return Hint(
            "All conversations have the same codes. Are they alike in everything?",
            "Unfold the passages: in some the answer stands there, in others it does not.",
            id="all the same",
        )
    labels = {name: study.label(name) for name in given}

    def missed(code: str) -> list[str]:
        return [n for n, x in labels.items() if code in x.first and code in x.second and code not in given[n]]

    if over := [name for name in missed("unsafe") if labels[name].primary == "unsafe"]:
        return Hint(
            f"{over[0]}: what happens to somebody who does what the reply says, or who reads no warning in it?",
            f"Both readers gave {over[0]} the code unsafe.",
            id="danger",
        )
    hit = [name for name, tags in given.items() if (labels[name].primary or RIGHT) in tags]
    if len(hit) >= len(given) / 2:
        return Right(
            f"In {len(hit)} of {len(given)} you have the fault that the readers saw first. Where you differ, the "
            "definition is the first suspect."
        )
    if nothing := missed("retrieval_miss"):
        return Hint(
            f"{nothing[0]}: unfold the three passages. Does one of them hold what the customer needs?",
            "Go along the way of the message: what was found, what stands on the page, what the reply made of it.",
            f"Both readers saw a retrieval_miss in {', '.join(nothing[:3])}.",
            id="passages",
        )
    far = next(name for name in given if name not in hit)
    return Hint(
        f"{far}: what went wrong first, on the way from the message over the search to the reply?",
        f"In {len(given) - len(hit)} of {len(given)} you lack the fault that the readers saw first.",
        f"{far}: the readers noted {labels[far].note!r}.",
        id="first fault",
    )
