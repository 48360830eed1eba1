"""Open one reply of a run: what was asked, with which settings, where the answer came from and when."""

from __future__ import annotations

import json
from types import SimpleNamespace
from typing import TYPE_CHECKING

from helpers import world
from helpers.cards import Block
from helpers.cards import show_reply as show

if TYPE_CHECKING:
    from helpers.evals import Results


def show_reply(results: Results, case_id: str, repeat: int = 0) -> Block:
    """Everything about one reply of a run of this lab. Raises: ValueError when the run has no such case or repeat."""
    known = {case.id: case for case in results.cases}
    if case_id not in known:
        raise ValueError(f"this run has no case {case_id!r}; it has {', '.join(list(known)[:5])}, …")
    index = next((i for i, o in enumerate(results.outputs) if (o.case_id, o.repeat) == (case_id, repeat)), None)
    if index is None:
        raise ValueError(f"this run has no repeat {repeat} of {case_id}; it has {results.repeats}, counted from 0")
    output, case = results.outputs[index], known[case_id]
    kept = _kept(output.key)
    messages = _messages(kept, results.name, case_id)
    made = kept.get("recorded_at") or kept.get("created") or ""
    reply = SimpleNamespace(
        text=output.text or output.error,
        finish=output.finish,
        source=output.source or "unknown source",
        recorded_at=made,
        model=str(output.model),
        prompt_tokens=output.prompt_tokens or 0,
        completion_tokens=output.completion_tokens or 0,
        latency_s=output.latency_s or 0.0,
        settings=kept.get("settings", {}),
        repeat=output.repeat,
        key=output.key,
        row={"messages": messages},
    )
    rows = {
        "case": f"{case.id} ({', '.join(case.tags)}; page {case.cluster}; {case.severity} if wrong)",
        "must say": "; ".join(case.must) or "nothing named",
        "must not say": "; ".join(case.must_not) or "nothing named",
        "a right answer": str(case.expected),
    }
    for name, given in results.grades.items():
        rows[f"grade ({name})"] = f"{given[index].status} {given[index].reason}".strip()
    shown = show(reply, str(case.input), rows)
    prompt = "\n\n".join(f"{message['role']}:\n{message['content']}" for message in messages)
    date = f", made on {made[:16].replace('T', ' ')} UTC" if made else ""
    whole = [
        shown.text,
        f"settings: {json.dumps(reply.settings)}",
        f"source: {reply.source}{date}",
        f"prompt:\n{prompt or 'not kept'}",
    ]
    return Block(shown.html, "\n".join(whole))


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


def _messages(row: dict, run_name: str, case_id: str) -> list[dict]:
    messages = row.get("messages")
    if not messages:
        version = run_name.rsplit(" ", 1)[-1]
        question = next((q for q in world.questions() if q.id == case_id), None)
        if question is None or version not in world.versions():
            return []
        messages = world.messages(question, version)
    return messages
