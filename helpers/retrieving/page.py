"""The one page at the end of lab 07: the design, what it rests on, and the retrieval cases that stay in the suite."""

from __future__ import annotations

from typing import Any

from helpers import answers, own
from helpers.retrieving import deciding
from helpers.retrieving.lab import Lab
from helpers.retrieving.looking import where_counted
from helpers.retrieving.own import NOWHERE, Wanted


def plan(lab: Lab, *, cases: Any, decided: Any, risks: Any, owner: str = "________") -> Any:
    """The page as Markdown to print: an IPython Markdown object (its `.data` is the text). Says what is missing."""
    from IPython.display import Markdown

    missing = []
    done = isinstance(decided, dict) and own.own("07.9", decided)
    if not done:
        missing.append("your design (exercise 9)")
    if not own.own("07.1", cases):
        missing.append("your retrieval cases (exercise 1)")
    kept = [one for one in cases if isinstance(one, Wanted)] if isinstance(cases, list | tuple) else []
    if isinstance(risks, str):
        risks = [line.strip(" -*") for line in risks.splitlines() if line.strip(" -*")]
    if isinstance(risks, list | tuple | set):
        risks = [str(line).strip() for line in risks if line is not ... and str(line).strip()]
    elif risks is ... or risks is None:
        risks = []
    else:
        print(f"The risks are texts in square brackets, but got {answers.describe(risks)}.")
        risks = []
    if not risks:
        risks = ["Nobody has written down the open risks yet."]
        missing.append("the open risks")
    design = decided["design"] if done else dict.fromkeys(deciding.FIELDS, "open")
    test, dev = lab.test, lab.dev
    lines = [
        "### How the help centre is searched",
        "",
        f"*Owner:* {owner} · *model:* {lab.model}",
        "",
        "| setting | value |",
        "|---|---|",
        *(
            f"| {name} | {', '.join(value) if isinstance(value, list | tuple | set) else value} |"
            for name, value in design.items()
        ),
        "",
    ]
    if done and test is not None and dev is not None:
        lines += [
            f"On {len(test.rows)} test questions the answer stands in the passages in {test.holds.text}; on the dev "
            "questions, "
            f"where the design was chosen, in {dev.holds.text}. The best passage, quoted, is a right reply in "
            f"{test.quoted.text}. After the threshold a right quotation is shown in {test.served.text} of all these "
            f"questions; {test.silence.lost} of {test.silence.there} questions that a page answers go to a person.",
            "",
        ]
        if len(lab.looks) > 1:
            lines += [
                f"*The test pages were looked at {len(lab.looks)} times{where_counted()}, so they are no clean "
                "test of this design.*",
                "",
            ]
    lines += [f"**Decision: {decided['choice'] if done else 'open'}.** {decided['why'] if done else ''}", ""]
    if kept:
        lines += ["**Retrieval cases that stay in the suite**", "", "| question | right page |", "|---|---|"]
        lines += [
            f"| {one.question} | {'no page' if one.pages == (NOWHERE,) else ', '.join(one.pages)} |" for one in kept
        ]
        lines += [""]
    lines += ["**Open risks**", "", *(f"- {risk}" for risk in risks)]
    if missing:
        lines += ["", f"*Still open: {', '.join(missing)}.*"]
    return Markdown("\n".join(lines))
