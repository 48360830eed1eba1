"""Module 06: the answer box, its signals, thresholds, policies, words and times."""

from __future__ import annotations

import json

import pytest

from helpers import stats, unsure, world
from helpers.unsure import asking, box, deciding, microcopy, policy, reference, signals, stakes, telling, times
from helpers.unsure import lab as labs

DEV, TEST = unsure.answers("dev"), unsure.answers("test")


@pytest.fixture
def lab(monkeypatch):
    monkeypatch.setattr(labs, "_current", None)  # what other tests hold stays theirs
    return labs.begin(model="local/smollm2-135m")


# the box


def test_box_has_every_question_with_five_pages_and_no_page_twice():
    for split, rows in (("dev", DEV), ("test", TEST)):
        assert [row.question.id for row in rows] == [question.id for question in world.questions(split)]
    for row in DEV + TEST:
        pages = [place.page for place in row.places]
        assert len(pages) == box.PLACES == len(set(pages)), row.question.id
        assert set(pages) <= {page.key for page in world.documents()}


def test_right_is_by_page_and_never_for_a_question_that_no_page_answers():
    for row in DEV + TEST:
        assert row.right is (row.page.split(".")[0] in row.question.documents)
        assert row.says <= row.right
        if not row.question.documents:
            assert not row.right and row.among is None
    assert any(row.among == 2 and not row.right for row in DEV)


def test_says_all_needs_every_must_and_no_must_not():
    question = next(q for q in world.questions("dev") if q.id == "q-w1-001")
    assert box.says_all(question, "plan-overview.v2", "The City plan costs 49 euros a month.")
    assert not box.says_all(question, "plan-overview.v2", "The City plan is nice.")
    assert not box.says_all(question, "plan-overview.v2", "49 euros a month; it costs 45 euros on Mondays.")
    assert not box.says_all(question, "invoices.v1", "The City plan costs 49 euros a month.")


def test_kept_search_is_refused_when_passages_were_cut_differently(monkeypatch):
    monkeypatch.setattr(box, "SIZE", box.SIZE + 1)
    box._kept.cache_clear()
    with pytest.raises(ValueError, match="record_uncertainty"):
        box._kept()
    box._kept.cache_clear()


def test_search_refuses_what_is_no_question():
    for wrong in ("", "  ", None, 3):
        with pytest.raises(ValueError, match="a question is a text"):
            unsure.search(wrong)


@pytest.mark.slow
def test_kept_search_is_what_the_search_finds_now():
    kept = json.loads(box.FILE.read_text(encoding="utf-8"))["questions"]
    for question in world.questions()[::60]:
        now = box.look(question.text)
        assert [key for key, _ in now["places"]] == [key for key, _ in kept[question.id]["places"]]
        assert now["places"][0][1] == pytest.approx(kept[question.id]["places"][0][1], abs=0.002)
        assert now["agree"] == kept[question.id]["agree"]


# signals and thresholds


def test_a_signal_that_knows_all_goes_all_the_way_and_one_that_knows_nothing_none():
    rows = DEV[:40]
    worth = {one.signal: one for one in signals.ranking(rows, ["similarity", "margin", "agreement"])}
    assert worth["similarity"].chance == pytest.approx(1 - sum(row.right for row in rows) / 40)
    best, chance = worth["similarity"].best, worth["similarity"].chance
    assert best < worth["similarity"].aurc < 1 and best < chance
    assert signals.Worth("x", best, chance, best).of_the_way == 1
    assert signals.Worth("x", chance, chance, best).of_the_way == 0


def test_bins_hold_every_answer_once_and_the_last_edge():
    found = unsure.bins([0.0, 0.4, 0.5, 1.0], [True, False, True, True], [0, 0.4, 0.8, 1.0])
    assert [one.n for one in found] == [1, 2, 1]
    assert found[1].rate.value == 0.5 and found[1].mean == pytest.approx(0.45)
    with pytest.raises(ValueError, match="same answers"):
        unsure.bins([0.1], [True, False], [0, 1])


def test_naive_threshold_is_the_smallest_that_reaches_the_target():
    values, right = [0.1, 0.2, 0.3, 0.4], [False, True, False, True]
    assert unsure.naive_threshold(values, right, 0.6, [0.1, 0.2, 0.3, 0.4]) == 0.2
    assert unsure.naive_threshold(values, right, 0.9, [0.1, 0.2, 0.3, 0.4]) == 0.4
    assert unsure.naive_threshold(values, [False] * 4, 0.5, [0.1, 0.4]) is None


