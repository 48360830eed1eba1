"""Redaction: what is found, where it stood, and that nothing of it gets out."""

import itertools
import json
import pickle

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from helpers import safety


def kinds(text, *wanted):
    return [finding.kind for finding in safety.redact(text, wanted or None)[1]]


def taken(text, kind):
    return [text[f.start : f.end] for f in safety.redact(text, [kind])[1]]


@pytest.mark.parametrize(
    ("kind", "text", "value"),
    [
        ("email", "write to ana.lopez+bike@mail.example, please", "ana.lopez+bike@mail.example"),
        ("email", "it is ana (at) mail.example", "ana (at) mail.example"),
        ("email", "<jürgen@müller.example>", "jürgen@müller.example"),
        ("phone", "call +49 (0)171 5550133 today", "+49 (0)171 5550133"),
        ("phone", "call 0031 6 5550 1234", "0031 6 5550 1234"),
        ("phone", "my mobile: 0171-555 01 33.", "0171-555 01 33"),
        ("phone", "(415) 555-0132 is mine", "(415) 555-0132"),
        ("phone", "or 415-555-0132", "415-555-0132"),
        ("phone", "order 48213, tel 0171 5550133", "0171 5550133"),
        ("card", "card 4111 1111 1111 1111 was charged", "4111 1111 1111 1111"),
        ("card", "card 4111-1111-1111-1111", "4111-1111-1111-1111"),
        ("card", "378282246310005", "378282246310005"),
        ("card", "order 12345 5555 5555 5555 4444 12/27", "5555 5555 5555 4444"),
        ("iban", "IBAN NL91 ABNA 0417 1643 00.", "NL91 ABNA 0417 1643 00"),
        ("iban", "de89370400440532013000", "de89370400440532013000"),
        ("address", "I live at 12 Canal Street, Eastmere.", "12 Canal Street, Eastmere"),
        ("address", "Flat 3, 10 Downing Street, London SW1A 2AA", "Flat 3, 10 Downing Street, London SW1A 2AA"),
        ("address", "Prinsengracht 263, 1016 GV Amsterdam", "Prinsengracht 263, 1016 GV Amsterdam"),
        ("address", "Lange Straße 12, 10115 Berlin", "Lange Straße 12, 10115 Berlin"),
        ("address", "ship to Springfield, IL 62704", "IL 62704"),
        ("secret", "my password is hunter2!", "hunter2"),
        ("secret", "Passwort: Fahrrad99", "Fahrrad99"),
        ("secret", "the key sk-test-EFGH1234abcdEFGH leaked", "sk-test-EFGH1234abcdEFGH"),
        ("secret", "the PIN is 4821, I think", "4821"),
        ("name", "My name is Ana van der Berg and", "Ana van der Berg"),
        ("name", "My name is Nguyen Van An and I live", "Nguyen Van An"),
        ("name", "Dear Mr Jones, ", "Jones"),
        ("name", "thanks!\nKind regards,\nJürgen Müller", "Jürgen Müller"),
        ("name", "Ich heiße Jürgen", "Jürgen"),
        ("name", "you did not. Would you enlighten me? Margaret", "Margaret"),
    ],
)
def test_a_value_is_found_from_its_first_to_its_last_character(kind, text, value):
    assert taken(text, kind) == [value]


@pytest.mark.parametrize(
    "text",
    [
        "Delivered on 2026-11-24 09:15 and again on 04.11.2026 09:00.",
        "Order 0012345678 and M-48213 are late.",
        "It costs 1400 EUR for 5000 km.",
        "4111 1111 1111 1112 fails the Luhn check, NL92ABNA0417164300 fails mod 97.",
        "My password is not working and the PIN is wrong.",
        "Dear Meadow Team, hello support, thanks. Best regards",
        "I am in Lindenhaven. The bike stands rain in November 2026.",
        "",
    ],
)
def test_what_only_looks_personal_stays(text):
    assert safety.redact(text) == (text, ())


@pytest.mark.parametrize(
    ("text", "missed"),
    [("my wife maria keller called you", "maria keller"), ("yesterday Jordan took the bike", "Jordan")],
)
def test_a_name_without_a_cue_is_missed_as_the_documentation_says(text, missed):
    assert missed in safety.redact(text)[0]
    assert "miss" in safety.redact.__doc__


def test_the_same_value_has_one_placeholder_and_another_one_the_next():
    clean, found = safety.redact("a@b.example, A@B.example, c@d.example; card 4111111111111111 and 4111 1111 1111 1111")
    assert clean == "[EMAIL_1], [EMAIL_1], [EMAIL_2]; card [CARD_1] and [CARD_1]"
    assert len(found) == 5


def test_offsets_count_characters_of_the_original():
    text = "🙂🙂 e\u0301 ﬁ ａｎａ＠mail.example — ana\u200b@mail.example ok"
    for finding in safety.redact(text)[1]:
        assert finding.kind == "email"
        assert text[finding.start : finding.end].endswith("mail.example")
    assert len(safety.redact(text)[1]) == 2


def test_overlapping_kinds_leave_nothing_behind():
    text = "my password is ana@mail.example, ask"
    clean, found = safety.redact(text)
    assert "ana" not in clean and "example" not in clean and len(found) == 1


