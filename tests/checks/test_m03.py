"""Answers to lab 03 for test_hints_of_every_module.py. What depends on the replies is computed, so it follows them."""

import json
import tempfile
from pathlib import Path

from helpers import suite, world
from helpers.check import Hint, Right, exercises
from helpers.evals import Case, mentions

REFERENCE = exercises("03")
RIGHT = {key: spec.reference_value() for key, spec in REFERENCE.items()}


def cases(**changes):
    """The reference cases; changes={place: {field: value}} as place_3={…}."""
    rows = [case.to_dict() for case in RIGHT["03.1"]]
    for place, change in changes.items():
        rows[int(place.removeprefix("case_")) - 1] |= change
    return rows


SILENT = {"tags": ["not_answerable"], "must": []}
UNANSWERED = [
    "Is there coffee at the hub?",
    "Can I get a gift card instead of the money?",
    "My bike was a present. Who gets the refund?",
    "May a friend bring the keys for me?",
    "Do you sell a second charger for my mountain cabin?",
]
WINDOW_ASKED = "How long after delivery can I return my bike for a refund?"
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
MILDER = next(one for one in LAB.broke() if one.case.severity == "annoying" and one.held)
NOT_BROKEN = next(one for one in LAB.broke() if one.held is False)
FIXED = next(change.case.id for change in LAB.compared().improvements)
SHARE = RIGHT["03.10"]
FORM = {"event": "gen_ai.evaluation.result", "severities": ["costly", "unforgivable"], "label": "pass"}
with tempfile.TemporaryDirectory() as folder:
    TEXT = LAB.run("B", "test").to_otel(Path(folder) / "run.jsonl").read_text(encoding="utf-8")
LINES = [json.loads(line) for line in TEXT.split("\n") if line]
SEVERE = [case for case in LAB.run("B", "test").cases if case.severity != "annoying"]

