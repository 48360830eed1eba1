"""Recordings: found by key, refused when damaged, fast to read, safe to write."""

from __future__ import annotations

import gzip
import json
import time
import warnings

import pytest

from helpers import paths, recordings
from helpers.llm.request import make, row_of
from helpers.recordings import RecordingWarning


def row(prompt: str = "Hello", text: str = "Hi there.", **options) -> dict:
    return row_of(
        make(prompt, **options), text=text, prompt_tokens=12, completion_tokens=4, latency_s=0.25, finish="stop",
        recorded_at="2026-11-24T10:00:00+00:00",
    )  # fmt: skip


@pytest.fixture
def shipped(my_folder, monkeypatch):
    """An empty data/recordings of this test's own; my/recordings is beside it."""
    folder = my_folder / "shipped"
    folder.mkdir()
    monkeypatch.setattr(paths, "RECORDINGS", folder)
    monkeypatch.delenv("WORKBOOK_RECORDINGS", raising=False)
    return folder


@pytest.mark.parametrize("name", ["a.jsonl", "a.jsonl.gz"])
def test_what_is_written_is_found(shipped, name):
    rows = [row(f"Question {number}", f"Antwort {number} – 5 €", repeat=number % 3) for number in range(20)]
    assert recordings.write(rows, shipped / name) == 20
    assert recordings.get(rows[7]["key"]) == rows[7]
    assert recordings.get("0" * 32) is None
    assert recordings.get_many([one["key"] for one in rows] + ["x"]) == {one["key"]: one for one in rows}
    assert recordings.read(shipped / name) == rows


def test_a_compressed_recording_is_the_same_file_each_time(shipped):
    rows = [row(str(number)) for number in range(5)]
    recordings.write(rows, shipped / "a.jsonl.gz")
    first = (shipped / "a.jsonl.gz").read_bytes()
    time.sleep(1.1)
    recordings.write(rows, shipped / "a.jsonl.gz")
    assert (shipped / "a.jsonl.gz").read_bytes() == first


def test_each_key_is_written_once_and_append_adds(shipped):
    path = shipped / "a.jsonl"
    assert recordings.write([row("a"), row("a", "other text"), row("b")], path) == 2
    assert recordings.write([row("b", "later"), row("c")], path, append=True) == 3
    assert [one["text"] for one in recordings.read(path)] == ["Hi there."] * 3
    assert not list(shipped.glob("*.part"))


@pytest.mark.parametrize("name", ["a.json", "a", "a.jsonl.zip"])
def test_a_name_that_would_not_be_found_is_refused(shipped, name):
    with pytest.raises(ValueError, match=r"\*\.jsonl"):
        recordings.write([row()], shipped / name)


def test_what_is_no_reply_is_not_written(shipped):
    for wrong in ("text", {"key": "x"}, row() | {"text": "changed"}, row() | {"model": "openai/other"}):
        with pytest.raises(ValueError, match="cannot be recorded"):
            recordings.write([wrong], shipped / "a.jsonl")
    assert not (shipped / "a.jsonl").exists()


@pytest.mark.parametrize(
    ("change", "why"),
    [
        ({"messages": [{"role": "user", "content": "Another question"}]}, "key is not that of its content"),
        ({"model": "openai/gpt-4o-mini"}, "key is not that of its content"),
        ({"repeat": 1}, "key is not that of its content"),
        ({"settings": {"temperature": 0.7}}, "key is not that of its content"),
        ({"text": "Something that the model never said."}, "changed after it was recorded"),
        ({"completion_tokens": 400}, "changed after it was recorded"),
        ({"text": None}, "text is missing"),
        ({"latency_s": float("nan"), "sum": "x"}, "number that is none"),
    ],
)
def test_a_line_that_was_changed_is_refused(shipped, change, why):
    good, bad = row("good"), row("bad") | change
    lines = [json.dumps(one) for one in (good, bad)]
    (shipped / "changed.jsonl").write_text("\n".join(lines) + "\n", encoding="utf-8")
    with pytest.warns(RecordingWarning, match=rf"line 2 of changed\.jsonl.*{why}"):
        found = recordings.get_many([good["key"], bad["key"]])
    assert list(found) == [good["key"]]


def test_a_line_is_refused_once_not_at_every_call(shipped):
    bad = row("bad") | {"text": "never said"}
    (shipped / "a.jsonl").write_text(json.dumps(bad) + "\n", encoding="utf-8")
    with pytest.warns(RecordingWarning) as caught:
        for _ in range(3):
            assert recordings.get(bad["key"]) is None
    assert len(caught) == 1


