"""Seeding `my/`: new notebooks come, untouched ones follow, a learner's work is never overwritten."""

from __future__ import annotations

import json
import os

import pytest

from helpers import paths, seed


@pytest.fixture
def book(tmp_path, monkeypatch):
    """A small workbook with one lesson and one lab, and an empty `my/`."""
    for folder in ("notebooks", "labs", "labs/solutions"):
        (tmp_path / folder).mkdir()
    (tmp_path / "notebooks" / "00_a.ipynb").write_text("lesson 1", encoding="utf-8")
    (tmp_path / "labs" / "03_b.ipynb").write_text("lab 1", encoding="utf-8")
    (tmp_path / "labs" / "solutions" / "03_b.ipynb").write_text("solved", encoding="utf-8")
    monkeypatch.setattr(paths, "NOTEBOOKS", tmp_path / "notebooks")
    monkeypatch.setattr(paths, "LABS", tmp_path / "labs")
    monkeypatch.setenv("WORKBOOK_MY", str(tmp_path / "my"))
    return tmp_path


def write(path, text):
    path.write_text(text, encoding="utf-8")


def read(path):
    return path.read_text(encoding="utf-8")


def test_first_time_copies_lessons_and_labs_without_solutions(book):
    assert seed.seed() == {"new": ["labs/03_b.ipynb", "notebooks/00_a.ipynb"], "updated": [], "kept": []}
    assert read(book / "my" / "labs" / "03_b.ipynb") == "lab 1"
    assert not (book / "my" / "labs" / "solutions").exists()
    assert not list((book / "my").rglob("*.partial"))


def test_second_time_does_nothing(book):
    seed.seed()
    before = (book / "my" / "labs" / "03_b.ipynb").stat().st_mtime_ns
    assert seed.seed() == {"new": [], "updated": [], "kept": []}
    assert (book / "my" / "labs" / "03_b.ipynb").stat().st_mtime_ns == before


def test_changed_copy_is_kept_and_named_when_the_original_is_newer(book):
    seed.seed()
    copy = book / "my" / "labs" / "03_b.ipynb"
    write(copy, "my answers")
    assert seed.seed() == {"new": [], "updated": [], "kept": []}, "no newer original: nothing to say"
    write(book / "labs" / "03_b.ipynb", "lab 2")
    assert seed.seed()["kept"] == ["labs/03_b.ipynb"]
    assert seed.seed()["kept"] == ["labs/03_b.ipynb"], "said each time until the learner decides"
    assert read(copy) == "my answers"


def test_untouched_copy_follows_a_newer_original(book):
    seed.seed()
    write(book / "labs" / "03_b.ipynb", "lab 2")
    assert seed.seed()["updated"] == ["labs/03_b.ipynb"]
    assert read(book / "my" / "labs" / "03_b.ipynb") == "lab 2"
    write(book / "labs" / "03_b.ipynb", "lab 3")
    assert seed.seed()["updated"] == ["labs/03_b.ipynb"], "the second update counts as untouched as well"


def test_deleted_copy_comes_back_as_the_newest_original(book):
    seed.seed()
    (book / "my" / "labs" / "03_b.ipynb").unlink()
    write(book / "labs" / "03_b.ipynb", "lab 2")
    assert seed.seed()["new"] == ["labs/03_b.ipynb"]
    assert read(book / "my" / "labs" / "03_b.ipynb") == "lab 2"


@pytest.mark.parametrize("record", [None, "no JSON", "[]", '{"labs/03_b.ipynb": 7}'])
def test_lost_or_damaged_record_never_costs_the_learner_their_work(book, record):
    seed.seed()
    write(book / "my" / "labs" / "03_b.ipynb", "my answers")
    if record is None:
        (book / "my" / seed.RECORD).unlink()
    else:
        write(book / "my" / seed.RECORD, record)
    write(book / "labs" / "03_b.ipynb", "lab 2")
    assert seed.seed()["kept"] == ["labs/03_b.ipynb"]
    assert read(book / "my" / "labs" / "03_b.ipynb") == "my answers"
    assert json.loads(read(book / "my" / seed.RECORD))["notebooks/00_a.ipynb"]


def test_copies_of_a_downloaded_folder_are_taken_as_they_are(book):
    seed.seed()
    (book / "my" / seed.RECORD).unlink()
    assert seed.seed() == {"new": [], "updated": [], "kept": []}
    write(book / "labs" / "03_b.ipynb", "lab 2")
    assert seed.seed()["updated"] == ["labs/03_b.ipynb"], "a copy equal to an original counts as untouched"


def test_unwritable_folder_gives_a_sentence_and_leaves_the_old_copy(book, capsys):
    seed.seed()
    write(book / "labs" / "03_b.ipynb", "lab 2")
    (
        book / "my" / "labs" / "03_b.ipynb.partial"
    ).mkdir()  # a folder where the file has to be written: fails for root too
    assert seed.main() == 1
    assert "Cannot write" in (said := capsys.readouterr().err) and "WORKBOOK_MY" in said
    assert read(book / "my" / "labs" / "03_b.ipynb") == "lab 1"


@pytest.mark.skipif(os.name == "nt", reason="a link needs rights on Windows")
def test_file_in_the_way_of_the_folder_gives_a_sentence(book, capsys, monkeypatch):
    write(book / "in_the_way", "x")
    monkeypatch.setenv("WORKBOOK_MY", str(book / "in_the_way" / "my"))
    assert seed.main() == 1
    assert "WORKBOOK_MY" in capsys.readouterr().err


def test_main_says_in_words_what_happened(book, capsys):
    assert seed.main() == 0
    assert "2 notebooks copied to my/" in capsys.readouterr().out
    write(book / "my" / "labs" / "03_b.ipynb", "my answers")
    write(book / "labs" / "03_b.ipynb", "lab 2")
    write(book / "notebooks" / "00_a.ipynb", "lesson 2")
    assert seed.main() == 0
    said = capsys.readouterr().out
    assert "1 notebook updated in my/" in said and "1 notebook kept as you left" in said


def test_repository_itself_seeds(my_folder):
    outcome = seed.seed()
    assert "notebooks/00_start_here.ipynb" in outcome["new"]
    assert len(outcome["new"]) == len([*paths.NOTEBOOKS.glob("*.ipynb"), *paths.LABS.glob("*.ipynb")])
