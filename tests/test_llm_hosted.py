"""Hosted models against a real HTTP server in a process of its own: good, slow, busy, broken and lying ones."""

from __future__ import annotations

import asyncio
import importlib.util
import itertools
import json
import os
import signal
import sqlite3
import subprocess
import sys
import time
import traceback
import warnings
from pathlib import Path

import pytest

from helpers import llm, paths, prices, recordings, store
from helpers.llm import failures, hosted, kept
from helpers.llm.request import make

_spec = importlib.util.spec_from_file_location("provider_server", Path(__file__).with_name("provider_server.py"))
provider_server = importlib.util.module_from_spec(_spec)
_spec.loader.exec_module(provider_server)

KEY = "sk-test-0123456789-never-shown"
PRICE = """rows:
  - {model: openai/*, as_of: 2026-11-24, source: the test, input: 1.0, output: 10.0, cache_read: 0.1}
"""


@pytest.fixture(scope="module")
def provider():
    running = provider_server.start()
    yield running
    running.stop()


@pytest.fixture(autouse=True)
def setting(my_folder, monkeypatch, provider):
    """The key and the address in the environment, one price for every openai/ name, short waits, an unspent budget."""
    shipped = my_folder / "shipped"
    shipped.mkdir()
    monkeypatch.setattr(paths, "RECORDINGS", shipped)
    for name in ("WORKBOOK_MODEL", "WORKBOOK_LIVE", "WORKBOOK_RECORD", "WORKBOOK_BUDGET_USD", "WORKBOOK_API_BASE"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("OPENAI_API_KEY", KEY)
    monkeypatch.setenv("OPENAI_BASE_URL", provider.url)
    (my_folder / "models.yaml").write_text(PRICE, encoding="utf-8")
    monkeypatch.setattr(failures, "FIRST_WAIT_S", 0.02)
    monkeypatch.setattr(kept, "_said", set())
    llm.budget._spent = llm.budget._held = 0.0
    hosted._no_usage.cache_clear()
    hosted._warn_once.cache_clear()
    return my_folder


def python(code: str, **env: str) -> subprocess.Popen:
    return subprocess.Popen(
        [sys.executable, "-c", code], cwd=paths.ROOT, env=os.environ | env, stdout=subprocess.PIPE,
        stderr=subprocess.PIPE, text=True,
    )  # fmt: skip


def whole_text(error: BaseException) -> str:
    return "".join(traceback.format_exception(error)) + repr(error)


# answers


def test_an_answer_its_usage_and_its_cost(provider):
    reply = llm.chat("How are you today", model="openai/ok-1", system="Be brief.", temperature=0.5, max_tokens=20)
    assert (reply.source, reply.text) == ("live", "Answer 1 to: How are you today")
    assert (reply.prompt_tokens, reply.completion_tokens, reply.finish) == (6, 3, "stop")
    assert reply.cost_usd == pytest.approx((6 * 1 + 3 * 10) / 1e6) and reply.spent_usd == reply.cost_usd
    assert llm.budget.spent_usd == pytest.approx(reply.cost_usd)
    (asked,) = provider.log("ok-1")
    assert asked["messages"] == [
        {"role": "system", "content": "Be brief."},
        {"role": "user", "content": "How are you today"},
    ]
    assert (asked["temperature"], asked["max_tokens"]) == (0.5, 20) and "top_p" not in asked and "stop" not in asked
    assert asked["key"] == f"Bearer {KEY}" and asked["path"] == "/v1/chat/completions"
    again = llm.chat("How are you today", model="openai/ok-1", system="Be brief.", temperature=0.5, max_tokens=20)
    assert (again.source, again.text, again.cost_usd, again.spent_usd) == ("cached", reply.text, reply.cost_usd, 0.0)
    assert len(provider.log("ok-1")) == 1
    assert llm.budget.spent_usd == pytest.approx(reply.cost_usd)


def test_the_switch_by_environment_and_a_base_address(provider, monkeypatch):
    monkeypatch.delenv("OPENAI_BASE_URL")
    monkeypatch.setenv("WORKBOOK_MODEL", "openai/ok-base")
    monkeypatch.setenv("WORKBOOK_API_BASE", provider.url)
    monkeypatch.delenv("OPENAI_API_KEY")  # a server of one's own needs none
    reply = llm.chat("Hello", top_p=0.5, stop=["END"])
    assert reply.model == "openai/ok-base" and reply.source == "live"
    (asked,) = provider.log("ok-base")
    assert asked["top_p"] == 0.5 and asked["stop"] == ["END"]


def test_fresh_and_live_ask_again_and_keep_the_newest(provider, monkeypatch):
    ask = dict(model="openai/ok-fresh")
    assert llm.chat("Hi", **ask).text.startswith("Answer 1")
    assert llm.chat("Hi", fresh=True, **ask).text.startswith("Answer 2")
    assert llm.chat("Hi", **ask).text.startswith("Answer 2")
    monkeypatch.setenv("WORKBOOK_LIVE", "1")
    recordings.write([llm.chat("Hi", **ask)], paths.RECORDINGS / "a.jsonl")  # the third answer
    assert llm.chat_many(["Hi"], progress=False, **ask)[0].text.startswith("Answer 4")
    monkeypatch.delenv("WORKBOOK_LIVE")
    reply = llm.chat("Hi", **ask)
    assert reply.source == "recorded" and reply.text.startswith("Answer 3")


def test_repeats_are_calls_of_their_own(provider):
    texts = {reply.text for reply in llm.chat_many(["Hi"], repeats=3, model="openai/ok-repeats", progress=False)}
    assert len(texts) == 3 and len(provider.log("ok-repeats")) == 3


def test_tokens_read_from_the_providers_cache_are_cheaper():
    reply = llm.chat("one two", model="openai/cached-1")
    assert (reply.prompt_tokens, reply.cached_tokens) == (902, 900)
    assert reply.cost_usd == pytest.approx((2 * 1 + 900 * 0.1 + 3 * 10) / 1e6)
    assert llm.chat("one two", model="openai/cached-1").cost_usd == reply.cost_usd


def test_an_answer_without_usage_is_estimated_and_said():
    with pytest.warns(UserWarning, match="did not say how many tokens"):
        reply = llm.chat("Hello there", model="openai/nousage-1")
    assert reply.prompt_tokens > 3 and reply.completion_tokens > 1 and reply.cost_usd > 0


def test_a_schema_and_choices_are_asked_for(provider):
    closed = {
        "type": "object",
        "properties": {"city": {"type": "string"}, "days": {"type": "integer"}},
        "required": ["city", "days"],
        "additionalProperties": False,
    }
    assert llm.chat("Where", model="openai/json-1", schema=closed).json() == {"city": "Utrecht", "days": 14}
    assert llm.chat("Where", model="openai/fence-1", schema=closed).json()["days"] == 14
    wanted = provider.log("json-1")[0]["response_format"]
    assert wanted["type"] == "json_schema" and wanted["json_schema"]["schema"] == closed
    assert wanted["json_schema"]["strict"] is True
    llm.chat("Where", model="openai/json-2", schema={"type": "object"})
    assert provider.log("json-2")[0]["response_format"]["json_schema"]["strict"] is False
    with pytest.raises(llm.BadReply, match="does not fit the schema: city") as caught:
        llm.chat("Where", model="openai/wrong-1", schema=closed)
    assert caught.value.reply.text == '{"city": 7}'
    assert llm.chat("Where", model="openai/wrong-1", schema=closed, invalid="keep").source == "cached"

    assert llm.chat("Is it", model="openai/yes-1", choices=["yes", "no"]).text == "yes"
    note = provider.log("yes-1")[0]["messages"][0]
    assert note["role"] == "system" and "yes\nno" in note["content"]
    with pytest.raises(llm.BadReply, match="none of the choices"):
        llm.chat("Is it", model="openai/maybe-1", choices=["yes", "no"])


def test_what_a_model_does_not_take_is_left_out_and_said(provider):
    (paths.my() / "models.yaml").write_text(PRICE, encoding="utf-8")
    with pytest.warns(UserWarning, match="does not take all settings"):
        llm.chat("Hi", model="openai/gpt-5-nano", temperature=0)
    assert "temperature" not in provider.log("gpt-5-nano")[0]


def test_a_stream(provider):
    pieces = list(llm.stream("Tell me more", model="openai/ok-stream"))
    assert len(pieces) == 6
    (asked,) = provider.log("ok-stream")
    assert asked["stream"] is True and asked["stream_options"] == {"include_usage": True}
    reply = llm.chat("Tell me more", model="openai/ok-stream")
    assert reply.source == "cached" and reply.text == "".join(pieces) and reply.completion_tokens == 3
    assert llm.budget.spent_usd == pytest.approx(reply.cost_usd) and llm.budget._held == 0


def test_a_stream_that_is_left_is_not_kept_and_counts_in_full():
    most = hosted.most_usd(make("Tell me more", model="openai/ok-left"))
    stream = llm.stream("Tell me more", model="openai/ok-left")
    next(stream)
    stream.close()
    assert kept.find([make("Tell me more", model="openai/ok-left")]) == {}
    assert llm.budget.spent_usd == pytest.approx(most) and llm.budget._held == 0


def test_a_stream_that_fails_says_why():
    with pytest.raises(llm.UnknownModel):
        list(llm.stream("Tell me more", model="openai/nosuch-stream"))
    assert llm.budget.spent_usd == 0


def test_many_at_once_but_not_more_than_allowed(provider):
    before = provider.state()["most"]
    started = time.monotonic()
    replies = llm.chat_many([f"{n}" for n in range(16)], model="openai/slow-0.25", concurrency=8, progress=False)
    assert time.monotonic() - started < 16 * 0.25 / 2
    assert [reply.text.rpartition(" ")[2] for reply in replies] == [str(n) for n in range(16)]
    assert 4 <= provider.state()["most"] <= max(8, before)
    with pytest.raises(ValueError, match="concurrency"):
        llm.chat_many(["x"], model="openai/ok-1", concurrency=0)


def test_achat_side_by_side_in_one_loop(provider):
    async def all_of_them():
        return await asyncio.gather(*(llm.achat(f"a{n}", model="openai/slow-0.3") for n in range(20)))

    started = time.monotonic()
    replies = asyncio.run(all_of_them())
    assert time.monotonic() - started < 20 * 0.3 / 3
    assert {reply.source for reply in replies} == {"live"}


# trouble


def test_a_busy_provider_is_asked_again_after_the_time_it_names(provider):
    reply = llm.chat("Hi", model="openai/busy-2")
    assert reply.text.startswith("Answer 3")
    times = [asked["time"] for asked in provider.log("busy-2")]
    assert len(times) == 3 and all(later - earlier >= 0.95 for earlier, later in itertools.pairwise(times))


def test_a_provider_that_asks_to_come_back_tomorrow_is_not_waited_for(provider):
    started = time.monotonic()
    with pytest.raises(llm.ProviderError, match="asks to wait 86400 s"):
        llm.chat("Hi", model="openai/quota-1")
    assert time.monotonic() - started < 5 and len(provider.log("quota-1")) == 1


def test_errors_of_the_server_are_tried_again_with_growing_waits(provider, monkeypatch):
    monkeypatch.setattr(failures, "FIRST_WAIT_S", 0.2)
    assert llm.chat("Hi", model="openai/shaky-3").text.startswith("Answer 4")
    times = [asked["time"] for asked in provider.log("shaky-3")]
    waits = [later - earlier for earlier, later in itertools.pairwise(times)]
    assert waits[0] >= 0.14 and waits[1] >= 0.29 and waits[2] >= 0.59


def test_a_server_that_stays_down_ends_in_an_error(provider):
    with pytest.raises(llm.ProviderError, match="cannot be reached or fails") as caught:
        llm.chat("Hi", model="openai/down-1")
    assert len(provider.log("down-1")) == hosted.RETRIES + 1
    assert KEY not in whole_text(caught.value)
    assert llm.budget.spent_usd == 0 and llm.budget._held == 0


def test_a_slow_provider_times_out(provider):
    started = time.monotonic()
    with pytest.raises(llm.ProviderTimeout, match=r"no answer within 0\.5 seconds.*timeout="):
        llm.chat("Hi", model="openai/slow-20", timeout=0.5)
    assert time.monotonic() - started < 8 and len(provider.log("slow-20")) == 1
    assert llm.budget.spent_usd == pytest.approx(hosted.most_usd(make("Hi", model="openai/slow-20")))


@pytest.mark.parametrize("kind", ["html", "cut", "empty"])
def test_an_answer_that_cannot_be_read(provider, kind):
    with pytest.raises(llm.BadReply, match="cannot be read"):
        llm.chat("Hi", model=f"openai/{kind}-1")
    assert len(provider.log(f"{kind}-1")) == hosted.RETRIES + 1
    assert kept.find([make("Hi", model=f"openai/{kind}-1")]) == {}
    assert llm.budget.spent_usd > 0  # each try may have been billed


def test_a_lost_connection_and_a_wrong_address(provider, monkeypatch):
    with pytest.raises(llm.ProviderError, match="cannot be reached"):
        llm.chat("Hi", model="openai/hangup-1")
    monkeypatch.setenv("WORKBOOK_API_BASE", "http://ada:geheim99@127.0.0.1:9/v1?token=geheim99")
    with pytest.raises(llm.ProviderError, match="cannot be reached") as caught:
        llm.chat("Hi", model="openai/ok-1")
    assert "geheim99" not in whole_text(caught.value)


def test_a_filtered_answer_is_an_empty_text_that_says_so():
    reply = llm.chat("Hi", model="openai/notext-1")
    assert (reply.text, reply.finish) == ("", "content_filter")


def test_a_missing_and_a_wrong_key(monkeypatch):
    with pytest.raises(llm.MissingKey, match="did not accept the key") as caught:
        llm.chat("Hi", model="openai/badkey-1")
    assert KEY not in whole_text(caught.value)
    monkeypatch.delenv("OPENAI_BASE_URL")
    monkeypatch.delenv("OPENAI_API_KEY")
    with pytest.raises(llm.MissingKey, match="Set OPENAI_API_KEY in the environment"):
        llm.chat("Hi", model="openai/ok-1", fresh=True)
    with pytest.raises(llm.MissingKey, match="ANTHROPIC_API_KEY"):
        llm.chat_many(["Hi"], model="anthropic/claude-haiku-4-5")


def test_unknown_models(provider):
    with pytest.raises(llm.UnknownModel, match="no provider for 'gpt9000'"):
        llm.chat("Hi", model="gpt9000")
    with pytest.raises(llm.UnknownModel, match="no model 'openai/nosuch-1'"):
        llm.chat("Hi", model="openai/nosuch-1")
    assert len(provider.log("nosuch-1")) == 1


def test_a_model_without_a_price_is_not_asked(provider):
    (paths.my() / "models.yaml").unlink()
    with pytest.raises(prices.NoPrice, match=r"my/models\.yaml"):
        llm.chat("Hi", model="openai/unpriced-1")
    with pytest.raises(prices.NoPrice):
        llm.chat_many(["Hi"], model="openai/unpriced-1")
    assert provider.log("unpriced-1") == []


def test_a_context_that_is_too_long(provider):
    with pytest.raises(llm.ContextTooLong, match="Shorten the prompt"):
        llm.chat("Hi", model="openai/short-1")
    assert len(provider.log("short-1")) == 1


def test_a_request_that_is_refused_is_not_tried_again(provider):
    with pytest.raises(llm.ProviderError, match="refused the request") as caught:
        llm.chat("Hi", model="openai/refuse-1")
    assert len(provider.log("refuse-1")) == 1 and KEY not in whole_text(caught.value)


# the budget


def test_the_estimate_is_shown_before_a_batch(capsys):
    llm.chat_many(["a", "b"], model="openai/ok-shown", max_tokens=100)
    out = capsys.readouterr().out
    most = sum(hosted.most_usd(make(prompt, model="openai/ok-shown", max_tokens=100)) for prompt in "ab")
    assert f"2 calls to openai/ok-shown: at most ${most:.4f}" in out and "2026-11-24" in out and "$1.00 of $1.00" in out
    llm.chat_many(["a", "b"], model="openai/ok-shown", max_tokens=100)
    assert capsys.readouterr().out == ""  # nothing to pay, nothing to say


def test_a_batch_that_could_pass_the_budget_is_refused(provider, monkeypatch):
    monkeypatch.setenv("WORKBOOK_BUDGET_USD", "0.02")
    with pytest.raises(llm.BudgetExceeded, match=r"could cost up to.*\$0\.02.*WORKBOOK_BUDGET_USD"):
        llm.chat_many([str(n) for n in range(10)], model="openai/ok-budget", progress=False)
    assert provider.log("ok-budget") == []


def test_calls_stop_before_the_budget_is_passed(provider, monkeypatch):
    most = hosted.most_usd(make("0", model="openai/ok-stop"))
    monkeypatch.setenv("WORKBOOK_BUDGET_USD", f"{most * 1.01:.6f}")
    answered = 0
    with pytest.raises(llm.BudgetExceeded, match="Nothing was sent"):
        for number in range(2000):
            llm.chat(str(number), model="openai/ok-stop")
            answered += 1
    assert 0 < answered == len(provider.log("ok-stop"))
    assert llm.budget.spent_usd <= most * 1.01
    monkeypatch.delenv("WORKBOOK_BUDGET_USD")
    assert llm.chat(str(answered), model="openai/ok-stop").source == "live"


def test_calls_side_by_side_cannot_pass_the_budget_together(provider, monkeypatch):
    most = hosted.most_usd(make("0", model="openai/slow-0.2"))
    monkeypatch.setenv("WORKBOOK_BUDGET_USD", f"{most * 3.5:.6f}")

    async def all_of_them():
        calls = (llm.achat(f"{number}", model="openai/slow-0.2") for number in range(10))
        return await asyncio.gather(*calls, return_exceptions=True)

    results = asyncio.run(all_of_them())
    refused = [result for result in results if isinstance(result, llm.BudgetExceeded)]
    assert len(refused) == 7 and "held for calls under way" in str(refused[0])
    assert len(provider.log("slow-0.2")) == 3


@pytest.mark.parametrize("text", ["much", "-1", "nan"])
def test_a_budget_that_is_no_number(monkeypatch, text):
    monkeypatch.setenv("WORKBOOK_BUDGET_USD", text)
    with pytest.raises(ValueError, match="WORKBOOK_BUDGET_USD must be a number"):
        llm.chat("Hi", model="openai/ok-1", fresh=True)


def test_a_model_of_ones_own_needs_no_budget(monkeypatch, provider):
    (paths.my() / "models.yaml").write_text("rows: [{model: openai/*, as_of: 2026-11-24, source: own, kind: local}]")
    monkeypatch.setenv("WORKBOOK_BUDGET_USD", "0")
    reply = llm.chat("Hi", model="openai/ok-own")
    assert reply.source == "live" and reply.cost_usd == 0


# batches that fail, stop or are killed


def test_one_call_that_fails_does_not_lose_the_others(provider):
    prompts = [f"{n}" for n in range(6)] + ["please fail"]
    with pytest.raises(llm.ProviderError, match="6 of 7 replies are there and kept"):
        llm.chat_many(prompts, model="openai/some-1", progress=False)
    assert {reply.source for reply in llm.chat_many(prompts[:6], model="openai/some-1")} == {"cached"}


def test_a_wrong_key_stops_a_batch_early(provider):
    with pytest.raises(llm.MissingKey):
        llm.chat_many([f"{n}" for n in range(40)], model="openai/badkey-2", concurrency=2, progress=False)
    assert len(provider.log("badkey-2")) < 10


def test_a_killed_batch_pays_only_for_what_is_missing(provider):
    code = """
from helpers import llm
llm.chat_many([f"Question {number}" for number in range(24)], model="openai/slow-0.31", concurrency=2)
"""
    prompts = [f"Question {number}" for number in range(24)]
    process = python(code)
    keys = [make(prompt, model="openai/slow-0.31").key for prompt in prompts]
    end = time.monotonic() + 60
    while len(store.default().get_calls(keys)) < 5 and time.monotonic() < end:
        time.sleep(0.05)
    process.kill()
    process.communicate(timeout=20)
    done = len(store.default().get_calls(keys))
    asked_before = len(provider.log("slow-0.31"))
    assert 5 <= done < 24 and asked_before <= done + 2
    replies = llm.chat_many(prompts, model="openai/slow-0.31", progress=False)
    assert sum(reply.source == "cached" for reply in replies) == done
    assert len(provider.log("slow-0.31")) - asked_before == 24 - done


@pytest.mark.skipif(sys.platform == "win32", reason="no SIGINT for one process")
def test_a_stopped_batch_keeps_what_is_under_way(provider):
    code = """
from helpers import llm
llm.chat_many([f"Question {number}" for number in range(24)], model="openai/slow-0.51", concurrency=3)
"""
    process = python(code)
    keys = [make(f"Question {number}", model="openai/slow-0.51").key for number in range(24)]
    end = time.monotonic() + 60
    while len(store.default().get_calls(keys)) < 3 and time.monotonic() < end:
        time.sleep(0.05)
    process.send_signal(signal.SIGINT)
    _, error = process.communicate(timeout=30)
    assert "KeyboardInterrupt" in error
    asked = len(provider.log("slow-0.51"))
    assert 3 < asked < 24
    assert len(store.default().get_calls(keys)) == asked


def test_two_kernels_on_one_cache_lose_nothing(provider):
    code = """
import os
from helpers import llm
first = int(os.environ["FIRST"])
llm.chat_many([f"Shared {number}" for number in range(first, first + 30)], model="openai/ok-two", progress=False)
"""
    kernels = [python(code, FIRST=first) for first in ("0", "20")]
    for kernel in kernels:
        _, error = kernel.communicate(timeout=90)
        assert kernel.returncode == 0, error
    replies = llm.chat_many([f"Shared {number}" for number in range(50)], model="openai/ok-two", progress=False)
    assert {reply.source for reply in replies} == {"cached"}


# secrets


def test_a_key_is_nowhere(provider, my_folder, monkeypatch, capsys):
    monkeypatch.setenv("WORKBOOK_RECORD", str(my_folder / "used.jsonl"))
    echoed = llm.chat("What is my key", model="openai/echo-1")
    assert "[removed]" in echoed.text and KEY not in repr(echoed)
    texts = []
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        for kind in ("down", "badkey", "refuse", "html", "cut", "nosuch", "short", "quota"):
            with pytest.raises(llm.ModelError) as error:
                llm.chat("Hi", model=f"openai/{kind}-secret")
            texts.append(whole_text(error.value))
            with pytest.raises(llm.ModelError) as error:
                llm.chat_many(["Hi", "Ho"], model=f"openai/{kind}-many")
            texts.append(whole_text(error.value))
    texts += [str(one.message) for one in caught]
    recordings.write([echoed], my_folder / "recordings" / "out.jsonl")
    llm.models()
    out = capsys.readouterr()
    texts += [out.out, out.err]
    store.default().close()
    secret = KEY.encode()
    for file in my_folder.rglob("*"):
        if file.is_file():
            assert secret not in file.read_bytes(), file
    assert len(recordings.read(my_folder / "used.jsonl")) == 1
    with sqlite3.connect(my_folder / "workbook.sqlite") as database:
        dump = "\n".join(database.iterdump())
    assert "What is my key" in dump and KEY not in dump
    assert not [text for text in texts if KEY in text]


# the record command


def notebook(path: Path, cells: list[str]) -> None:
    made = {
        "cells": [
            {"cell_type": "code", "execution_count": None, "id": f"c{number}", "outputs": [], "source": source,
             "metadata": {"tags": ["parameters"]} if number == 0 else {}}
            for number, source in enumerate(cells)
        ],
        "metadata": {"kernelspec": {"name": "python3", "display_name": "Python 3", "language": "python"}},
        "nbformat": 4, "nbformat_minor": 5,
    }  # fmt: skip
    path.write_text(json.dumps(made), encoding="utf-8")


ASKS = [
    'model = "local/smollm2-135m"\nnumber = 3',
    "from helpers import llm\n"
    "replies = llm.chat_many([f'Recorded {n}' for n in range(number)], model=model, progress=False)\n"
    "again = llm.chat('Recorded 0', model=model)",
]


def test_record_makes_a_file_that_can_be_handed_out(provider, my_folder, monkeypatch, capsys):
    path = my_folder / "small.ipynb"
    notebook(path, ASKS)
    assert recordings.main(["--model", "openai/ok-record", "-p", "number=4", str(path)]) == 0
    (made,) = (my_folder / "recordings").glob("*.jsonl.gz")
    assert made.name == "small--openai-ok-record.jsonl.gz" and "4 replies" in capsys.readouterr().out
    assert len(recordings.read(made)) == 4
    assert len(provider.log("ok-record")) == 5  # live: the doubled prompt is asked twice
    assert "WORKBOOK_RECORD" not in os.environ

    # somebody else, without key, network and cache, gets the same replies
    elsewhere = my_folder / "elsewhere"
    monkeypatch.setenv("WORKBOOK_MY", str(elsewhere))
    monkeypatch.delenv("OPENAI_API_KEY")
    monkeypatch.setenv("OPENAI_BASE_URL", "http://127.0.0.1:9/v1")
    (elsewhere / "recordings").mkdir(parents=True)
    made.rename(elsewhere / "recordings" / made.name)
    replies = llm.chat_many([f"Recorded {n}" for n in range(4)], model="openai/ok-record")
    assert {reply.source for reply in replies} == {"recorded"}


def test_record_with_reuse_pays_for_nothing_twice(provider, my_folder):
    path = my_folder / "small.ipynb"
    notebook(path, ASKS)
    llm.chat_many([f"Recorded {n}" for n in range(2)], model="openai/ok-reuse", progress=False)
    target = my_folder / "out.jsonl"
    assert recordings.main(["--model", "openai/ok-reuse", "--reuse", "--to", str(target), str(path)]) == 0
    assert len(recordings.read(target)) == 3 and len(provider.log("ok-reuse")) == 3


def test_record_of_a_notebook_that_fails_writes_nothing(my_folder, capsys):
    path = my_folder / "small.ipynb"
    notebook(path, [*ASKS, "raise ValueError('broken')"])
    target = my_folder / "out.jsonl"
    assert recordings.main(["--model", "openai/ok-broken", "--to", str(target), str(path)]) == 1
    assert not target.exists() and "No recording was written" in capsys.readouterr().err
    with pytest.raises(ValueError, match=r"\*\.jsonl"):
        recordings.main(["--to", str(my_folder / "out.txt"), str(path)])
