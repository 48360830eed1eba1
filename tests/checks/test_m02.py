"""Answers to lab 02 for test_hints_of_every_module.py. What depends on the readers' codes is computed from them."""

import pytest

from helpers import coding, world
from helpers.annotate import RIGHT as NOTHING
from helpers.check import Hint, exercises
from helpers.checks import m02, m02_agreement
from helpers.coding import cases
from helpers.evals import mentions

STUDY = coding.begin()
REFERENCE = exercises("02")
RIGHT_ANSWERS = {key: spec.reference_value() for key, spec in REFERENCE.items()}
SAMPLED = STUDY.sample
SAMPLE = [trace.id for trace in SAMPLED]
MISSED = [name for name in SAMPLE if STUDY.label(name).primary in ("retrieval_miss", "unsafe")]
NOTES = RIGHT_ANSWERS["02.2"]
PILES = RIGHT_ANSWERS["02.3"]
FREE = next(name for name in SAMPLE if name not in {row["example"] for row in PILES.values()})
CODES = RIGHT_ANSWERS["02.4"]
SUPPORTED = RIGHT_ANSWERS["02.5"]
CLAIMS = coding.claims(STUDY)
ORDER = RIGHT_ANSWERS["02.6"]
GAINS = coding.gains(STUDY)
TOP_FIX = ORDER["order"][0]
BETTER = RIGHT_ANSWERS["02.7"]
PAGES = RIGHT_ANSWERS["02.8"]
CASES = RIGHT_ANSWERS["02.9"]
PLAN = RIGHT_ANSWERS["02.10"]
GUESS = RIGHT_ANSWERS["02.1"]
OUTDATED = next(page for page, value in PAGES.items() if value != "no owner")
ALONE = next(page for page, value in PAGES.items() if value == "no owner")
DANGER = [name for name in SAMPLE if STUDY.label(name).primary == "unsafe"]
AGREED = max(world.FAILURES, key=lambda code: coding.agreements(STUDY)[code].agreement.value)
WRONG_CLAIM = next(letter for letter, claim in CLAIMS.items() if claim.kind == "first or any")


def notes(**changes):
    """The reference notes; changes={place: note} as at_1="…"."""
    found = dict(NOTES)
    for place, note in changes.items():
        found[SAMPLE[int(place.removeprefix("at_"))]] = {"tags": [], "note": note}
    return found


def every(note):
    return {name: {"tags": [], "note": f"{note} {number}"} for number, name in enumerate(SAMPLE)}


def tagged(*tags):
    return {name: {"tags": list(tags), "note": ""} for name in SAMPLE}


def pile(name="too short", definition="The reply stops before it has said what was asked.", example=SAMPLE[0]):
    return {name: {"definition": definition, "example": example}}


LOOSE = [f"{word} went astray" for word in ("badly", "oddly", "sadly", "madly", "wildly", "fully", "partly", "mostly",
                                            "hardly", "really", "truly", "vaguely")]  # fmt: skip


def case(place, **changes):
    """The reference cases with one of them changed."""
    found = list(CASES)
    row = found[place].to_dict() | changes
    return [*found[:place], row, *found[place + 1 :]]


def swapped(a, b):
    order = list(ORDER["order"])
    i, j = order.index(a), order.index(b)
    order[i], order[j] = order[j], order[i]
    return ORDER | {"order": order}


FIRST = next(trace for trace in STUDY.traces if trace.question.id == CASES[0].id)
FROM_REPLY = next(
    word
    for word in FIRST.turns[0].reply.replace(".", " ").replace(",", " ").split()
    if len(word) > 5 and word.isalpha() and not mentions(FIRST.question.text, word)
)
THIRD = next(cases.own_case(t, CASES[0].tags[0]) for t in coding.candidates(STUDY, CASES[0].tags[0], 99)
             if t.question.id not in {one.id for one in CASES})  # fmt: skip
