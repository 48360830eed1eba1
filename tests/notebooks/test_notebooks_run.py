"""Every notebook runs from a clean checkout, on recordings, within the limits.

nbval runs the learner's notebooks as they are, and the solved labs with LABS_STRICT=1, where a check that does not pass
is an error. papermill runs samples with other parameters. Each has an empty `my/`, so no cache of an earlier run helps.
"""

from __future__ import annotations

import json

import pytest
import watching

from helpers import notebooks, paths

SECONDS, MEGABYTES = 30, 1500
LIVE_SECONDS = 8  # of replies that are not recorded: a notebook may show one live answer, and no more than that
# nbval brings jsonschema along; without its slowest part a run starts 2 s earlier
QUICKLY = """
from helpers.jsonschemas import quickly_imported
with quickly_imported():
    import nbformat
import sys, pytest
sys.exit(pytest.main(sys.argv[1:]))
"""
LEARNER = notebooks.every()
SOLVED = notebooks.every(solutions=True)
SAMPLES = {
    "notebooks/00_start_here": {"model": "local/smollm2-135m"},
    "notebooks/02_error_analysis": {"to_read": 42, "runs": 60, "label_error": 8, "seed": 9},
    "notebooks/01_do_we_need_ai": {"hosted": "anthropic/claude-haiku-4-5", "small": 30, "tests": 60, "seed": 5},
    "notebooks/03_evals": {"version_a": "B", "version_b": "closed", "seed": 11},
    "notebooks/04_llm_judge": {"version": "B", "used_on": "Mistral with guard prompt", "labels": 60, "seed": 9},
    "notebooks/08_cost": {
        "cheap_model": "anthropic/claude-haiku-4-5",
        "price_sheet": "halved",
        "live_cases": 3,
        "seed": 3,
    },
    "labs/09_safety": {"attack_share": 0.005, "loss_eur": 90.0, "blocked_eur": 6.0, "live_cases": 20},
    "labs/08_cost": {
        "price_sheet": "no-cache-discount",
        "person_eur": 6.0,
        "tickets_per_month": 9000,
        "load_seconds": 3,
        "seed": 5,
    },
    "notebooks/06_uncertainty": {"labels": 200, "teams": 500, "live_cases": 14, "seed": 9},
    "labs/02_error_analysis": {"split": "test", "to_read": 20, "seed": 5},
    "labs/01_do_we_need_ai": {"train_labels": 100, "hosted": "openai/gpt-6-sol", "minutes_misrouted": 6.0, "seed": 4},
    "labs/03_evals": {"cases": 80, "live_cases": 8, "seed": 11},
    "labs/06_uncertainty": {"person_eur": 6.0, "hedge_heeded": 0.9, "live_cases": 20, "seed": 11},
    "notebooks/05_prompting": {"prompts": 8, "questions": 60, "runs": 100, "seed": 9},
    "labs/05_prompting": {"temperature": 1.0, "live_cases": 8, "seed": 11},
    "labs/04_llm_judge": {"version": "B", "live_replies": 30, "label_cost_eur": 3.0},
    "notebooks/07_rag": {"chunk_words": 160, "mode": "dense"},
    "notebooks/10_regulation": {"as_of": "2026-03-01", "turnover_million": 40},
    "labs/11_agents": {
        "policy": "confirm all writes",
        "each": 1,
        "notices_read": 0.5,
        "vigilance": 0.8,
        "live_cases": 4,
        "seed": 5,
    },
    "notebooks/09_safety": {"tests": 200, "unsafe_share": 0.001, "seed": 3},
    "notebooks/11_agents": {"prompts": 40, "vigilance": 80, "decay": 1},
    "labs/10_regulation": {"as_of": "2027-12-02", "meadow_turnover_eur": 300000000, "meadow_size": "small mid-cap"},
    "labs/07_rag": {"chunk_words": 160, "k": 3, "mode": "hybrid", "live_cases": 14},
}


