"""The twelve judgement questions: the file, the answers, the score, what is kept, and that nothing is given away."""

from __future__ import annotations

import itertools
import re

import pytest

from helpers import judgement, keeping, paths, stats, store

IDS = [f"{n:02d}" for n in range(1, 13)]


@pytest.fixture(autouse=True)
def fresh(my_folder, monkeypatch):
    monkeypatch.setattr(keeping, "state", keeping.State())
    monkeypatch.delenv("WORKBOOK_RUN_LOG", raising=False)


def all_of(letter=None, confidence=80, right=True):
    other = {"A": "B", "B": "A"}
    return {
        key: (letter or (item.right if right else other[item.right]), confidence)
        for key, item in judgement.items().items()
    }


# the file


def test_one_question_for_each_module_from_01_to_12():
    assert list(judgement.items()) == IDS


def test_neither_a_letter_nor_the_longer_option_wins():
    rights = [item.right for item in judgement.items().values()]
    assert rights.count("A") == rights.count("B") == 6
    longest = [
        len(item.options[item.right]) > min(map(len, item.options.values())) for item in judgement.items().values()
    ]
    assert 3 <= sum(longest) <= 9
    runs = [len(list(group)) for _, group in itertools.groupby(rights)]
    assert max(runs) <= 3


def test_every_question_is_sourced_and_every_source_is_listed():
    listed = set(re.findall(r"^\| ([a-z0-9-]+) \|", (paths.ROOT / "docs/sources.md").read_text(encoding="utf-8"), re.M))
    for item in judgement.items().values():
        assert item.sources and set(item.sources) <= listed, item.id
        assert "!" not in item.situation + item.ask + "".join(item.options.values()) + item.why


def test_the_figures_in_the_answers_come_out_again():
    worked = {key: item.worked for key, item in judgement.items().items()}
    assert stats.wilson(20, 20).low == pytest.approx(0.84, abs=0.005) and "84 to 100" in worked["03"]
    assert pytest.approx(0.139, abs=0.0005) == 1 - 0.05 ** (1 / 20) and "13.9 %" in worked["03"]
    assert stats.wilson(142, 200).low == pytest.approx(0.64, abs=0.005)
    assert stats.wilson(142, 200).high > stats.wilson(158, 200).low  # they do overlap
    assert stats.mcnemar(12, 28).p_value == pytest.approx(0.017, abs=0.0005) and ".017" in worked["05"]
    paired = stats.newcombe_paired(130, 12, 28, 30)
    assert (paired.value, paired.low, paired.high) == pytest.approx((0.08, 0.018, 0.142), abs=0.0005)
    assert stats.kappa([[85, 6], [4, 5]]).value == pytest.approx(0.445, abs=0.001)
    assert pytest.approx(0.358, abs=0.001) == 0.95**20 and "0.358" in worked["08"]
    assert pytest.approx(0.401, abs=0.001) == 1 - 0.95**10 and "40.1 %" in worked["12"]


def test_ten_looks_at_two_equal_versions_find_a_winner_in_about_19_of_100():
    import numpy as np

    steps = np.random.default_rng(12).standard_normal((40_000, 10)).cumsum(axis=1)
    found = (np.abs(steps / np.sqrt(np.arange(1, 11))) > 1.959964).any(axis=1).mean()
    assert found == pytest.approx(0.193, abs=0.008)


@pytest.mark.parametrize(
    ("change", "phrase"),
    [
        (("right: A", "right: C"), "options A and B"),
        (("  ask: ", "  asks: "), "missing \\['ask'\\]"),
        (('id: "02"', 'id: "01"'), "an id of its own"),
    ],
)
def test_a_wrong_file_is_refused_with_the_question_named(tmp_path, monkeypatch, change, phrase):
    from helpers.judgement import questions

    broken = tmp_path / "judgement.yaml"
    broken.write_text(questions.FILE.read_text(encoding="utf-8").replace(*change), encoding="utf-8")
    monkeypatch.setattr(questions, "FILE", broken)
    with pytest.raises(ValueError, match=phrase):
        questions.items.__wrapped__()


# answers


@pytest.mark.parametrize(
    ("answer", "phrase"),
    [
        ("A", "such as"),
        (("A",), "such as"),
        (("C", 70), 'the choice is "A" or "B"'),
        (("A", 49), "from 50"),
        (("A", 0.7), "from 50"),
        (("A", 101), "from 50"),
        (("A", "70"), "from 50"),
        (("A", True), "from 50"),
        (("A", float("nan")), "from 50"),
    ],
)
def test_a_wrong_answer_is_named_and_not_kept(answer, phrase):
    result = judgement.keep({"03": answer})
    assert result.status == "retry" and "Question 03" in str(result) and phrase in str(result)
    assert judgement.kept() is None


def test_unknown_questions_and_other_things_are_refused():
    assert "no question '99'" in str(judgement.keep({"99": ("A", 70)}))
    assert "a dictionary" in str(judgement.keep(["A"]))


def test_open_answers_are_left_out():
    given = judgement.check_answers({"01": ..., "02": None, "03": ("A", ...), "04": (..., 70), "05": ["B", 60]})
    assert given == {"05": ("B", 60.0)}


# score


