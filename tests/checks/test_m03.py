"""Answers to lab 03 for test_hints_of_every_module.py. What depends on the replies is computed, so it follows them."""

import json
import tempfile
from pathlib import Path

from helpers import suite, world
from helpers.check import Hint, exercises
from helpers.evals import Case, mentions

REFERENCE = exercises("03")
RIGHT = {key: spec.reference_value() for key, spec in REFERENCE.items()}


def cases(**changes):
    """The reference cases; changes={place: {field: value}} as place_3={…}."""
    rows = [case.to_dict() for case in RIGHT["03.1"]]
    for place, change in changes.items():
        rows[int(place.removeprefix("case_")) - 1] |= change
    return rows


WINDOW = "14 days | 14-day | fourteen days | two weeks | 2 weeks"
BY_HEART = {row.text for row in suite.window_replies() if row.right}
LAB = suite.current()
AGAIN = LAB.repeated()
AB = RIGHT["03.5"]
CLAIMS = suite.claims(LAB.run("A"))
SUPPORTED = RIGHT["03.3"]
MILD = {"severity": "annoying"}
RULES = RIGHT["03.7"]
DECISION = RIGHT["03.8"]
TUNED = LAB.tuned()
SMALL, LARGE = ("A is better", "B is better"), "no difference shown"
OTHER = SMALL[0] if AB["verdict"] != SMALL[0] else LARGE
FIXED = next(change.case.id for change in LAB.compared().improvements)
SHARE = RIGHT["03.10"]
FORM = {"event": "gen_ai.evaluation.result", "severities": ["costly", "unforgivable"], "label": "pass"}
with tempfile.TemporaryDirectory() as folder:
    TEXT = LAB.run("B", "test").to_otel(Path(folder) / "run.jsonl").read_text(encoding="utf-8")
LINES = [json.loads(line) for line in TEXT.split("\n") if line]
SEVERE = [case for case in LAB.run("B", "test").cases if case.severity != "annoying"]