OTHER = next(trace for trace in STUDY.traces if STUDY.label(trace.id).primary not in (*STUDY.top(2), None))
FREQUENT = sorted(GAINS, key=lambda name: -GAINS[name].first)
CHEAP = sorted(GAINS, key=lambda name: GAINS[name].fix.days)
LAST_TWO = ORDER["order"][-2:]

RIGHT = RIGHT_ANSWERS | {
    "02.2": {name: NOTES[name] for name in SAMPLE[: coding.ENOUGH]},
    "02.8": {f"{page}.v1": value for page, value in PAGES.items()},
}
WRONG = {
    "02.1": [
        (GUESS | {"search": 90}, "add up to 180"),
        ({**dict.fromkeys(GUESS, 16), "right": 20, "unknown": 0}, "is not among the six"),
        ({"search": 100}, "lacks page"),
        (dict.fromkeys(GUESS, 100 / 6), "Six equal shares"),
        (GUESS | {"search": "10"}, "a number from 0 to 100"),
    ],
    "02.2": [
        (notes(at_0="hallucination"), "is a verdict"),
        (notes(at_1="this reply is wrong"), "is a verdict"),
        (dict(zip(SAMPLE, LOOSE, strict=True)), "could stand under any conversation"),
        ({name: {"tags": [], "note": "repeats the same words again"} for name in SAMPLE}, "have the same note"),
        ({name: {"tags": ["right"], "note": ""} for name in SAMPLE}, "You found nothing wrong with"),
        ({name: NOTES[name] for name in SAMPLE[:3]}, "3 conversations have a note"),
        ({name: NOTES[name] for name in SAMPLE[:1]}, "1 conversation has a note"),
        (notes(at_0=SAMPLED[0].turns[0].text), "word for word"),
        (notes(at_0=" ".join(SAMPLED[0].turns[0].reply.split()[:9])), "word for word"),
        (notes(at_1=" ".join(SAMPLED[1].turns[0].text.split()[2:6])), "word for word"),
        ({t.id: {"tags": [], "note": f"{' '.join(t.turns[0].text.split()[:2])} foo bar baz {n}"}
          for n, t in enumerate(SAMPLED)}, "say the same around words"),
        ({t.id: {"tags": [], "note": f"the customer asks: {t.turns[0].text}"} for t in SAMPLED}, "What came back?"),
        (notes(at_3="loops"), "too short to find the place by"),
        (notes(at_3="loops") | {"tr-q-none": {"tags": [], "note": "x"}}, "not among the conversations"),
        (NOTES | {"tr-q-none": {"tags": [], "note": "asks for the price"}}, "not among the conversations"),
    ],
    "02.3": [
        (pile(), "You have 1 pile."),
        (PILES | pile(definition=world.FAILURES["unsafe"], example=FREE), "the line of the workbook for 'unsafe'"),
        (PILES | pile(definition=coding.FIRST_FAULTS["search"][0], example=FREE), "the line of the workbook for"),
        (PILES | pile(definition="asdf asdf one two three lorem ipsum dolor", example=FREE), "nobody can sort"),
        (PILES | pile(definition="Cats sleep when the weather is too warm.", example=FREE), "nobody can sort"),
        (PILES | pile(definition="reply reply reply reply reply reply reply", example=FREE), "nobody can sort"),
        (PILES | pile("too late", "The courier came after the hour that was promised.", FREE), "nobody can sort"),
        (PILES | pile(name="hallucination"), "What would an engineer do with a pile named"),
        (PILES | pile(definition="It is too short."), "too short to decide by"),
        (PILES | pile(example="tr-q-none"), "not one of the conversations that you read"),
        (PILES | pile(example=next(iter(PILES.values()))["example"]), "is the example of two piles"),
        (
            pile("a", "The passages shown do not hold the answer.", SAMPLE[0])
            | pile("b", "The passages shown do not hold the answer.", SAMPLE[1])
            | pile("c", "The reply stops before it has said what was asked.", SAMPLE[2]),
            "defined in nearly the same words",
        ),
        ({"a": "b", "c": "d", "e": "f"}, "needs a definition and an example"),
    ],
    "02.4": [
        (tagged(*world.FAILURES), "Can you point to the place of each?"),
        (tagged("broken_output", "ignores_source"), "12 of 12 conversations have the same codes"),
        (tagged("broken_output", "should_hold_back") | {n: CODES[n] for n in MISSED}, "have the same codes"),
        ({name: {"tags": 3, "note": ""} for name in SAMPLE}, "'3' is no code"),
        ({name: 3 for name in SAMPLE}, "'3' is no code"),
        (CODES | {DANGER[0]: {"tags": ["broken_output"], "note": ""}}, "what happens to somebody"),
        ({name: CODES[name] for name in SAMPLE[:2]}, "2 conversations have a code"),
        (
            {n: {"tags": ["unsafe" if n in DANGER else ("lost_context", "stale_source")[k % 2]], "note": ""}
             for k, n in enumerate(SAMPLE)},
            "unfold the three passages",
        ),
        (CODES | {SAMPLE[0]: {"tags": ["late"], "note": ""}}, "is no code of the guideline"),
    ],
    "02.5": [
        (SUPPORTED | {WRONG_CLAIM}, "says more than was counted"),
        (SUPPORTED | {"c"}, "says more than was counted"),
        (SUPPORTED | {"f"}, "says more than was counted"),
        (SUPPORTED - {"b"}, "You left one out that holds"),
        (SUPPORTED - {"e"}, "You left one out that holds"),
        (set(), "letters from a to f"),
        ({"z"}, "letters from a to f"),
    ],
    "02.6": [
        (ORDER | {"order": FREQUENT}, "You ordered by how often a fault comes first"),
        (ORDER | {"order": CHEAP}, "You ordered by days of work"),
        (swapped(*ORDER["order"][:2]), "Which line takes away most"),
        (swapped(ORDER["order"][1], ORDER["order"][-1]), "What does a day of work save in each?"),
        (ORDER | {"why": "People must not get hurt, that is what counts for us."}, "does not name"),
        (ORDER | {"why": f"The {TOP_FIX} keeps people from harm, that is what counts."}, "Name a figure of the table"),
        (ORDER | {"why": f"{TOP_FIX}: {GAINS[TOP_FIX].right} cases"}, "Write a whole sentence"),
        (ORDER | {"why": " ".join([f"{TOP_FIX} {GAINS[TOP_FIX].right}"] * 8)}, "Write a whole sentence"),
        (ORDER | {"why": f"{GAINS[TOP_FIX].right} " * 12}, "does not name"),
        (ORDER | {"why": f"Lorem ipsum dolor sit amet, consectetur adipiscing {GAINS[TOP_FIX].right}."}, "not name"),
        (ORDER | {"why": "Brakes take 3 days and nobody falls off the bicycle any more."}, "does not name"),
        (ORDER | {"why": f"The model takes {GAINS['model'].fix.days:g} days, and {TOP_FIX} is there for safety."},
         "Name a figure of the table"),
        (ORDER | {"order": ["model"]}, "Name each of the five once"),
        ({"order": ORDER["order"]}, "lacks why"),
    ],
    "02.7": [
        (BETTER | {"mend": AGREED}, "the readers agree in"),
        (BETTER | {"paradox": AGREED}, "kappa and AC1 lie further apart"),
        (BETTER | {"paradox": BETTER["mend"]}, "kappa and AC1 lie further apart"),
        (BETTER | {"paradox": AGREED, "mend": AGREED}, "further apart? And mend:"),
        (BETTER | {"settles": "tr-q-…"}, "is no conversation on which"),
        (BETTER | {"definition": "not " * 11}, "has one half only. When does it count?"),
        (BETTER | {"definition": "a b c d e f g h i j k not"}, "has one half only"),
        (BETTER | {"definition": "Counts when not not not not; does not count when not not not."}, "next to nothing"),
        (BETTER | {"definition": "Counts when …; does not count when …"}, "next to nothing"),
        (BETTER | {"definition": f"Counts when {world.FAILURES[BETTER['mend']]} Does not count when it does not."},
         "next to nothing"),
        (BETTER | {"definition": "Counts when the weather is nice and warm today; does not count when it is sunny on "
                   "Sunday morning."}, "nothing that stands in a conversation"),
        (BETTER | {"definition": "Counts when couriers come late again in rain; does not count when clouds hang low "
                   "over hills."}, "nothing that stands in a conversation"),
        (BETTER | {"definition": "Counts when hardly a helpful word stands in the reply; does not count when whoever "
                   "wrote in comes away knowing more."}, "as an example"),
        (BETTER | {"definition": "Readers have to be trained until they agree, not before."}, "mend the people"),
        (BETTER | {"definition": "Counts when the reply puts people off and has hardly a fact."}, "When does it not?"),
        (BETTER | {"definition": "It does not count."}, "one half only"),
        (BETTER | {"settles": next(t.id for t in STUDY.traces if t.id not in
                   {x.id for x, _ in coding.disputed(STUDY, BETTER["mend"], 999)})}, "is no conversation on which"),
        (BETTER | {"mend": "too late"}, "is no row of the table"),
        ({"mend": BETTER["mend"]}, "lacks paradox"),
    ],
    "02.8": [
        (PAGES | {"flat-tyre": "refund-window"}, "not true today"),
        (PAGES | {OUTDATED: "contact-us"}, "does not state it as it is now"),
        ({page: value for page, value in PAGES.items() if page != OUTDATED}, "are missing"),
        (PAGES | {ALONE: "winter-and-storage"}, "who would you ask about it?"),
        (PAGES | {OUTDATED: "no owner"}, "belongs to"),
        (PAGES | {"opening-hours": "no owner"}, "There is no page 'opening-hours'"),
    ],
    "02.9": [
        ([*CASES[:3], THIRD], "has 1 page among your cases"),
        (CASES[:3], "You have 3 cases; four are asked for"),
        ([], "You have 0 cases"),
        (case(0, must=[FROM_REPLY], must_not=[]), "version 0 passes your case"),
        (case(0, must=["a sentence nobody ever says"]), "a right reply fails your case"),
        (case(0, must=[FIRST.question.reference]), "is a whole sentence"),
        (case(0, must=[*CASES[0].must, FIRST.question.reference], must_not=[]), "is a whole sentence"),
        (case(0, must=[], must_not=["yes"]), "names nothing that a right reply must say"),
        (case(0, tags=["lost_context"]), "not among the two most frequent"),
        (case(0, must=[str(CASES[0].input)]), "the customer says"),
        ([*CASES, CASES[0]], "come from one conversation"),
        ([*CASES, {"id": "x", "question": "Why?"}], "cannot be read"),
        (case(0, id="q-none"), "is no conversation of the dev split"),
        ([*CASES, coding.case(OTHER.id, failure=STUDY.top(1)[0], must=("x1",))]
         if STUDY.top(1)[0] not in STUDY.label(OTHER.id).codes else case(0, must=[]),
         "did not see" if STUDY.top(1)[0] not in STUDY.label(OTHER.id).codes else "names nothing"),
    ],
    "02.10": [
        (PLAN | {"called_right": 90}, "Which others are called right?"),
        (PLAN | {"called_right": 100}, "errors in both directions cancel"),
        (PLAN | {"called_right": 500}, "Two groups are called right"),
        (PLAN | {"read": 100}, "you meet the fault in 86.74 of 100"),
        (PLAN | {"read": 400}, "find the smallest number"),
        (PLAN | {"read": m02.needed() + 1}, "find the smallest number"),
        (PLAN | {"read": m02.needed() - 1}, "in 94.97 of 100 samples. You want 95 at least"),
        (PLAN | {"for_the_rate": "complaints only"}, "whose rate is that?"),
        (PLAN | {"for_new_kinds": "at random"}, "which kinds of question would you hardly ever see?"),
        (PLAN | {"for_new_kinds": "by feeling"}, "is one of"),
    ],
}  # fmt: skip


