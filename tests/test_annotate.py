"""Marks made while reading: stored at once, found again, a plain table underneath; what a typed line does."""

from __future__ import annotations

import sys
from types import SimpleNamespace

import pytest

from helpers import annotate, keeping, store, widgets, world
from helpers.annotate import HELP, RIGHT, Marks, Reader

TAGS = {"late": "It came too late.", "wrong page": "The page is not the one."}
TRACES = world.traces("dev")[:5]
IDS = [trace.id for trace in TRACES]


@pytest.fixture(autouse=True)
def fresh(my_folder, monkeypatch):
    monkeypatch.setattr(keeping, "state", keeping.State())
    monkeypatch.setattr(annotate, "_memory", {})
    monkeypatch.delenv("WORKBOOK_RUN_LOG", raising=False)


@pytest.fixture
def notebook(monkeypatch):
    """A shell with a kernel; what would be displayed is collected."""
    shown = []
    monkeypatch.setattr(widgets, "_shell", lambda: SimpleNamespace(kernel=object(), user_ns={}))
    monkeypatch.setattr("IPython.display.display", lambda *things, **_: shown.extend(things))
    return shown


def after_a_restart(monkeypatch):
    monkeypatch.setattr(annotate, "_memory", {})
    store.default().close()


def test_marks_are_stored_at_once_and_found_after_a_restart(monkeypatch):
    marks = annotate.read("t.notes", TRACES, tags=TAGS)
    marks.put(IDS[0], note="  asks for the\nprice ")
    marks.put(IDS[1], tags=["wrong page", "late"])
    marks.put(IDS[1], note="two things")
    after_a_restart(monkeypatch)
    again = annotate.read("t.notes", TRACES, tags=TAGS)
    assert again.plain() == {
        IDS[0]: {"tags": [], "note": "asks for the price"},
        IDS[1]: {"tags": ["wrong page", "late"], "note": "two things"},
    }
    assert annotate.read("t.other", TRACES, tags=TAGS).plain() is ...
    assert Reader(again).item.id == IDS[2], "reading goes on at the first item without a mark"


def test_a_mark_taken_back_is_gone_after_a_restart_too(monkeypatch):
    marks = annotate.read("t.notes", TRACES)
    marks.put(IDS[0], note="a note")
    marks.put(IDS[0], note="", tags=())
    assert len(marks) == 0
    after_a_restart(monkeypatch)
    assert len(annotate.read("t.notes", TRACES)) == 0


def test_nothing_is_stored_in_a_solved_notebook_but_the_table_works(capsys):
    keeping.solved_notebook()
    marks = annotate.read("t.notes", TRACES, typed={IDS[0]: "a note"})
    assert marks[IDS[0]].note == "a note" and annotate.read("t.notes", TRACES)[IDS[0]].note == "a note"
    assert store.default().marks("t.notes") == {}


def test_the_table_is_plain_and_lists_what_is_open():
    marks = annotate.read("t.notes", TRACES, tags=TAGS, typed={IDS[0]: "a note", IDS[1]: ["late"], IDS[2]: RIGHT})
    assert marks.rows()[:4] == [
        {"id": IDS[0], "tags": [], "note": "a note"},
        {"id": IDS[1], "tags": ["late"], "note": ""},
        {"id": IDS[2], "tags": [RIGHT], "note": ""},
        {"id": IDS[3], "tags": [], "note": ""},
    ]
    assert list(marks.frame()["id"]) == IDS
    assert "3 of 5 marked" in repr(marks) and "<caption" in marks._repr_html_()


@pytest.mark.parametrize(
    ("typed", "phrase"),
    [
        ({"tr-none": "a note"}, "not among the 5"),
        ({IDS[0]: ["early"]}, "no tag 'early'"),
        ({IDS[0]: ["late", RIGHT]}, "stands alone"),
        ({IDS[0]: "hallucination"}, "no tag 'hallucination'"),
        ({IDS[0]: 3}, "There is no tag 3; the numbers go from 0 to 2"),
        ({IDS[0]: "1 7"}, "There is no tag 7"),
        ({IDS[0]: 0.5}, "A note, a tag or a list"),
        (["a note"], "a dictionary from id"),
        ("a note", "a dictionary from id"),
    ],
)
def test_marks_that_cannot_be_meant_are_refused(typed, phrase, capsys):
    with pytest.raises(ValueError, match=phrase):
        Marks("t.notes", TRACES, TAGS).take(typed)
    marks = annotate.read("t.notes", TRACES, tags=TAGS, typed=typed)
    assert "Not taken over" in capsys.readouterr().out and len(marks) == 0, "a learner reads a sentence, no traceback"


def test_one_wrong_id_does_not_take_the_other_marks_with_it(capsys):
    marks = annotate.read(
        "t.notes", TRACES, typed={IDS[0]: "asks for a price", "tr-none": "x", IDS[1]: "repeats itself"}
    )
    assert list(marks) == [IDS[0], IDS[1]] and "'tr-none' is not among" in capsys.readouterr().out