def test_unknown_signal_is_refused():
    with pytest.raises(ValueError, match="similarity"):
        unsure.confidence(DEV, "vibes")


# the policy


def row_with(**wanted):
    return next(row for row in DEV if all(getattr(row, name) == value for name, value in wanted.items()))


def test_outcomes_by_hand():
    given = unsure.assumptions()
    wrong = next(row for row in DEV if row.among is None and row.severity == "costly")
    right = row_with(right=True, severity="costly")
    second = next(row for row in DEV if row.among in (2, 3) and row.severity == "costly")
    fourth = next(row for row in DEV if row.among in (4, 5))
    assert unsure.outcome(wrong, "answer").euros == 24 and unsure.outcome(right, "answer").euros == 0
    assert unsure.outcome(wrong, "hedge").euros == pytest.approx(0.5 * 24 + 0.5 * 4)
    assert unsure.outcome(right, "hedge").euros == pytest.approx(0.1 * 4)
    assert unsure.outcome(second, "ask back").euros == pytest.approx(0.15 * 4)
    assert unsure.outcome(wrong, "ask back").acted == pytest.approx(0.85 * 0.2)
    assert unsure.outcome(fourth, "ask back").acted == pytest.approx(0.85 * 0.2)  # three are offered, not five
    assert unsure.outcome(fourth, "search").person == pytest.approx(0.4)
    assert unsure.outcome(wrong, "search").euros == pytest.approx(4 + 0.05 * 20)
    assert unsure.outcome(wrong, "person").euros == given.person_eur
    with pytest.raises(ValueError, match="a state is one of"):
        unsure.outcome(wrong, "shrug")


def test_unforgivable_is_counted_as_an_event_and_not_in_euros():
    row = next(row for row in DEV if row.severity == "unforgivable" and not row.right)
    found = unsure.outcome(row, "answer")
    assert (found.event, found.harm, found.euros) == (1, 0, 4)


def test_shares_of_an_outcome_add_up():
    for row in DEV[::7]:
        for state in unsure.STATES:
            found = unsure.outcome(row, state)
            assert found.helped + found.wrote == pytest.approx(1) and 0 <= found.acted <= 1, (row.question.id, state)


def test_break_even_is_where_answering_costs_as_much_as_a_person():
    for name in ("annoying", "costly"):
        p, given = unsure.break_even(name), unsure.assumptions()
        assert (1 - p) * (given.wrong_eur[name] + given.person_eur) == pytest.approx(given.person_eur)
    assert unsure.break_even("costly") == pytest.approx(20 / 24)
    with pytest.raises(ValueError, match="severity is one of"):
        unsure.break_even("mild")


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"person": 3}, "no assumption"),
        ({"person_eur": 0}, "above 0"),
        ({"hedge_heeded": 1.5}, "between 0 and 1"),
        ({"ask_left": True}, "between 0 and 1"),
    ],
)
def test_wrong_assumptions_are_refused(change, says):
    with pytest.raises(ValueError, match=says):
        unsure.assumptions(**change)


LINE = {"answer": 0.5, "hedge": 0.4, "below": "search"}
GOOD = dict.fromkeys(world.SEVERITIES, LINE)


@pytest.mark.parametrize(
    ("wrong", "says"),
    [
        ([], "a dictionary"),
        ({"annoying": LINE}, "lacks a line"),
        (GOOD | {"mild": LINE}, "no severity"),
        (GOOD | {"costly": {"answer": 0.5}}, "needs"),
        (GOOD | {"costly": LINE | {"answer": "0.5"}}, "is a number"),
        (GOOD | {"costly": LINE | {"below": "answer"}}, "below"),
        (GOOD | {"costly": LINE | {"hedge": 0.6}}, "never comes"),
    ],
)
def test_fault_says_what_is_wrong_with_a_policy(wrong, says):
    assert says in policy.fault(wrong)
    with pytest.raises(ValueError):
        unsure.run(wrong, DEV, [row.similarity for row in DEV], ["annoying"] * len(DEV))


