"""Checks 02.2 (notes) and 02.4 (codes by the guideline)."""

from __future__ import annotations

from collections import Counter

from helpers import coding, world
from helpers.annotate import RIGHT
from helpers.check import Hint, Right, exercise
from helpers.coding import notes as plain
from helpers.coding.notes import words_in_common


def count(number: int, one: str, many: str) -> str:
    return f"{number} {one if number == 1 else many}"


def sample_by_id() -> dict[str, world.Trace]:
    return {trace.id: trace for trace in coding.current().sample}


def _notes() -> dict[str, dict]:
    study = coding.current()
    return {trace.id: {"tags": [], "note": study.label(trace.id).note or "nothing is wrong"} for trace in study.sample}


def _mark(value: object) -> tuple[list[str], str]:
    """Tags and note of one entry, which may be the plain table's row, a text or a list of tags."""
    if isinstance(value, dict):
        return _list(value.get("tags")), str(value.get("note") or "")
    if isinstance(value, str):
        return ([RIGHT], "") if value == RIGHT else ([], value)
    return _list(value), ""


def _list(value: object) -> list[str]:
    """Tags as a list of texts, whatever was given."""
    if isinstance(value, list | tuple | set | frozenset):
        return [str(tag) for tag in value]
    return [] if value is None or value == "" else [str(value)]


def _foreign(answer: dict) -> Hint | None:
    unknown = [str(name) for name in answer if name not in sample_by_id()]
    if not unknown:
        return None
    return Hint(f"{unknown[0]} is not among the conversations of your sample.", id="another conversation")


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
    sample, study = sample_by_id(), coding.current()
    read = {name: _mark(value) for name, value in answer.items()}
    done = {name for name, (tags, note) in read.items() if note.strip() or RIGHT in tags}
    if len(done) < coding.ENOUGH:
        return Hint(
            f"{count(len(done), 'conversation has', 'conversations have')} a note. Read at least {coding.ENOUGH}, all "
            f"{len(sample)} if you can.",
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
        if plain.is_verdict(note):
            return Hint(
                f"{name}: {note!r} is a verdict, or too short to find the place by. What did you see?",
                f"{name}: write down what stands there, not what you think of it. A colleague must find it.",
                f"{name}: {note!r}. Another one as an example: 'asks for the price of City, reply praises the bike and "
                "names no price'.",
                id="verdict",
            )
        if plain.copied(note, sample[name]):
            return Hint(
                f"{name}: {note!r} stands in the conversation word for word. What do you say about it?",
                f"{name}: what did the customer need, and what did the reply do instead? In your own words.",
                f"{name}: a piece of the conversation may stand in your note, with your own words around it.",
                id="copied",
            )
    text, often = Counter(note.lower() for note in noted.values()).most_common(1)[0]
    if often > max(2, len(noted) / 3):
        return Hint(
            f"{often} conversations have the same note, {text!r}. Are they alike in everything?",
            "Piles come in the next section. For now say what is particular about each one.",
            id="one note",
        )
    rests = Counter(rest for name, note in noted.items() if len(rest := plain.around(note, sample[name])) >= 3)
    if rests and max(rests.values()) > len(noted) / 2:
        rest, often = rests.most_common(1)[0]
        return Hint(
            f"{often} notes say the same around words of the conversation: {' '.join(rest)!r}. Are they alike?",
            "Say what is particular about each reply: what it leaves out, makes up, repeats.",
            id="one frame",
        )
    told = [name for name, note in noted.items() if plain.only_the_question(note, sample[name])]
    if len(told) > len(noted) / 2:
        return Hint(
            f"{name_of(told)}: these notes say what was asked. What came back?",
            "A note names what the reply did: what it leaves out, makes up, repeats, or to what it sends people.",
            f"Begin with {told[0]}: 'asks …, reply …'.",
            id="only the question",
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
            f"{count(len(given), 'conversation has', 'conversations have')} a code. Code at least {coding.ENOUGH}.",
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
    codes, often = Counter(frozenset(tags) for tags in given.values()).most_common(1)[0]
    if often > len(given) / 2:
        return Hint(
            f"{often} of {len(given)} conversations have the same codes ({', '.join(sorted(codes))}). Are they alike?",
            "Unfold the passages: in some the answer stands there, in others it does not.",
            id="all the same",
        )
    labels = {name: study.label(name) for name in given}

    def missed(code: str) -> list[str]:
        return [n for n, x in labels.items() if code in x.first and code in x.second and code not in given[n]]

    if over := [name for name in missed("unsafe") if labels[name].primary == "unsafe"]:
        return Hint(
            f"{over[0]}: what happens to somebody who does what the reply says, or who reads no warning in it?",
            f"{over[0]}: is there a code for what may happen to people? Both readers put that first.",
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
            f"{nothing[0]}: read what each passage is about. If the needed page is not among them, which code says so?",
            id="passages",
        )
    far = next(name for name in given if name not in hit)
    return Hint(
        f"{far}: what went wrong first, on the way from the message over the search to the reply?",
        f"In {len(given) - len(hit)} of {len(given)} you lack the fault that the readers saw first.",
        f"Go through {far} in this order: may it answer at all, is the needed page among the passages, does the reply "
        "pass on what stands there?",
        id="first fault",
    )
