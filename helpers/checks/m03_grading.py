"""Check 03.2: a grader, repaired."""

from __future__ import annotations

from helpers import suite
from helpers.check import Hint, Right, exercise
from helpers.evals import mentions

THANKS = "\n\nThank you for your question."  # changes nothing about whether a reply is right


def _reference_grader():
    def grade(reply: str) -> bool:
        says = mentions(reply, "14 days | 14-day | fourteen days | two weeks | 2 weeks")
        old_window = mentions(reply, "30 days | thirty days")
        other_window = mentions(reply, "refund within 7 working days | already been purchased | exception")
        other_topic = mentions(reply, "notice | notice period")
        return says and not (old_window or other_window or other_topic)

    return grade


@exercise(
    "03.2",
    title="A repaired grader",
    expects=callable,
    form="a function of one reply that returns True or False",
    reference=lambda: _reference_grader(),
)
def repaired(answer):
    """The grader agrees with the labels of the fixed set of replies."""
    replies = suite.window_replies()
    verdicts = {reply.id: answer(reply.text) for reply in replies}
    odd = [name for name, verdict in verdicts.items() if type(verdict).__name__ not in ("bool", "bool_")]
    if odd:
        return Hint(
            f"For {odd[0]} your grader returned {verdicts[odd[0]]!r}; it has to return True or False.", id="type"
        )
    passed = [reply for reply in replies if verdicts[reply.id] and not reply.right]
    failed = [reply for reply in replies if not verdicts[reply.id] and reply.right]
    wrong = sum(not reply.right for reply in replies)
    if len(failed) == len(replies) - wrong:
        return Hint(
            "Your grader fails every reply, the right ones too. A grader that never says yes finds nothing out.",
            f"Look at {failed[0].id}: it is right. What in it should your grader recognise?",
            id="fails all",
        )
    if failed and len(failed) >= len(passed):
        also = f" ({len(passed)} wrong ones pass.)" if passed else ""
        some = "; ".join(reply.id for reply in failed[1:4])
        return Hint(
            f"You fail {len(failed)} replies that are right; see {failed[0].id}.{also}",
            f"You fail right replies: {failed[0].id}{'; ' + some if some else ''}. How else can the same be said?",
            f"{failed[0].id} says: {failed[0].text[:160]!r}. It is right: {failed[0].why}",
            id="too strict",
        )
    if passed:
        first = passed[0]
        named = mentions(first.text, "14 days | 14-day | fourteen days | two weeks | 2 weeks")
        look = "What does the second half of it say?" if named else "How many days does it name?"
        also = f" ({len(failed)} right ones fail.)" if failed else ""
        return Hint(
            f"Reply {first.id} still passes, as one of {len(passed)} wrong ones. {look}{also}",
            f"Wrong replies that pass: {', '.join(reply.id for reply in passed[:4])}. What spoils each of them?",
            f"{first.id} is wrong: {first.why}",
            id="too lenient",
        )
    thanked = [reply for reply in replies if bool(answer(reply.text + THANKS)) != verdicts[reply.id]]
    if thanked:
        return Hint(
            f"With a line of thanks at its end, {thanked[0].id} gets another verdict. Does your grader read the reply, "
            "or does it know these replies by heart?",
            "Customers will get replies that are not in this list. Let words of the reply decide, not the whole of it.",
            "Use `mentions` for what a right reply says and for what spoils it.",
            id="by heart",
        )
    return Right(
        f"All {len(replies)} verdicts agree with the labels. You fitted it to these replies; only fresh ones can say "
        "how good it is."
    )
