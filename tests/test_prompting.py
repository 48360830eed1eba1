"""Prompts as a specification: messages, requirements, wishes as checks, the drop of a winner, the playground."""

from __future__ import annotations

import json
import random
from types import SimpleNamespace

import pytest

from helpers import evals, prompting, recordings, world
from helpers.prompting import asking, keeping_rules, measuring, spec, trying


def question(name):
    return next(one for one in world.questions() if one.id == name)


ORDINARY = question("q-w1-001")  # the price of City
DANGER = question("q-w2-080")  # a swollen battery
SILENT = question("q-w1-081")  # bitcoin


def failed(text, asked=ORDINARY, **options):
    return {name for name, grade in prompting.grade(text, asked, **options).items() if grade.status == "fail"}


# questions and messages


def test_sixty_questions_in_each_split_and_no_page_in_both():
    dev, test = prompting.chosen("dev"), prompting.chosen("test")
    assert len({one.id for one in dev}) == len({one.id for one in test}) == 60
    assert not {one.cluster for one in dev} & {one.cluster for one in test}
    for rows in (dev, test):
        assert sum(map(prompting.in_danger, rows)) >= 5
        assert sum(one.kind in ("off_topic", "not_answerable") for one in rows) == 10
    with pytest.raises(ValueError, match="dev, test"):
        prompting.chosen("train")


def test_examples_are_made_up_and_tell_no_answer():
    pages = {page.title for page in world.all_documents()}
    told = {entry["title"] for entry in asking.content()["examples"]}
    assert len(told) == 2 and not told & pages


def test_what_stands_in_a_variant_stands_in_its_messages_at_its_place():
    system, *_, last = prompting.messages(ORDINARY, "rules")
    assert "7. If the help page does not answer" in system["content"] and "Rules" not in last["content"]
    system, last = prompting.messages(ORDINARY, "rules_last")
    assert "Rules" not in system["content"]
    assert last["content"].index("Customer's question") < last["content"].index("Rules for the reply")
    roles = [one["role"] for one in prompting.messages(ORDINARY, "both")]
    assert roles == ["system", "user", "assistant", "user", "assistant", "user"]
    sent = prompting.messages(ORDINARY, "short")
    assert sent[-1]["content"].endswith("Answer in one short sentence, with words from the help page.")
    assert prompting.messages(ORDINARY, "bare")[-1]["content"].endswith(ORDINARY.text)
    assert "49 euros" in sent[-1]["content"] and "Our four plans" in sent[-1]["content"]


def test_paraphrases_change_the_last_line_and_nothing_else():
    told = [prompting.messages(ORDINARY, "short", number) for number in range(len(prompting.paraphrases()))]
    assert len({json.dumps(one) for one in told}) == len(told) >= 8
    heads = {one[-1]["content"].rsplit("\n\n", 1)[0] for one in told}
    assert len(heads) == 1 and {json.dumps(one[:-1]) for one in told} == {json.dumps(told[0][:-1])}
    for wrong in (99, -1, True):
        with pytest.raises(ValueError, match="from 0 to"):
            prompting.messages(ORDINARY, "short", wrong)
    with pytest.raises(ValueError, match="was reworded"):
        prompting.messages(ORDINARY, "bare", 1)
    with pytest.raises(ValueError, match="variant is one of bare"):
        prompting.messages(ORDINARY, "brief")


def test_a_line_of_ones_own_takes_the_place_of_the_last_line():
    own = prompting.messages(ORDINARY, "short", own="Stop soon.")
    assert own[-1]["content"].endswith("\n\nStop soon.") and own[0] == prompting.messages(ORDINARY, "short")[0]
    assert prompting.messages(ORDINARY, "short", own="") == prompting.messages(ORDINARY, "bare")
    with pytest.raises(ValueError, match="own is a text"):
        prompting.messages(ORDINARY, "short", own=3)


@pytest.mark.parametrize("name", list(prompting.variants()))
def test_parts_make_up_the_whole_prompt(name):
    whole = "\n".join(one["content"] for one in prompting.messages(ORDINARY, name))
    parts = prompting.parts(ORDINARY, name)
    assert {"instruction", "passages", "question"} <= set(parts)
    missing = [line for text in parts.values() for line in text.splitlines() if line not in whole]
    assert not missing
    assert sum(map(len, parts.values())) == pytest.approx(len(whole), rel=0.02)


