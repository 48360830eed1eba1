"""Replies under evaluation: the task, the reference labels as a grader, and what is picked for the screen."""

import re

import pytest

from helpers import cards, recordings, replies, world
from helpers.evals import Case, Grade, contains, run
from helpers.evals.results import Output
from helpers.llm.request import BUNDLED, key_of
from helpers.stats import Estimate

GRADERS = ["exact", "contains"]


def item(name, *, exact="fail", says="fail", truth="fail", cluster="page", finish="stop", text="No."):
    verdicts = {"exact": exact, "contains": says, replies.REFERENCE: truth}
    return replies.Item(
        Case(id=name, input=f"question {name}", cluster=cluster, severity="costly"),
        Output(name, 0, text, finish=finish),
        {grader: Grade(grader, status, reason="because") for grader, status in verdicts.items()},
    )


def recorded(version):
    """The first question whose reply in this version is recorded."""
    settings = {"temperature": 0.0, "max_tokens": world.versions()[version].max_tokens, "top_p": 1.0, "stop": []}
    settings |= {"schema": None, "choices": None}
    for found in world.questions():
        row = recordings.get(key_of(BUNDLED, world.messages(found, version), settings, 0))
        if row:
            return found, row
    raise AssertionError(f"no reply of version {version} is recorded")


def test_the_assistant_reads_the_recorded_reply_which_can_be_opened(my_folder):
    found, row = recorded("A")
    results = run(world.cases([found]), replies.assistant("A", model=BUNDLED), [contains(), replies.reference()])
    output = results.outputs[0]
    assert (output.text, output.source, output.key) == (row["text"], "recorded", row["key"])
    html = cards.show_replies(replies.items(results), ["contains"]).html
    for part in ("<details>", "temperature 0", "recorded on 2026-", "Customer&#x27;s question", row["key"]):
        assert part in html


def test_a_reply_looks_the_same_in_lesson_00_in_the_lesson_and_in_the_lab(my_folder, monkeypatch):
    from helpers import llm, start_here, suite

    lab = suite.begin(cases=8)
    run_a = lab.run("A")
    case, shown = run_a.cases[0], []
    monkeypatch.setattr(start_here, "_display", lambda markup, plain: shown.append(markup))
    start_here.show_reply(llm.chat(world.messages(replies.question(case.id), "A"), model=BUNDLED, max_tokens=80), "T")
    shown.append(cards.show_replies(replies.items(run_a)[:1]).html)
    shown.append(suite.show_reply(run_a, case.id)._repr_html_())
    parts = {re.search(r"<div style=.margin:.3em 0.>.*?</details>", html, flags=re.DOTALL).group() for html in shown}
    assert len(parts) == 1 and "prompt and settings</summary>" in parts.pop()
    suite.begin()


def test_a_version_without_recorded_draws_is_replaced_by_one_that_has_them(monkeypatch):
    several = replies.asked_again(world.questions("dev"))
    assert replies.with_draws("A", several, model=BUNDLED) == ("A", "")
    version, said = replies.with_draws("B", several, model=BUNDLED)
    assert version == "A" and "No draws of version B are recorded" in said and "version A" in said
    for settings in ({"model": "openai/other"}, {"model": BUNDLED, "temperature": 0.3}):
        assert replies.with_draws("B", several, **settings) == ("B", ""), "nothing is recorded, so it is asked live"
    monkeypatch.setenv("WORKBOOK_LIVE", "1")
    assert replies.with_draws("B", several, model=BUNDLED) == ("B", "")


def test_an_unknown_version_or_question_is_named():
    with pytest.raises(ValueError, match="closed"):
        replies.assistant("Z")
    with pytest.raises(ValueError, match="q-nobody"):
        replies.question("q-nobody")


def test_a_text_that_nobody_labelled_is_unscored_and_contains_stands_in(my_folder):
    cases = world.cases(world.questions("dev")[:4])
    results = run(cases, lambda case: "A sentence nobody labelled.", [contains(), replies.reference()], name="own")
    assert results.counts()[replies.REFERENCE]["unscored"] == 4
    grader, words = replies.best_grader(results)
    assert grader == "contains" and "labelled 4 of these 4" in words


