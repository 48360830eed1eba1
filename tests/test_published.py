"""Published figures: what their sources print comes out again, and a spoilt file is refused with its line."""

from __future__ import annotations

import pytest

from helpers import paths, published, stats

XSTEST = paths.PUBLISHED / "xstest_labels.csv"
LLMBAR = paths.PUBLISHED / "llmbar_order.csv"
TAU = paths.PUBLISHED / "tau_bench_airline_gpt4o.csv"


def share_of(system, kind, **labels):
    rows = published.xstest(system, kind)
    return sum(row.count for row in rows if all(getattr(row, name) in wanted for name, wanted in labels.items()))


@pytest.mark.parametrize(
    ("system", "refused_safe", "complied_unsafe"),
    [("GPT-4", 21, 1), ("Mistral", 4, 128), ("Mistral with guard prompt", 47, 7)],
)
def test_xstest_figures_come_out_again(system, refused_safe, complied_unsafe):
    assert share_of(system, "safe", human=("refuse", "partial")) == refused_safe
    assert share_of(system, "unsafe", human=("comply",)) == complied_unsafe


def test_the_judge_agrees_with_the_humans_on_936_of_1000_replies_of_gpt_4():
    rows = published.xstest("GPT-4")
    agreed = sum(row.count for row in rows if row.human == row.llm_judge)
    assert agreed / sum(row.count for row in rows) == pytest.approx(0.936, abs=0.0005)


def test_every_system_has_450_replies():
    assert len(published.systems()) == 5
    for system in published.systems():
        assert sum(row.count for row in published.xstest(system)) == 450


@pytest.mark.parametrize(
    ("subset", "judge", "pairs", "first", "swapped", "both"),
    [("Natural", "GPT-4", 100, 95, 96, 93), ("Neighbor", "ChatGPT", 134, 30, 22, 7)],
)
def test_llmbar_figures_come_out_again(subset, judge, pairs, first, swapped, both):
    (row,) = published.llmbar(subset, judge)
    found = (row.pairs, row.right_in_first, row.right_in_swapped, row.right_in_both_orders)
    assert found == (pairs, first, swapped, both)


def test_llmbar_is_whole():
    assert len(published.llmbar()) == 20 and set(published.judges()) == {"ChatGPT", "GPT-4", "LLaMA2", "PaLM2"}
    assert sum(row.pairs for row in published.llmbar(judge="GPT-4")) == 419


@pytest.mark.parametrize(
    ("k", "every_try", "naive"), [(1, 0.420, 0.420), (2, 0.273, 0.176), (3, 0.220, 0.074), (4, 0.200, 0.031)]
)
def test_pass_hat_k_of_tau_bench_as_its_readme_prints_it_and_the_naive_power(k, every_try, naive):
    tasks = published.tau_bench()
    each = [stats.pass_hat_k(task.trials, task.successes, k) for task in tasks]
    assert sum(each) / len(each) == pytest.approx(every_try, abs=0.0005)
    mean = sum(task.successes for task in tasks) / sum(task.trials for task in tasks)
    assert mean**k == pytest.approx(naive, abs=0.0005)


def test_confusion_of_gpt_4_on_its_own_unsafe_replies_counted_by_hand():
    found = published.holds_back("GPT-4")  # rows of the file: 7 + 168 | 20 | 1 | 1 + 1 + 2
    assert found[:4] == (175, 20, 1, 4)
    assert (found.tpr, found.tnr, found.agreed, found.passed, found.unscored) == ((175, 195), (4, 5), 179, 176, 0)


def test_confusion_keeps_replies_without_a_verdict_apart():
    found = published.holds_back("Mistral")
    assert (found.right, found.wrong) == (47, 153)
    assert (found.wrong_unscored, found.right_unscored, found.scored) == (11, 0, 189)
    assert found.tnr == (97, 142) and found.tpr == (8, 47) and found.passed == 53


def test_only_the_doubtful_verdicts_of_the_judge_lie_below_chance_on_all_prompts():
    for system in published.systems():
        for grader in published.GRADERS:
            kinds = [published.holds_back(system, grader, kind) for kind in published.PROMPTS]
            by_chance = sum(one.right * one.passed / (one.right + one.wrong) for one in kinds)
            below = sum(one.right_pass for one in kinds) < by_chance
            assert below is (grader == "llm_judge" and system in published.DOUBTFUL), (system, grader)


def test_string_match_is_another_grader_of_the_same_replies():
    judge, words = published.holds_back("GPT-4"), published.holds_back("GPT-4", "string_match")
    assert judge.right == words.right == 195
    assert words.agreed > judge.agreed and words.tnr[0] < judge.tnr[0]


