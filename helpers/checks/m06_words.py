"""Checks 06.9 (a deadline, and what may be streamed) and 06.10 (what the box says in each state)."""

from __future__ import annotations

from helpers.check import Hint, Right, exercise
from helpers.unsure import microcopy, reference, times
from helpers.unsure.reference import LATE, STREAMS


@exercise(
    "06.9",
    title="A deadline",
    expects=dict,
    form='a dictionary with "deadline" (seconds) and "stream"',
    reference=lambda: {"deadline": reference.smallest_deadline(), "stream": STREAMS[1]},
)
def deadline(answer):
    """The smallest deadline with at most one reply in ten cut; streaming only where nothing is checked afterwards."""
    if lacking := [name for name in ("deadline", "stream") if name not in answer]:
        return Hint(f"The answer lacks {' and '.join(map(repr, lacking))}.", id="incomplete", form=True)
    given, stream, seconds = answer["deadline"], answer["stream"], times.whole_times()
    if isinstance(given, bool) or not isinstance(given, int | float) or not given > 0:
        return Hint("`deadline` is a number of seconds such as 1.4.", id="no seconds", form=True)
    if stream not in STREAMS:
        return Hint(f"`stream` is one of {', '.join(map(repr, STREAMS))}.", id="no word", form=True)
    best, cut = reference.smallest_deadline(), times.late(seconds, given)
    if given > 60:
        return Hint("`deadline` is in seconds, not in milliseconds.", id="milliseconds", form=True)
    if abs(10 * given - round(10 * given)) > 1e-6:
        text = f"`deadline` is asked to a tenth of a second, such as 1.4; you gave {given!r}."
        return Hint(text, id="tenth", form=True)
    if cut > LATE:
        return Hint(
            f"At {given:g} s {100 * cut:.1f} % of the replies are cut; at most {100 * LATE:.0f} % may be.",
            "Put larger numbers into `deadlines` and run that cell again.",
            f"Try {best - 0.2:.1f} to {best + 0.2:.1f} in steps of 0.1.",
            id="too early",
        )
    if given > best + 0.051:
        return Hint(
            f"At {given:g} s only {100 * cut:.1f} % are cut. Is there an earlier deadline that also keeps the promise?",
            "Everybody who is cut waits the whole deadline first. Put smaller numbers into `deadlines`.",
            f"Try {best - 0.2:.1f} to {best + 0.2:.1f} in steps of 0.1.",
            id="too late",
        )
    if stream == "always":
        return Hint(
            "A streamed word is read before the reply is complete. What if a check then says that it is wrong, or "
            "dangerous?",
            "A reply that is checked when it is whole cannot be shown word by word.",
            "Where is nothing checked when the reply is whole? One of the other two allows it just there.",
            id="always",
        )
    if stream == "never":
        return Hint(
            "Then everybody stares at an empty box for the whole reply. Where does nothing have to be checked "
            "afterwards?",
            f"Of the streamed replies half show a word within {_middle('first'):.1f} s, and half are whole within "
            f"{_middle('whole'):.1f} s. Where a mistake is only annoying, those seconds are worth more than a check.",
            "One of the other two allows it where nothing is checked afterwards, and only there.",
            id="never",
        )
    busy = times.late([one.whole for one in times.recorded_times().replies], given)
    return Right(
        f"{100 * cut:.1f} % see the fallback, at the speed of the pilot. Of the replies that were "
        f"streamed on a busier machine it would cut {100 * busy:.0f} %: measure where your customers wait."
    )


def _middle(what: str) -> float:
    """Median seconds to the first or the last word of the streamed replies."""
    values = sorted(getattr(one, what) for one in times.recorded_times().replies)
    return values[(len(values) - 1) // 2]


@exercise(
    "06.10",
    title="What the box says",
    expects=dict,
    form="a dictionary with a text for " + ", ".join(map(repr, microcopy.SAID)),
    reference=reference.reference_texts,
)
def texts(answer):
    """Every text has its properties; no two texts are alike."""
    if lacking := [name for name in microcopy.SAID if name not in answer]:
        return Hint(f"There is no text for {' and '.join(map(repr, lacking))} yet.", id="incomplete", form=True)
    if odd := [name for name in microcopy.SAID if not isinstance(answer[name], str)]:
        return Hint(f"The text for {odd[0]!r} is no text in quotes.", id="no text", form=True)
    if empty := [name for name in microcopy.SAID if not answer[name].strip()]:
        rest = f" So are those for {', '.join(map(repr, empty[1:]))}." if empty[1:] else ""
        return Hint(f"The text for {empty[0]!r} is empty.{rest} Write them between the quotes.", id="empty", form=True)
    if len({" ".join(answer[name].split()).lower() for name in microcopy.SAID}) < len(microcopy.SAID):
        return Hint(
            "Two states have the same text. What does the customer have to know in one that is not so in the other?",
            "Each state has its own next step.",
            id="same text",
        )
    for name in microcopy.SAID:
        if found := microcopy.faults(name, answer[name]):
            what, guideline, asks = found[0]
            return Hint(
                f"{name}: {what} ({guideline}). {asks}",
                f"{name}: " + " ".join(asks for *_, asks in found),
                f"One way to say it: “{reference.TEXTS[name]}”",
                id=f"{name}: {what}",
            )
    return Right(
        "Every text has its properties. That is a floor: it finds what is missing, not what is friendly or true. "
        "Whether customers understand it only customers can tell: show it to five."
    )