def test_score_of_all_right_all_wrong_and_all_coins():
    best = judgement.score(all_of(confidence=100))
    assert (best.right, best.n, best.brier.value, best.overconfidence) == (12, 12, 0, 0)
    worst = judgement.score(all_of(confidence=100, right=False))
    assert (worst.right, worst.brier.value, worst.overconfidence) == (0, 1, 1)
    assert judgement.score(all_of("A", 50)).brier.value == pytest.approx(0.25)
    mixed = judgement.score(all_of("A", 90))  # 6 right, 6 wrong
    assert mixed.brier.value == pytest.approx((6 * 0.01 + 6 * 0.81) / 12)
    assert mixed.accuracy.low < 0.5 < mixed.accuracy.high


def test_score_needs_all_twelve():
    with pytest.raises(ValueError, match="Still open: 01"):
        judgement.score({key: answer for key, answer in all_of().items() if key != "01"})


def test_compare_is_paired_and_later_minus_earlier():
    change = judgement.compare(all_of("A", 90), all_of(confidence=80))
    assert change["right"].value == pytest.approx(0.5) and change["right"].low > 0
    assert change["brier"].value == pytest.approx(0.04 - 0.41)


# kept


def test_first_complete_set_stays_and_is_read_back():
    assert "None of the 12" in str(judgement.keep(dict.fromkeys(IDS, ...)))
    part = judgement.keep({**dict.fromkeys(IDS, ...), "03": ("A", 70)})
    assert part.status == "todo" and "1 of 12" in str(part) and "01, 02, 04" in str(part)
    assert judgement.kept()["answers"] == {"03": ("A", 70.0)} and not judgement.kept()["complete"]
    whole = judgement.keep(all_of("A", 60))
    assert whole.ok and "12 of 12" in str(whole) and "60 %" in str(whole)
    again = judgement.keep(all_of("B", 100))
    assert again.ok and "stay as they are" in str(again)
    assert judgement.kept()["answers"] == {key: ("A", 60.0) for key in IDS}
    keeping.state = keeping.State()  # a new session
    assert judgement.kept()["answers"]["12"] == ("A", 60.0)


def test_newest_set_counts_after_the_course():
    judgement.keep(all_of("A", 60), when="after")
    judgement.keep(all_of("B", 90), when="after")
    assert judgement.kept("after")["answers"]["01"] == ("B", 90.0)
    assert judgement.kept("before") is None


def test_a_headless_run_keeps_nothing_in_the_store(monkeypatch, tmp_path):
    monkeypatch.setenv("WORKBOOK_RUN_LOG", str(tmp_path / "log"))
    assert "Not stored" in str(judgement.keep(all_of()))
    assert store.default().decisions() == []


def test_when_is_before_or_after():
    with pytest.raises(ValueError, match="'before' or 'after'"):
        judgement.keep({}, when="now")


# nothing is given away


def test_what_is_shown_is_the_same_for_right_and_wrong_answers():
    right, wrong = judgement.keep(all_of(), when="after"), judgement.keep(all_of(right=False), when="after")
    assert str(right) == str(wrong)
    shown = judgement.text()
    for item in judgement.items().values():
        assert item.why not in shown and (not item.worked or item.worked not in shown)
        assert item.title in shown


# the form


@pytest.fixture
def notebook(monkeypatch):
    from types import SimpleNamespace

    from helpers import widgets

    shell, shown = SimpleNamespace(kernel=object(), user_ns={}), []
    monkeypatch.setattr(widgets, "_shell", lambda: shell)
    monkeypatch.setattr("IPython.display.display", lambda *things, **_: shown.extend(things))
    return SimpleNamespace(variables=shell.user_ns, shown=shown)


def parts(box):
    page, choice, confidence, row = box.children
    back, on, state = row.children
    return page, choice, confidence, back, on, state


def test_outside_a_notebook_the_form_gives_open_answers():
    assert judgement.form() == dict.fromkeys(IDS, ...)


def test_form_fills_the_dictionary_and_goes_on_and_back(notebook):
    answers = judgement.form("answers")
    page, choice, confidence, back, on, state = parts(notebook.shown[0])
    assert "1 of 12" in page.value and "0 of 12 answered" in state.value and choice.value is None
    choice.value = "B"
    assert answers["01"] == ("B", ...) and "0 of 12" in state.value
    confidence.value = 70
    assert answers["01"] == ("B", 70) and "1 of 12 answered" in state.value
    on.click()
    assert "2 of 12" in page.value and choice.value is None and confidence.value is None and answers["02"] is ...
    back.click()
    assert choice.value == "B" and confidence.value == 70 and back.disabled
    for _ in IDS:
        choice.value, confidence.value = "A", 100
        on.click()
    assert on.disabled and "All answered" in state.value
    assert judgement.keep(answers).ok


def test_form_shows_what_was_answered_before_and_closes_when_all_is_kept(notebook):
    notebook.variables["answers"] = {"01": ("A", 90), "02": "nonsense"}
    answers = judgement.form("answers")
    page, _choice, *_ = parts(notebook.shown[0])
    assert answers["01"] == ("A", 90) and answers["02"] is ... and "2 of 12" in page.value
    judgement.keep(all_of("B", 60))
    assert judgement.form("answers") == {key: ("B", 60.0) for key in IDS}
    assert "stay closed" in notebook.shown[-1].value
    assert judgement.form("again", when="after")["01"] is ...