def test_tagging_everything_with_the_two_commonest_codes_is_not_enough():
    """Somebody who reads nothing and always presses the same two keys does not get by, with one odd one out either."""
    lazy = tagged("broken_output", "ignores_source") | {SAMPLE[0]: {"tags": ["broken_output"], "note": ""}}
    assert isinstance(REFERENCE["02.4"].run(lazy), Hint)


def test_a_code_nobody_disputes_is_never_the_one_to_mend():
    rows = coding.agreements(STUDY)
    assert all(rows[code].first + rows[code].second > 0 for code in m02_agreement._weakest())


def test_a_row_in_which_kappa_does_not_exist_shows_the_paradox_too():
    assert coding.agreements(STUDY)["any fault"].kappa is None
    for row in ("lost_context", "any fault"):
        assert not isinstance(REFERENCE["02.7"].run(BETTER | {"paradox": row}), Hint), row


def test_no_letter_of_a_claim_is_named_before_the_third_try():
    for given in (SUPPORTED | {WRONG_CLAIM}, SUPPORTED - {"b"}):
        hint = REFERENCE["02.5"].run(given)
        assert not any(f"laim {letter}" in text for letter in "abcdef" for text in (hint.first, hint.second))


def test_every_exercise_can_be_solved_on_the_other_split_as_well():
    coding.begin(split="test", to_read=20, seed=5)
    try:
        for key, spec in REFERENCE.items():
            verdict = spec.run(spec.reference_value())
            assert not isinstance(verdict, Hint), f"{key}: {verdict}"
    finally:
        coding.begin()


