"""The runner: every kind of task, errors that stay in their row, stops and restarts that lose nothing."""

import asyncio
import functools
import json
import os
import signal
import subprocess
import sys
import textwrap
import threading
import time
from types import SimpleNamespace

import pytest

from helpers import paths, store
from helpers.evals import Case, batched, contains, exact, run
from helpers.evals.calls import Job
from helpers.evals.kept import key_of, to_payload

pytestmark = pytest.mark.usefixtures("my_folder")
CASES = [Case(f"c{number}", f"question {number}", expected=f"answer {number}") for number in range(30)]


def answer(case):
    return case.input.replace("question", "answer")


async def answer_async(case):
    await asyncio.sleep(0.001)
    return answer(case)


class Assistant:
    def __call__(self, case):
        return answer(case)


class AsyncAssistant:
    async def __call__(self, case):
        return await answer_async(case)


@batched(size=7)
def answer_batch(cases):
    return [answer(case) for case in cases]


def statuses(results, grader=None):
    return [grade.status for grade in results.grades[results.grader(grader)]]


@pytest.mark.parametrize(
    "task",
    [
        answer,
        answer_async,
        answer_batch,
        Assistant(),
        AsyncAssistant(),
        functools.partial(answer),
        functools.partial(answer_async),
        lambda case: answer_async(case),
    ],
    ids=["plain", "async", "batch", "object", "async object", "partial", "async partial", "lambda of coroutine"],
)
def test_every_kind_of_task_gives_each_case_its_own_output_in_order(task):
    results = run(CASES, task, exact())
    assert [output.case_id for output in results.outputs] == [case.id for case in CASES]
    assert statuses(results) == ["pass"] * 30
    assert results.complete


def test_a_reply_brings_its_figures():
    def task(case):
        return SimpleNamespace(
            text="answer", model="m", source="live", prompt_tokens=3, completion_tokens=2, cost_usd=0.5, latency_s=0.25,
            finish="stop", key="k",
        )  # fmt: skip

    output = run(CASES[:1], task, exact()).outputs[0]
    assert (output.model, output.prompt_tokens, output.completion_tokens) == ("m", 3, 2)
    assert (output.cost_usd, output.latency_s, output.source) == (0.5, 0.25, "live")


def test_an_unknown_price_is_unknown_and_not_nan():
    results = run(CASES[:1], lambda case: SimpleNamespace(text="x", cost_usd=float("nan")), exact())
    assert results.outputs[0].cost_usd is None
    assert results.summary().cost_per_case_usd is None


def test_plain_text_is_timed():
    def slow(case):
        time.sleep(0.03)
        return "x"

    assert 0.03 <= run(CASES[:1], slow, exact()).outputs[0].latency_s < 1


def test_a_second_argument_gets_the_repeat_index():
    seen = []

    def by_name(case, *, repeat):
        seen.append((case.id, repeat))
        return str(repeat)

    def by_place(case, draw):
        return str(draw)

    async def asynchronous(case, repeat):
        return str(repeat)

    def with_default(case, model="m"):
        return model

    @batched
    def batch(cases, repeat):
        return [str(repeat)] * len(cases)

    for task in (by_name, by_place, asynchronous, batch):
        results = run(CASES[:4], task, contains(), repeats=3)
        assert [(output.case_id, output.text) for output in results.outputs] == [
            (f"c{number}", str(repeat)) for repeat in range(3) for number in range(4)
        ]
    assert sorted(seen) == sorted((f"c{number}", repeat) for number in range(4) for repeat in range(3))
    assert run(CASES[:1], with_default, contains()).outputs[0].text == "m"


def test_repeats_that_are_copies_of_one_reply_are_reported():
    def forgets_repeat(case):
        return SimpleNamespace(text="x", key=f"key of {case.id}")

    with pytest.warns(RuntimeWarning, match="repeats of 3 cases are copies"):
        results = run(CASES[:3], forgets_repeat, exact(), repeats=2)
    assert "copies" in str(results)

    def uses_repeat(case, repeat):
        return SimpleNamespace(text="x", key=f"key of {case.id} {repeat}")

    assert run(CASES[:3], uses_repeat, exact(), repeats=2).notes == []


@pytest.mark.parametrize("kind", ["plain", "async", "batch"])
def test_an_exception_in_the_task_makes_only_its_row_unscored(kind):
    def one(case):
        if case.id == "c3":
            raise KeyError("no such page")
        return answer(case)

    async def one_async(case):
        return one(case)

    task = {"plain": one, "async": one_async, "batch": batched(lambda cases: [one(case) for case in cases])}[kind]
    results = run(CASES[:6], task, [exact(), contains()])
    assert statuses(results, "exact") == ["pass"] * 3 + ["unscored"] + ["pass"] * 2
    assert "KeyError" in results.outputs[3].error
    assert "no such page" in results.grades["exact"][3].reason
    assert "calls without an output: 1 (KeyError: 'no such page')" in str(results.summary())
    assert "1 unscored" in str(results.summary())


