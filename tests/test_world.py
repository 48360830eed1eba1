"""The world holds what its datasheet says, and the loaders refuse what is wrong."""

from __future__ import annotations

import collections
import datetime
import importlib.util

import pytest

from helpers import paths, world
from helpers.evals.match import mentions


def load(name: str):
    spec = importlib.util.spec_from_file_location(name, paths.WORLD / f"{name}.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_facts_change_with_the_date():
    before, after = world.facts("2026-08-31"), world.facts("2026-09-01")
    assert before.keys() == after.keys()
    assert "30 days" in before["refund.window"].text and "14 days" in after["refund.window"].text
    assert before["plan.cargo.price"] == after["plan.cargo.price"]
    with pytest.raises(ValueError, match="nothing is known before"):
        world.facts("2026-02-28")
    with pytest.raises(ValueError, match="a date like"):
        world.facts("yesterday")


def test_pages_are_many_and_of_realistic_length():
    pages = world.documents()
    assert len(pages) >= 40
    assert len({page.id for page in pages}) == len(pages), "one published version of a page at a time"
    assert all(100 <= len(page.text.split()) <= 300 for page in world.all_documents())


def test_page_versions_follow_one_another():
    versions = collections.defaultdict(list)
    for page in world.all_documents():
        versions[page.id].append(page)
    for pages in versions.values():
        assert len({page.split for page in pages}) == 1
        if len(pages) == 2:
            old, new = sorted(pages, key=lambda page: page.valid_from)
            assert old.valid_to + datetime.timedelta(days=1) == new.valid_from


def test_planted_defects_are_there_and_published():
    defects = {page.defect: page for page in world.documents() if page.defect}
    assert set(defects) == {"stale", "conflict", "ownerless"}
    assert "30 days" in defects["stale"].text and "14 days" in world.document("refund-window").text
    assert "48 hours" in defects["conflict"].text and "24 hours" in world.document("theft-first-steps").text
    assert defects["ownerless"].owner is None and defects["ownerless"].reviewed is None
    shown = {name for question in world.questions() for name in question.shown}
    assert not {defects["stale"].id, defects["conflict"].id} & shown


def test_questions_are_many_and_of_every_kind():
    questions = world.questions()
    kinds = collections.Counter(question.kind for question in questions)
    assert len(questions) >= 240
    assert min(kinds[kind] for kind in world.KINDS) >= 15
    assert {question.severity for question in questions} == set(world.SEVERITIES)
    assert len({question.text.casefold() for question in questions}) == len(questions)
    assert all(4 <= len(question.text.split()) <= 70 for question in questions)


def test_the_split_is_by_page():
    sides = collections.defaultdict(set)
    for question in world.questions():
        for page in (*question.documents, *question.shown):
            sides[page].add(question.split)
    assert all(len(found) == 1 for found in sides.values())
    sizes = collections.Counter(question.split for question in world.questions())
    assert min(sizes.values()) >= 0.4 * sum(sizes.values())


def test_no_two_questions_are_nearly_the_same():
    """Jaccard similarity of word sets, dev against test: a leak would let dev answers pass on test."""
    words = {question.id: set(question.text.casefold().split()) for question in world.questions()}
    dev, test = world.questions("dev"), world.questions("test")
    worst = max(
        (len(words[a.id] & words[b.id]) / len(words[a.id] | words[b.id]), a.id, b.id) for a in dev for b in test
    )
    assert worst[0] < 0.6, worst


def test_references_say_what_they_must_and_nothing_forbidden():
    for question in world.questions():
        assert all(mentions(question.reference, item) for item in question.must), question.id
        assert not any(mentions(question.reference, item) for item in question.must_not), question.id


def test_the_shown_pages_hold_what_an_answer_must_say():
    for question in world.questions():
        if question.expect == "answer":
            text = "\n".join(world.document(name).title + "\n" + world.document(name).text for name in question.shown)
            assert all(mentions(text, item) for item in question.must), question.id


def test_pages_name_only_known_facts_and_questions_only_facts_of_their_pages():
    for question in world.questions():
        known = {fact for name in question.documents for fact in world.document(name).facts}
        assert set(question.facts) <= known | set(world.facts()), question.id


def test_messages_show_what_the_version_sees():
    question = world.questions()[0]
    page = world.document(question.shown[0])
    closed, whole, near = (world.messages(question, name)[1]["content"] for name in ("closed", "A", "B"))
    assert closed == question.text
    assert page.text in whole and whole.endswith(question.text)
    assert len(near) < len(whole) and near.endswith(question.text)
    with pytest.raises(ValueError, match="one of"):
        world.messages(question, "Z")


@pytest.mark.parametrize("bad", [{"split": "train"}, {"kind": "hard"}])
def test_filters_refuse_unknown_names(bad):
    with pytest.raises(ValueError, match="one of"):
        world.questions(**bad)


def test_a_broken_line_is_named(tmp_path):
    path = tmp_path / "x.jsonl"
    path.write_text('{"a": 1}\n{"a": \n', encoding="utf-8")
    with pytest.raises(ValueError, match=r"x\.jsonl, line 2"):
        world.read_jsonl(path)


def test_every_planned_reply_is_recorded_and_labelled():
    label = load("label")
    planned = {(q.id, name, repeat, temperature) for q, name, repeat, temperature, _ in label.asked()}
    found = {(r.question, r.version, r.repeat, r.temperature) for r in world.replies()}
    assert found == planned
    assert len(world.replies("A", temperature=0)) == len(world.questions())
    repeated = {r.question for r in world.replies("A", temperature=0.7)}
    assert len(repeated) >= len(world.questions()) / 3


def test_repeats_are_real_draws():
    draws = collections.defaultdict(set)
    for reply in world.replies("A", temperature=0.7):
        draws[reply.question].add(reply.text)
    assert sum(len(texts) > 1 for texts in draws.values()) > 0.9 * len(draws)


def test_labels_by_rule_are_what_the_rule_says_today():
    label, questions = load("label"), {question.id: question for question in world.questions()}
    for reply in world.replies():
        verdict = label.rule(questions[reply.question], reply.text)
        assert (verdict is not None) == (reply.by == "rule"), reply.key
        if verdict:
            assert verdict == (reply.right, reply.reason), reply.key
        else:
            assert reply.first is not None and reply.second is not None and reply.reason


def test_the_datasheet_is_up_to_date():
    datasheet = load("datasheet")
    for sheet in datasheet.SHEETS:
        text = sheet.read_text(encoding="utf-8")
        assert datasheet.fill(text) == text, f"{sheet.name}: run python data/world/datasheet.py"
