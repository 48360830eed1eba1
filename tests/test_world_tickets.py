"""The inbox is what its datasheet says: large, varied, labelled twice, split by customer. Its loader refuses faults."""

from __future__ import annotations

import collections
import json
import statistics

import pytest

from helpers import world
from helpers.world import inbox, reading

EVERYTHING = world.tickets(period=None)


def grams(text: str, size: int = 5) -> set[str]:
    plain = " ".join(text.casefold().split())
    return {plain[start : start + size] for start in range(max(1, len(plain) - size + 1))}


def test_there_are_enough_tickets_in_both_splits_and_a_fifth_arrives_later():
    assert len(EVERYTHING) >= 600
    early = collections.Counter(ticket.split for ticket in world.tickets())
    assert min(early["dev"], early["test"]) >= 250, "large enough to tell two routers apart"
    later = sum(ticket.period == "later" for ticket in EVERYTHING)
    assert 0.15 <= later / len(EVERYTHING) <= 0.25


def test_no_customer_stands_on_both_sides_of_the_split():
    dev, test = ({ticket.customer for ticket in world.tickets(split, period=None)} for split in ("dev", "test"))
    assert dev and test and not dev & test


def test_intents_have_an_honest_long_tail():
    counts = collections.Counter(ticket.intent for ticket in world.tickets())
    assert set(counts) <= set(world.intents()) and 10 <= len(counts) <= 12
    ordered = [count for _, count in counts.most_common()]
    assert ordered[0] <= 0.2 * sum(ordered), "no intent is the whole inbox"
    assert ordered[-1] <= ordered[0] / 4, "some intents are rare"


def test_the_later_month_has_a_shifted_mix():
    from scipy.stats import chisquare

    early = collections.Counter(ticket.intent for ticket in world.tickets())
    later = collections.Counter(ticket.intent for ticket in world.tickets(period="later"))
    size = sum(later.values())
    expected = [size * early[name] / sum(early.values()) for name in early]
    assert chisquare([later[name] for name in early], expected).pvalue < 0.001


def test_messages_are_written_one_by_one():
    openings = [tuple(ticket.text.casefold().split()[:3]) for ticket in EVERYTHING]
    assert len(set(openings)) > 0.97 * len(openings), "few messages begin with the same three words"
    sets = [grams(ticket.text) for ticket in EVERYTHING]
    close = []
    for place, one in enumerate(sets):
        for other in range(place + 1, len(sets)):
            # two cries of at most seven words may share most of them ("how do I stop this"); longer messages may not
            short = max(len(EVERYTHING[place].text.split()), len(EVERYTHING[other].text.split())) <= 7
            if len(one & sets[other]) > (0.65 if short else 0.35) * len(one | sets[other]):
                close.append((EVERYTHING[place].id, EVERYTHING[other].id))
    assert not close, "near-duplicates"


def test_messages_are_lexically_varied():
    words = [word.strip(".,!?()\"'").casefold() for ticket in EVERYTHING for word in ticket.text.split()]
    first = words[:10_000]
    assert len(set(first)) / len(first) > 0.2, "distinct words in the first 10,000"
    runs = collections.Counter()
    for ticket in EVERYTHING:
        split = ticket.text.casefold().split()
        runs.update({tuple(split[start : start + 7]) for start in range(len(split) - 6)})
    assert not [run for run, count in runs.items() if count > 1], "no two messages share seven words in a row"
    lengths = [len(ticket.text.split()) for ticket in EVERYTHING]
    assert min(lengths) <= 4 and max(lengths) >= 90 and statistics.stdev(lengths) > 15


def test_german_and_dutch_are_there_and_more_of_them_later():
    share = {
        period: sum(ticket.language != "en" for ticket in world.tickets(period=period))
        / len(world.tickets(period=period))
        for period in ("early", "later")
    }
    assert len(world.tickets(language="de")) >= 10 and len(world.tickets(language="nl")) >= 10
    assert share["later"] > 2 * share["early"]


def test_disagreements_of_the_annotators_stay_in_the_data():
    differ = [ticket for ticket in EVERYTHING if ticket.first["intent"] != ticket.second["intent"]]
    assert differ, "two people never agree on everything"
    assert all("intent" in ticket.settled for ticket in differ)
    agreed = [ticket for ticket in EVERYTHING if "intent" not in ticket.settled]
    assert all(ticket.intent == ticket.first["intent"] == ticket.second["intent"] for ticket in agreed)


def test_no_ticket_holds_what_looks_like_personal_data():
    import re

    for ticket in EVERYTHING:
        assert not re.search(r"\b[A-Z]{2}\d{2}(?: ?[A-Z0-9]{4}){3,}", ticket.text), f"{ticket.id}: an IBAN"
        assert not re.search(r"\b(?:\d[ -]?){13,}\d\b", ticket.text), f"{ticket.id}: a card number"
        for address in re.findall(r"\b[\w.+-]+@[\w-]+\.[\w.]+", ticket.text):
            assert address.rstrip(".").endswith(("example.com", "example.org")), f"{ticket.id}: {address}"


@pytest.fixture
def small(tmp_path, monkeypatch):
    """A small inbox in a folder of its own; returns a function that writes one of its files."""
    (tmp_path / "intents.yaml").write_text("billing: A charge.\nrepair: Broken.\n", encoding="utf-8")
    read = {"id": "t-1", "intent": "billing", "also": None, "urgency": "normal", "quality": "clean"}
    message = {
        "id": "t-1", "customer": "c-1", "received": "2026-07-03T08:12", "channel": "email", "language": "en",
        "period": "early", "split": "dev", "text": "What did you take?",
    }  # fmt: skip
    files = {"messages": [message], "first": [read], "second": [read], "settled": []}

    def write(name: str, **changes) -> None:
        rows = [row | changes for row in files[name]]
        (tmp_path / f"{name}.jsonl").write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
        inbox._tickets.cache_clear()

    for name in files:
        write(name)
    monkeypatch.setattr(inbox, "FOLDER", tmp_path)
    inbox.intents.cache_clear()
    inbox._tickets.cache_clear()
    yield write
    inbox.intents.cache_clear()
    inbox._tickets.cache_clear()


@pytest.mark.parametrize(
    ("file", "changes", "said"),
    [
        ("messages", {"received": "tomorrow"}, "received must be a time"),
        ("messages", {"received": "2026-11-01T08:00"}, "period does not match"),
        ("messages", {"channel": "pigeon"}, "channel 'pigeon'"),
        ("messages", {"id": "t-2"}, "not read by both"),
        ("first", {"intent": "lunch"}, "intent 'lunch'"),
        ("second", {"urgency": "today"}, "nobody has settled"),
        ("second", {"mood": "angry"}, "unknown field"),
    ],
)
def test_a_fault_is_named_with_file_and_line(small, file, changes, said):
    assert [ticket.intent for ticket in world.tickets()] == ["billing"]
    small(file, **changes)
    with pytest.raises(ValueError, match=said):
        world.tickets()


def test_a_wrong_filter_is_refused():
    for wrong in ({"split": "train"}, {"period": "soon"}, {"language": "fr"}):
        with pytest.raises(ValueError, match="was expected"):
            world.tickets(**wrong)


def test_reading_names_the_line(tmp_path):
    (tmp_path / "x.jsonl").write_text('{"a": 1}\n[1]\n', encoding="utf-8")
    with pytest.raises(ValueError, match=r"x\.jsonl, line 2"):
        reading.read_jsonl(tmp_path / "x.jsonl")
