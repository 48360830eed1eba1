"""Graders: pass, fail, and the third state with its reason."""

import pytest

from helpers.evals import Case, Grade, contains, exact, grader, json_schema, judge, regex, similarity
from helpers.evals.graders import as_grade, grade_all, grade_one, name_of
from helpers.evals.llm_judge import verdict

CASE = Case("a", "How long?", expected="Two weeks.", must=["14 days | two weeks", "refund"], must_not=["30 days"])
BARE = Case("b", "How long?")


@pytest.mark.parametrize(
    ("item", "case", "output", "status", "reason"),
    [
        (exact(), CASE, "two  WEEKS.", "pass", ""),
        (exact(), CASE, "It takes two weeks.", "fail", "expected 'Two weeks.'"),
        (exact(normalise=False), CASE, "two weeks.", "fail", "expected"),
        (exact(), Case("c", "x", expected=["yes", "ja"]), "Ja", "pass", ""),
        (exact(), Case("c", "x", expected=42), "42", "pass", ""),
        (exact(), BARE, "x", "unscored", "no expected answer"),
        (contains(), CASE, "You get a refund for two weeks", "pass", ""),
        (contains(), CASE, "within 14 days", "fail", "does not say 'refund'"),
        (contains(), CASE, "Refund: 14 days, not 30 days", "fail", "says '30 days'"),
        (contains(), BARE, "x", "unscored", "names nothing"),
        (regex(r"\d+ days"), BARE, "14 days", "pass", ""),
        (regex(r"^\d+$"), BARE, "14 days", "fail", "nothing matches"),
        (json_schema({"type": "object", "required": ["a"]}), BARE, '{"a": 1}', "pass", ""),
        (json_schema({"type": "object", "required": ["a"]}), BARE, "{}", "fail", "'a' is a required property"),
        (json_schema({"type": "object"}), BARE, "Sure: {}", "fail", "not JSON"),
        (json_schema({"type": "object"}), BARE, "```json\n{}\n```", "fail", "not JSON"),
        (json_schema({"type": "object"}, fenced=True), BARE, "```json\n{}\n```", "pass", ""),
    ],
)
def test_built_in_graders(item, case, output, status, reason):
    grade = grade_one(item, case, output)
    assert grade.status == status
    assert reason in grade.reason
    assert grade.score == {"pass": 1.0, "fail": 0.0, "unscored": None}[status]


def test_wrong_settings_are_refused_when_the_grader_is_made():
    with pytest.raises(ValueError, match="regular expression"):
        regex("(")
    with pytest.raises(ValueError, match="not valid"):
        json_schema({"type": "dog"})
    with pytest.raises(ValueError, match="cosine"):
        similarity(1.5)
    with pytest.raises(ValueError, match="output"):
        judge("Is it right? {input}")
    with pytest.raises(ValueError, match="status must be"):
        Grade("x", "passed")


@pytest.mark.parametrize(
    ("returned", "status", "reason"),
    [
        (True, "pass", ""),
        (False, "fail", ""),
        (None, "unscored", "could not tell"),
        (Grade("other", "fail", 0.2, "because"), "fail", "because"),
        (0.7, "unscored", "returned float 0.7"),
        ("pass", "unscored", "returned str"),
        (1, "unscored", "returned int 1"),
    ],
)
def test_plain_functions_as_graders(returned, status, reason):
    def polite(case, output):
        return returned

    grade = grade_one(polite, BARE, "x")
    assert (grade.name, grade.status) == ("polite", status)
    assert reason in grade.reason


def test_numpy_booleans_count_as_booleans():
    import numpy as np

    assert as_grade("x", np.bool_(True)).status == "pass"
    assert as_grade("x", np.array([1.0])[0] > 2).status == "fail"


def test_a_grader_that_raises_leaves_the_row_unscored_with_the_reason():
    def broken(case, output):
        return output[99]

    grade = grade_one(broken, BARE, "x")
    assert grade.status == "unscored"
    assert "IndexError" in grade.reason