@given(
    st.lists(
        st.sampled_from(
            [
                "ana@mail.example", "0171 5550133", "4111111111111111", "password is", "Ana Lopez", "Hi",
                "Kind regards,\n", "[NAME_1]", "[EMAIL_2]", "12 Canal Street", "1016 GV", "NL91ABNA0417164300", "I am",
                ",", ". ", "+49", "0", "order", "é", "\u200b", "@", "sk-test-EFGH1234abcdEFGH", "10115 Berlin", "Mr",
                "\n", "-",
            ]
        ),
        max_size=14,
    ).map(" ".join)
)  # fmt: skip
@settings(max_examples=300, deadline=None)
def test_redacting_twice_changes_nothing_and_the_vault_restores(text):
    clean, found = safety.redact(text)
    assert safety.redact(clean) == (clean, ())
    assert all(a.end <= b.start for a, b in itertools.pairwise(found))
    rebuilt, place = "", 0
    for finding in found:
        rebuilt += text[place : finding.start] + finding.replacement
        place = finding.end
    assert rebuilt + text[place:] == clean


@given(st.text(max_size=200))
@settings(max_examples=200, deadline=None)
def test_any_text_is_redacted_without_an_error(text):
    clean, found = safety.redact(text)
    assert all(0 <= f.start < f.end <= len(text) for f in found)
    assert safety.redact(clean)[0] == clean


def test_the_vault_puts_the_values_back_and_shows_none():
    made = safety.redact_with_map("I am Ana Lopez, ana@mail.example")
    assert made.text == "I am [NAME_1], [EMAIL_1]"
    assert made.vault.restore("Dear [NAME_1], we wrote to [EMAIL_1] and [EMAIL_9].").startswith("Dear Ana Lopez, we")
    assert "[EMAIL_9]" in made.vault.restore("[EMAIL_9]")
    assert "Ana" not in repr(made.vault) and "Ana" not in str(made.findings) and "Ana" not in repr(made)
    with pytest.raises(TypeError):
        pickle.dumps(made.vault)


def test_placeholders_of_a_text_are_kept_and_numbers_go_on():
    assert safety.redact("[EMAIL_3] wrote to ana@mail.example")[0] == "[EMAIL_3] wrote to [EMAIL_4]"


@pytest.mark.parametrize("bad", [None, 7, b"ana@mail.example", ["ana@mail.example"]])
def test_what_is_no_text_is_refused_without_being_quoted(bad):
    with pytest.raises(ValueError, match="must be a text") as error:
        safety.redact(bad)
    assert "ana" not in str(error.value)


def test_an_unknown_kind_is_refused():
    with pytest.raises(ValueError, match="kinds must be some of"):
        safety.redact("x", ["passport"])
    with pytest.raises(ValueError, match="none"):
        safety.redact("x", [])


def test_only_the_kinds_that_were_asked_for_go():
    assert safety.redact("Hi, I am Ana Lopez, ana@mail.example", ["email"])[0] == "Hi, I am Ana Lopez, [EMAIL_1]"


def spans(text, *marks):
    return tuple(safety.Span(kind, text.index(part), text.index(part) + len(part)) for kind, part in marks)


def test_span_scores_count_found_and_marked_spans():
    first, second = "Ana Lopez, ana@mail.example", "call Jordan"
    cases = [
        safety.RedactionCase(
            "a", first, spans(first, ("name", "Ana Lopez"), ("email", "ana@mail.example")), "en", "test"
        ),
        safety.RedactionCase("b", second, spans(second, ("name", "Jordan")), "en", "test"),
    ]
    found = {
        "a": [safety.Finding("name", 0, 3, "[NAME_1]"), safety.Finding("email", 11, 27, "[EMAIL_1]")],
        "b": [safety.Finding("name", 0, 4, "[NAME_1]")],
    }
    scores = safety.span_scores(cases, found)
    assert (scores["name"].hit, scores["name"].gold, scores["name"].found_right, scores["name"].found) == (0, 2, 1, 2)
    assert scores["email"].f1 == 1 and scores["email"].recall.value == 1
    assert scores["all"].recall.value == pytest.approx(1 / 3) and scores["all"].precision.value == pytest.approx(2 / 3)
    assert safety.span_scores(cases, found, how="exact")["name"].found_right == 0
    assert scores["iban"].recall is None and scores["iban"].f1 is None
    with pytest.raises(ValueError, match="not among"):
        safety.span_scores(cases, {"c": []})
    assert "Ana" not in repr(cases[0])


def row(**changes):
    return json.dumps({"id": "a", "text": "Ana", "language": "en", "split": "dev", "spans": []} | changes)


@pytest.mark.parametrize(
    ("line", "message"),
    [
        (row(spans=[{"kind": "name", "start": 0, "end": 9}]), "lie within the text"),
        (row(split="later"), "split"),
        (row(spans=[{"kind": "cat", "start": 0, "end": 1}]), "kind"),
        ("{", "not a JSON object"),
    ],
)
def test_a_faulty_line_of_the_redaction_set_is_named(tmp_path, line, message):
    file = tmp_path / "messages.jsonl"
    file.write_text(line, encoding="utf-8")
    with pytest.raises(ValueError, match=f"messages.jsonl line 1.*{message}") as error:
        safety.redaction_set(path=file)
    assert "Ana" not in str(error.value)
