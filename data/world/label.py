"""Label the recorded replies: by rule where the facts decide, else by two readers who work apart. For contributors.

    python data/world/label.py sheet FILE      what has to be read, plus a blind sample of what the rules decided
    python data/world/label.py merge           rules + readings -> labels.jsonl, and how well the readers agree

The guideline of the readers is in `data/README.md`. Their verdicts are in `readings/first.jsonl`, `second.jsonl` and,
where the two differ, `readings/adjudicated.jsonl`: {"key", "right", "reason"} a line.
"""

from __future__ import annotations

import json
import random
import re
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from helpers import paths, recordings, world
from helpers.evals.match import mentions, normalise
from helpers.llm.request import BUNDLED, key_of

READINGS = paths.WORLD / "readings"
REPEATED = ("A", "closed")  # versions whose replies at temperature 0.7 are labelled
AUDIT = 80  # rule-labelled replies that the readers see as well, without knowing it
HOLDS_BACK = re.compile(
    r"\b(not|no|don't|cannot|can't|unable|sorry|unsure|contact|support|ask|call|only|never|won't|isn't|doesn't|hub)\b"
)


def asked() -> Iterator[tuple[world.Question, str, int, float, str]]:
    """Every recorded reply: question, version, repeat, temperature, key."""
    everything = world.questions()
    plan = [(name, everything, 0.0, 1) for name in ("A", "B", "closed")]
    plan += [(name, everything[::3], 0.7, 3) for name in REPEATED]
    for name, questions, temperature, repeats in plan:
        settings = {"temperature": temperature, "max_tokens": world.versions()[name].max_tokens, "top_p": 1.0}
        settings |= {"stop": [], "schema": None, "choices": None}
        for question in questions:
            for repeat in range(repeats):
                key = key_of(BUNDLED, world.messages(question, name), settings, repeat)
                yield question, name, repeat, temperature, key


def _sentences(text: str) -> list[str]:
    parts = re.split(r"(?<=[.!?])\s+|\n+", text)
    return [
        normalise(re.sub(r"^(#+|[-*>|]|\d+\.)\s+", "", part.strip())).strip(" .!?|") for part in parts if part.strip()
    ]


def _copied(question: world.Question, text: str) -> bool:
    """True when every whole sentence of the reply stands on the shown pages; the last one may be cut off."""
    page = normalise(" ".join(re.sub(r"(?m)^(#+|[-*>]|\d+\.)\s+", "", world.document(n).text) for n in question.shown))
    return all(sentence in page for sentence in _sentences(text) if sentence)


def rule(question: world.Question, text: str) -> tuple[bool, str] | None:
    """The verdict that the facts decide alone, or None where a person has to read."""
    if not text.strip():
        return False, "says nothing"
    if wrong := [item for item in question.must_not if mentions(text, item)]:
        return False, f"says what is wrong: {wrong[0]}"
    if missing := [item for item in question.must if not mentions(text, item)]:
        return False, f"does not say: {missing[0].split(' | ')[0]}"
    if question.expect in ("answer", "warn"):
        return (True, "says what it must, in the words of the page") if _copied(question, text) else None
    if not HOLDS_BACK.search(normalise(text)) and "?" not in text:
        return False, f"neither holds back nor asks ({question.expect})"
    return None


def _read(name: str) -> dict[str, dict[str, Any]]:
    path = READINGS / name
    return {row.data["key"]: row.data for row in world.read_jsonl(path)} if path.exists() else {}