def test_names():
    assert name_of(grader(lambda case, output: True, name="short")) == "short"
    assert name_of(regex("a", name="has a")) == "has a"

    @grader(name="kind")
    def named(case, output):
        return True

    assert grade_one(named, BARE, "x") == Grade("kind", "pass")
    with pytest.raises(ValueError, match="no name"):
        name_of(lambda case, output: True)
    with pytest.raises(ValueError, match="must be a function"):
        name_of("contains")


def test_a_batch_that_fails_is_graded_one_by_one():
    def one(case, output):
        if output == "bad":
            raise RuntimeError("cannot read this")
        return True

    def batch(pairs):
        return [one(case, output) for case, output in pairs]

    one.batch = batch
    grades = grade_all(one, [(BARE, "good"), (BARE, "bad"), (BARE, "good")])
    assert [grade.status for grade in grades] == ["pass", "unscored", "pass"]
    assert "cannot read this" in grades[1].reason


def test_a_batch_of_the_wrong_length_is_not_trusted():
    def one(case, output):
        return output == "good"

    one.batch = lambda pairs: [True]
    assert [grade.status for grade in grade_all(one, [(BARE, "bad"), (BARE, "good")])] == ["fail", "pass"]


def test_similarity_uses_the_bundled_embedder():
    case = Case("c", "x", expected=["The battery must be charged indoors.", "Charge it inside."])
    pairs = [(case, "Charge the battery inside."), (case, "Our office opens at nine."), (case, ""), (BARE, "x")]
    grades = grade_all(similarity(0.6), pairs)
    assert [grade.status for grade in grades] == ["pass", "fail", "fail", "unscored"]
    assert grades[0].score > 0.6 > grades[1].score
    assert "threshold 0.6" in grades[1].reason
    one = grade_one(similarity(0.6), *pairs[0])
    assert one.score == pytest.approx(grades[0].score, abs=1e-5)


@pytest.mark.parametrize(
    ("reply", "said"),
    [
        ("pass", "pass"),
        (" FAIL.", "fail"),
        ('"pass"', "pass"),
        ("**Pass**", "pass"),
        ("I would say pass", None),
        ("pass fail", None),
        ("", None),
    ],
)
def test_only_the_one_word_is_a_verdict(reply, said):
    assert verdict(reply) == said


@pytest.fixture
def model_says(monkeypatch):
    """Replies of the judge model by rule, and the prompts it got: what is under test is how the grader reads them."""
    from helpers import llm

    asked = []

    def reply(prompt, **settings):
        asked.append((prompt, settings))
        if "EXPLODE" in prompt:
            raise RuntimeError("the provider is down")
        return type("Reply", (), {"text": "maybe" if "hm" in prompt else "pass" if "good" in prompt else "fail"})()

    monkeypatch.setattr(llm, "chat", reply)
    monkeypatch.setattr(llm, "chat_many", lambda prompts, progress, **settings: [reply(p, **settings) for p in prompts])
    return asked


def test_the_judge_has_three_states(model_says):
    case = Case("c", "How long?", expected="Two weeks.")
    outputs = ["good", "wrong", "hm", "EXPLODE"]
    grades = grade_all(judge("{input} / {expected} / {output}"), [(case, output) for output in outputs])
    assert [grade.status for grade in grades] == ["pass", "fail", "unscored", "unscored"]
    assert "neither pass nor fail: 'maybe'" in grades[2].reason
    assert "provider is down" in grades[3].reason


def test_the_judge_sees_the_case_and_is_constrained(model_says):
    case = Case("c", [{"role": "user", "content": "How long?"}], must=["14 days"], must_not=["30 days"])
    grade_one(
        judge("{input}\n{expected}\n{must}\n{must_not}\n{output}", model="m", name="strict"), case, "good {input}"
    )
    prompt, settings = model_says[0]
    assert prompt == "user: How long?\n14 days\n- 14 days\n- 30 days\ngood {input}"
    assert settings["choices"] == ["pass", "fail"]
    assert settings["temperature"] == 0
    assert settings["model"] == "m"


@pytest.mark.live
def test_the_bundled_model_as_judge_gives_one_of_the_two_words(my_folder):
    case = Case("c", "How long can I return the bike?", expected="14 days")
    grades = grade_all(judge(), [(case, "You can return it within 14 days."), (case, "Bananas are yellow.")])
    assert {grade.status for grade in grades} <= {"pass", "fail"}