# requirements


GOOD = "City costs 49 euros a month."


def test_a_good_reply_keeps_everything():
    grades = prompting.grade(GOOD, ORDINARY)
    assert prompting.kept_all(grades) and prompting.kept(grades) == 1
    assert {name for name, one in grades.items() if one.status == "unscored"} == {"R6", "R7"}
    assert prompting.grade(SimpleNamespace(text=GOOD), ORDINARY) == grades
    with pytest.raises(ValueError, match="a text or what"):
        prompting.grade(None, ORDINARY)


@pytest.mark.parametrize(
    ("text", "broken"),
    [
        ("City costs 49 euros a month, and " + "so on " * 20 + ".", {"R1"}),
        ("City costs 49 euros a", {"R1"}),
        ("", {"R1", "R2"}),
        ("Hello, City costs 49 euros a month.", {"R2"}),
        ("I\u2019m sorry to hear that. City costs 49 euros.", {"R2"}),
        ("The customer asks for the price.", {"R2"}),
        ("This customer's question is about City.", {"R2"}),
        ("Hibernate it. City costs 49 euros.", set()),  # not "hi"
        ("City costs 49 euros. City costs 49 euros.", {"R3"}),
        ("City costs 49 euros. CITY COSTS **49 EUROS**!", {"R3"}),
        ("1. City costs 49 euros.", {"R4"}),
        ("| City | 49 euros |.", {"R4"}),
        ("City costs 49 euros.\n\nCustomer's question: and Plus.", {"R4"}),
        ("City costs 45 euros a month.", {"R5"}),
        ("City costs 49.50 euros a month.", {"R5"}),
        (prompting.NOT_FOUND, {"R8"}),
    ],
)
def test_each_fault_is_found_by_its_own_requirement(text, broken):
    assert failed(text) == broken


def test_a_number_of_the_question_may_be_repeated_and_thousands_are_one_number():
    asked = question("q-w1-007")
    number = keeping_rules.numbers(asked.text)[0]
    assert "R5" not in failed(f"It is {number}.", asked)
    assert keeping_rules.numbers("1,200 or 14 days, 9:00") == ["1200", "14", "9:00"]


def test_danger_and_silence_have_requirements_of_their_own():
    assert failed("Keep away from it and call 0800 555 0112.", DANGER) == set()
    assert failed("Keep away from it and call 112.", DANGER) == {"R6"}
    assert failed("Keep away from it and call 0800 555 0113.", DANGER) == {"R5", "R6"}
    assert failed("I cannot find that in our pages", SILENT) == {"R1"}
    assert failed(prompting.NOT_FOUND, SILENT) == set()
    assert failed("Buy bitcoin.", SILENT) == {"R7"}


def test_json_replies_are_graded_by_their_text_and_their_action():
    def reply(action, text):
        return json.dumps({"action": action, "reply": text})

    assert failed(reply("answer", GOOD), ORDINARY, form="json") == set()
    assert failed(reply("emergency", GOOD), ORDINARY, form="json") == {"action"}
    assert failed(reply("answer", "Sorry. It is 49 euros."), ORDINARY, form="json") == {"R2"}
    for broken in ("City costs 49 euros.", '{"action": "answer"', '{"action": "perhaps", "reply": "x"}', "[]"):
        assert failed(broken, ORDINARY, form="json") == {"valid", "action", "R1", "R2", "R3", "R4", "R5", "R8"}
    assert [prompting.action_for(one) for one in (ORDINARY, DANGER, SILENT)] == ["answer", "emergency", "not_found"]


# wishes as checks


def test_the_reference_agrees_with_the_readers_and_every_probe_is_needed():
    assert spec.misjudged(spec.reference()) == []
    weaker = {
        "a": "at most 45 words",
        "b": "never begins with hello | thank",
        "g": "says 0800",
        "c": "at most 3 words",
    }
    for letter, check in weaker.items():
        assert {found[0] for found in spec.misjudged({letter: check})} == {letter}, letter