WRONG = {
    "03.1": [
        (cases(case_4={"tags": ["single"], "must": ["14 days"]}), "All five can be answered from the page"),
        (
            cases(case_1={"input": "Is it true that I have 14 days to bring it back?"}),
            "Case 1 tells the model what to say",
        ),
        (cases(**{f"case_{n}": MILD for n in range(1, 6)}), "Which wrong answer here would cost money"),
        (cases(case_2={"must": ["9 working days"]}), "which the pages do not say"),
        (cases(case_3={"input": RIGHT["03.1"][0].input}), "ask nearly the same"),
        (cases(case_1={"tags": ["not_answerable"]}), "and yet names what must be said"),
        (cases(case_3={"must": []}), "names nothing that a right answer must say"),
        (cases(case_1={"input": "Refund window City bike?"}), "case 1, 'Refund window"),
        (cases(case_2={"input": "bike refund battery hub money Friday window"}), "is not a sentence that a customer"),
        (cases(case_3={"input": "Who won the football yesterday evening?"}), "no word in common with the two refund"),
        (
            cases(case_3={"must": ["The refund for a new subscription does not apply to the Flex"]}),
            "12 words in one piece",
        ),
        (cases(case_3={"must": ["not refunded | you"]}), "looks for 'you'"),
        (cases(case_1={"must_not": ["the"]}), "looks for 'the'. Which reply"),
        (cases(case_1={"must_not": ["14 days"]}), "wants '14 days' and forbids '14 days'"),
        (cases(case_2={"must_not": ["working days"]}), "Could any reply pass it?"),
        (cases(**{f"case_{n}": {"severity": "costly"} for n in range(1, 6)}), "All of your cases are costly"),
        (RIGHT["03.1"][:4], "five are asked for"),
        ([*RIGHT["03.1"][:4], {"id": "x", "question": "Why?"}], "cannot be read"),
        (cases(**{f"case_{n}": {"tags": ["not_answerable"], "must": []} for n in range(1, 6)}), "None of the five"),
    ],
    "03.2": [
        (lambda reply: "days" in reply, "still passes"),
        (lambda reply: mentions(reply, WINDOW), "What does the second half of it say?"),
        (lambda reply: "within 14 days of delivery" in reply and "refund" in reply, "that are right; see r-"),
        (
            lambda reply: mentions(reply, WINDOW) and not mentions(reply, "not | no | 30 days | exception | notice"),
            "that are right; see r-",
        ),
        (lambda reply: False, "fails every reply"),
        (lambda reply: reply in BY_HEART, "know these replies by heart"),
        (lambda reply: "14", "has to return True or False"),
        (lambda reply: reply.days, "stopped with AttributeError"),
    ],
    "03.3": [
        (SUPPORTED | {"a"}, "That is the middle. What is the lowest share these results still allow?"),
        (SUPPORTED | {"c"}, "None was seen"),
        (SUPPORTED | {"f"}, "Were these questions drawn from what customers ask"),
        (SUPPORTED ^ {"e"}, "Is their difference larger than chance"),
        (SUPPORTED - {"b"}, "You left out claim b"),
        (SUPPORTED - {"d"}, "You left out claim d"),
        ({"x"}, "letters from a to f"),
    ],
    "03.4": [
        (len(AGAIN.outputs), "one question asked 3 times"),
        (len(AGAIN.cases), "You counted questions"),
        (7, "neither the number of rows"),
    ],
    "03.5": [
        (AB | {"comparison": "unpaired"}, "What do you lose by forgetting that?"),
        (AB | {"verdict": OTHER}, "interval"),
        (AB | {"verdict": "B"}, "The verdict is one of"),
        (AB | {"worst": FIXED}, "Look at the worst case B broke"),
        (AB | {"worst": LAB.compared().regressions[-1].case.id}, "Is there nothing worse"),
        ({"verdict": AB["verdict"]}, "lacks comparison, worst"),
    ],
    "03.6": [
        (100, "With 100 cases you would see"),
        (RIGHT["03.6"] - 100, "and miss it the other times"),
        (2 * RIGHT["03.6"], "Find the smallest number"),
        (RIGHT["03.6"] + 100, "Find the smallest number"),
        (0.8, "a number of cases"),
    ],
    "03.7": [
        ({k: v for k, v in RULES.items() if k != "must_pass"}, "lets a swollen-battery answer through"),
        (RULES | {"must_pass": {"severity": "costly"}}, "lets a swollen-battery answer through"),
        (RULES | {"min_pass_rate_low": 0.5}, "each automatic answer loses"),
        (RULES | {"min_pass_rate_low": 0.99}, "would not pass"),
        (RULES | {"max_regression": 0.2}, "You allow a loss of 20 points"),
        (RULES | {"max_regression": 2}, "as shares between 0 and 1"),
        ({k: v for k, v in RULES.items() if k != "max_regression"}, "how much may get worse"),
        (RULES | {"p95_latency_s": 0}, "Which run could ever meet that?"),
        (RULES | {"quality": 0.8}, "There is no rule quality"),
    ],
    "03.8": [
        (
            DECISION | {"why": "It is not good enough for us. We wait for a better version."},
            "Name the figure that decided it",
        ),
        (DECISION | {"why": "It passes 91 % of the questions. That is what we want."}, "You write 91 %; the run says"),
        (DECISION | {"choice": "ship" if DECISION["choice"] == "hold" else "hold"}, "gate"),
        (DECISION | {"why": "I read 3 of 5 mails. The weather was nice."}, "Name the figure that decided it"),
        (DECISION | {"choice": "maybe"}, "'ship' or 'hold'"),
        (DECISION | {"why": f"It passes {LAB.rate('B', 'test').text}"}, "You wrote 1 sentence;"),
        ({"choice": "hold"}, "lacks why"),
    ],
    "03.9": [
        (-RIGHT["03.9"], "The sign is the wrong way round"),
        (100 * RIGHT["03.9"], "3 points are 0.03"),
        (sum(TUNED.chosen[-1]) / len(TUNED.chosen[-1]), "one of the two rates"),
        (TUNED.chosen[-1][0] - TUNED.fresh[-1][0] + 0.05, "the mean over all splits"),
    ],
    "03.10": [
        (LAB.rate("B", "test").value, "That is the pass rate of all grades"),
        (suite.share_of(LINES, **(FORM | {"severities": ["annoying"]})), "among the annoying cases alone"),
        (suite.share_of(LINES, **(FORM | {"severities": "costly"})), "among the costly cases alone"),
        (SHARE / 2, "You divided by calls and grades together"),
        (100 * SHARE, "lies between 0 and 1"),
        (1 - SHARE, "the share that failed"),
        (suite.share_of(LINES, **(FORM | {"label": "fail"})), "the share that failed"),
        (suite.share_of(LINES, **(FORM | {"label": "right"})), "Count the grades of costly and unforgivable"),
        (round(SHARE * len(SEVERE)), "number of passes"),
        (SHARE + 0.2, "Count the grades of costly and unforgivable cases in the file"),
    ],
}