def test_policy_takes_the_line_of_the_guess_and_the_harm_of_the_truth():
    row = next(row for row in DEV if not row.right and row.severity == "costly" and row.similarity > 0.3)
    ran = unsure.run(GOOD | {"annoying": LINE | {"answer": 0.0, "hedge": "never"}}, [row], [0.1], ["annoying"])
    assert ran.outcomes[0].state == "answer" and ran.outcomes[0].harm == 20


def test_plain_policies_are_what_they_say(lab):
    runs = lab.others([], "dev")
    assert set(runs["always answer"].values("shown")) == {1.0}
    assert runs["hand everything over"].mean("euros").value == lab.given.person_eur
    assert runs["hand everything over"].mean("wrote").value == 1
    gap = runs["always answer"].against(runs["hand everything over"])
    assert gap.value == pytest.approx(runs["always answer"].mean("euros").value - 4)
    with pytest.raises(ValueError, match="what is"):
        runs["always answer"].mean("joy")


def test_reference_policy_is_not_dearer_than_the_plain_ones_on_dev(lab):
    words = deciding.default_danger()
    mine = lab.run(deciding.reference_policy(lab, words), words).mean("euros").value
    assert mine < min(ran.mean("euros").value for ran in lab.others(words).values())


def test_lines_of_a_policy_add_up_to_the_whole(lab):
    ran = lab.run(GOOD, deciding.default_danger())
    assert sum(deciding.by_line(ran).values()) == pytest.approx(1000 * ran.mean("euros").value)


def test_a_second_policy_on_test_is_a_second_look_and_says_so(lab, capsys):
    lab.look("test", GOOD, ["smoke"])
    lab.look("test", GOOD, ["smoke"])
    assert "Look 2" not in capsys.readouterr().out
    lab.look("test", GOOD, ["fire"])
    assert "Look 2" in capsys.readouterr().out and len(lab.looks) == 2


@pytest.mark.parametrize(
    "wrong", [{"live_cases": 3}, {"model": 3}, {"person_eur": -1}, {"hedge_heeded": 2}, {"live_cases": True}]
)
def test_begin_refuses_settings_that_cannot_be(wrong):
    with pytest.raises(ValueError, match="must be"):
        unsure.begin(**wrong)


def test_six_cards_hold_two_of_each_kind(lab):
    kinds = [unsure.kind_of(row) for row in lab.cards()]
    assert sorted(kinds) == sorted(unsure.CARDS * 2)


# stakes


def test_words_of_danger_win_over_words_of_money():
    assert unsure.guess("Smoke from the battery, who pays?", ["smoke"]) == "unforgivable"
    assert unsure.guess("Who pays?", ["smoke"]) == "costly"
    assert unsure.guess("Hello there", ["smoke"]) == "annoying"


def test_a_star_stands_for_any_ending_and_words_are_whole():
    assert unsure.holds("the leaking thing", ["leak*"]) == ["leak*"]
    assert unsure.holds("the leaking thing", ["leak"]) == []
    assert unsure.holds("a text", ["ex"]) == []


def test_interval_of_unforgivable_answers_is_no_narrower_where_some_were_seen(lab):
    words = deciding.default_danger()
    runs = lab.others(words, "test") | {"yours": lab.run(deciding.reference_policy(lab, words), words, "test")}
    found = {name: deciding.events(ran) for name, ran in runs.items()}
    assert found["hand everything over"] == (0, 0, 0)
    assert found["yours"][2] >= found["one threshold"][2] > 20
    assert all(low <= value <= high for value, low, high in found.values())


def test_page_that_states_the_answer_under_another_label_is_found_by_its_words(lab):
    found = [row for row in lab.rows("dev") if box.states_too(row)]
    assert found and not any(row.right or row.says for row in found)
    assert all(row.question.must for row in found)


def test_a_target_inside_the_interval_is_neither_reached_nor_missed():
    values, right = [0.9] * 100, [True] * 80 + [False] * 20
    found = signals.cut(values, right, 0.5)
    assert telling._reached(found, 60) == "reached" and telling._reached(found, 95) == "missed"
    assert telling._reached(found, 80).startswith("cannot be told") and telling._reached(found, 85).startswith("cannot")


