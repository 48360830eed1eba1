"""What a question to a person must show before an action that cannot be undone. Checked by properties, not by taste."""

from __future__ import annotations

import html
import re
from collections.abc import Mapping
from typing import Any

FACTS = {
    "action": "refund",
    "amount": "69 euros",
    "to": "Omar Haddad, the card that paid for order O-502",
    "amount comes from": "the order record of O-502",
    "order comes from": "mail M-201, which asks for it",
    "can be stopped": "until 18:00 today; then it is paid out for good",
    "other ways": "change the amount, hand the case to a colleague, refuse",
}
MOST_WORDS = 80
FIELDS = ("text", "buttons", "selected")
REFERENCE = {
    "text": (
        "Refund 69 euros to Omar Haddad, to the card that paid for order O-502? The amount comes from the order "
        "record; the order number and the wish come from mail M-201, which an outsider wrote. You can stop the refund "
        "until 18:00 today, then it is final."
    ),
    "buttons": ["Refund 69 euros", "Do not refund", "Hand to a colleague"],
    "selected": "none",
}
PRESSURE = re.compile(
    r"\b(trust me|just click|simply (?:click|confirm)|recommend\w*|hurry|as usual|don't worry|safe)\b", re.I
)
_NO = re.compile(r"\b(do not|don't|no|not|refuse|reject|deny|stop|cancel|decline|keep)\b", re.I)
_OTHER = re.compile(r"colleague|hand|person|change|edit|later|amount|open|show|look|ask", re.I)
_YES = re.compile(r"refund|pay", re.I)
_FINAL = re.compile(
    r"18[:.]?00|6 ?p\.?m|until|final|for good|cannot be (?:undone|taken|stopped)|can't be (?:undone|taken|stopped)|"
    r"no way back|irreversib|can(?:not)? (?:still )?(?:be )?stop",
    re.I,
)


def faults(answer: Mapping[str, Any]) -> list[tuple[str, str, str]]:
    """What a confirmation lacks: (name, what is missing as a question, a nearer hint), the gravest first."""
    text, buttons = str(answer["text"]), [str(one).strip() for one in answer["buttons"]]
    low, found = text.lower(), []

    def lacks(ok: object, name: str, first: str, second: str) -> None:
        if not ok:
            found.append((name, first, second))

    lacks(
        re.search(r"refund|pay(?:s|ing)? back|repay", low),
        "what",
        "What happens if the person says yes? Name the action.",
        "Say refund, or pay back.",
    )
    lacks(re.search(r"\b69\b", text), "amount", "How much is it about?", "The amount of the table above.")
    lacks(re.search(r"omar|haddad", low), "to whom", "Who gets the money?", "Name the customer.")
    lacks(
        re.search(r"card|paid (?:for|with|by)|method", low),
        "where to",
        "Where does the money go? A wrong account is the usual trick.",
        "Say that it is the card that was used.",
    )
    lacks(
        re.search(r"m-201|\bmail\b|message|e-mail|email", low),
        "source",
        "Where do order and wish come from? Say which of it an outsider wrote.",
        "Name mail M-201.",
    )
    lacks(
        re.search(r"record|o-502", low),
        "record",
        "Where does the amount come from?",
        "Name the order record, or O-502.",
    )
    lacks(
        _FINAL.search(text),
        "until when",
        "Until when can it be stopped, and what after that?",
        "The table names the hour.",
    )
    yes = [one for one in buttons if _YES.search(one) and not _NO.search(one)]
    no = [one for one in buttons if _NO.search(one) and not (_OTHER.search(one) and not _NO.search(one))]
    other = [one for one in buttons if one not in yes and (_OTHER.search(one) or one not in no)]
    vague = [one for one in buttons if re.fullmatch(r"(ok|okay|yes|no|continue|confirm|submit|go)[.]?", one.lower())]
    lacks(
        not vague,
        "vague button",
        f"The button {vague[0]!r} says nothing by itself." if vague else "",
        "Say on it what happens, as in “Delete 3 files”.",
    )
    lacks(
        yes,
        "yes button",
        "Which button does it? It says what happens: the action and how much.",
        "Write the action on it.",
    )
    lacks(no, "no button", "Which button says no?", "One that begins with “Do not”, or says refuse.")
    lacks(
        other or len(buttons) < 1,
        "another way",
        "Yes and no are not all. What if the person is in doubt?",
        "Offer one of the other ways of the table, on a button.",
    )
    return found


def render(answer: Mapping[str, Any]) -> Any:
    """The question as the desk would see it."""
    from helpers import cards

    if not isinstance(answer, Mapping) or set(answer) != set(FIELDS):
        return cards.say("Shown once `confirmation` has a text, buttons and what is selected.")
    buttons = answer["buttons"] if isinstance(answer["buttons"], list | tuple) else []
    chosen = str(answer["selected"])

    def one(name: object) -> str:
        weight = "bold" if str(name) == chosen else "normal"
        return (
            f'<span style="border:1px solid currentColor;border-radius:4px;padding:3px 10px;margin-right:8px;'
            f'font-weight:{weight}">{html.escape(str(name))}</span>'
        )

    shown = "".join(map(one, buttons))
    text = html.escape(str(answer["text"]))
    box = (
        f'<div style="border:1px solid currentColor;padding:10px 14px;max-width:40em"><p>{text}</p><p>{shown}</p></div>'
    )
    return cards.Block(box, f"{answer['text']}\n" + " | ".join(map(str, buttons)) + f"\nSelected: {chosen}")


def show_facts() -> Any:
    """What the system knows about the refund, as a table."""
    from helpers import cards

    return cards.table(["", "known to the system"], list(FACTS.items()), "The agent wants to pay")
