"""Fill counts, agreement and hashes into data/README.md, from the data. For contributors; a test keeps it up to date.

python data/world/datasheet.py           write
python data/world/datasheet.py --check   fail when the datasheet is stale
"""

from __future__ import annotations

import collections
import hashlib
import re
import sys

from helpers import paths, stats, world

SHEET = paths.DATA / "README.md"


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


def hashes() -> str:
    files = [paths.WORLD / name for name in ("facts.yaml", "assistant.yaml", "passages.json", "labels.jsonl")]
    files += sorted((paths.WORLD / "questions").glob("*.jsonl")) + sorted(paths.RECORDINGS.glob("*.jsonl"))
    rows = [
        [f"`{f.relative_to(paths.DATA).as_posix()}`", hashlib.sha256(f.read_bytes()).hexdigest()[:16]] for f in files
    ]
    return table(["file", "hash"], rows)


def fill(text: str) -> str:
    """The datasheet with its generated parts replaced."""
    for name, made in (("counts", counts), ("labels", labels), ("hashes", hashes)):
        pattern = re.compile(rf"(<!-- {name} -->\n).*?(<!-- /{name} -->)", re.DOTALL)
        text = pattern.sub(lambda match, made=made: f"{match[1]}{made()}\n{match[2]}", text)
    return text


if __name__ == "__main__":
    before = SHEET.read_text(encoding="utf-8")
    after = fill(before)
    if "--check" in sys.argv:
        raise SystemExit("data/README.md is stale: run python data/world/datasheet.py" if before != after else 0)
    SHEET.write_text(after, encoding="utf-8", newline="\n")