def test_even_an_exit_in_a_task_does_not_stop_or_hang_the_run():
    def leaves(case):
        if case.id == "c1":
            sys.exit(3)
        return answer(case)

    async def leaves_async(case):
        return leaves(case)

    for task in (leaves, leaves_async):
        assert statuses(run(CASES[:3], task, exact())) == ["pass", "unscored", "pass"]


@pytest.mark.parametrize("value", [None, 5, ["a"], b"bytes", {"text": "x"}])
def test_what_is_not_text_is_unscored_and_says_what_came(value):
    results = run(CASES[:2], lambda case: value, exact())
    assert statuses(results) == ["unscored"] * 2
    assert type(value).__name__ in results.outputs[0].error


def test_a_batch_of_the_wrong_length_is_asked_one_by_one():
    sizes = []

    @batched
    def task(cases):
        sizes.append(len(cases))
        return [answer(case) for case in cases][:1]

    assert statuses(run(CASES[:3], task, exact())) == ["pass"] * 3
    assert sizes == [3, 1, 1, 1]


def test_batches_have_the_size_that_was_asked_for():
    sizes = []

    @batched(size=4)
    def task(cases):
        sizes.append(len(cases))
        return [answer(case) for case in cases]

    run(CASES[:10], task, exact(), repeats=1)
    assert sizes == [4, 4, 2]
    assert task(CASES[5]) == "answer 5"


@pytest.mark.parametrize("kind", ["plain", "async"])
def test_a_call_that_takes_too_long_is_given_up(kind):
    release = threading.Event()

    def slow(case):
        if case.id in ("c0", "c1"):
            release.wait(20)
        return answer(case)

    async def slow_async(case):
        if case.id in ("c0", "c1"):
            await asyncio.sleep(20)
        return answer(case)

    started = time.perf_counter()
    results = run(CASES[:8], slow if kind == "plain" else slow_async, exact(), concurrency=2, timeout=0.2)
    release.set()
    assert time.perf_counter() - started < 5
    assert statuses(results) == ["unscored"] * 2 + ["pass"] * 6
    assert results.outputs[0].error == "took longer than 0.2 s"
    assert results.summary().latency_calls == 8, "a call that was given up counts with its limit"


def test_a_timeout_of_the_task_itself_is_told_apart():
    async def own(case):
        raise TimeoutError("the provider gave up")

    assert "provider gave up" in run(CASES[:1], own, exact(), timeout=5).outputs[0].error


@pytest.mark.parametrize("kind", ["plain", "async"])
def test_no_more_calls_at_once_than_asked_for(kind):
    lock, now, most = threading.Lock(), [0], [0]

    def enter(step):
        with lock:
            now[0] += step
            most[0] = max(most[0], now[0])

    def plain(case):
        enter(1)
        time.sleep(0.005)
        enter(-1)
        return answer(case)

    async def asynchronous(case):
        enter(1)
        await asyncio.sleep(0.005)
        enter(-1)
        return answer(case)

    run(CASES, plain if kind == "plain" else asynchronous, exact(), concurrency=5)
    assert 2 <= most[0] <= 5


def test_it_runs_where_an_event_loop_is_running_already():
    async def like_a_notebook():
        return run(CASES, answer_async, exact()), run(CASES, answer, exact())

    for results in asyncio.run(like_a_notebook()):
        assert statuses(results) == ["pass"] * 30


def test_async_tasks_share_one_loop_so_that_a_client_can_be_used_again():
    loops = set()

    async def task(case):
        loops.add(asyncio.get_running_loop())
        return answer(case)

    run(CASES[:2], task, exact())
    run(CASES[:2], task, exact())
    assert len(loops) == 1


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"cases": []}, "no cases"),
        ({"cases": [CASES[0], CASES[0]]}, "already used at case 1"),
        ({"cases": ["question"]}, "must be a Case"),
        ({"graders": []}, "no graders"),
        ({"graders": [exact(), exact()]}, "two graders are called 'exact'"),
        ({"graders": exact}, r"call it first: exact\(\)"),
        ({"graders": [answer_async]}, "is async"),
        ({"graders": "exact"}, "must be a function"),
        ({"task": "model"}, "task must be a function"),
        ({"task": lambda a, b, c: ""}, "needs a, b, c"),
        ({"repeats": 0}, "repeats must be"),
        ({"concurrency": 1.5}, "concurrency must be"),
        ({"timeout": 0}, "timeout must be"),
        ({"task": answer_batch, "timeout": 5}, "batched"),
        ({"cache": ""}, "cache is the name"),
    ],
)
def test_wrong_settings_are_refused_before_anything_is_asked(change, message):
    settings = {"cases": CASES[:2], "task": answer, "graders": exact()} | change
    with pytest.raises(ValueError, match=message):
        run(settings.pop("cases"), settings.pop("task"), settings.pop("graders"), **settings)