def test_questions_of_customers_are_taken_as_sentences():
    """No question of the world is refused as nonsense, and those about refunds are about the pages."""
    from helpers.checks import m03_writing

    page = suite.refund_page()
    for question in world.questions():
        about_refunds = question.cluster in suite.REFUND_PAGES
        tags = () if about_refunds else (m03_writing.SILENT,)
        case = Case(question.id, question.text, must=question.must, must_not=question.must_not, tags=tags)
        assert m03_writing._no_question(1, case, page) is None, question.text
        assert m03_writing._bad_phrase(1, case) is None, (question.must, question.must_not)


def test_form_counts_in_the_exported_file_and_says_what_it_counted(capsys):
    assert suite.share_of(LINES, **FORM) == SHARE
    said = capsys.readouterr().out
    assert f"{len(LINES) // 2} of {len(LINES)} lines" in said and f"{len(SEVERE)} of them are costly or unforg" in said
    for name, value, phrase in (
        ("event", ..., "`event` is open"),
        ("severities", ["costly", ...], "`severities` is open"),
        ("severities", ["severe"], "There is no severity 'severe'"),
        ("event", "grade", f"0 of {len(LINES)} lines have"),
    ):
        assert suite.share_of(LINES, **(FORM | {name: value})) is ...
        assert phrase in capsys.readouterr().out


def test_window_replies_hold_what_was_recorded():
    """A reply that is said to be recorded is the recorded one, word for word."""
    from helpers import recordings

    replies = suite.window_replies()
    recorded = [reply for reply in replies if reply.origin == "recorded"]
    assert len(recorded) >= 8 and len(replies) - len(recorded) >= 8
    for reply in recorded:
        row = recordings.get(reply.key)
        assert row is not None and row["text"] == reply.text, reply.id
        question = next(q for q in world.questions() if q.id == reply.question)
        assert row["messages"] == world.messages(question, reply.version), reply.id


def test_every_reply_of_the_default_suite_is_recorded():
    runs = [LAB.run(version, split) for version in ("A", "B") for split in ("dev", "test")] + [AGAIN]
    assert {output.source for results in runs for output in results.outputs} == {"recorded"}


def test_break_even_is_where_savings_pay_for_errors():
    chosen = [
        Case("a", "a", severity="annoying"),
        Case("b", "b", severity="costly"),
        Case("c", "c", severity="unforgivable"),
    ]
    rate = suite.break_even(chosen)
    assert abs(rate * suite.HANDLED_BY_PEOPLE - (1 - rate) * 11.0) < 1e-9