def name(path):
    return path.relative_to(paths.ROOT).with_suffix("").as_posix()


def within_limits(ran):
    figures = (
        f"{ran.wall:.1f} s, {ran.cpu:.1f} s of processor, kernel {ran.peak_mb:.0f} MB, "
        f"{len(ran.live)} live replies in {ran.live_seconds:.1f} s"
    )
    print(figures)
    assert 0 < ran.peak_mb < MEGABYTES, figures
    assert ran.seconds < SECONDS, figures
    assert ran.live_seconds < LIVE_SECONDS, f"replies are missing from the recordings: {figures}"


def nbval(path, my, **variables):
    command = ["-c", QUICKLY, "-q", "--nbval-lax", "--nbval-current-env", "--nbval-cell-timeout=60", "--no-header",
               "-o", "addopts=", "-p", "no:cacheprovider", "-p", "no:xdist", str(path)]  # fmt: skip
    ran = watching.watch(command, my, **variables)
    assert ran.code == 0, ran.said[-6000:]
    cells = sum(cell["cell_type"] == "code" for cell in notebooks.read(path)["cells"])
    assert f"{cells} passed" in ran.said, f"{cells} cells of code, but: {ran.said[-300:]}"
    return ran


def test_there_are_notebooks():
    assert LEARNER and SOLVED


@pytest.mark.parametrize("path", LEARNER, ids=name)
def test_learners_notebook_runs_untouched(path, tmp_path):
    within_limits(nbval(path, tmp_path / "my"))


@pytest.mark.parametrize("path", SOLVED, ids=name)
def test_solved_lab_passes_every_check(path, tmp_path):
    within_limits(nbval(path, tmp_path / "my", LABS_STRICT="1"))


def test_strict_run_fails_on_an_answer_that_is_not_right(tmp_path):
    lab = next(path for path in SOLVED if notebooks.exercises(notebooks.read(path)))
    broken = notebooks.read(lab)
    exercise = notebooks.exercises(broken)[0]
    cell = {"cell_type": "code", "id": "wrong", "metadata": {}, "outputs": [], "execution_count": None,
            "source": f"from helpers.check import check\ncheck({exercise!r}, -12345)"}  # fmt: skip
    broken["cells"] = [cell]
    copy = tmp_path / "broken.ipynb"
    copy.write_text(json.dumps(broken), encoding="utf-8")
    with pytest.raises(AssertionError, match="AssertionError"):
        nbval(copy, tmp_path / "my", LABS_STRICT="1")


def test_every_notebook_with_parameters_has_a_sample():
    known = {name(path) for path in LEARNER if notebooks.parameters(notebooks.read(path))}
    assert known == set(SAMPLES)


@pytest.mark.parametrize("sample", SAMPLES)
def test_notebook_runs_with_other_parameters(sample, tmp_path):
    given = [part for key, value in SAMPLES[sample].items() for part in ("-p", f"{key}={value}")]
    ran = watching.watch(["-m", "helpers.cli", "run", sample, *given], tmp_path / "my")
    assert ran.code == 0, ran.said[-6000:]
    within_limits(ran)
    executed = json.loads(next((tmp_path / "my" / "runs").rglob("*.ipynb")).read_text(encoding="utf-8"))
    injected = [cell for cell in executed["cells"] if "injected-parameters" in notebooks.tags(cell)]
    for key, value in SAMPLES[sample].items():
        assert f"{key} = {json.dumps(value)}" in notebooks.source(injected[0])


def test_a_wrong_parameter_is_refused_with_the_list_of_right_ones(tmp_path):
    sample = next(key for key, given in SAMPLES.items() if len(given) > 1)
    ran = watching.watch(["-m", "helpers.cli", "run", sample, "-p", "casses=3"], tmp_path / "my")
    assert ran.code == 2 and not (tmp_path / "my" / "runs").exists()
    for parameter in notebooks.parameters(notebooks.read(paths.ROOT / f"{sample}.ipynb")):
        assert parameter in ran.said