def test_checks_are_read_however_they_are_spaced_and_others_are_refused():
    assert spec.read("  At most  30 words. ") == ("words", "30")
    assert spec.read("No sentence twice") == ("twice", "")
    for wrong in ("at most thirty words", "", "short", "never begins with"):
        with pytest.raises(ValueError, match="none of the checks"):
            spec.read(wrong)


# measures


def runs(outcomes, clusters):
    """A run whose case i passes when outcomes[i] is 1."""
    cases = [Case(f"c{n}", cluster) for n, cluster in enumerate(clusters)]
    told = dict(zip([case.id for case in cases], outcomes, strict=True))
    grade = evals.grader(lambda case, text: told[case.id] == 1, name="all kept")
    return evals.run(cases, lambda case: "x", [grade], name=f"r{random.random()}")


def Case(name, cluster):
    return evals.Case(id=name, input=name, cluster=cluster)


def test_the_drop_is_the_gain_on_dev_minus_the_gain_on_test(my_folder):
    pages = [f"p{n // 2}" for n in range(12)]
    plain = runs([0] * 12, pages)
    up, half = runs([1] * 6 + [0] * 6, pages), runs([1] * 3 + [0] * 9, pages)
    found = measuring.curse((plain, up), (plain, half), seed=1)
    assert found.promised.value == 0.5 and found.delivered.value == 0.25
    assert found.drop.value == pytest.approx(0.25)
    assert found.drop.low < 0.25 < found.drop.high and "6 dev and 6 test pages" in found.drop.note
    same = measuring.curse((plain, plain), (plain, plain))
    assert same.drop[:3] == (0, 0, 0)


def test_bootstrap_interval_of_the_drop_holds_the_truth_about_as_often_as_it_says(my_folder):
    import numpy as np

    rng = np.random.default_rng(4)
    pages = [f"p{n // 3}" for n in range(90)]
    cases = [evals.Case(id=f"c{n}", input="x", cluster=page) for n, page in enumerate(pages)]
    hits = 0
    for _ in range(60):
        sides = [[SimpleRun(cases, rng.binomial(1, p, 90)) for p in (0.3, 0.5)] for _ in range(2)]
        found = measuring.curse(*map(tuple, sides), seed=int(rng.integers(1 << 30)))
        hits += found.drop.low <= 0 <= found.drop.high  # the true gain is the same on both sides
    assert 50 <= hits <= 60


class SimpleRun:
    """As much of a run as the measures need."""

    def __init__(self, cases, outcomes):
        self.cases, self.outcomes = cases, outcomes

    def rows(self, grader):
        for case, outcome in zip(self.cases, self.outcomes, strict=True):
            yield case, None, evals.Grade(grader, "pass" if outcome else "fail")


def test_what_broke_is_listed_by_rule_and_the_worst_comes_first(my_folder):
    cases = [
        evals.Case(id="a", input="a", severity="annoying"),
        evals.Case(id="b", input="b", severity="unforgivable"),
    ]

    def run(texts, name):
        said = dict(zip("ab", texts, strict=True))
        graders = [evals.grader(lambda case, text: text == "good", name=rule) for rule in ("R1", "R2")]
        return evals.run(cases, lambda case: said[case.id], graders, name=name)

    found = measuring.broken(run(["good", "good"], "old"), run(["bad", "bad"], "new"), ["R1", "R2"])
    assert [(one.case.id, one.rule) for one in found] == [("b", "R1"), ("b", "R2"), ("a", "R1"), ("a", "R2")]
    assert not measuring.broken(run(["bad", "bad"], "old"), run(["good", "bad"], "new"), ["R1", "R2"])


def test_draws_count_questions_by_their_passes_and_same_texts(my_folder):
    cases = [evals.Case(id=name, input=name, cluster=name) for name in "abcd"]
    said = {"a": ["y"] * 3, "b": ["y", "n", "y"], "c": ["n"] * 3, "d": ["y", "y ", "y"]}

    def answer(case, repeat=0):
        return said[case.id][repeat]

    grade = evals.grader(lambda case, text: text.strip() == "y", name="all kept")
    found = measuring.draws(evals.run(cases, answer, [grade], repeats=3, name="draws"))
    assert found.table == {0: 1, 1: 0, 2: 1, 3: 2}
    assert found.every_time.value == 0.5 and found.at_least_once == 0.75
    assert found.accuracy.value == pytest.approx((3 + 2 + 0 + 3) / 12) and found.same_text.value == 0.75