def test_the_label_of_a_known_text_is_used(monkeypatch):
    label = world.LabelledReply(
        "k", "q", "A", 0, 0.0, "Yes.", True, "says it", "readers", True, True, 1, 1, 0.1, "stop"
    )
    monkeypatch.setattr(replies, "_labels", lambda: {("q", "Yes."): label})
    grade = replies.reference()
    assert grade(Case(id="q", input="?"), "Yes.").status == "pass"
    assert grade(Case(id="q", input="?"), "Yes!").status == "unscored"
    assert grade(Case(id="other", input="?"), "Yes.").status == "unscored"


def test_a_demo_shows_only_passes_whole_ones_first_and_from_different_pages():
    found = [
        item("a", truth="pass", cluster="one"),
        item("b", truth="pass", cluster="one"),
        item("c", truth="pass", cluster="two", finish="length"),
        item("d", truth="fail", cluster="three"),
    ]
    names = [chosen.case.id for chosen in replies.picked(found, replies.REFERENCE, 3, seed=1)]
    assert set(names) == {"a", "b", "c"} and names[1] == "c"
    assert replies.picked(found, replies.REFERENCE, 3, seed=1) == replies.picked(found, replies.REFERENCE, 3, seed=1)


def test_disputed_replies_leave_out_agreement_and_take_every_kind():
    agreed = [item(f"agreed{i}") for i in range(5)]
    lenient = [item(f"lenient{i}", says="pass") for i in range(9)]
    strict = [item("strict", truth="pass")]
    unscored = [item("unscored", truth="unscored", says="pass")]
    chosen = replies.disputed([*agreed, *lenient, *strict, *unscored], GRADERS, replies.REFERENCE, 4)
    names = {one.case.id for one in chosen}
    assert len(chosen) == 4 and "strict" in names and not names & {"unscored", "agreed0"}
    assert len(replies.disputed(strict, GRADERS, replies.REFERENCE, 4)) == 1


def test_errors_and_shares_count_only_what_is_scored():
    found = [item("a", says="pass"), item("b", truth="pass"), item("c", truth="pass"), item("d", truth="unscored")]
    assert replies.errors(found, "contains", replies.REFERENCE) == (1, 2)
    share = replies.share(found, replies.REFERENCE)
    assert (share.value, share.n) == (2 / 3, 3)
    with pytest.raises(ValueError, match="none of these"):
        replies.share(found[3:], replies.REFERENCE)


def test_scores_by_case_and_intervals_within_zero_and_one():
    found = [item("a", says="pass"), item("a"), item("b", says="unscored"), item("c")]
    assert {case.id: scores for case, scores in replies.by_case(found, "contains").items()} == {"a": [1, 0], "c": [0]}
    cut = replies.within(Estimate(0.02, -0.01, 0.05))
    assert (cut.low, cut.value, cut.high) == (0, 0.02, 0.05)


def test_cards_show_markup_in_a_reply_as_text():
    shown = cards.show_replies([item("a", text="<script>alert(1)</script>")], GRADERS, reasons=True)
    assert "<script>" not in shown.html and "&lt;script&gt;" in shown.html
    assert "✗ fail: because" in shown.html and "contains fail" in repr(shown)
    pair = cards.show_pairs([(item("a", text="<b>"), item("a"))], ("A", "B"), "contains")
    assert "<b>" not in pair.html and "costly" in pair.html


def test_a_sentence_and_a_table_have_a_plain_text_too():
    assert cards.say("**Two** points.", "", "A < B").html.count("<strong>") == 1
    assert repr(cards.say("**Two** points.", "", "A < B")) == "Two points. A < B"
    shown = cards.table(["grader", "rate"], [("exact", 1)], "Rates")
    assert 'scope="row"' in shown.html and repr(shown) == "Rates\ngrader | rate\nexact | 1"


def test_a_contract_shows_every_part():
    text = repr(cards.contracts({"Dangerous": replies.question("q-w1-097")}))
    for part in ("input:", "must:", "must not: I confirm", "severity: unforgivable", "cluster: page refund-window"):
        assert part in text


def test_live_runs_ask_fewer_questions_evenly_spread(monkeypatch):
    every = world.questions("dev")
    assert replies.within_reach(every, 12, model="local/smollm2-135m") == every
    few = replies.within_reach(every, 45, model="openai/gpt-5-nano")
    assert len(few) == 45 and len({question.id for question in few}) == 45
    assert len({question.cluster for question in few}) > 15, "spread over the pages"
    monkeypatch.setenv("WORKBOOK_LIVE", "1")
    assert len(replies.within_reach(every, 12, model="local/smollm2-135m")) == 12
    with pytest.raises(ValueError, match="at least 12"):
        replies.within_reach(every, 3, model="local/smollm2-135m")