def counting(calls):
    def task(case, repeat):
        calls.append((case.id, repeat))
        return f"{case.id} {repeat}"

    return task


def test_nothing_is_kept_or_reused_without_a_cache_name():
    calls = []
    for _ in range(2):
        run(CASES[:3], counting(calls), exact())
    assert len(calls) == 6


def test_with_a_cache_every_call_is_paid_for_once():
    calls = []
    first = run(CASES[:3], counting(calls), exact(), cache="v1", repeats=2)
    second = run(CASES[:4], counting(calls), exact(), cache="v1", repeats=3)
    assert len(calls) == 12 == len(set(calls))
    assert [output.cached for output in first.outputs] == [False] * 6
    assert sum(output.cached for output in second.outputs) == 6
    assert [output.text for output in second.outputs] == [f"c{n} {r}" for r in range(3) for n in range(4)]
    run(CASES[:3], counting(calls), exact(), cache="v2")
    assert len(calls) == 15


def test_what_the_task_sees_is_part_of_the_key_and_what_is_right_is_not():
    key = functools.partial(key_of, "v1")
    base = key(Job(Case("a", "x", metadata={"page": 1}), 0))
    assert base == key(Job(Case("a", "x", metadata={"page": 1}, must=["14 days"], tags=["t"], severity="costly"), 0))
    others = [
        key(Job(Case("a", "y", metadata={"page": 1}), 0)),
        key(Job(Case("b", "x", metadata={"page": 1}), 0)),
        key(Job(Case("a", "x", metadata={"page": 2}), 0)),
        key(Job(Case("a", "x", metadata={"page": 1}), 1)),
        key_of("v2", Job(Case("a", "x", metadata={"page": 1}), 0)),
    ]
    assert len({base, *others}) == 6


def test_a_reply_from_the_cache_keeps_its_figures():
    def task(case):
        return SimpleNamespace(
            text="grüße \ud800", model="m", cost_usd=0.5, latency_s=0.25, prompt_tokens=3, finish="stop"
        )

    fresh = run(CASES[:1], task, exact(), cache="v1").outputs[0]
    kept = run(CASES[:1], task, exact(), cache="v1").outputs[0]
    assert kept.cached
    assert not fresh.cached
    assert kept.to_dict() == fresh.to_dict()


def test_failures_are_not_kept():
    broken = [True]

    def task(case):
        if broken[0]:
            raise RuntimeError("down")
        return answer(case)

    assert statuses(run(CASES[:2], task, exact(), cache="v1")) == ["unscored"] * 2
    broken[0] = False
    assert statuses(run(CASES[:2], task, exact(), cache="v1")) == ["pass"] * 2


@pytest.mark.parametrize("damage", ["not json", '{"crc":1,"output":{"case_id":"c0"}}', "[]", "5", '"x"', None])
def test_a_damaged_row_is_asked_again_and_repaired(damage):
    run(CASES[:2], answer, exact(), cache="v1")
    key = key_of("v1", Job(CASES[0], 0))
    payload = store.default().get_call(key)["payload"]
    store.default().put_calls([{"key": key, "payload": damage or payload.replace("answer 0", "answer 9")}])
    for cached in (False, True):
        results = run(CASES[:2], answer, exact(), cache="v1")
        assert statuses(results) == ["pass"] * 2
        assert [output.cached for output in results.outputs] == [cached, True]


def test_a_cache_needs_plain_data():
    with pytest.raises(ValueError, match="plain data"):
        run([Case("a", "x", metadata={"o": object()})], answer, exact(), cache="v1")


def test_a_full_disk_does_not_lose_the_run(monkeypatch):
    def full(self, rows):
        raise RuntimeError("The disk is full.")

    monkeypatch.setattr(store.Store, "put_calls", full)
    with pytest.warns(RuntimeWarning, match="not all of its outputs are kept. The disk is full"):
        results = run(CASES, answer, exact(), cache="v1")
    assert statuses(results) == ["pass"] * 30


def test_each_run_is_listed_in_the_database():
    results = run(CASES[:4], lambda case: answer(case) if case.id != "c1" else "no", exact(), name="v1", repeats=2)
    row = store.default().runs("eval:v1")[0]
    assert row["run_id"] == results.run_id
    assert (row["checks_passed"], row["checks_total"], row["status"]) == (6, 8, "done")
    assert row["summary"] == {"exact": {"pass": 6, "fail": 2, "unscored": 0}}
    assert row["params"]["repeats"] == 2


