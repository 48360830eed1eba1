"""Right and wrong answers of lab 06, and properties of its checks beyond single answers."""

from __future__ import annotations

import pytest

from helpers import unsure
from helpers.check import Hint, exercises
from helpers.unsure import deciding, policy, reference
from helpers.unsure import lab as labs

LAB = unsure.begin(model="local/smollm2-135m")
REFERENCE = exercises("06")
DANGER = list(unsure.DANGER)
KINDS = [unsure.kind_of(row) for row in LAB.cards()]
RUNS = LAB.look("test", deciding.reference_policy(LAB, DANGER), DANGER)
DEV = LAB.others(DANGER) | {"yours": LAB.run(deciding.reference_policy(LAB, DANGER), DANGER)}
LAB.ran["dev"] = DEV


def swapped(kinds, a, b):
    return [b if kind == a else a if kind == b else kind for kind in kinds]


BIN = unsure.asked_bin(LAB)
MEANING = {"share": BIN.rate.value, "may_say": unsure.supported(LAB), "best": LAB.ranking()[0].signal}
YES, NO = unsure.two_shares(LAB)
TABLE = LAB.check_table()
CHECKED = {"if_yes": YES, "if_no": NO, "verdict": unsure.check_verdict(LAB)}
OTHER = next(word for word in reference.VERDICTS if word != CHECKED["verdict"])
EVEN = {"annoying": 2 / 6, "costly": 20 / 24}
CUTS = {
    "naive": unsure.naive_of(LAB, "costly"),
    "safe_costly": unsure.safe_of(LAB, "costly"),
    "safe_annoying": unsure.safe_of(LAB, "annoying"),
}
POLICY = deciding.reference_policy(LAB, DANGER)
PERSON = {"answer": "never", "hedge": "never", "below": "person"}


def line(name, **changes):
    return POLICY | {name: POLICY[name] | changes}


def euros(name, split=RUNS):
    return f"{1000 * split[name].mean('euros').value:,.0f}"


WHY = reference.reference_why(LAB)
DECISION = {"choice": "yours", "why": WHY}
ON_DEV = (
    f"Our policy costs {euros('yours', DEV)} euros for 1,000 questions. That is less than people cost, and "
    "dangers go to them."
)
NO_FIGURE = "Ours is better than the others. It is also nicer to people, who like it, and danger is seen."
NO_SUCH = "Our policy costs 77 euros for 1,000 questions, the others cost more. Dangers go to people who know."
NO_DANGER = f"Our policy costs {euros('yours')} euros for 1,000 questions. We like that and will ship it this week."
WRONG_WAY = (
    f"Our policy is worse than one threshold because it costs {euros('one threshold')} euros. The unforgivable ones do "
    "not matter so much to any of us."
)
FALSE_CHEAPEST = (
    f"It costs {euros('one threshold')} euros for 1,000 questions, which is the cheapest of all. Dangerous ones are "
    "read by people each week."
)
FALSE_DEAREST = (
    f"Our policy costs {euros('yours')} euros, the dearest of all four. All unforgivable ones are answered wrongly and "
    "hurt people, and we like that."
)
ELEPHANTS = (
    f"Purple {euros('yours')} euros elephants quietly juggle seventeen umbrellas beside dangerous rivers. Nobody knows "
    "whether bananas sing opera tonight."
)
COPIED = (
    "Name the policy, its figure, the policy it is better than, and what you accept. Say what your choice does about "
    f"them, or what risk is left, {euros('yours')} euros."
)
NOT_OF_CHOICE = (
    f"One policy costs {euros('yours')} euros for 1,000 questions and we take another. Dangerous ones are read by "
    "people every week."
)
OF_ANOTHER = (
    f"Our policy costs {euros('one threshold')} euros for 1,000 questions. It costs {euros('yours')} euros somewhere "
    "else, and danger goes to a person."
)
DEADLINE = {"deadline": unsure.smallest_deadline(), "stream": reference.STREAMS[1]}
TEXTS = unsure.reference_texts()

RIGHT = {
    "06.1": KINDS,
    "06.2": MEANING,
    "06.3": CHECKED,
    "06.4": EVEN,
    "06.5": CUTS,
    "06.6": DANGER,
    "06.7": POLICY,
    "06.8": DECISION,
    "06.9": DEADLINE,
    "06.10": TEXTS,
}