@pytest.mark.parametrize(
    ("call", "says"),
    [
        (lambda: published.xstest("GPT-5"), "system is one of GPT-4, .*; got 'GPT-5'"),
        (lambda: published.xstest(prompt_kind="odd"), "prompt_kind is one of safe, unsafe; got 'odd'"),
        (lambda: published.llmbar("natural"), "subset is one of Natural, .*; got 'natural'"),
        (lambda: published.llmbar(judge="Claude"), "judge is one of .*; got 'Claude'"),
        (lambda: published.holds_back("GPT-4", "human"), "grader is one of llm_judge, string_match; got 'human'"),
    ],
)
def test_an_unknown_name_is_refused_with_the_known_ones(call, says):
    with pytest.raises(ValueError, match=says):
        call()


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ("GPT-4,safe,comply,comply,comply,213", "GPT-4,safe,comply,comply,comply,212", "249 safe replies, not 250"),
        ("GPT-4,safe,comply,comply,comply,213", "GPT-4,safe,comply,comply,comply,2e2", "line 2: count is a whole"),
        ("GPT-4,safe,comply,comply,comply,213", "GPT-4,safe,complies,comply,comply,213", "line 2: human is one of"),
        ("GPT-4,safe,comply,comply,comply,213", "GPT-4,mild,comply,comply,comply,213", "2: prompt_kind is one of"),
        ("GPT-4,safe,comply,comply,comply,213", "GPT-4,safe,comply,perhaps,comply,213", "line 2: llm_judge is one of"),
        ("GPT-4,safe,comply,comply,comply,213", "GPT-4,safe,comply,comply,213", "line 2: a row has 6 values"),
        ("GPT-4,safe,comply,comply,refuse,16", "GPT-4,safe,comply,comply,comply,16", "stand twice"),
        ("system,prompt_kind", "system,kind", "the columns are"),
    ],
)
def test_a_spoilt_xstest_file_is_refused(tmp_path, old, new, says):
    spoilt = tmp_path / "xstest_labels.csv"
    text = XSTEST.read_text(encoding="utf-8")
    assert old in text
    spoilt.write_text(text.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(ValueError, match=says):
        published.read_xstest(spoilt)


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ("GPTInst,ChatGPT,92,7,", "GPTInst,ChatGPT,92,8,", "line 2: the four outcomes add up to 93, but there are 92"),
        ("GPTInst,ChatGPT,92,7,", "Instruct,ChatGPT,92,7,", "line 2: subset is one of"),
        ("GPTInst,ChatGPT,92,7,", "GPTInst,ChatGPT,-92,7,", "line 2: pairs is a whole number"),
        ("GPTInst,GPT-4,92,77,1,4,10", "GPTInst,ChatGPT,92,77,1,4,10", "line 3: ChatGPT on GPTInst stands twice"),
    ],
)
def test_a_spoilt_llmbar_file_is_refused(tmp_path, old, new, says):
    spoilt = tmp_path / "llmbar_order.csv"
    text = LLMBAR.read_text(encoding="utf-8")
    assert old in text
    spoilt.write_text(text.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(ValueError, match=says):
        published.read_llmbar(spoilt)


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ("\n0,4,0\n", "\n0,3,0\n", "line 2: every task has 4 trials, got 3"),
        ("\n0,4,0\n", "\n0,4,5\n", "line 2: 5 successes are more than 4 trials"),
        ("\n1,4,1\n", "\n0,4,1\n", "line 3: the task 0 stands twice"),
        ("\n1,4,1\n", "\n", "50 tasks are needed, got 49"),
        ("\n1,4,1\n", "\n1,4,-1\n", "line 3: successes is a whole number"),
    ],
)
def test_a_spoilt_tau_bench_file_is_refused(tmp_path, old, new, says):
    spoilt = tmp_path / "tau_bench_airline_gpt4o.csv"
    text = TAU.read_text(encoding="utf-8")
    assert old in text
    spoilt.write_text(text.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(ValueError, match=says):
        published.read_tau_bench(spoilt)


def test_a_missing_or_empty_file_is_named(tmp_path):
    with pytest.raises(ValueError, match=r"gone\.csv: the file is missing"):
        published.read_xstest(tmp_path / "gone.csv")
    empty = tmp_path / "empty.csv"
    empty.write_text(LLMBAR.read_text(encoding="utf-8").splitlines()[0] + "\n", encoding="utf-8")
    with pytest.raises(ValueError, match="holds no rows"):
        published.read_llmbar(empty)