SCRIPT = """
    import sys, time
    from pathlib import Path
    from helpers.evals import Case, exact, run

    def slow(case):
        with open(sys.argv[1], "a", encoding="utf-8") as log:
            log.write(case.id + "\\n")
        time.sleep(0.05)
        return "answer"

    async def slow_async(case):
        import asyncio
        with open(sys.argv[1], "a", encoding="utf-8") as log:
            log.write(case.id + "\\n")
        await asyncio.sleep(0.05)
        return "answer"

    cases = [Case(f"c{n}", "q", expected="answer") for n in range(100)]
    task = slow if sys.argv[2] == "plain" else slow_async
    results = run(cases, task, exact(), concurrency=4, cache="v1", progress=False)
    print(results.complete, len(results.outputs), results.counts()["exact"]["pass"], flush=True)
"""


def start(log, kind, folder):
    environment = os.environ | {"WORKBOOK_MY": str(folder), "PYTHONPATH": str(paths.ROOT)}
    return subprocess.Popen(
        [sys.executable, "-c", textwrap.dedent(SCRIPT), str(log), kind],
        env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
    )  # fmt: skip


def wait_for_lines(log, count):
    end = time.monotonic() + 30
    while not log.exists() or len(log.read_text(encoding="utf-8").splitlines()) < count:
        assert time.monotonic() < end
        time.sleep(0.01)


@pytest.mark.parametrize("kind", ["plain", "async"])
def test_a_killed_run_goes_on_and_pays_again_for_at_most_what_was_under_way(kind, my_folder):
    log = my_folder / "calls.txt"
    process = start(log, kind, my_folder)
    wait_for_lines(log, 50)
    process.kill()
    process.communicate()
    before = len(log.read_text(encoding="utf-8").splitlines())
    assert before < 100
    out, err = start(log, kind, my_folder).communicate(timeout=60)
    assert out.split() == ["True", "100", "100"], err
    after = log.read_text(encoding="utf-8").splitlines()
    assert set(after) == {f"c{n}" for n in range(100)}
    assert len(after) <= 100 + 4, "more was asked again than was under way"


@pytest.mark.skipif(os.name == "nt", reason="sends an interrupt as a POSIX signal")
@pytest.mark.parametrize("kind", ["plain", "async"])
def test_ctrl_c_keeps_what_is_finished(kind, my_folder):
    log = my_folder / "calls.txt"
    process = start(log, kind, my_folder)
    wait_for_lines(log, 40)
    process.send_signal(signal.SIGINT)
    out, err = process.communicate(timeout=20)
    complete, outputs, passed = out.split()
    assert complete == "False"
    assert 30 <= int(outputs) == int(passed) < 100
    assert "Stopped." in err
    assert "they are kept" in err
    assert store.default().runs()[0]["status"] == "stopped"


def test_ctrl_c_in_a_batch_keeps_the_batches_before(capsys):
    @batched(size=4)
    def task(cases):
        if cases[0].id == "c8":
            raise KeyboardInterrupt
        return [answer(case) for case in cases]

    results = run(CASES, task, exact())
    assert not results.complete
    assert len(results.outputs) == 8
    assert statuses(results) == ["pass"] * 8
    assert "8 of 30 outputs" in capsys.readouterr().err


def test_ctrl_c_while_grading_leaves_the_rest_unscored():
    def tired(case, output):
        raise KeyboardInterrupt

    results = run(CASES[:3], answer, [exact(), tired, contains()])
    assert not results.complete
    assert statuses(results, "exact") == ["pass"] * 3
    assert statuses(results, "tired") == statuses(results, "contains") == ["unscored"] * 3


def test_the_warm_path_loads_no_heavy_library(my_folder):
    script = """
        import sys
        from helpers.evals import Case, exact, run
        run([Case("a", "x", expected="x")], lambda case: "x", exact(), cache="v1")
        heavy = {"numpy", "pandas", "scipy", "sqlalchemy", "litellm", "torch", "yaml", "jsonschema", "asyncio", "tqdm"}
        print(sorted(heavy & set(sys.modules)))
    """
    environment = os.environ | {"WORKBOOK_MY": str(my_folder), "PYTHONPATH": str(paths.ROOT)}
    done = subprocess.run(
        [sys.executable, "-c", textwrap.dedent(script)], env=environment, capture_output=True, text=True
    )
    assert done.stdout.strip() == "[]", done.stderr


def test_payloads_are_json_with_a_checksum():
    output = run(CASES[:1], answer, exact()).outputs[0]
    assert json.loads(to_payload(output))["output"]["text"] == "answer 0"
