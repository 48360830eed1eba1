"""What a notebook shows as a card: a reply that can be opened, a case as a contract, a small table, a sentence.

Each function returns a `Block`, which a notebook shows when it is the last line of a cell, or through `display`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from html import escape
from typing import Any

from helpers import replies, world

_BOX = "border:1px solid #767676;border-radius:6px;padding:.6em .9em;margin:.4em 0;max-width:60em;text-align:left"
_WRAP = "white-space:pre-wrap;overflow-wrap:anywhere"
_MARKS = {"pass": "✓ pass", "fail": "✗ fail", "unscored": "– no verdict"}


class Block:
    """Something to show: HTML for the notebook, plain text elsewhere."""

    def __init__(self, html: str, text: str):
        self.html, self.text = html, text

    def _repr_html_(self) -> str:
        return self.html

    def __repr__(self) -> str:
        return self.text


def say(*sentences: str) -> Block:
    """Computed sentences as a paragraph. What stands between two asterisks is set in bold."""
    text = " ".join(sentence for sentence in sentences if sentence)
    parts = escape(text).split("**")
    html = "".join(f"<strong>{part}</strong>" if place % 2 else part for place, part in enumerate(parts))
    return Block(f'<p style="max-width:60em">{html}</p>', text.replace("**", ""))


def facts_of(reply: Any) -> str:
    """Where a reply comes from, in one line: source and date, model, tokens, seconds."""
    when = f" on {reply.recorded_at[:10]}" if reply.source != "live" and reply.recorded_at else ""
    return (
        f"{reply.source}{when} · {reply.model} · {reply.prompt_tokens} tokens in, {reply.completion_tokens} out · "
        f"{reply.latency_s:.1f} s"
    )


def settings_of(reply: Any) -> str:
    """The settings of a reply in words, without those that were not used; a repeat above 0 and the key after them."""
    used = [f"{name} {value!r}" for name, value in reply.settings.items() if value not in (None, [], "")]
    used += [f"repeat {reply.repeat}"] if getattr(reply, "repeat", 0) else []
    used += [f"key {reply.key}"] if getattr(reply, "key", "") else []
    return ", ".join(used)


def _said(text: str, finish: str = "stop", reply: Any = None, label: str = "") -> str:
    """The text of a reply, and below it its origin, which opens to prompt and settings."""
    cut = " <em>(cut off at the limit of tokens)</em>" if finish == "length" else ""
    head = f"<strong>{escape(label)}</strong> " if label else ""
    lines = "\n".join(line for line in text.splitlines() if line.strip()) or "(says nothing)"
    html = f'<div style="margin:.3em 0">{head}<span style="{_WRAP}">{escape(lines)}</span>{cut}</div>'
    if reply is None:
        return html
    prompt = "".join(
        f'<p style="margin:.4em 0 0"><strong>{escape(message["role"])}</strong></p>'
        f'<pre style="{_WRAP};margin:0;max-height:22em;overflow:auto">{escape(str(message["content"]))}</pre>'
        for message in reply.row.get("messages", [])
    )
    return (
        f"{html}<details><summary>{escape(facts_of(reply))} · prompt and settings</summary>{prompt}"
        f'<p style="margin:.4em 0">{escape(settings_of(reply))}</p></details>'
    )


def _box(title: str, *parts: str) -> str:
    head = f"<div><strong>{escape(title)}</strong></div>" if title else ""
    return f'<div class="tex2jax_ignore" style="{_BOX}">{head}{"".join(parts)}</div>'


def show_reply(reply: Any, title: str = "", rows: Mapping[str, str] | None = None) -> Block:
    """One reply as a card: text, origin, and prompt and settings to open.

    reply: what `llm.chat` returns, or anything with the same fields. rows: what else to say of it, name to text.
    """
    more = "".join(
        f'<div style="margin:.25em 0"><code>{escape(name)}</code> {escape(value)}</div>'
        for name, value in (rows or {}).items()
    )
    html = _box(title, _said(reply.text, getattr(reply, "finish", "stop"), reply), more)
    said = f"{title + ': ' if title else ''}{reply.text.strip()}\n  [{facts_of(reply)}]"
    return Block(html, "\n".join([said, *(f"{name}: {value}" for name, value in (rows or {}).items())]))


def _reply(item: replies.Item, label: str = "") -> str:
    return _said(item.output.text or item.output.error, item.output.finish, replies.opened(item.output.key), label)


def _verdicts(item: replies.Item, graders: Iterable[str], reasons: bool) -> str:
    lines = []
    for name in graders:
        grade = item.verdicts[name]
        why = f": {escape(grade.reason)}" if reasons and grade.reason else ""
        lines.append(f"<div><code>{escape(name)}</code> {_MARKS[grade.status]}{why}</div>")
    return "".join(lines)


def show_replies(
    found: Sequence[replies.Item], graders: Iterable[str] = (), *, reasons: bool = False, start: int = 1
) -> Block:
    """Question, reply and, if asked for, verdicts of each item; prompt, settings, source and date can be opened."""
    graders, html, text = list(graders), "", []
    for number, item in enumerate(found, start):
        side = _verdicts(item, graders, reasons)
        html += _box(
            f"{number}. {item.case.input}",
            f'<div style="display:flex;flex-wrap:wrap;gap:1.2em"><div style="flex:3 1 24em">{_reply(item)}</div>',
            f'<div style="flex:1 1 12em">{side}</div>' if side else "",
            "</div>",
        )
        said = ", ".join(f"{name} {item.status(name)}" for name in graders)
        text.append(f"{number}. {item.case.input}\n   {item.output.text.strip()}" + (f"\n   [{said}]" if said else ""))
    return Block(html, "\n".join(text) or "There is no such reply.")


def show_pairs(pairs: Sequence[tuple[replies.Item, replies.Item]], names: tuple[str, str], grader: str) -> Block:
    """The same question under two versions, with how bad a wrong reply is and the grader's reason for the second."""
    html, text = "", []
    for old, new in pairs:
        reason = new.verdicts[grader].reason
        html += _box(
            f"{old.case.input} ({old.case.severity}, {old.case.id})",
            _reply(old, names[0]),
            _reply(new, names[1]),
            f"<div>{escape(names[1])} is wrong: {escape(reason)}</div>",
        )
        text.append(f"{old.case.id} ({old.case.severity}): {reason}")
    return Block(html, "\n".join(text))