def test_a_case_that_is_too_strict_hears_which_phrase_it_is():
    hint = REFERENCE["02.9"].run(case(0, must=["48 euros"]))
    assert "'48 euros'" in hint.third and "demands it" in hint.third


def test_every_reference_case_fails_version_0_and_passes_a_right_reply():
    known = {trace.question.id: trace for trace in STUDY.traces}
    assert len(CASES) == 4 and {one.tags[0] for one in CASES} == set(STUDY.top(2))
    for one in CASES:
        assert cases.verdict(one, known[one.id].turns[0].reply) == "fail"
        assert cases.verdict(one, known[one.id].question.reference) == "pass"


def test_the_planned_sample_is_the_smallest_that_is_enough():
    assert 1 - 0.98 ** m02.needed() >= 0.95 > 1 - 0.98 ** (m02.needed() - 1)
    assert m02.called_right() == pytest.approx(180)


def test_short_notes_that_name_the_thing_are_notes():
    given = notes(at_0="price missing", at_2="shows its prompt", at_3="no slot, claims evening")
    assert not isinstance(REFERENCE["02.2"].run(given), Hint)


def test_no_hint_about_codes_names_what_the_readers_gave():
    found = set()
    for first, second in (
        ("lost_context", "stale_source"),
        ("retrieval_miss", "stale_source"),
        ("no_answer", "unsafe"),
    ):
        hint = REFERENCE["02.4"].run({n: {"tags": [(first, second)[k % 2]], "note": ""} for k, n in enumerate(SAMPLE)})
        found.add(hint.id)
        given_away = {*world.FAILURES} - {first, second}
        assert not any(code in hint.at(tries) for code in given_away for tries in (1, 2, 3)), hint
    assert {"danger", "passages"} <= found or {"danger", "first fault"} <= found, found


def test_a_note_marked_right_counts_as_read():
    some = {name: NOTES[name] for name in SAMPLE[:5]} | {SAMPLE[5]: {"tags": [NOTHING], "note": ""}}
    assert not isinstance(REFERENCE["02.2"].run(some), Hint)
