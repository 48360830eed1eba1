"""What lesson 10 shows besides the file: Art. 50 paragraph by paragraph, voluntary lists, weak first messages."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from helpers.regulation.act import NOT_LEGAL_ADVICE, SOURCES, TODAY, day, law
from helpers.regulation.asking import in_words
from helpers.regulation.catalogue import feature
from helpers.regulation.classifying import Classification, classify
from helpers.regulation.disclosing import disclosure_faults
from helpers.regulation.pictures import LITERACY

# Art. 50 in our own words: paragraph, who, what, when it is not asked, ids of sources, certainty.
TRANSPARENCY = (
    ("(1)", "provider",
     "Build it so that people learn that they deal with an AI. An agent also says on whose behalf it acts.",
     "it is obvious to everybody; read that narrowly", "[ai-act, ai-act-50-guidelines]", "secondary"),
    ("(2)", "provider", "Mark generated text, images, sound and video so that a machine finds the mark.",
     "standard edits; by the guidelines also very short texts and source code",
     "[ai-act, ai-act-50-guidelines]", "secondary"),
    ("(3)", "deployer", "Tell people that their feelings are inferred, or that their body sorts them.",
     "detecting crime, where a law allows it (from memory: uncertain)", "[ai-act, ai-act-notes]", "secondary"),
    ("(4)", "deployer", "Label deepfakes, and published text on matters of public interest.",
     "for text: a person reviews it and an editor answers for it", "[ai-act, ai-act-notes]", "secondary"),
    ("(5)", "both", "All of that at the latest at the first contact, clear and accessible.",
     "never", "[ai-act, ai-act-notes]", "secondary"),
)  # fmt: skip
# What each paper is for: name, written by, what it asks, what follows when it is ignored, source, certainty.
PAPERS = (
    ("AI Act", "the EU's lawmakers", "May we, and what do we owe to whom?", "fines, a stop, claims for damage",
     "[ai-act], secondary"),
    ("NIST AI RMF: Govern, Map, Measure, Manage", "a US standards body", "Do we run this in an orderly way?",
     "nothing by itself; customers ask for it", "[nist-ai-rmf], secondary"),
    ("NIST AI 600-1: twelve risks", "the same", "Which harms did we forget?", "nothing by itself",
     "[nist-ai-600-1], secondary"),
    ("OWASP Top 10, LLM and agents", "a security community", "How are we attacked?",
     "nothing by itself; attackers do not wait", "[owasp-llm-2025], read; [owasp-agents-2026], secondary"),
)  # fmt: skip
# First messages of an invented hotel's chat. None of them is good.
HOTEL = "Hotel Aurora"
FIRST_WORDS = {
    "first": f"Good evening, I am Sofia from {HOTEL}. How may I help you?",
    "second": f"This chat of {HOTEL} may use AI to help you faster. To reach a person, call the night desk.",
    "third": f"Welcome to {HOTEL}. Breakfast is from seven, the sauna is open until ten, and rooms can be changed "
    "until six. By the way, you are writing with an AI, see our terms. To reach a person, call the night desk.",
}


def show_four(ids: Sequence[str]) -> Any:
    """Features of other companies in words, without their tiers."""
    from helpers import cards

    rows = [(feature(id).name, feature(id).text) for id in ids]
    return cards.table(["feature", "what it does"], rows, f"{len(rows)} features")


def tiers_guessed(guesses: Mapping[str, str | None], as_of: str | date = TODAY) -> tuple[int, list[str]]:
    """(how many guesses agree with the rules, ids of prohibited features that were called minimal)."""
    true = {id: classify(feature(id), as_of).tier for id in guesses}
    slips = [id for id, tier in guesses.items() if tier == "minimal" and true[id] == "prohibited"]
    return sum(tier == true[id] for id, tier in guesses.items()), slips


def own_and_others(found: Classification) -> tuple[int, int]:
    """How many duties are the company's own, and how many somebody else's; AI literacy is left out."""
    own = [due for due in (*found.duties, *found.upcoming) if due.id not in LITERACY]
    return len(own), len([due for due in found.others if due.id not in LITERACY])


def show_ways(ways: Mapping[str, Any], as_of: str | date = TODAY) -> Any:
    """The same product made in several ways (a name -> a card): role, and the articles that are the company's own."""
    from helpers import cards

    rows = []
    for name, card in ways.items():
        found = classify(card, as_of)
        own = [due.article for due in found.duties]
        own += [f"{due.article} (from {in_words(due.applies_from)})" for due in found.upcoming]
        rest = [due.article for due in found.others if due.id not in LITERACY]
        model = any(due.who == "model provider" for due in (*found.duties, *found.upcoming))
        role = f"{found.role} and provider of a model" if model else found.role
        rows.append((name, role, ", ".join(own), ", ".join(rest) or "-"))
    return cards.table(
        ["how it is made", "role", "owes", "the supplier owes"], rows, f"Who owes what. {NOT_LEGAL_ADVICE}"
    )


def show_transparency() -> Any:
    """Article 50 paragraph by paragraph."""
    from helpers import cards

    head = ["Art. 50", "who", "what", "not asked when", "source", "certainty"]
    return cards.table(head, TRANSPARENCY, f"Article 50 in our words. {NOT_LEGAL_ADVICE}")


def show_papers() -> Any:
    """The law beside the voluntary lists: who wrote it, what it asks, what follows."""
    from helpers import cards

    head = ["paper", "written by", "the question it answers", "who ignores it gets", "source"]
    return cards.table(head, PAPERS, "Law and lists")


def show_first_words(texts: Mapping[str, str] = FIRST_WORDS, *, checked: bool = False) -> Any:
    """First messages of the hotel's chat; `checked`: with what each lacks, by properties."""
    from helpers import cards

    rows = []
    for name, text in texts.items():
        faults = disclosure_faults("chat", text.replace(HOTEL, "Meadow")) if checked else []
        said = " ".join(f"{what} ({article})" for _, article, what in faults) or "nothing"
        rows.append((name, text, *((said,) if checked else ())))
    head = ["", "what the guest reads first", *(("what it lacks",) if checked else ())]
    return cards.table(head, rows, "Three first messages")


def show_decided(ids: Sequence[str], as_of: str | date = TODAY) -> Any:
    """For each feature the tier, the rule that decided, in which source that rule stands, and how sure it is."""
    from helpers import cards

    known = {rule.id: rule for rule in law().rules}
    rows = []
    for id in ids:
        found = classify(feature(id), as_of)
        rule = known[found.rules[0]] if found.rules else None
        where = ", ".join(SOURCES[one] for one in rule.source if one in SOURCES) if rule else "-"
        rows.append((feature(id).name, found.tier, found.because[0], where, found.certainty))
    head = ["feature", "tier", "the rule that decided", "source", "certainty"]
    return cards.table(head, rows, f"The rules on {in_words(day(as_of))}. {NOT_LEGAL_ADVICE}")


def rows_of_the_file() -> list[Any]:
    """Every row that decides something: dates, rules, duties, fines."""
    found = law()
    return [*found.schedule, *found.rules, *found.duties, *found.penalties, *found.small]
