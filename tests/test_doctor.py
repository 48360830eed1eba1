"""The doctor says what is wrong and what to do, shows no key, and never ends in a traceback."""

from __future__ import annotations

import json

import pytest

from helpers import doctor


def test_a_check_that_breaks_is_a_line(monkeypatch):
    def broken():
        raise OSError("disk on fire")

    monkeypatch.setattr(doctor, "CHECKS", {"Disk": broken})
    (line,) = doctor.run()
    assert line.status == doctor.FAIL and "disk on fire" in line.found and line.advice
    assert doctor.main([]) == 1


def test_keys_are_named_and_never_shown(monkeypatch, my_folder, capsys):
    monkeypatch.setenv("EXAMPLE_API_KEY", "not-to-be-seen-1234")
    monkeypatch.setattr(doctor, "CHECKS", {"Your model": doctor._model})
    assert doctor.main(["--json"]) == 0
    out = capsys.readouterr().out
    assert "EXAMPLE_API_KEY" in out and "1234" not in out
    assert json.loads(out)[0]["status"] == doctor.OK


def test_a_hosted_model_without_a_key_is_a_warning(monkeypatch, my_folder):
    monkeypatch.setenv("WORKBOOK_MODEL", "openai/gpt-5-nano")
    monkeypatch.delenv("WORKBOOK_API_BASE", raising=False)
    for name in [name for name in doctor.os.environ if doctor.KEY_NAMES.fullmatch(name)]:
        monkeypatch.delenv(name)
    assert doctor._model().status == doctor.WARN


def test_a_missing_or_other_package_is_named(monkeypatch):
    monkeypatch.setattr(doctor, "_pins", lambda: {"numpy": "0.0.1"})
    assert doctor._packages().status == doctor.WARN and "numpy" in doctor._packages().found
    monkeypatch.setattr(doctor, "_pins", lambda: {"no-such-package": "1"})
    assert doctor._packages().status == doctor.FAIL


def test_the_pins_are_read_from_requirements():
    pins = doctor._pins()
    assert pins["torch"] == "2.13.0" and len(pins) > 100


def test_a_full_disk_fails(monkeypatch, my_folder):
    usage = type("Usage", (), {"free": 1e8})
    monkeypatch.setattr(doctor.shutil, "disk_usage", lambda _: usage)
    assert doctor._disk().status == doctor.FAIL


def test_binder_is_recognised(monkeypatch):
    monkeypatch.setenv("BINDER_SERVICE_HOST", "x")
    assert "Binder" in doctor._place().found


@pytest.mark.live
def test_this_machine_passes(my_folder):
    found = doctor.run()
    assert [line.name for line in found] == list(doctor.CHECKS)
    assert not [line for line in found if line.status == doctor.FAIL]