def test_tags_are_typed_by_name_or_number_and_an_empty_text_clears_a_note():
    typed = {IDS[0]: "2", IDS[1]: "2, 1", IDS[2]: "0", IDS[3]: [1, "wrong page"], IDS[4]: 0}
    marks = annotate.read("t.codes", TRACES, tags=TAGS, typed=typed)
    assert [marks[name].tags for name in IDS] == [
        ("wrong page",), ("wrong page", "late"), (RIGHT,), ("late", "wrong page"), (RIGHT,),
    ]  # fmt: skip
    notes = annotate.read("t.notes", TRACES, typed={IDS[0]: "asks for a price", IDS[1]: "0", IDS[2]: "…"})
    assert notes[IDS[0]].note and notes[IDS[1]].tags == (RIGHT,) and IDS[2] not in notes
    assert IDS[0] not in annotate.read("t.notes", TRACES, typed={IDS[0]: ""})


def test_the_form_that_is_shown_can_be_typed_as_it_stands():
    for tags in ({}, TAGS):
        names = {}
        exec(annotate.form(TRACES, tags).split("   ")[0], names)
        marks = Marks("t.form", TRACES, tags)
        marks.take(names["typed"])
        assert marks[IDS[1]].tags == (RIGHT,) and (IDS[0] in marks) is bool(tags)


def test_a_number_where_there_are_no_tags_says_that_words_are_wanted():
    reader = Reader(Marks("t.notes", TRACES, {}))
    reader.line("13")
    assert "here only 0 is one" in reader.said and "in words" in reader.said


@pytest.mark.parametrize(
    ("items", "tags", "phrase"),
    [
        ([], {}, "Between 1 and 40"),
        (world.traces()[:41], {}, "Draw a smaller sample"),
        ([TRACES[0], TRACES[0]], {}, "given twice"),
        (TRACES, {str(n): "x" for n in range(10)}, "at most 9 tags"),
        (TRACES, {RIGHT: "x"}, "none of them named"),
    ],
)
def test_what_cannot_be_read_is_refused(items, tags, phrase):
    with pytest.raises(ValueError, match=phrase):
        annotate.read("t.notes", items, tags=tags)


def test_a_tag_that_was_renamed_is_left_out_and_said(capsys):
    annotate.read("t.codes", TRACES, tags=TAGS, typed={IDS[0]: ["late"]})
    assert len(annotate.read("t.codes", TRACES, tags={"slow": "It came too late."})) == 0
    assert "left out: late" in capsys.readouterr().out


def test_a_line_is_a_note_numbers_or_a_key():
    reader = Reader(Marks("t.codes", TRACES, TAGS))
    reader.line("repeats the   question")
    reader.line("2 1")
    assert reader.marks[IDS[0]] == annotate.Mark(("wrong page", "late"), "repeats the question")
    reader.line("2")
    assert reader.marks[IDS[0]].tags == ("late",)
    reader.line("n")
    reader.line("0")
    assert reader.marks[IDS[1]].tags == (RIGHT,)
    reader.line("1")
    assert reader.marks[IDS[1]].tags == ("late",), "a fault takes 'right' away"
    reader.line("p")
    reader.line("x")
    assert IDS[0] not in reader.marks and reader.at == 0
    reader.line("#4")
    assert reader.item.id == IDS[3]


@pytest.mark.parametrize(("line", "said"), [("7", "There is no tag 7"), ("q", "is no key"), ("#99", "the last one")])
def test_a_line_that_cannot_be_meant_changes_no_mark_and_says_so(line, said):
    reader = Reader(Marks("t.codes", TRACES, TAGS))
    reader.line(line)
    assert said in reader.status() and len(reader.marks) == 0


def test_controls_follow_the_line_and_the_line_follows_the_controls(notebook, monkeypatch):
    marks = annotate.read("t.codes", TRACES, tags=TAGS)
    (box,) = notebook
    page, line, row, status, _ = box.children
    late, wrong, right, back, ahead = row.children
    assert TRACES[0].turns[0].text.split()[0] in page.value and "<details>" in page.value
    line.value = "2"
    assert wrong.value and marks[IDS[0]].tags == ("wrong page",) and line.value == ""
    late.value = True
    assert marks[IDS[0]].tags == ("wrong page", "late")
    right.value = True
    assert not late.value and not wrong.value and marks[IDS[0]].tags == (RIGHT,)
    line.value = "came at once"
    assert "came at once" in status.value
    ahead.click()
    assert IDS[1] in page.value and not right.value
    back.click()
    assert IDS[0] in page.value and right.value
    assert store.default().marks("t.codes")[IDS[0]] == {"tags": [RIGHT], "note": "came at once"}
    assert all(button.tooltip for button in (late, wrong, right)) and HELP.split(".")[0] in box.children[4].value


def test_reading_imports_no_pandas_before_a_table_is_asked_for(my_folder):
    import subprocess

    code = "import sys\nfrom helpers import annotate, world\nannotate.read('t', world.traces('dev')[:3])\n"
    code += "assert not {'pandas', 'torch', 'matplotlib', 'ipywidgets'} & set(sys.modules), sys.modules.keys()"
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True)
    assert ran.returncode == 0, ran.stderr