WRONG = {
    "06.1": [
        (["right"] * 6, "called all six"),
        (KINDS[:5], "there are 6 rows"),
        (["correct", *KINDS[1:]], "is none of"),
        (swapped(KINDS, "wrong page", "no page"), "or no page at all"),
        (swapped(KINDS, "right", "wrong page"), "differ on"),
    ],
    "06.2": [
        (MEANING | {"share": BIN.mean}, "mean similarity of the bin"),
        (MEANING | {"share": 0.77}, "Take the row"),
        (MEANING | {"share": 100 * BIN.rate.value}, "Give a share"),
        (MEANING | {"share": "half"}, "between 0 and 1"),
        (MEANING | {"may_say": {"a", "c"}}, "stand behind"),
        (MEANING | {"may_say": "bc"}, "two bars"),
        (MEANING | {"may_say": {"b"}}, "Sentence b"),
        (MEANING | {"may_say": {"d"}}, "from a to c"),
        (MEANING | {"best": LAB.ranking()[-1].signal}, "go further"),
        (MEANING | {"best": "vibes"}, "one of"),
        ({"share": 0.4}, "lacks"),
    ],
    "06.3": [
        (CHECKED | {"if_yes": TABLE.yes_right / (TABLE.yes_right + TABLE.no_right)}, "by all right pages"),
        (CHECKED | {"if_no": 1 - NO}, "share of wrong pages"),
        (CHECKED | {"if_no": 0.05}, "Take the row"),
        (CHECKED | {"if_no": 47}, "a share between"),
        (CHECKED | {"verdict": OTHER}, "leave open"),
        (CHECKED | {"verdict": "good"}, "is one of"),
    ],
    "06.4": [
        (EVEN | {"costly": 1 - 20 / 24}, "may be wrong"),
        (EVEN | {"costly": 1 - 4 / 20}, "writes to a person as well"),
        (EVEN | {"annoying": 33.3}, "Give a share"),
        (EVEN | {"annoying": 0.9}, "answering costs"),
        (EVEN | {"costly": "most"}, "between 0 and 1"),
    ],
    "06.5": [
        (CUTS | {"naive": 0.3}, "the costly target is"),
        (CUTS | {"naive": 0.66}, "a smaller threshold"),
        (CUTS | {"naive": "none"}, "Does any row"),
        (CUTS | {"safe_costly": CUTS["naive"]}, "is not promised"),
        (CUTS | {"safe_annoying": "none"}, "printed line"),
        (CUTS | {"safe_annoying": 44}, "similarity such as"),
    ],
    "06.6": [
        (["smoke", "fire"], "Not caught"),
        ([*DANGER, "the", "i"], "harmless questions"),
        (["my two plus the neighbours boy in the front box"], "is a sentence"),
        (["smoke", 3], "is no word"),
        ([f"word{n}" for n in range(90)], "at most 60"),
        ("battery smoke", "a list of words"),
    ],
    "06.7": [
        (line("unforgivable", answer=0.6), "Which saving makes up"),
        (line("unforgivable", hedge=0.5), "policy hedges"),
        (line("unforgivable", below="search"), "Some customers act"),
        (line("costly", answer=0.5), "What could you promise"),
        (line("annoying", answer=0.0), "What could you promise"),
        (POLICY | {"annoying": PERSON, "costly": PERSON}, "costs"),
        (line("annoying", below="answer"), "is one of"),
        (line("annoying", answer=float("nan")), "from 0 to 1"),
        (line("annoying", answer=5), "from 0 to 1"),
        (line("costly", hedge=-1), "from 0 to 1"),
        (line("annoying", answer=0.6, hedge=0.6), "never comes"),
        ({"annoying": PERSON}, "lacks a line"),
    ],
    "06.8": [
        (DECISION | {"choice": "always answer"}, "Who signs that"),
        (DECISION | {"choice": "ours"}, "is one of"),
        (DECISION | {"why": "It is better."}, "two to four"),
        (DECISION | {"why": NO_FIGURE}, "figure"),
        (DECISION | {"why": "Better. It is better because it is better."}, "too few different words"),
        (DECISION | {"why": ON_DEV}, "figure of the dev questions"),
        (DECISION | {"why": NO_SUCH}, "Where does the test run show it"),
        (DECISION | {"why": NO_DANGER}, "the unforgivable ones"),
        ({"choice": "one threshold", "why": FALSE_CHEAPEST}, "is the cheapest"),
        (DECISION | {"why": FALSE_DEAREST}, "is the dearest"),
        (DECISION | {"why": WRONG_WAY + f" It costs {euros('yours')} euros."}, "Which of the two is cheaper"),
        (DECISION | {"why": WRONG_WAY}, "no figure of its row"),
        (DECISION | {"why": ELEPHANTS}, "no word of what it is"),
        (DECISION | {"why": COPIED}, "in a hint"),
        ({"choice": "one threshold", "why": NOT_OF_CHOICE}, "no figure of its row"),
        (DECISION | {"why": OF_ANOTHER}, "In whose row"),
    ],
    "06.9": [
        (DEADLINE | {"deadline": 0.5}, "are cut"),
        (DEADLINE | {"deadline": 30}, "an earlier deadline"),
        (DEADLINE | {"deadline": 4000}, "not in milliseconds"),
        (DEADLINE | {"deadline": DEADLINE["deadline"] + 0.05}, "to a tenth"),
        (DEADLINE | {"stream": "always"}, "before the reply is complete"),
        (DEADLINE | {"stream": "never"}, "stares at an empty box"),
        (DEADLINE | {"stream": "sometimes"}, "is one of"),
    ],
    "06.10": [
        (TEXTS | {"hedge": "It is possible that {page} is not correct, so please check it first."}, "first person"),
        (TEXTS | {"person": TEXTS["slow"]}, "the same text"),
        (TEXTS | {"ask back": "Your question is unclear. Is it about {pages} or none of these?"}, "blames"),
        (TEXTS | {"search": "I did not find it for certain, definitely look at {links} or ask our team."}, "certainty"),
        (TEXTS | {"slow": 3}, "no text in quotes"),
        ({"hedge": TEXTS["hedge"]}, "no text for"),
        (dict.fromkeys(TEXTS, ""), "is empty"),
        (TEXTS | {"ask back": "Why do you ask such stupid things, {pages}? None of these, idiot."}, "blames"),
        (TEXTS | {"person": "A colleague takes over because you are annoying, in {hours} hours."}, "blames"),
        (TEXTS | {"hedge": "I am not sure, but maybe {page} is wrong, so check nothing."}, "do nothing"),
        (TEXTS | {"search": "I could not be bothered to look. {links}. Ask a person."}, "blames"),
        (TEXTS | {"search": "I cannot dance. {links} A person is a person."}, "did not work"),
    ],
}  # fmt: skip


