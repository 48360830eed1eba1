"""Open one reply of a run: what was asked, with which settings, where the answer came from and when."""

from __future__ import annotations

import json
from html import escape
from typing import TYPE_CHECKING

from helpers import world

if TYPE_CHECKING:
    from helpers.evals import Results


class Opened:
    """One reply with everything around it, as text and as HTML."""

    def __init__(self, rows: list[tuple[str, str]], prompt: str):
        self.rows, self.prompt = rows, prompt

    def __str__(self) -> str:
        return "\n".join([*(f"{name}: {value}" for name, value in self.rows), "prompt:", self.prompt])

    __repr__ = __str__

    def _repr_html_(self) -> str:
        body = "".join(
            f'<tr><th scope="row" style="text-align: left; vertical-align: top">{escape(name)}</th>'
            f'<td style="text-align: left">{escape(value)}</td></tr>'
            for name, value in self.rows
        )
        prompt = f'<pre style="white-space: pre-wrap">{escape(self.prompt)}</pre>'
        return f"<table><tbody>{body}</tbody></table><details><summary>The whole prompt</summary>{prompt}</details>"


def show_reply(results: Results, case_id: str, repeat: int = 0) -> Opened:
    """Everything about one reply of a run of this lab. Raises: ValueError when the run has no such case or repeat."""
    known = {case.id: case for case in results.cases}
    if case_id not in known:
        raise ValueError(f"this run has no case {case_id!r}; it has {', '.join(list(known)[:5])}, …")
    index = next((i for i, o in enumerate(results.outputs) if (o.case_id, o.repeat) == (case_id, repeat)), None)
    if index is None:
        raise ValueError(f"this run has no repeat {repeat} of {case_id}; it has {results.repeats}, counted from 0")
    output, case = results.outputs[index], known[case_id]
    kept = _kept(output.key)
    rows = [
        ("case", f"{case.id} ({', '.join(case.tags)}; page {case.cluster}; {case.severity} if wrong)"),
        ("question", str(case.input)),
        ("reply", output.text or output.error),
        ("must say", "; ".join(case.must) or "nothing named"),
        ("must not say", "; ".join(case.must_not) or "nothing named"),
        ("a right answer", str(case.expected)),
    ]
    for name, given in results.grades.items():
        rows.append((f"grade ({name})", f"{given[index].status} {given[index].reason}".strip()))
    made = kept.get("recorded_at") or kept.get("created") or ""
    date = f", made on {made[:16].replace('T', ' ')} UTC" if made else ""
    rows += [
        ("model", str(output.model)),
        ("settings", json.dumps(kept.get("settings", {}))),
        ("source", (output.source or "unknown") + date),
    ]
    return Opened(rows, _prompt(kept, results.name, case_id))


def _kept(key: str | None) -> dict:
    """The recorded or kept row of a reply, for its settings and date."""
    from helpers import keeping, recordings

    if not key:
        return {}
    row = recordings.get(key)
    if row is None:
        kept = keeping.with_store(lambda store: store.get_call(key)) or {}
        payload = kept.get("payload") if isinstance(kept, dict) else None
        row = json.loads(payload) if isinstance(payload, str) else {}
        if isinstance(kept, dict) and kept.get("created"):
            row.setdefault("created", kept["created"])
    return row


def _prompt(row: dict, run_name: str, case_id: str) -> str:
    messages = row.get("messages")
    if not messages:
        version = run_name.rsplit(" ", 1)[-1]
        question = next((q for q in world.questions() if q.id == case_id), None)
        if question is None or version not in world.versions():
            return "The prompt of this reply was not kept."
        messages = world.messages(question, version)
    return "\n\n".join(f"{message['role']}:\n{message['content']}" for message in messages)
