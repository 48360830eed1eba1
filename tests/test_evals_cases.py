"""Cases: what they accept, and errors that say which file, line and field."""

import json

import pytest
import yaml

from helpers.evals import Case, load_cases, save_cases

FULL = Case(
    "q-1",
    "Can I return the bike?",
    expected="Within 14 days.",
    must=["14 days | two weeks"],
    must_not=["30 days"],
    tags=["refund"],
    cluster="refunds.md",
    severity="costly",
    metadata={"document": "refunds.md"},
)
CHAT = Case("q-2", [{"role": "system", "content": "Be brief."}, {"role": "user", "content": "Hallo, größer als 5 €?"}])
MAPPING = Case("q-3", {"question": "x", "document": "y"}, expected=["a", "b"])


@pytest.mark.parametrize("ending", ["yaml", "yml", "jsonl"])
def test_saved_cases_come_back_equal(tmp_path, ending):
    path = save_cases([FULL, CHAT, MAPPING], tmp_path / f"cases.{ending}")
    assert load_cases(path) == [FULL, CHAT, MAPPING]


def test_a_single_text_stands_for_a_list_of_one():
    assert Case("a", "b", must="14 days").must == ("14 days",)


def test_cases_can_be_put_in_sets():
    assert {FULL, CHAT} == {CHAT, FULL}


@pytest.mark.parametrize(
    ("fields", "message"),
    [
        ({"id": 7, "input": "x"}, "id must be a text"),
        ({"id": " ", "input": "x"}, "id must be a text"),
        ({"id": "a", "input": "  "}, "input is empty"),
        ({"id": "a", "input": []}, "messages like"),
        ({"id": "a", "input": [{"role": "user"}]}, "messages like"),
        ({"id": "a", "input": {}}, "empty mapping"),
        ({"id": "a", "input": 5}, "input must be"),
        ({"id": "a", "input": "x", "must": 5}, "must must be a list"),
        ({"id": "a", "input": "x", "must": [""]}, "every item of must"),
        ({"id": "a", "input": "x", "must_not": ["14 days | "]}, "phrase on each side"),
        ({"id": "a", "input": "x", "tags": [3]}, "every item of tags"),
        ({"id": "a", "input": "x", "cluster": 3}, "cluster must be a text"),
        ({"id": "a", "input": "x", "severity": "bad"}, "annoying, costly, unforgivable"),
        ({"id": "a", "input": "x", "metadata": [1]}, "metadata must be a mapping"),
    ],
)
def test_a_wrong_field_is_named(fields, message):
    with pytest.raises(ValueError, match=message):
        Case(**fields)


def write(tmp_path, name, text):
    path = tmp_path / name
    path.write_text(text, encoding="utf-8")
    return path


@pytest.mark.parametrize(
    ("name", "text", "message"),
    [
        ("c.jsonl", '{"id": "a", "input": "x"}\n\n{"id": "b", "input"\n', r"c\.jsonl, line 3: not valid JSON"),
        ("c.jsonl", '{"id": "a", "input": "x"}\n{"id": "b"}\n', r"c\.jsonl, line 2: the field input is missing"),
        (
            "c.jsonl",
            '{"id": "a", "input": "x"}\n{"id": "a", "input": "y"}\n',
            r"line 2: the id 'a' .* c\.jsonl, line 1",
        ),
        (
            "c.jsonl",
            '{"id": "a", "input": "x", "sevrity": "costly"}\n',
            r"line 1: unknown field sevrity; the fields are",
        ),
        ("c.jsonl", '["a", "x"]\n', r"line 1: a case must be a mapping"),
        ("c.jsonl", "\n \n", "holds no cases"),
        ("c.yaml", "", "no cases found"),
        ("c.yaml", "[]", "holds no cases"),
        ("c.yaml", "- id: a\n  input: x\n- id: b\n  input: [\n", r"c\.yaml, line \d+: not valid YAML"),
        ("c.yaml", "- id: a\n  input: x\n\n- id: b\n", r"c\.yaml, line 4 \(case 2\): the field input is missing"),
        ("c.yaml", "- id: 1\n  input: x\n", r"line 1 \(case 1\): id must be a text .*quote numbers"),
        (
            "c.yaml",
            "- id: a\n  input: x\n- id: a\n  input: x\n",
            r"line 3 \(case 2\): the id 'a' is already used at .*line 1",
        ),
        ("c.yaml", "- id: a\n  input: x\n  must: [y]\n  must: [z]\n", r"the field must is written twice"),
        ("c.yaml", "questions:\n- id: a\n", "no cases found"),
        ("c.yaml", "cases: 5\n", r"line 1: expected a list"),
        ("c.yaml", "- id: a\n  input: x\n  when: !!python/object:os.system {}\n", "not valid YAML"),
        ("c.csv", "id,input\n", r"\.yaml, \.yml or \.jsonl"),
    ],
)
def test_errors_name_file_line_and_field(tmp_path, name, text, message):
    with pytest.raises(ValueError, match=message):
        load_cases(write(tmp_path, name, text))


def test_a_file_in_another_encoding_is_refused(tmp_path):
    path = tmp_path / "c.jsonl"
    path.write_bytes('{"id": "a", "input": "größer"}'.encode("latin-1"))
    with pytest.raises(ValueError, match="not UTF-8"):
        load_cases(path)


def test_yaml_with_a_cases_key_anchors_and_a_byte_order_mark(tmp_path):
    path = tmp_path / "c.yaml"
    text = "cases:\n- &base\n  id: a\n  input: x\n  tags: [t]\n- <<: *base\n  id: b\n"
    path.write_text("\ufeff" + text, encoding="utf-8")
    assert [(case.id, case.tags) for case in load_cases(path)] == [("a", ("t",)), ("b", ("t",))]


def test_a_missing_file_says_so(tmp_path):
    with pytest.raises(FileNotFoundError):
        load_cases(tmp_path / "none.yaml")


def test_text_with_unicode_line_breaks_survives(tmp_path):
    case = Case("a", "one\u2028two\u0085three")
    for ending in ("jsonl", "yaml"):
        assert load_cases(save_cases([case], tmp_path / f"c.{ending}")) == [case]


def test_what_a_file_cannot_hold_is_refused(tmp_path):
    with pytest.raises(ValueError, match="cannot be written"):
        save_cases([Case("a", "x", metadata={"when": object()})], tmp_path / "c.jsonl")
    with pytest.raises(ValueError, match="cannot be written"):
        save_cases([Case("a", "x", metadata={"when": object()})], tmp_path / "c.yaml")
    assert not list(tmp_path.iterdir())


def test_duplicates_are_not_written(tmp_path):
    with pytest.raises(ValueError, match="already used at case 1"):
        save_cases([Case("a", "x"), Case("a", "y")], tmp_path / "c.jsonl")


def test_files_are_plain_data_without_empty_fields(tmp_path):
    path = save_cases([Case("a", "x")], tmp_path / "c.jsonl")
    assert json.loads(path.read_text(encoding="utf-8")) == {"id": "a", "input": "x"}
    path = save_cases([Case("a", "x")], tmp_path / "c.yaml")
    assert yaml.safe_load(path.read_text(encoding="utf-8")) == [{"id": "a", "input": "x"}]