# Reasons that learners wrote: those with a figure of the run, and those without one.
REASONS = [
    "20 of 24 must-pass cases failed. They have to be repaired before any release.",
    "20 of the 24 cases that must pass failed. That has to change.",
    "20 of the 24 unforgivable cases failed. We wait.",
    "20 must-pass cases failed. That has to change.",
    "We failed 20 must-pass cases. We wait.",
    "Must-pass: 4/24. That has to change.",
    "Four of 24 passed. That has to change.",
    "Twenty of the twenty-four must-pass cases failed. We wait.",
    "Of the 24 must-pass cases only 4 passed. That has to change.",
    "4 of 24 passed, 20 failed. We wait.",
    "18 of 108 test questions passed. That has to change.",
    "90 of 108 failed. We hold.",
    "The pass rate is 0.17, the limit 0.75. That has to change.",
    "Version B passes 17 % (9 to 24 %) of the test questions. must_pass is not met.",
    "The lower end is 9.3 %, far below 75 %. The retrieval has to change.",
    "83 % of the questions failed. That has to be mended.",
    "It passes 17 %. It would have to reach 80 % before we look again.",
    "On dev it passed 12 %, on the test set 17 %. Both are too low.",
    "Version B passes 17 % and version A 16 %. Neither is near 75 %.",
    "13 of 108 cases broke against A, and 90 of 108 fail. We repair these first.",
    "The interval does not rule out a loss of 9.4 points. That is too much for us.",
]
POOR_REASONS = [
    ("Version B passes 12 % of the questions. We hold.", "a figure of the dev set"),
    ("12 % (4 to 19 %) of the questions pass. We hold.", "a figure of the dev set"),
    ("22 % of the questions pass. We hold.", "You write 22 %; the run says"),
    ("It passes 40 % of the questions, below the 75 %. We hold.", "You write 40 %; the run says"),
    ("It passes 83 % of the questions. We hold.", "You write 83 %; the run says"),
    ("The gate asks for 75 %. That is not enough for us.", "not a limit of the gate alone"),
    ("75 % is the best rate ever seen. We are happy.", "not a limit of the gate alone"),
    ("Lorem ipsum 35 % dolor. Sit amet.", "You write 35 %; the run says"),
    ("12 of 24 must-pass cases failed. We hold.", "4 of 24 passed and 20 did not"),
    ("4 of 24 must-pass cases failed. We hold.", "4 of 24 passed and 20 did not"),
    ("20 must-pass cases passed. We hold.", "4 of 24 passed and 20 did not"),
    ("The lower end is 9.3 %, well above the limit. We ship tomorrow.", "Which of the two?"),
    ("Version closed passes 17 % of the questions. We hold.", "This run compares A and B"),
    ("It passes 17 %. A. B. C. D. E.", "You wrote 6 sentences; two to four are asked for."),
]

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
        (cases(case_2={"must_not": ["working days"]}), "would fail. Is that meant?"),
        (cases(case_1={"must": ["days"]}), "looks for the one word 'days'"),
        (cases(case_2={"input": "May I have the money in cash?", "must": ["14 days"]}), "Is that the answer to what"),
        (cases(case_4={"input": WINDOW_ASKED, "must_not": ["30 days"]}), "Read them once more with this question"),
        (cases(case_4={"input": "When will the money be on my card?"}), "Read them once more with this question"),
        (cases(case_4={"input": "Do you sell kangaroo steaks to people?"}), "has nothing to do with returns"),
        (cases(case_3={"id": "window"}), "Case 1 and case 3"),
        ([*RIGHT["03.1"], RIGHT["03.1"][0]], "You gave 6 cases; five are asked for. Leave the weakest out."),
        (cases(**{f"case_{n}": {"severity": "costly"} for n in range(1, 6)}), "All of your cases are costly"),
        (RIGHT["03.1"][:4], "five are asked for"),
        ([*RIGHT["03.1"][:4], {"id": "x", "question": "Why?"}], "cannot be read"),
        (
            cases(**{f"case_{n}": SILENT | {"input": text} for n, text in enumerate(UNANSWERED, start=1)}),
            "None of the five",
        ),
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
        (len({case.cluster for case in LAB.run("A").cases}), "is the pages of the whole dev set; this table has fewer"),
    ],
    "03.5": [
        (AB | {"comparison": "unpaired"}, "What do you lose by forgetting that?"),
        (AB | {"verdict": OTHER}, "interval"),
        (AB | {"verdict": "B"}, "The verdict is one of"),
        (AB | {"worst": FIXED}, "Look at the worst case B broke"),
        (AB | {"worst": MILDER.case.id}, "Is there nothing worse"),
        (AB | {"worst": NOT_BROKEN.case.id}, "was wrong already, so B broke nothing there"),
        (AB | {"comparison": "both"}, "The comparison is 'paired' or 'unpaired'"),
        (AB | {"comparison": " Unpaired"}, "What do you lose by forgetting that?"),
        ({"verdict": AB["verdict"]}, "lacks comparison, worst"),
    ],
    "03.6": [
        (100, "With 100 cases you would see"),
        (RIGHT["03.6"] - 100, "and miss it the other times"),
        (2 * RIGHT["03.6"], "Find the smallest number"),
        (RIGHT["03.6"] + 100, "Find the smallest number"),
        (600, "are enough, with a chance of 84 in 100, but not the smallest"),
        (RIGHT["03.6"] - 12, "and miss it the other times"),
        (0.8, "a number of cases"),
    ],
    "03.7": [
        ({k: v for k, v in RULES.items() if k != "must_pass"}, "lets a swollen-battery answer through"),
        (RULES | {"must_pass": {"severity": "costly"}}, "lets a swollen-battery answer through"),
        (RULES | {"min_pass_rate_low": 0.5}, "each automatic answer loses"),
        (RULES | {"min_pass_rate_low": 0.99}, "would not pass"),
        (RULES | {"max_regression": 0.2}, "You allow a loss of 20 points"),
        (RULES | {"max_regression": 2}, "max_regression is a share between 0 and 1"),
        (RULES | {"max_regression": -0.1}, "max_regression needs a number of at least 0"),
        (RULES | {"max_unscored": 2}, "max_unscored is a share between 0 and 1"),
        (RULES | {"must_pass": {"severity": "unforgivable", "tag": "foo"}}, "names more than the severity: tag"),
        (RULES | {"must_pass": {"tag": "battery"}}, "lets a swollen-battery answer through"),
        (RULES | {"must_pass": {"severity": ["unforgivable", "severe"]}}, "a severity is one of"),
        (RULES | {"must_pass": {"severity": "unforgivable", 3: "foo"}}, "names more than the severity: 3"),
        (RULES | {"must_pass": {"severity": 3}}, "lets a swollen-battery answer through"),
        (RULES | {"p95_latency_s": "fast"}, "p95_latency_s needs a number of at least 0, but got 'fast'"),
        (RULES | {"p95_latency_s": 1e9}, "Which run would that ever stop?"),
        (RULES | {"p95_latency_s": 0.0001}, "Which run could ever meet that?"),
        (RULES | {"cost_per_case_usd": 5}, "what would be saved?"),
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
        (DECISION | {"why": f"It passes {LAB.rate('B', 'test').text}"}, "You wrote 1 sentence; two to four"),
        (DECISION | {"why": f"It passes {LAB.rate('B', 'test').text}"}, "add a sentence on what has to change"),
        *((DECISION | {"why": why}, phrase) for why, phrase in POOR_REASONS),
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
        (0.15, "Count the grades of costly and unforgivable"),
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
        assert "75" not in text and "unforgivable" not in text and "points allowed" not in text
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
        for bent in ({"min_pass_rate_low": 0.01, "max_regression": 0.9}, {"max_regression": 1.0}):
            assert lab.gate_test(bent).go
            for choice in ("ship", "hold"):
                said = exercises("03")["03.8"].run({"choice": choice, "why": "17 % passed the gate. We go on."})
                assert isinstance(said, Hint) and "bent" in str(said.first)
    finally:
        lab.gate_test(RULES)


def test_reasons_with_a_figure_of_the_run_are_taken():
    LAB.gate_test(RULES)
    for why in REASONS:
        said = REFERENCE["03.8"].run(DECISION | {"why": why})
        assert isinstance(said, Right) and "Only the figure was read" in said.message, (why, said)


def test_other_ways_to_write_a_right_answer_are_taken():
    right = {
        "03.5": [AB | {"comparison": " PAIRED ", "verdict": AB["verdict"].upper()}],
        "03.6": [RIGHT["03.6"] - 6, 550, 1.04 * RIGHT["03.6"]],
        "03.7": [
            RULES | {"max_unscored": 0},
            RULES | {"cost_per_case_usd": 0, "p95_latency_s": 30},
            RULES | {"max_regression": 0.05, "min_pass_rate_low": 0.75},
            RULES | {"must_pass": {"severity": ["unforgivable", "costly"]}},
        ],
        "03.9": [round(RIGHT["03.9"], 3)],
        "03.10": [0.13, 0.133],
    }
    for key, answers in right.items():
        for answer in answers:
            assert not isinstance(REFERENCE[key].run(answer), Hint), (key, answer, REFERENCE[key].run(answer))


def test_third_hint_of_the_gate_names_something_the_notebook_has():
    said = REFERENCE["03.7"].run(RULES | {"min_pass_rate_low": 0.5})
    dev = world.cases(suite.decidable("dev"))
    assert "`suite.break_even(dev)`" in said.third and 0.7 < suite.break_even(dev) < 0.8


def test_one_lost_point_costs_the_error_and_the_saving():
    said = REFERENCE["03.7"].run(RULES | {"max_regression": 0.2})
    assert "160 euros" in said.second and "0.05 or less" in said.third


def test_changes_of_the_rules_after_the_look_are_counted_and_told(monkeypatch, capsys):
    monkeypatch.delenv("WORKBOOK_RUN_ID", raising=False)
    lab = suite.begin()
    lab.gate_test(RULES)
    lab.gate_test(dict(RULES))
    assert lab.changes == 0 and "not the rules" not in capsys.readouterr().out
    for number, limit in enumerate((0.03, 0.04), start=1):
        lab.gate_test(RULES | {"max_regression": limit})
        assert f"change number {number} after the test set was seen" in capsys.readouterr().out
    plan = suite.plan(lab, suite=..., rules=..., choice=..., why=..., risks=...).data
    assert "rules changed 2 times after the test set was seen" in plan and "written before the run" not in plan
    suite.begin()


def test_workshop_sees_the_reference_gate_and_nobody_else(monkeypatch):
    from helpers import keeping

    monkeypatch.setattr(keeping, "state", keeping.State(store_failed=True))
    gate = LAB.gate_test(RULES)
    assert suite.gate_shown(gate, ..., "Workshop") is gate and suite.goal(RULES, ..., "workshop") == 0.75
    assert suite.gate_shown(gate, ..., "self-study") is not gate and suite.goal(RULES, ..., "self-study") is None


def test_gate_speaks_of_pages_and_never_of_a_negative_rate():
    lab = suite.begin(version_b="closed")
    text = str(lab.gate_test(RULES))
    assert "pages" in text and "cluster" not in text and "-1.0 %" not in text and "1 cases" not in text
    suite.begin()


def test_what_was_wrong_by_label_before_is_not_called_broken():
    broke = LAB.broke()
    assert [one.case.id for one in broke] == sorted(one.case.id for one in broke)
    assert len(broke) == len(LAB.compared().regressions) and NOT_BROKEN.case.id not in LAB.worst()
    assert "was wrong by label too" in str(NOT_BROKEN) and "right, now wrong" in str(MILDER)
    assert set(LAB.worst()) <= {one.case.id for one in broke if one.case.severity == "unforgivable" and one.held}


def test_plan_takes_one_text_as_one_risk_and_says_rules_in_words():
    LAB.gate_test(RULES)
    plan = suite.plan(LAB, suite=..., rules=RULES | {"p95_latency_s": 60.0}, choice=..., why=..., risks="Prices move.")
    assert "- Prices move." in plan.data and "at most 60 seconds" in plan.data and "p95_latency_s" not in plan.data


def test_a_model_that_does_not_answer_is_named_at_once():
    import pytest

    lab = suite.begin(model="local/nothing", live_cases=8)
    with pytest.raises(RuntimeError, match=r"Not one reply came from the model 'local/nothing': .*no model"):
        lab.run("A")
    suite.begin()


def test_more_cases_than_there_are_is_said(capsys):
    assert suite.begin(cases=500).limit == 500 and "all 120 are taken" in capsys.readouterr().out
    suite.begin()
    assert not capsys.readouterr().out


def test_slips_in_sizes_and_cases_are_sentences(capsys):
    assert len(suite.chances([100, "550", 0, True], 0.05, differ=0.2)) == 1
    said = capsys.readouterr().out
    assert "'550' is no number of cases" in said and "times out of 100" in said
    assert suite.chances("550", 0.05, differ=0.2) == []
    assert suite.Case(id="a", input="Why?", severity="anoying") is ...
    assert "The case 'a' cannot be read yet: severity must be one of" in capsys.readouterr().out
    assert suite.Case(id="a", inptu="Why?") is ... and suite.Case("a", "Why?") == Case("a", "Why?")


def test_claim_about_two_groups_says_what_the_counts_look_like():
    for run in (LAB.run("A"), LAB.run("B")):
        groups = {name: [g.status == "pass" for c, _, g in run.rows("phrases") if c.severity == name]
                  for name in ("annoying", "unforgivable")}  # fmt: skip
        rates = {name: sum(passed) / len(passed) for name, passed in groups.items()}
        word = "more often" if rates["unforgivable"] > rates["annoying"] else "less often"
        assert word in suite.claims(run)["e"].text


def test_question_about_another_part_of_the_pages_is_told_from_a_free_wording():
    from helpers.checks import m03_writing

    page = suite.refund_page()
    for text, must in (
        ("How long have I got to give the thing back?", "14 days"),
        ("Do I need to bring the keys?", "charger, keys and lock"),
        ("Can you send it to my sister's account?", "somebody else's account"),
        ("The hub took my bike back on Monday. When is the money on my card?", "7 working days"),
        ("I am on Flex. Can I return the bike and get the money?", "does not apply"),
    ):
        assert m03_writing._elsewhere(1, Case("x", text, must=(must,)), page) is None, text
    for text in (
        "I pay in Swiss francs. Which exchange rate do you use for the refund?",
        "Can I get a gift card instead of the money?",
        "My bike was a present. Who gets the refund?",
        "When does the hub open so I can return the bike?",
    ):
        assert m03_writing._not_silent(1, Case("x", text, tags=("not_answerable",)), page) is None, text
