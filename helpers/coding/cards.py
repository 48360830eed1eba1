"""A conversation of version 0 as a card: what the customer wrote, what the search found (folded), the reply."""

from __future__ import annotations

from html import escape
from typing import Any

from helpers.cards import Block

_BOX = "border:1px solid #767676;border-radius:6px;padding:.6em .9em;margin:.4em 0;text-align:left"
_WRAP = "white-space:pre-wrap;overflow-wrap:anywhere"


def _passage(found: Any) -> str:
    title = f"{found.title}{': ' + found.heading if found.heading else ''}"
    return (
        f"<details><summary>{escape(title)} <code>{escape(found.page)}</code></summary>"
        f'<div style="{_WRAP};padding-left:1em">{escape(found.text)}</div></details>'
    )


def _turn(number: int, turn: Any, several: bool) -> str:
    head = f"Message {number}" if several else "Message"
    lines = "\n".join(line for line in turn.reply.splitlines() if line.strip())
    cut = " <em>(cut off: the longest reply that is allowed ends here)</em>" if turn.finish == "length" else ""
    seconds = f"{turn.latency_s:.0f} s, {turn.prompt_tokens} + {turn.completion_tokens} tokens"
    return (
        f"<p><strong>{head}.</strong> {escape(turn.text)}</p>"
        '<div style="margin:.3em 0 .3em 1em">The search showed the model:'
        f"{''.join(map(_passage, turn.retrieved))}</div>"
        f'<p><strong>Reply.</strong> <span style="{_WRAP}">{escape(lines) or "(says nothing)"}</span>{cut} '
        f"<small>({seconds})</small></p>"
    )


def card(trace: Any) -> Block:
    """A trace as a card with folded passages, and as plain text. What a right reply would be is not shown."""
    several = len(trace.turns) > 1
    html = "".join(_turn(number, turn, several) for number, turn in enumerate(trace.turns, start=1))
    lines = [trace.id]
    for turn in trace.turns:
        lines.append(f"Customer: {turn.text}")
        lines += [f"  found: {p.title}{': ' + p.heading if p.heading else ''} ({p.page})" for p in turn.retrieved]
        lines.append(f"Reply: {' '.join(turn.reply.split())}")
    return Block(f'<div style="{_BOX}"><code>{escape(trace.id)}</code>{html}</div>', "\n".join(lines))