def test_the_best_of_many_useless_rules_looks_better_than_it_is():
    chosen, fresh = ([sum(row) / len(row) for row in rows] for rows in (TUNED.chosen, TUNED.fresh))
    assert chosen == sorted(chosen)
    assert abs(chosen[0] - fresh[0]) < 0.03 < chosen[-1] - fresh[-1]


def test_a_reply_can_be_opened_with_prompt_settings_source_and_date():
    opened = str(suite.show_reply(LAB.run("A"), LAB.run("A").cases[0].id))
    for part in ("Help page:", '"max_tokens": 80', "source: recorded, made on 2026-", "grade (phrases)"):
        assert part in opened


def test_plan_names_what_is_still_open_and_gives_no_answer_away():
    borrowed = suite.plan(LAB, suite=..., rules=..., choice=..., why=..., risks=...).data
    assert "Still open" in borrowed and "the gate (exercise 7)" in borrowed
    reference = exercises("03")["03.1"].reference_value()
    assert not any(case.input in borrowed for case in reference) and "min_pass_rate_low" not in borrowed
    own = suite.plan(LAB, suite=RIGHT["03.1"], rules=RULES, risks=["none known"], **DECISION).data
    assert "Still open" not in own and "none known" in own and RIGHT["03.1"][0].input in own


def test_begin_refuses_settings_that_cannot_be_meant():
    import pytest

    for wrong, phrase in (
        ({"version_b": "A"}, "two versions"), ({"version_a": "Z"}, "one of"), ({"cases": 3}, "at least 8"),
    ):  # fmt: skip
        with pytest.raises(ValueError, match=phrase):
            suite.begin(**wrong)
    suite.begin()


def test_labels_show_that_phrases_let_wrong_replies_pass():
    rows = LAB.labelled("A")
    assert len(rows) == len(LAB.run("A").cases)
    passed = [reply.right for _, _, grade, reply in rows if grade.status == "pass"]
    assert 0 < sum(passed) < len(passed)
    plan = suite.plan(LAB, suite=..., rules=..., choice=..., why=..., risks=...).data
    assert "test replies that pass by phrases" in plan


def test_gate_gives_the_rules_of_exercise_7_away_only_after_a_try(monkeypatch):
    from helpers import keeping

    monkeypatch.setattr(keeping, "state", keeping.State(store_failed=True))
    gate = LAB.gate_test(RULES)
    hidden = suite.gate_shown(gate, ...)
    for text in (repr(hidden), hidden._repr_html_()):
        assert "NO-GO" in text and "must_pass" in text
        assert "77" not in text and "unforgivable" not in text and "points allowed" not in text
    assert suite.goal(RULES, ...) is None
    assert suite.gate_shown(gate, RULES) is gate and suite.goal(RULES, RULES) == RULES["min_pass_rate_low"]
    keeping.state.statuses["03.7"] = "retry"
    assert suite.gate_shown(gate, ...) is gate and suite.goal(RULES, ...) == RULES["min_pass_rate_low"]


def test_a_gate_that_says_no_go_is_kept_with_its_own_rules():
    """A NO-GO is false as a bool; the check and the plan must not run another gate in its place."""
    lab = suite.begin()
    own = lab.gate_test({"must_pass": {"severity": "unforgivable"}})
    assert not own
    REFERENCE["03.8"].run(DECISION)
    suite.plan(lab, suite=..., rules=..., choice=..., why=..., risks=...)
    assert lab.gated is own
    suite.begin()


def test_a_gate_bent_after_the_look_does_not_let_a_release_through():
    lab = suite.current()
    try:
        assert lab.gate_test({"min_pass_rate_low": 0.01, "max_regression": 0.9}).go
        said = exercises("03")["03.8"].run({"choice": "ship", "why": "17 % passed the gate. We ship."})
        assert isinstance(said, Hint) and "bent" in str(said.first)
    finally:
        lab.gate_test(RULES)