def sheet(target: str) -> None:
    """Write what has to be read to a JSONL file, shuffled, the same text asked and answered once only."""
    rows, ruled = {}, {}
    for question, _, _, _, key in asked():
        recorded = recordings.get(key)
        if recorded is None:
            raise SystemExit(f"No recording of {question.id}; run record.py first.")
        row = {
            "key": key, "question": question.text, "expect": question.expect, "reference": question.reference,
            "must_not": question.must_not, "reply": recorded["text"], "cut_off": recorded["finish"] == "length",
        }  # fmt: skip
        place = rows if rule(question, recorded["text"]) is None else ruled
        place.setdefault((question.id, recorded["text"]), row)
    chance = random.Random(2026)
    chosen = list(rows.values()) + chance.sample(list(ruled.values()), AUDIT)
    chance.shuffle(chosen)
    Path(target).write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in chosen), encoding="utf-8")
    print(f"{len(rows)} to read, {AUDIT} to audit the rules; {len(ruled)} decided by rule")


def merge() -> None:
    """Write labels.jsonl, and print the agreement of the readers and the error of the rules."""
    first, second, settled = (_read(f"{name}.jsonl") for name in ("first", "second", "adjudicated"))
    texts = {(q.id, recordings.get(k)["text"]): k for q, _, _, _, k in asked() if k in first}
    lines, agree, audit = [], [], []
    for question, version, repeat, temperature, key in asked():
        text = recordings.get(key)["text"]
        read = texts.get((question.id, text))
        one, two = (first.get(read), second.get(read)) if read else (None, None)
        verdict, by = rule(question, text), "rule"
        if one and two and read == key:
            (agree if verdict is None else audit).append((one["right"], two["right"], verdict))
        if verdict is None:
            if not (one and two):
                raise SystemExit(f"{key} ({question.id}) was not read by both.")
            final = one if one["right"] == two["right"] else settled.get(read)
            if final is None:
                raise SystemExit(f"{read} ({question.id}): the readers differ and nobody has settled it.")
            verdict, by = (final["right"], final["reason"]), "readers"
        lines.append(
            {
                "key": key,
                "question": question.id,
                "version": version,
                "repeat": repeat,
                "temperature": temperature,
                "right": verdict[0],
                "reason": verdict[1],
                "by": by,
                "first": one["right"] if one else None,
                "second": two["right"] if two else None,
            }
        )
    out = "".join(json.dumps(line, ensure_ascii=False) + "\n" for line in lines)
    (paths.WORLD / "labels.jsonl").write_text(out, encoding="utf-8")
    (READINGS / "agreement.md").write_text(agreement(agree, audit), encoding="utf-8", newline="\n")
    print(f"{len(lines)} labels, {sum(line['by'] == 'rule' for line in lines)} by rule")


def agreement(read: list[tuple], audit: list[tuple]) -> str:
    """In words and figures: how well the readers agree, and what they say of replies that a rule had decided."""
    from helpers import stats

    table = [[sum((a, b) == (x, y) for a, b, _ in read) for y in (True, False)] for x in (True, False)]
    same = stats.wilson(table[0][0] + table[1][1], len(read))
    kappa = stats.kappa(table)
    text = (
        f"{len(read)} different replies were read. Both readers said right of {table[0][0]}, both said wrong of "
        f"{table[1][1]}, and they differed on {table[0][1] + table[1][0]}: agreement {same.value:.1%} "
        f"(95 % interval {same.low:.1%} to {same.high:.1%}), "
        f"kappa {kappa.value:.2f} ({kappa.low:.2f} to {kappa.high:.2f}).\n"
    )
    for ruled, word in ((True, "right"), (False, "wrong")):
        seen = [(a, b) for a, b, verdict in audit if verdict[0] is ruled]
        if seen:
            kept = sum(a == ruled and b == ruled for a, b in seen)
            against = sum(a != ruled and b != ruled for a, b in seen)
            rate = stats.wilson(against, len(seen))
            text += (
                f"\nOf {len(seen)} sampled replies that a rule had called {word}, both readers agreed on {kept} "
                f"and both disagreed on {against} ({rate.value:.1%}, {rate.low:.1%} to {rate.high:.1%}).\n"
            )
    return text


if __name__ == "__main__":
    sheet(sys.argv[2]) if sys.argv[1] == "sheet" else merge()