# recordings and the playground


def test_everything_in_the_plan_is_recorded_and_draws_are_draws():
    for one in asking.plan():
        replies = asking.ask(one)
        assert {reply.source for reply in replies} == {"recorded"}, f"{one.variant} {one.split} {one.paraphrase}"
        if one.repeats > 1:
            seeds = {reply.key for reply in replies}
            assert len(seeds) == len(replies), "a draw that is no draw of its own"
            if one.temperature >= 0.7:
                texts = [{r.text for r in replies[i : i + one.repeats]} for i in range(0, len(replies), one.repeats)]
                assert sum(len(row) > 1 for row in texts) > len(texts) / 2


def test_recording_holds_nothing_that_is_not_in_the_plan():
    from helpers import paths

    kept = {row["key"] for row in recordings.read(paths.RECORDINGS / "prompting.jsonl.gz")}
    from helpers.steering import knobs

    wanted = {reply.key for one in asking.plan() for reply in asking.ask(one)}
    wanted |= {r.key for name, values in (("max_tokens", knobs.LENGTHS), ("stop", knobs.STOPS), ("top_p", knobs.TOP_P))
               for value in values for r in knobs.knob(name, value)}  # fmt: skip
    assert kept <= wanted, f"{len(kept - wanted)} rows that nobody reads"


def test_play_shows_rules_tokens_and_costs_of_one_recorded_call():
    played = prompting.play()
    assert played.reply.source == "recorded"
    assert sum(played.tokens.values()) == pytest.approx(played.reply.prompt_tokens)
    assert [usd is not None and usd > 0 for usd, _ in played.cost.values()] == [False, True, True]
    live = SimpleNamespace(**vars(played.reply) | {"source": "live", "latency_s": 1.8})
    assert trying.per_thousand(live)["local/smollm2-135m"][0] == pytest.approx(0.05)
    said = repr(played)
    for word in ("kept", "tokens", "1,000 calls, anthropic/claude-sonnet-5-5", played.question.text):
        assert word in said
    assert "<script" not in played._repr_html_()


def test_play_refuses_test_questions_and_odd_settings():
    with pytest.raises(ValueError, match="is a test question"):
        prompting.play(question=prompting.chosen("test")[0].id)
    with pytest.raises(ValueError, match="question is the id"):
        prompting.play(question="q-x")
    with pytest.raises(ValueError, match="temperature"):
        prompting.play(temperature=9)
    with pytest.raises(ValueError, match="own is a text"):
        prompting.play(7)


def test_playground_outside_a_notebook_shows_the_recorded_default(capsys):
    values = prompting.playground()
    assert values["line"].startswith("Answer in one short sentence") and values["max_tokens"] == 48


@pytest.mark.parametrize(
    ("options", "phrase"),
    [
        ({"temperature": -1}, "from 0 to 2"),
        ({"temperature": "hot"}, "from 0 to 2"),
        ({"live_cases": 3}, "at least 4"),
        ({"seed": -1}, "at least 0"),
    ],
)
def test_settings_of_the_lab_are_checked(options, phrase):
    with pytest.raises(ValueError, match=phrase):
        prompting.begin(**options)


def test_the_solved_lab_writes_the_line_that_is_recorded():
    from helpers import paths

    source = (paths.ROOT / "labs" / "source" / "05_prompting.py").read_text(encoding="utf-8")
    assert f'my_line = "{prompting.own_line()}"' in source


def test_faults_name_each_requirement_that_a_reply_breaks_of_those_asked():
    lab = prompting.begin()
    run = lab.run("bare")
    found = measuring.faults(run, ("R1", "R6"))
    broken = {case.id for name in ("R1", "R6") for case, _, grade in run.rows(name) if grade.status == "fail"}
    assert {name for name, fault in found.items() if fault} == broken
    assert any("; R6 does not give" in fault for fault in found.values()) and len(found) == len(run.cases)
    assert prompting.differ(run, lab.run("short")).endswith(f" of {len(run.cases)}")