@pytest.fixture(autouse=True)
def this_lab(monkeypatch):
    monkeypatch.setattr(labs, "_current", LAB)


def test_one_card_may_differ_but_not_two():
    for place in range(len(KINDS)):
        other = [*KINDS]
        other[place] = next(kind for kind in unsure.CARDS if kind != KINDS[place])
        assert not isinstance(REFERENCE["06.1"].run(other), Hint)
        other[(place + 1) % 6] = next(kind for kind in unsure.CARDS if kind != other[(place + 1) % 6])
        if sum(a != b for a, b in zip(other, KINDS, strict=True)) > 1:
            assert isinstance(REFERENCE["06.1"].run(other), Hint)


@pytest.mark.parametrize("figure", ["12", "12 %", "0.4", "1,000"])
def test_a_reason_without_a_figure_of_the_test_run_is_refused(figure):
    why = f"We take our policy because of {figure} and what the customers told us. Dangerous questions go to a person."
    assert isinstance(REFERENCE["06.8"].run({"choice": "yours", "why": why}), Hint)


@pytest.mark.parametrize("name", ["hand everything over", "one threshold", "yours"])
def test_every_choice_but_one_can_be_argued_with_a_figure_of_the_test_run(name):
    why = (
        f"We choose this: it costs {euros(name)} euros for 1,000 test questions, with all that people and harm cost. "
        "Unforgivable ones that the words miss remain a risk, and we read them each week."
    )
    assert not isinstance(REFERENCE["06.8"].run({"choice": name, "why": why}), Hint)


