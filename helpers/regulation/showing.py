"""What a notebook shows of cards, rules and dates. Everything legal says that it is not legal advice."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from helpers.regulation.act import FOUR_DATES, NOT_LEGAL_ADVICE, TODAY, day, law
from helpers.regulation.asking import in_words
from helpers.regulation.catalogue import Feature, feature
from helpers.regulation.classifying import Classification, Due, classify
from helpers.regulation.dates import schedule
from helpers.regulation.describing import as_card


def _named(found: Any) -> Feature | None:
    if isinstance(found, str):
        return feature(found)
    return found if isinstance(found, Feature) else None


def show_feature(id: str | Feature) -> Any:
    """One feature in words, without its tier. Raises ValueError for an unknown id."""
    from helpers import cards

    found = _named(id)
    return cards.Block(
        cards._box(found.name, f"<p style='margin:.3em 0'>{found.text}</p>"), f"{found.name}: {found.text}"
    )  # fmt: skip


def show_features(ids: Sequence[str | Feature]) -> Any:
    """Features in words, one row each with its id, without their tiers."""
    from helpers import cards

    rows = [(found.id, f"{found.name}. {found.text}") for found in map(_named, ids)]
    return cards.table(["id", "the feature"], rows, f"{len(rows)} features")


def _due(due: Due) -> str:
    return f"{due.article} ({due.who}): {due.text}"


def _parts(found: Classification) -> list[tuple[str, list[str]]]:
    unsure = ", ask counsel" if found.certainty == "uncertain" else ""
    also = f" (holds as well: {', '.join(found.tiers[1:])})" if len(found.tiers) > 1 else ""
    parts = [
        ("Tier", [f"{found.tier}{also}{unsure}"]),
        ("Role", [found.role]),
        ("Decided by", list(found.because)),
        ("To be settled first", list(found.questions)),
        (f"Binds on {in_words(found.as_of)}", [_due(due) for due in found.duties]),
        ("Comes later", [f"{in_words(due.applies_from)}: {_due(due)}" for due in found.upcoming]),
        ("Somebody else's duty", [_due(due) for due in found.others if due.id not in ("art-4", "art-4-2024")]),
        ("Note", list(found.notes)),
    ]
    return [(name, lines) for name, lines in parts if lines]


def show_rule(card: Any, as_of: str | date = TODAY, *, duties: bool = True, title: str = "") -> Any:
    """What the rules say of a feature (its id), a `Feature` or a card: the rule that decided, duties now and later.

    duties=False leaves the duties out; title stands above (default: the name). Raises: ValueError as `classify` does.
    """
    from html import escape

    from helpers import cards

    named = _named(card)
    found = classify(named or as_card(card), as_of)
    title = title or (named.name if named else "The card")
    keep = ("Tier", "Role", "Decided by", "To be settled first", "Note")
    parts = [(name, lines) for name, lines in _parts(found) if duties or name in keep]
    later = (
        f" A projection: what is adopted after {in_words(law().newest)} is not in the file." if found.projected else ""
    )
    foot = f"{found.law}, text in force on {in_words(found.as_of)}.{later} {NOT_LEGAL_ADVICE}"
    html = "".join(
        f'<div style="margin:.35em 0"><strong>{escape(name)}</strong>'
        + (f" {escape(lines[0])}" if len(lines) == 1 else f"<ul>{''.join(f'<li>{escape(x)}</li>' for x in lines)}</ul>")
        + "</div>"
        for name, lines in parts
    )
    text = "\n".join([title, *(f"{name}: " + "\n  ".join(lines) for name, lines in parts), foot])
    return cards.Block(cards._box(title, html, f"<div><em>{escape(foot)}</em></div>"), text)


def show_grown(id: str, as_of: str | date = TODAY, **fields: Any) -> Any:
    """The rule for a feature with some fields of its card changed; a word that the card does not know is told."""
    from helpers import cards
    from helpers.regulation.describing import changed

    try:
        return show_rule(changed(feature(id), **fields), as_of, title=f"{feature(id).name}, grown")
    except ValueError as error:
        return cards.say("**The card does not know that.**", f"{str(error)[:1].upper()}{str(error)[1:]}.")


def show_rules(ids: Sequence[str], as_of: str | date = TODAY) -> Any:
    """For each feature the tier and the rule that decided, as a table."""
    from helpers import cards

    rows = []
    for id in ids:
        found = classify(feature(id), as_of)
        rule = found.because[0] if found.rules or found.questions else "no rule holds"
        rows.append((feature(id).name, found.tier, rule, feature(id).reasons, found.certainty))
    head = ["feature", "tier", "the rule that decided", "in words", "certainty"]
    return cards.table(head, rows, f"The rules on {in_words(day(as_of))}. {NOT_LEGAL_ADVICE}")


def show_rule_list(*tiers: str, as_of: str | date = TODAY) -> Any:
    """The rules of the file, gravest tier first, in our words: article and what it says."""
    from helpers import cards

    on = day(as_of)
    wanted = tiers or ("prohibited", "high", "limited")
    rows = [
        (rule.tier, rule.article, rule.text)
        for tier in wanted
        for rule in law().rules
        if rule.tier == tier and rule.stands(on)
    ]
    return cards.table(["tier", "article", "what it is about"], rows, f"The rules, in our words. {NOT_LEGAL_ADVICE}")


def show_schedule(as_of: str | date = TODAY) -> Any:
    """The dates in the text of the law that is in force on `as_of`."""
    from helpers import cards

    on = day(as_of)
    rows = [
        (
            in_words(start.date),
            start.article,
            start.text,
            f"{in_words(start.was)}" if start.was else "",
            start.certainty,
        )
        for start in schedule(on)
    ]
    head = ["from", "article", "what applies", "was", "certainty"]
    return cards.table(head, rows, f"{law().name(on)}, as it stands on {in_words(on)}. {NOT_LEGAL_ADVICE}")


def _cell(found: Classification) -> str:
    """Tier and the first later day, in a few words."""
    own = [due for due in (*found.duties, *found.upcoming) if due.id not in ("art-4", "art-4-2024")]
    now = [due for due in own if due.applies_from <= found.as_of]
    later = sorted({due.applies_from for due in own if due.applies_from > found.as_of})
    waits = found.tier == "prohibited" and all(due.id != "art-5" for due in now)
    stops = [due.applies_from for due in found.upcoming if due.id == "art-5"]
    parts = [found.tier]
    if waits and stops:
        parts = [f"prohibited from {in_words(min(stops))}, until then {[*found.tiers, 'minimal'][1]}"]
    later = [on for on in later if on not in stops] if waits else later
    articles = list(dict.fromkeys(due.article for due in now))
    articles = [one for one in articles if not any(one != other and other.startswith(one) for other in articles)]
    many = f"{len(articles)} articles bind" if len(articles) > 4 else f"binds: {', '.join(articles)}"
    parts.append(many if now else "nothing binds yet but Art. 4")
    if later:
        parts.append("from " + " and ".join(in_words(on) for on in later))
    return "; ".join(parts)


def show_four_dates(ids: Sequence[str], dates: Sequence[str] = FOUR_DATES) -> Any:
    """The same cards at several dates: tier, which articles bind, from when the rest does."""
    from helpers import cards

    rows = [(feature(id).name, *(_cell(classify(feature(id), on)) for on in dates)) for id in ids]
    head = ["feature", *(in_words(day(on)) for on in dates)]
    return cards.table(
        head, rows, f"The same cards at {len(dates)} dates. Later days are a projection. {NOT_LEGAL_ADVICE}"
    )


def show_open() -> Any:
    """What is uncertain or pending in the file."""
    from helpers import cards

    rows = [(row.article or "-", row.text, row.certainty) for row in law().open]
    return cards.table(["article", "what is open", "certainty"], rows, "What this file does not know")


def show_duties(found: Classification | Mapping[str, Any] | str, as_of: str | date = TODAY) -> Any:
    """The duties of a card with their first day, those of others at the end."""
    from helpers import cards

    if not isinstance(found, Classification):
        found = classify(feature(found) if isinstance(found, str) else found, as_of)
    rows = [(in_words(due.applies_from), due.article, due.who, due.text) for due in (*found.duties, *found.upcoming)]
    rows += [(in_words(due.applies_from), due.article, f"{due.who} (not us)", due.text) for due in found.others]
    head = ["from", "article", "who", "duty"]
    return cards.table(head, rows, f"Duties as of {in_words(found.as_of)}. {NOT_LEGAL_ADVICE}")
