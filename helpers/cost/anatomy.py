"""Where the tokens of a reply go, counted by the bundled model's tokenizer on the real prompts of the assistant."""

from __future__ import annotations

import functools
import json
from typing import NamedTuple

from helpers import paths

FILE = paths.WORLD / "prompt_tokens.json"
VERSIONS = ("closed", "B", "A")  # no page, three paragraphs of it, the whole page
PARTS = ("instruction", "page", "question", "chat format", "reply")

FIELDS = {"chat format": "template"}  # part as it is shown -> field of Counted


class Counted(NamedTuple):
    """Tokens of one recorded call. template: what the model's form of a chat adds, and the words around the page."""

    question_id: str
    instruction: int
    page: int
    question: int
    template: int
    reply: int

    @property
    def prompt(self) -> int:
        """All that is sent."""
        return self.instruction + self.page + self.question + self.template


@functools.cache
def _kept() -> dict[str, tuple[Counted, ...]]:
    content = json.loads(FILE.read_text(encoding="utf-8"))
    return {version: tuple(Counted(*row) for row in rows) for version, rows in content.items()}


def counted(version: str) -> tuple[Counted, ...]:
    """Tokens of every test question under a version of the assistant. Raises: ValueError for an unknown version."""
    if version not in _kept():
        raise ValueError(f"version is one of {', '.join(_kept())}; got {version!r}.")
    return _kept()[version]


def mean_tokens(version: str) -> dict[str, float]:
    """Mean tokens of a call by part."""
    rows = counted(version)
    return {part: sum(getattr(row, FIELDS.get(part, part)) for row in rows) / len(rows) for part in PARTS}


def dollars(version: str, model: str, *, as_of: str, sheet: str | None = None, calls: int = 1000) -> dict[str, float]:
    """US dollars for so many calls by part, at the input and the output price of a model. Raises: as `cost.price`."""
    from helpers import cost, prices

    into, out, *_ = prices.rates(cost.price(model, as_of, sheet))
    return {
        part: calls * tokens * (out if part == "reply" else into) / 1_000_000
        for part, tokens in mean_tokens(version).items()
    }


def record() -> str:
    """Write data/world/prompt_tokens.json from the recorded replies. Raises: ModelUnavailable, ValueError."""
    from helpers import replies, world
    from helpers.cost.caching import bundled_ids
    from helpers.evals import contains, run

    def size(text: str) -> int:
        return len(bundled_ids(text))

    questions = world.questions("test")
    found: dict[str, list[list]] = {}
    for version in VERSIONS:
        outputs = run(world.cases(questions), replies.assistant(version), contains(), progress=False).outputs
        for question, output in zip(questions, outputs, strict=True):
            system, user = (message["content"] for message in world.messages(question, version))
            asked = size(question.text)
            page = 0 if version == "closed" else size(user) - asked - size("Help page:\n\n\nCustomer's question: ")
            rest = output.prompt_tokens - size(system) - page - asked
            if output.case_id != question.id or rest < 0:
                raise ValueError(f"{version}, {question.id}: the parts are longer than the prompt.")
            found.setdefault(version, []).append(
                [question.id, size(system), page, asked, rest, output.completion_tokens]
            )
    lines = (f' "{name}": [\n  ' + ",\n  ".join(map(json.dumps, rows)) + "\n ]" for name, rows in found.items())
    FILE.write_text("{\n" + ",\n".join(lines) + "\n}\n", encoding="utf-8", newline="\n")
    return f"{sum(map(len, found.values()))} calls counted"