def test_a_line_that_is_no_json_is_refused(shipped):
    good, cut = row("good"), row("cut")
    raw = json.dumps(good) + "\n" + "this is no JSON\n\n" + json.dumps(cut)[:150]
    (shipped / "a.jsonl").write_text(raw, encoding="utf-8")
    with pytest.warns(RecordingWarning) as caught:
        assert recordings.get(good["key"]) == good
        assert recordings.get(cut["key"]) is None
    texts = [str(one.message) for one in caught]
    assert len(texts) == 2 and "line 2 of a.jsonl" in texts[0] and "line 4 of a.jsonl" in texts[1]


def test_a_recording_without_checksum_and_in_other_order_is_taken(shipped):
    plain = {name: value for name, value in sorted(row().items(), reverse=True) if name not in ("sum", "cached_tokens")}
    (shipped / "a.jsonl").write_text(json.dumps(plain) + "\r\n", encoding="utf-8", newline="")
    assert recordings.get(plain["key"]) == plain


@pytest.mark.parametrize("damage", ["cut", "noise", "no gzip"])
def test_a_damaged_file_is_set_aside_and_the_others_work(shipped, damage):
    recordings.write([row(f"bad {number}") for number in range(50)], shipped / "bad.jsonl.gz")
    recordings.write([row("good")], shipped / "good.jsonl")
    raw = bytearray((shipped / "bad.jsonl.gz").read_bytes())
    if damage == "cut":
        raw = raw[: len(raw) // 2]
    elif damage == "noise":
        raw[len(raw) // 2] ^= 0xFF
    else:
        raw = b"nothing compressed"
    (shipped / "bad.jsonl.gz").write_bytes(raw)
    with pytest.warns(RecordingWarning, match=r"bad\.jsonl\.gz.*set aside"):
        assert recordings.get(row("good")["key"])
        assert recordings.get(row("bad 1")["key"]) is None


def test_handed_out_recordings_are_found_and_shipped_ones_win(shipped, my_folder):
    mine, both = row("mine"), row("both")
    recordings.write([mine, row("both", "handed out")], my_folder / "recordings" / "class.jsonl.gz")
    assert recordings.get(mine["key"]) == mine
    recordings.write([both], shipped / "a.jsonl")  # a new file is seen without a restart
    assert recordings.get(both["key"])["text"] == "Hi there."
    (my_folder / "recordings" / "class.jsonl.gz").unlink()
    assert recordings.get(mine["key"]) is None


def test_a_folder_of_ones_own(shipped, tmp_path, monkeypatch):
    recordings.write([row("elsewhere")], tmp_path / "elsewhere" / "a.jsonl")
    assert recordings.get(row("elsewhere")["key"]) is None
    monkeypatch.setenv("WORKBOOK_RECORDINGS", str(tmp_path / "elsewhere"))
    assert recordings.get(row("elsewhere")["key"])


def test_appended_lines_of_several_writers_stay_whole(tmp_path):
    from concurrent.futures import ThreadPoolExecutor

    rows = [row(f"{number} " + "x" * 3000) for number in range(120)]
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda one: recordings.append([one], tmp_path / "a.jsonl"), rows))
    found = recordings.read(tmp_path / "a.jsonl")
    assert sorted(one["key"] for one in found) == sorted(one["key"] for one in rows)


def test_text_that_is_no_unicode_survives(shipped):
    odd = row("odd", "half \ud83d of a pair")
    recordings.write([odd], shipped / "a.jsonl")
    assert recordings.get(odd["key"]) == odd


def test_25_000_rows_are_indexed_in_well_under_a_second(shipped):
    template = json.dumps(row("x" * 600, "y" * 300))[len('{"key": "') + 32 :]
    raw = "".join(f'{{"key": "{number:032x}{template}\n' for number in range(25_000))
    with gzip.open(shipped / "big.jsonl.gz", "wt", compresslevel=1, encoding="utf-8") as file:
        file.write(raw)
    wanted = row("wanted")
    recordings.write([wanted], shipped / "z.jsonl")
    started = time.process_time()
    assert recordings.get(wanted["key"]) == wanted
    assert time.process_time() - started < 1.0
    started = time.process_time()
    for _ in range(100):
        recordings.get(wanted["key"])
    assert time.process_time() - started < 0.3


def test_the_shipped_recordings_hold_together():
    """Every line of every file in data/recordings can be trusted."""
    with warnings.catch_warnings():
        warnings.simplefilter("error", RecordingWarning)
        for path in sorted(paths.RECORDINGS.glob("*.jsonl*")):
            assert recordings.read(path), path