def test_choice_in_words_is_of_the_policy_that_was_chosen(lab):
    assert "0.62" in deciding.in_words(lab, "one threshold", GOOD)
    said = deciding.in_words(lab, "yours", GOOD)
    assert "unforgivable" in said and "{" not in said


def test_alarm_counts_by_hand():
    found = stakes.alarm(world.questions("dev"), ["smoke"])
    by_hand = [q for q in world.questions("dev") if "smoke" in q.text.lower().split() or "smoke" in q.text.lower()]
    assert found.caught + found.false == len([q for q in by_hand if stakes.holds(q.text, ["smoke"])])
    assert found.of == sum(q.severity == "unforgivable" for q in world.questions("dev"))
    assert found.missed == found.of - found.caught


# what the box says


@pytest.mark.parametrize("state", microcopy.SAID)
def test_reference_text_has_every_property_of_its_state(state):
    assert microcopy.faults(state, reference.TEXTS[state]) == []


@pytest.mark.parametrize(
    ("state", "text", "lacks"),
    [
        ("hedge", "The page {page} may not be correct, please check it before you act on it.", "first person"),
        ("hedge", "I think it is in {page}, and that is all that anybody can say about bicycles.", "what to do"),
        ("hedge", "I am not sure, but it is definitely in {page}. Please check it there first.", "certainty"),
        ("hedge", "I am not sure that this is right. Please read the page before you act.", "placeholder"),
        ("ask back", "I found these pages: {pages}. Tell me which of them it is, or none.", "a question"),
        ("ask back", "Your question is unclear. Is it about {pages}, or about something else?", "no blame"),
        ("search", "Here are {links}, which our team has written for you with much love.", "could not do"),
        ("search", "I did not find an answer. Here is what comes closest to it: {links}.", "a person"),
        ("person", "A colleague takes over and writes to you within {hours} hours from now.", "why"),
        ("slow", "Please have a look at {links}, or write a few lines to our team.", "longer"),
        ("slow", "Slow. {links} team", "says something"),
    ],
)
def test_a_text_that_lacks_a_property_is_told_which(state, text, lacks):
    assert any(lacks in name for name, *_ in microcopy.faults(state, text)), microcopy.faults(state, text)


@pytest.mark.parametrize(
    "text",
    [
        "I couldn't find one page that answers this. Try {links}, or write to our team.",
        "Sorry, I don't know this one. Perhaps {links} helps; otherwise a colleague will answer.",
        "I am not able to give you a good answer here. See {links} or ask a colleague.",
        "I have not found it, sorry. Please do not ask for a refund before you see {links} or call our team.",
    ],
)
def test_honest_words_of_a_search_are_accepted(text):
    assert microcopy.faults("search", text) == []


def test_a_doubt_is_not_taken_for_certainty():
    for text in ("I'm not sure about {page}.", "I am not very sure about {page}.", "I cannot be certain about {page}."):
        assert "no false certainty" not in [name for name, *_ in microcopy.faults("hedge", text)], text


def test_long_texts_and_unknown_placeholders_are_refused():
    assert any(name == "short enough" for name, *_ in microcopy.faults("hedge", "I think {page} " + "word " * 60))
    assert any(
        "{name}" in asks for *_, asks in microcopy.faults("person", "Dear {name}, because of {hours} a colleague")
    )
    with pytest.raises(ValueError, match="a text is for"):
        microcopy.faults("answer", "x")


# the model and the times


def test_prompts_hold_what_is_asked_about():
    row = DEV[0]
    assert row.text in asking.check_prompt(row) and row.question.text in asking.check_prompt(row)
    assert asking.check_settings()["choices"] == ["yes", "no"]


def test_late_counts_what_is_not_there_at_the_deadline():
    assert times.late([1, 2, 3, 4], 2) == 0.5
    with pytest.raises(ValueError, match="no times"):
        times.late([], 1)


def test_smallest_deadline_keeps_the_promise_and_a_tenth_less_does_not():
    best, whole = reference.smallest_deadline(), unsure.whole_times()
    assert times.late(whole, best) <= reference.LATE < times.late(whole, best - 0.1)
    assert len(whole) == 358


def test_whole_replies_were_made_one_at_a_time_and_times_are_plausible():
    p50 = stats.percentile_interval(unsure.whole_times(), 0.5).value
    assert 0.5 < p50 < 10
