"""The one page at the end of lab 10: tier, dates, texts and evidence. Not legal advice."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from helpers import answers, own, paths
from helpers.regulation.act import NOT_LEGAL_ADVICE, TODAY, law, open_points
from helpers.regulation.asking import in_words
from helpers.regulation.catalogue import feature
from helpers.regulation.classifying import classify
from helpers.regulation.disclosing import KINDS, WHERE
from helpers.regulation.fines import penalty_cap
from helpers.regulation.tracing import YOURS, evidence


def text_of(*, tiers: Any, texts: Any, fines: Any, decided: Any, turnover_eur: float, size: str) -> str:
    """The page as Markdown. Only accepted answers stand on it; what is open is named at the end.

    tiers, fines, texts, decided: the answers of 10.1, 10.5, 10.6 and 10.9; turnover and size are those of the lab.
    """
    found, missing = classify(feature("anna")), []
    done = own.own("10.9", decided)
    duties = [
        f"| {in_words(due.applies_from)} | {due.article} | {due.who} | {due.text} |"
        for due in (*found.duties, *found.upcoming)
    ]
    lines = [
        "## Regulatory brief: Meadow's assistant under the EU AI Act",
        "",
        f"**{NOT_LEGAL_ADVICE}** For {in_words(found.as_of)}, from sources up to "
        f"{in_words(law().newest)}. {found.law}. Every row rests on secondary pages; "
        "the wording in EUR-Lex was not read.",
        "",
    ]
    if done:
        lines += [f"**Tier:** {found.tier}. **Role:** {found.role}. **Articles:** {', '.join(found.articles)}.", ""]
        lines += ["| from | article | who | duty |", "|---|---|---|---|", *duties, ""]
        lines += [f"**Decision:** {decided['choice']}. {decided['why']}", ""]
    else:
        missing.append("tier, duties and the decision" + _written(decided))
    if own.own("10.1", tiers):
        counted: dict[str, list[str]] = {}
        for id, tier in tiers.items():
            counted.setdefault(tier, []).append(feature(id).name)
        lines += ["**Tiers, by your classification**", ""]
        lines += [f"- *{tier}*: {', '.join(names)}" for tier, names in counted.items()] + [""]
    else:
        missing.append("the classification" + _written(tiers))
    if own.own("10.6", texts):
        lines += ["**Said at the first contact**", ""]
        lines += [f"- *{kind}*, {WHERE[kind]}: {texts[kind]}" for kind in KINDS] + [""]
    else:
        missing.append("the disclosure texts" + _written(texts))
    if own.own("10.5", fines):
        caps = [penalty_cap(name, turnover_eur, size) for name in ("transparency", "prohibited practice")]
        lines += [
            f"**The most that a fine can be** (turnover EUR {turnover_eur:,.0f}, {size}): transparency EUR "
            f"{caps[0]:,.0f}, prohibited practice EUR {caps[1]:,.0f}. A cap, not a forecast.",
            "",
        ]
    else:
        missing.append("the caps" + _written(fines))
    rows = [row for row in evidence(texts) if row.kind == YOURS]
    lines += ["**Evidence we have** (Art. 9 to 26 bind high-risk systems; kept because features grow)", ""]
    lines += [f"- {row.article}, lab {row.module}: {row.shown}" for row in rows] or ["- none yet"]
    lines += ["", "**What is uncertain**", "", *(f"- {row.text}" for row in open_points()), ""]
    lines += [
        "**To be asked of counsel before the next release:** the tier, the wording of the texts, the marking, "
        "data protection."
    ]
    if missing:
        lines += ["", f"*Still open: {'; '.join(missing)}.*"]
    return "\n".join(lines)


def _written(answer: Any) -> str:
    return " (written, not passed yet)" if answers.unfinished(answer) is None else ""


def brief(**given: Any) -> Any:
    """The page of `text_of` to print: an IPython Markdown object."""
    from IPython.display import Markdown

    return Markdown(text_of(**given))


def write_brief(path: Path | None = None, **given: Any) -> Path:
    """Write the page as Markdown (default `my/regulatory_brief.md`) and return where it is.

    Raises: RuntimeError when the file cannot be written.
    """
    target = path or paths.my() / "regulatory_brief.md"
    try:
        target.write_text(text_of(**given) + f"\n\nPut together on {law().read}, for {TODAY}.\n", encoding="utf-8")
    except OSError as error:
        raise RuntimeError(f"The brief cannot be written to {target}: {error.strerror}.") from error
    return target


def keep_brief(**given: Any) -> str:
    """Write the page into the learner's folder and say where; a solved notebook or a headless run writes nothing."""
    from helpers import keeping

    if not keeping.keeps():
        return "Not written: this is a solved notebook or a headless run."
    return f"Written: {write_brief(**given).name}, in your folder my."