def contracts(questions: Mapping[str, world.Question]) -> Block:
    """Cases side by side: the question, what a right reply must and must not say, how bad a wrong one is."""
    html = '<div style="display:flex;flex-wrap:wrap;gap:.8em;max-width:78em">'
    text = []
    for title, found in questions.items():
        rows = {
            "input": found.text,
            "a right reply": found.expect.replace("_", " "),
            "must": "; ".join(item.split(" | ")[0] for item in found.must) or "nothing in particular",
            "must not": "; ".join(found.must_not) or "nothing in particular",
            "severity": found.severity,
            "cluster": f"page {found.cluster}",
            "example": found.reference,
        }
        lines = "".join(
            f'<div style="margin:.35em 0"><code>{name}</code> {escape(value)}</div>' for name, value in rows.items()
        )
        html += f'<div style="{_BOX};flex:1 1 17em"><strong>{escape(title)}</strong>{lines}</div>'
        text.append(f"{title}: " + "; ".join(f"{name}: {value}" for name, value in rows.items()))
    return Block(html + "</div>", "\n".join(text))


def table(head: Sequence[str], rows: Iterable[Sequence[object]], caption: str) -> Block:
    """A small table with a caption; the first column names the row."""
    rows = [[str(cell) for cell in row] for row in rows]
    left = "text-align:left;vertical-align:top"
    html = f'<table style="max-width:62em"><caption style="{left}"><strong>{escape(caption)}</strong></caption><thead>'
    html += "<tr>" + "".join(f'<th scope="col" style="{left}">{escape(name)}</th>' for name in head) + "</tr></thead>"
    for first, *rest in rows:
        html += f'<tr><th scope="row" style="{left}">{escape(first)}</th>'
        html += "".join(f'<td style="{left}">{escape(cell)}</td>' for cell in rest) + "</tr>"
    lines = [caption, " | ".join(head), *(" | ".join(row) for row in rows)]
    return Block(html + "</table>", "\n".join(lines))
