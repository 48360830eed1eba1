"""Fill the generated parts of data/README.md and data/answers.md. For contributors; a test keeps both up to date.

python data/world/datasheet.py           write
python data/world/datasheet.py --check   fail when the datasheet is stale
"""

from __future__ import annotations

import collections
import hashlib
import re
import sys

from helpers import paths, stats, world

SHEETS = (paths.DATA / "README.md", paths.DATA / "answers.md")


def table(head: list[str], rows: list[list]) -> str:
    lines = ["| " + " | ".join(head) + " |", "|" + "---|" * len(head)]
    return "\n".join(lines + ["| " + " | ".join(map(str, row)) + " |" for row in rows])


def counts() -> str:
    questions, pages = world.questions(), world.all_documents()
    rows = []
    for kind in world.KINDS:
        of_kind = [question for question in questions if question.kind == kind]
        split = collections.Counter(question.split for question in of_kind)
        grave = collections.Counter(question.severity for question in of_kind)
        rows.append([kind, len(of_kind), split["dev"], split["test"], *(grave[name] for name in world.SEVERITIES)])
    total = [sum(row[place] for row in rows) for place in range(1, 7)]
    rows.append(["**all**", *total])
    published = world.documents()
    words = sorted(len(page.text.split()) for page in pages)
    said = (
        f"{len(pages)} page files, of which {len(published)} are published on {world.TODAY} "
        f"({words[0]} to {words[-1]} words, median {words[len(words) // 2]}); "
        f"{len(questions)} questions on {len({q.cluster for q in questions})} pages."
    )
    return said + "\n\n" + table(["kind", "questions", "dev", "test", *world.SEVERITIES], rows)


def labels() -> str:
    rows = []
    for name in ("closed", "A", "B"):
        for temperature in (0, 0.7):
            for split in world.SPLITS:
                found = world.replies(name, split=split, temperature=temperature)
                if found:
                    cluster = {question.id: question.cluster for question in world.questions()}
                    rate = stats.mean_interval([r.right for r in found], clusters=[cluster[r.question] for r in found])
                    by_rule = sum(reply.by == "rule" for reply in found)
                    share = f"{rate.value:.1%} ({max(rate.low, 0):.1%} to {rate.high:.1%})"
                    rows.append([name, temperature, split, len(found), by_rule, share])
    head = ["version", "temperature", "split", "replies", "by rule", "right (95 % interval, pages as clusters)"]
    return table(head, rows) + "\n\n" + (paths.WORLD / "readings" / "agreement.md").read_text(encoding="utf-8").strip()


def two_readings(pairs: list[tuple]) -> str:
    """Agreement of two people who chose one of several labels, in words: share, kappa, Gwet's AC1."""
    same = stats.wilson(sum(a == b for a, b in pairs), len(pairs))
    kappa, ac1 = stats.kappa(*zip(*pairs, strict=True)), stats.gwet_ac1(*zip(*pairs, strict=True))
    return (
        f"agreement {same.value:.1%} ({same.low:.1%} to {same.high:.1%}), kappa {kappa.value:.2f} "
        f"({kappa.low:.2f} to {kappa.high:.2f}), AC1 {ac1.value:.2f}"
    )


def tickets() -> str:
    everything = world.tickets(period=None)
    rows = []
    for name in world.intents():
        found = [ticket for ticket in everything if ticket.intent == name]
        count = collections.Counter((t.period, t.split) for t in found)
        early = [count["early", split] for split in world.SPLITS]
        rows.append(
            [name, *early, sum(t.period == "later" for t in found), sum(t.urgency == "emergency" for t in found)]
        )
    rows.append(["**all**", *(sum(row[place] for row in rows) for place in range(1, 5))])
    language = collections.Counter(t.language for t in everything)
    said = (
        f"{len(everything)} messages of {len({t.customer for t in everything})} customers: {language['en']} English, "
        f"{language['de']} German, {language['nl']} Dutch."
    )
    lines = [
        f"- {field}: {two_readings([(t.first[field] or 'none', t.second[field] or 'none') for t in everything])}"
        for field in ("intent", "also", "urgency", "quality")
    ]
    head = ["intent", "early dev", "early test", "later", "of these emergencies"]
    return said + "\n\n" + table(head, rows) + "\n\nThe two annotators, on all messages:\n\n" + "\n".join(lines)


def traces() -> str:
    everything, labels = world.traces(), world.trace_labels()
    pages = [trace.question.cluster for trace in everything]
    right = stats.mean_interval([not labels[trace.id].codes for trace in everything], clusters=pages)
    waits = sorted(turn.latency_s for trace in everything for turn in trace.turns)
    same = sum(set(label.first) == set(label.second) for label in labels.values())
    return (
        f"{len(everything)} conversations, {sum(len(trace.turns) == 2 for trace in everything)} with a second message. "
        f"Without any failure: {right.value:.1%} ({max(right.low, 0):.1%} to {right.high:.1%}; pages as clusters). "
        f"Median latency {waits[len(waits) // 2]:.1f} s. Both readers gave exactly the same codes to {same} of "
        f"{len(everything)} conversations."
    )


def codes() -> str:
    everything, labels = world.traces(), world.trace_labels()
    pages = [trace.question.cluster for trace in everything]
    rows = []
    for code in world.FAILURES:
        there = [code in labels[trace.id].codes for trace in everything]
        first = sum(labels[trace.id].primary == code for trace in everything)
        rate = stats.mean_interval(there, clusters=pages)
        both = [(code in labels[t.id].first, code in labels[t.id].second) for t in everything]
        share = f"{rate.value:.0%} ({max(rate.low, 0):.0%} to {min(rate.high, 1):.0%})"
        rows.append([code, sum(there), share, first, f"{stats.kappa(*zip(*both, strict=True)).value:.2f}"])
    return table(
        ["code", "conversations", "share (95 % interval, pages as clusters)", "as the first thing", "kappa"], rows
    )


def hashes() -> str:
    named = (
        "facts.yaml",
        "assistant.yaml",
        "passages.json",
        "searched.json",
        "searched_with_context.json",
        "answer_box.json",
        "answer_times.json",
        "prompt_tokens.json",
        "labels.jsonl",
        "trace_labels.jsonl",
    )
    files = [paths.WORLD / name for name in (*named, "followups.jsonl")]
    files += sorted((paths.WORLD / "tickets").glob("*.jsonl"))
    files += sorted((paths.WORLD / "questions").glob("*.jsonl")) + sorted(
        f for f in paths.RECORDINGS.iterdir() if f.is_file()
    )
    rows = [
        [f"`{f.relative_to(paths.DATA).as_posix()}`", hashlib.sha256(f.read_bytes()).hexdigest()[:16]] for f in files
    ]
    return table(["file", "hash"], rows)


PARTS = {"counts": counts, "tickets": tickets, "traces": traces, "codes": codes, "labels": labels, "hashes": hashes}


def fill(text: str) -> str:
    """A datasheet with its generated parts replaced."""
    for name, made in PARTS.items():
        pattern = re.compile(rf"(<!-- {name} -->\n).*?(<!-- /{name} -->)", re.DOTALL)
        if pattern.search(text):
            text = pattern.sub(lambda match, made=made: f"{match[1]}{made()}\n{match[2]}", text)
    return text


if __name__ == "__main__":
    for sheet in SHEETS:
        before = sheet.read_text(encoding="utf-8")
        after = fill(before)
        if "--check" in sys.argv and before != after:
            raise SystemExit(f"data/{sheet.name} is stale: run python data/world/datasheet.py")
        sheet.write_text(after, encoding="utf-8", newline="\n")