def test_the_row_of_the_reference_policy_is_named_so_and_cannot_be_chosen_as_yours(monkeypatch):
    monkeypatch.setattr(LAB, "ran", {})
    monkeypatch.setattr(LAB, "looks", [])
    runs = LAB.look("test", POLICY, DANGER, written=...)
    assert runs["yours"].name == "reference policy" and not LAB.looks
    found = REFERENCE["06.8"].run(DECISION)
    assert isinstance(found, Hint) and "reference policy" in found.first
    assert LAB.look("test", POLICY, DANGER, written=POLICY)["yours"].name == "yours"
    assert not isinstance(REFERENCE["06.8"].run(DECISION), Hint)


@pytest.mark.parametrize(
    "why",
    [
        "Handing everything over would cost {people} euros instead of the {yours} of our policy. Danger goes to "
        "a person.",
        "Yours is the cheapest that keeps dangers with people: {yours} euros for 1,000 questions. We accept the rest.",
        "Our policy costs {yours} euros and is cheaper than one threshold with {one} euros. Dangers that the words "
        "miss are read each week.",
        "It is {yours} euros. That is much cheaper than handing everything over. Fires go to people.",
        "It is not the cheapest in every month, but it costs {yours} euros for 1,000 questions. Danger goes to people.",
    ],
)
def test_true_comparisons_are_accepted(why):
    why = why.format(people=euros("hand everything over"), yours=euros("yours"), one=euros("one threshold"))
    verdict = REFERENCE["06.8"].run({"choice": "yours", "why": why})
    assert not isinstance(verdict, Hint), verdict


def test_list_of_words_that_catch_one_question_each_is_told_so():
    assert "of your" in REFERENCE["06.6"].run(DANGER).message


def test_cards_hold_no_page_that_states_the_answer_while_the_label_names_another():
    for seed in range(20):
        rows = labs.Lab(seed=seed).cards()
        assert not any(unsure.states_too(row) for row in rows)
        assert all(row.says for row in rows if row.right)


def test_an_example_policy_of_the_lab_is_not_accepted():
    example = {
        "annoying": {"answer": 0.30, "hedge": 0.20, "below": "search"},
        "costly": {"answer": 0.60, "hedge": 0.50, "below": "person"},
        "unforgivable": {"answer": 0.65, "hedge": 0.55, "below": "search"},
    }
    assert policy.fault(example) is None and isinstance(REFERENCE["06.7"].run(example), Hint)


def test_accepted_policies_are_not_only_the_reference_one():
    answers = [line("annoying", below=below) for below in ("search", "ask back")]
    answers += [line("costly", below=below) for below in ("search", "ask back")]
    accepted = [answer for answer in answers if not isinstance(REFERENCE["06.7"].run(answer), Hint)]
    assert len(accepted) >= 3


def test_page_says_what_is_open_and_holds_only_what_was_accepted():
    nothing = unsure.policy_page(LAB, policy=..., danger=..., why=..., choice=..., texts=..., deadline=...).data
    assert nothing.count("(exercise") == 5 and "| yours |" not in nothing
    whole = unsure.policy_page(
        LAB, policy=POLICY, danger=DANGER, why=WHY, choice="yours", texts=TEXTS, deadline=DEADLINE["deadline"]
    ).data
    assert "Still open" not in whole and WHY in whole and TEXTS["hedge"] in whole and "| yours |" in whole
    wrong = unsure.policy_page(
        LAB, policy=line("unforgivable", answer=0.1), danger=DANGER, why=WHY, choice="yours", texts=TEXTS, deadline=1.0
    ).data
    assert "a policy (exercise 7)" in wrong and "the deadline (exercise 9)" in wrong
    assert wrong.count("written and not passed yet") == 2 and "not passed yet" not in nothing


def test_where_the_promise_holds_from_the_naive_threshold_on_it_is_not_called_stricter(monkeypatch):
    monkeypatch.setattr(labs, "_current", None)
    lab = unsure.begin(model="local/smollm2-135m", person_eur=40.0)
    cuts = {"naive": unsure.naive_of(lab, "costly"), "safe_costly": unsure.safe_of(lab, "costly")}
    assert cuts["safe_costly"] == cuts["naive"]
    verdict = REFERENCE["06.5"].run(cuts | {"safe_annoying": unsure.safe_of(lab, "annoying")})
    assert not isinstance(verdict, Hint) and "costs nothing" in verdict.message
