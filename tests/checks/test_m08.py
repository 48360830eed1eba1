"""Answers to lab 08 for `test_hints_of_every_module.py`, and what its checks accept beside the reference."""

from __future__ import annotations

import pytest

from helpers import keeping, selecting
from helpers.check import Hint, check, exercises
from helpers.selecting import lab as labs
from helpers.selecting import memo as memos
from helpers.selecting import pricing, reference, tables

LAB = selecting.begin()
REFERENCE = exercises("08")
ANSWERS = reference.answers(LAB)
MEMO = reference.reference_memo(LAB)
SHEET, WAYS = ANSWERS["08.2"], LAB.ways()
FATES = WAYS["bundled model"].fates
ORDER = ANSWERS["08.4"]["order"]
ROW, TOKENS = LAB.price(LAB.hosted()[1]), LAB.tokens("A")
ONE = reference.timed()
SERVERS = ANSWERS["08.6"]["servers"]
SPANS = {name: LAB.span(name) for name in WAYS}


def but(key, **changes):
    return ANSWERS[key] | changes


class Said:
    """A row's figures as the last table prints them."""

    def __init__(self, name):
        row = memos.row(LAB, name)
        self.euros, self.right = f"{row.euros[0]:.2f}", f"{100 * row.right[0]:.0f}"


SOL, HAIKU = Said("openai/gpt-6-sol"), Said("anthropic/claude-haiku-4-5")


def memo(**changes):
    return MEMO | changes


RIGHT = ANSWERS | {"08.9": MEMO}

BILL = ANSWERS["08.1"]["bill_a"]
CACHED = ANSWERS["08.4"]["one_call"]
CALLS, CACHE_ROW = selecting.lab.prompts.calls(ORDER), LAB.price(LAB.cached_model())
FULL = (CALLS.tokens * CACHE_ROW.input + CALLS.completion * CACHE_ROW.output) / 1e6
SERVED = CALLS.cached * CACHE_ROW.input / 1e6
WRONG = {
    "08.1": [
        (but("08.1", bill_a=1e6 * BILL), "still have to divide"),
        (but("08.1", bill_a=BILL / 4000), "price of one call"),
        (but("08.1", bill_a=4000 * (TOKENS[0] * ROW.output + TOKENS[1] * ROW.input) / 1e6), "belongs to the tokens"),
        (but("08.1", bill_b=99.0), "printed lines"),
        (but("08.1", bill_b=4000 * sum(LAB.tokens("B")) * ROW.input / 1e6), "one price for all"),
        (but("08.1", dearest="help page"), "Does no part cost"),
        (but("08.1", dearest="page"), "is one of"),
        (but("08.1", bill_a="three"), "is a number"),
        (but("08.1", bill_b=(127, 600)), "Write 4000 and not 4,000"),
        ({"bill_a": BILL}, "lacks"),
    ],
    "08.2": [
        (but("08.2", total=sum(list(SHEET.values())[:4])), "each *resolved* one"),
        (but("08.2", resolved=(FATES.right + FATES.handed) / FATES.n), "end resolved"),
        (but("08.2", resolved=1.0), "never came back"),
        (but("08.2", model=WAYS["bundled model"].call), "How many calls"),
        (but("08.2", reopening=(FATES.again + FATES.gone) / FATES.n * 15), "how many of the wrong ones"),
        (but("08.2", loss=0.1), "times a claim"),
        (but("08.2", escalation=float("nan")), "is a number"),
        (but("08.2", escalation=SHEET["escalation"] * 1.03), "share handed over"),
    ],
    "08.3": [
        (but("08.3", local=0), "not free"),
        (but("08.3", local=1.0), "dollars an hour, divided"),
        (but("08.3", local="cheap"), "is a number"),
        (but("08.3", cheapest_call="people"), "are none"),
        (but("08.3", cheapest_call="openai/gpt-6-sol"), "Does no model cost less"),
        (but("08.3", cheapest_resolved="openai/gpt-5-nano"), "Does no way cost less"),
        (but("08.3", cheapest_resolved="gpt"), "is one of"),
        (but("08.3", sure="yes"), "Does every other way"),
        (but("08.3", sure="perhaps"), '"yes" or "no"'),
    ],
    "08.4": [
        (but("08.4", order=["time", "rules", "handbook", "question"]), "the order as it is"),
        (but("08.4", order=["rules", "time", "handbook", "question"]), "What changes first"),
        (but("08.4", order=["question", "rules", "handbook", "time"]), "What changes first"),
        (but("08.4", order=["rules", "handbook"]), "once"),
        (but("08.4", order="rules"), "list of four"),
        (but("08.4", one_call=FULL), "without a cache"),
        (but("08.4", one_call=round(CACHED, 6)), "rounded"),
        (but("08.4", one_call=CACHED + SERVED), "counted them twice"),
        (but("08.4", one_call=1.0), "fresh tokens, tokens from"),
        (but("08.4", break_even=3), "Does it pay earlier"),
        (but("08.4", break_even=1), "Does it pay already"),
        (but("08.4", break_even="never"), "made up for"),
        (but("08.4", break_even=2.5), "number of a call"),
    ],
    "08.5": [
        (but("08.5", tpot=ONE.whole / ONE.tokens), "When did the first token come"),
        (but("08.5", tpot=(ONE.whole - ONE.first) / ONE.tokens), "how many follow"),
        (but("08.5", tpot=1000 * ANSWERS["08.5"]["tpot"]), "Give seconds"),
        (but("08.5", tpot=1.0), "divided by the tokens"),
        (but("08.5", may_say={"a", "b", "c"}), "Sentence a"),
        (but("08.5", may_say="b"), "left out sentence c"),
        (but("08.5", may_say="bcd"), "Sentence d"),
        (but("08.5", may_say={"z"}), "from a to d"),
    ],
    "08.6": [
        (but("08.6", busy=6000 * 2.2), "in one second"),
        (but("08.6", busy=12.0), "arrivals in a second"),
        (but("08.6", busy="many"), "is a number"),
        (but("08.6", servers=3), "who serves the rest"),
        (but("08.6", servers=5), "The plan allows 70 %"),
        (but("08.6", servers=20), "Would fewer do"),
        (but("08.6", servers=6.0), "whole number"),
        (but("08.6", doubled="nobody waits"), "becomes of the others"),
        (but("08.6", doubled="panic"), "is one of"),
    ],
    "08.7": [
        (but("08.7", threshold=0.95), "Can the next row below"),
        (but("08.7", threshold=0.6), "is there a row before"),
        (but("08.7", threshold="none"), "Does the top row"),
        (but("08.7", threshold=0.77), "no row of the table"),
        (but("08.7", threshold=75), "a confidence such as"),
        (but("08.7", even=0.9), "Solve it"),
        (but("08.7", even=50), "at most 1"),
        (but("08.7", pays="yes"), "below its break-even"),
        (but("08.7", pays="often"), '"yes" or "no"'),
    ],
    "08.8": [
        (but("08.8", negative=[8, 9, 10]), "does it cost more than it pays"),
        (but("08.8", negative=[10]), "another tenth"),
        (but("08.8", negative=[0]), "no tenth 0"),
        (but("08.8", negative="9, 10"), "a list of tenths"),
        (but("08.8", pricing={"scheme": "flat", "price": 49.0}), "Is the price too low"),
        (but("08.8", pricing={"scheme": "flat", "price": 1e5}), "shop in the middle would pay"),
        (but("08.8", pricing={"scheme": "seat", "price": 20.0}), "Is the price too low"),
        (but("08.8", pricing={"scheme": "none", "price": 0}), "keeps both goals"),
        (but("08.8", pricing={"scheme": "auction", "price": 1}), "is one of"),
        (but("08.8", pricing={"scheme": "outcome", "price": "a lot"}), "number of euros"),
        (but("08.8", pricing={"scheme": "outcome", "price": 0}), "above 0"),
    ],
    "08.9": [
        (memo(choice="bundled model"), "both cheaper and more often right"),
        (memo(choice="gpt"), "is one of"),
        (memo(quality_bar=90), "is a share"),
        (memo(quality_bar=0.97), "Would you keep it then"),
        (memo(quality_bar=0.05), "cleared by every way"),
        (memo(ceiling_eur=2.0), "At the upper end"),
        (memo(ceiling_eur=500.0), "kept by every way"),
        (memo(limit_s=0.5), "Who keeps that"),
        (memo(limit_s=90_000), "seconds are hours"),
        (memo(measure_first="price of a call"), "does no other assumption"),
        (memo(measure_first="luck"), "is one of"),
        (memo(residency="Lorem ipsum dolor sit amet consectetur adipiscing elit sed do."), "In which country"),
        (memo(residency="The EU, as always."), "too few different words"),
        (memo(residency="We do not know in which country it is processed, ask the provider; names stay."), "which day"),
        (memo(residency="Still unclear: the country, the data and whether messages stay or leave are not known."),
         "which day"),
        (memo(quality_bar=(0, 8)), "Write 4000 and not 4,000"),
        (memo(why=f"We choose gpt-6-sol: {SOL.right} % right. We give up nothing, "
                  f"because haiku is {HAIKU.euros} euros and worse."),
         "nothing is given up"),
        (memo(why=f"We choose the big model at {SOL.euros} euros for each resolved ticket. We give up people, at "
                  "4.45 euros for each resolved ticket, and accept that."), "does not name it"),
        (memo(why=f"We choose gpt-6-sol at {SOL.euros} euros for each resolved ticket. We give up haiku, which costs "
                  "4.45 euros, and accept that."), "In whose row"),
        (memo(exit_plan="We trust our vendor for ever and hope that all goes well."), "Begin with if or when"),
        (memo(why="It is the best."), "two to four"),
        (memo(residency=MEMO["exit_plan"]), "are the same"),
        (
            memo(
                why="We choose gpt-6-sol because customers like it and engineers do too. Nobody can say how much we "
                "give up for that, and we accept it."
            ),
            "no figure of the row",
        ),
        (
            memo(
                why="We choose gpt-6-sol at 2.98 euros for each resolved ticket. We accept a little risk, and "
                "everything else stays as it was before."
            ),
            "what do you give up",
        ),
        (
            memo(
                why="We choose gpt-6-sol at 1.23 euros for each resolved ticket. We give up people, at 4.45 euros for "
                "each resolved ticket, and accept that."
            ),
            "Where does the last table show it",
        ),
        (
            memo(
                why="We choose gpt-6-sol at 4.45 euros for each resolved ticket. We give up people, "
                "and the 2.98 euros that they cost, and accept some risk."
            ),
            "In whose row",
        ),
        (
            memo(
                why="We choose gpt-6-sol at 2.98 euros for each resolved ticket. It is dearer than people, at 4.45 "
                "euros, and we accept that."
            ),
            "Compare their rows",
        ),
        (
            memo(
                choice="people", limit_s=14400.0, quality_bar=0.95, ceiling_eur=4.5,
                why="People are the cheapest at 4.45 euros for each resolved ticket. We give up gpt-6-sol with 2.98 "
                "euros, and accept slower replies for everybody.",
            ),
            "the cheapest. Does no way",
        ),
        (
            memo(
                why="We choose the second hall: 310 euros for each event, and 8 % of the guests stand. We give up the "
                "first hall, which costs 450 euros, and accept a longer way."
            ),
            "stands on the page",
        ),
    ],
}  # fmt: skip


@pytest.fixture(autouse=True)
def this_lab(monkeypatch):
    monkeypatch.setattr(labs, "_current", LAB)


def accepts(key, answer):
    return not isinstance(REFERENCE[key].run(answer), Hint)


def test_the_example_of_the_page_is_no_answer():
    assert not accepts("08.1", but("08.1", bill_a=1000 * (500 * 3 + 100 * 15) / 1_000_000))
    assert not accepts("08.8", but("08.8", pricing={"scheme": "seat", "price": 20.0}))
    assert not accepts("08.5", but("08.5", may_say={"a", "d"}))


def test_any_price_that_keeps_both_goals_is_accepted():
    low = pricing.least(LAB, "outcome")
    for price in (low, low + 0.03):
        assert accepts("08.8", but("08.8", pricing={"scheme": "outcome", "price": price}))
    assert not accepts("08.8", but("08.8", pricing={"scheme": "outcome", "price": low - 0.01}))
    assert accepts("08.8", but("08.8", negative=set(ANSWERS["08.8"]["negative"])))


def test_either_order_of_the_two_changing_parts_is_accepted_with_its_own_dollars():
    from helpers import cost

    order = ["rules", "handbook", "question", "time"]
    calls = selecting.lab.prompts.calls(order)
    usd = cost.cost(LAB.cached_model(), calls.tokens, calls.completion, calls.cached, as_of=LAB.as_of, sheet="shipped")
    assert accepts("08.4", but("08.4", order=order, one_call=usd))


@pytest.mark.parametrize("name", ["people", "openai/gpt-5-nano", "anthropic/claude-haiku-4-5", "openai/gpt-6-sol"])
def test_every_way_that_is_not_beaten_by_counting_can_be_chosen(name):
    row, other = memos.row(LAB, name), "people" if name != "people" else "openai/gpt-6-sol"
    answer = memo(
        choice=name,
        quality_bar=int(100 * row.right[1]) / 100,
        ceiling_eur=row.euros[2] + 0.01,
        limit_s=row.p95_s,
        measure_first=memos.widest(LAB, name),
        why=f"We take {name} at {row.euros[0]:.2f} euros for each resolved ticket. We give up {other} with its "
        f"{memos.row(LAB, other).euros[0]:.2f} euros and accept what comes with that.",
    )
    verdict = REFERENCE["08.9"].run(answer)
    assert not isinstance(verdict, Hint), verdict


def test_ranges_decide_which_way_is_cheapest_and_whether_that_is_sure(monkeypatch):
    lab = selecting.begin()
    monkeypatch.setattr(labs, "_current", lab)
    lab.assume({"openai/gpt-5-nano": (0.97, 0.99), "openai/gpt-6-sol": (0.30, 0.50)})
    lab.assume(
        {"openai/gpt-5-nano": (0.97, 0.99), "anthropic/claude-haiku-4-5": (0.3, 0.5), "openai/gpt-6-sol": (0.3, 0.5)}
    )
    assert (lab.cheapest_resolved(), lab.surely()) == ("openai/gpt-5-nano", "yes")
    assert accepts("08.3", reference.answers(lab)["08.3"]) and not accepts("08.3", ANSWERS["08.3"])
    for wrong in ({"gpt": (0.1, 0.2)}, {"openai/gpt-6-sol": (0.9, 0.2)}, {"openai/gpt-6-sol": 0.5}):
        with pytest.raises(ValueError, match=r"none of the three|two shares"):
            lab.assume(wrong)


@pytest.mark.parametrize("sheet", ["halved", "no-cache-discount"])
def test_reference_answers_pass_on_every_shipped_sheet(monkeypatch, sheet):
    lab = selecting.begin(price_sheet=sheet)
    monkeypatch.setattr(labs, "_current", lab)
    found = reference.answers(lab)
    for key in ("08.1", "08.3", "08.4", "08.8"):
        assert accepts(key, found[key]), key
    assert accepts("08.9", reference.reference_memo(lab))
    if sheet == "no-cache-discount":
        assert found["08.4"]["break_even"] == "never" and not accepts("08.4", found["08.4"] | {"break_even": 2})


def test_every_hint_names_its_field_and_tries_are_counted_for_each_field(my_folder, monkeypatch):
    monkeypatch.setattr(keeping, "state", keeping.State())
    monkeypatch.delenv("LABS_STRICT", raising=False)
    monkeypatch.delenv("WORKBOOK_RUN_LOG", raising=False)
    wrong = memo(quality_bar=0.97)
    said = [check("08.9", wrong).message for _ in range(3)]
    assert all("`quality_bar`" in text for text in said) and len(set(said)) == 3
    first = check("08.9", memo(ceiling_eur=2.0)).message
    assert "At the upper end" in first and "At least" not in first
    assert "`measure_first`: 'price of a call'" in check("08.9", memo(measure_first="price of a call")).message
    assert "`bill_b`: " in str(REFERENCE["08.1"].run(but("08.1", bill_b=1e6 * BILL)).third)


def test_praise_of_a_memo_says_what_each_limit_keeps_out():
    said = REFERENCE["08.9"].run(memo(quality_bar=0.25)).message
    assert "Your bar of 25 % keeps out bundled model." in said and "keeps out people" in said


def test_the_low_end_of_the_table_is_kept_as_a_bar():
    row = memos.row(LAB, MEMO["choice"])
    assert accepts("08.9", memo(quality_bar=round(row.right[1], 2)))
    assert f"{row.right[1]:.2f}" in REFERENCE["08.9"].run(memo(quality_bar=0.97)).third


def test_a_second_best_order_is_told_what_it_leaves():
    from helpers import cost

    order = ["rules", "handbook", "question", "time"]
    calls = selecting.lab.prompts.calls(order)
    usd = cost.cost(LAB.cached_model(), calls.tokens, calls.completion, calls.cached, as_of=LAB.as_of, sheet="shipped")
    assert "13 tokens more" in REFERENCE["08.4"].run(but("08.4", order=order, one_call=usd)).message
    assert "tokens more" not in REFERENCE["08.4"].run(ANSWERS["08.4"]).message


def test_bad_settings_say_what_is_needed():
    for wrong in ({"price_sheet": "no-such"}, {"as_of": "yesterday"}, {"person_eur": 0}, {"seed": 1.5}):
        with pytest.raises(ValueError, match=r"price sheet|as_of|person_eur|seed"):
            selecting.begin(**wrong)


def test_memo_page_holds_only_what_was_accepted():
    open_page = selecting.memo_page(LAB, memo=..., pricing=...).data
    assert "Still open" in open_page and "Choice" not in open_page
    assert "not passed yet" in selecting.memo_page(LAB, memo=memo(quality_bar=0.99), pricing=...).data
    whole = selecting.memo_page(LAB, memo=MEMO, pricing=ANSWERS["08.8"]).data
    assert "Still open" not in whole and MEMO["why"] in whole and "outcome" in whole


def test_tables_of_the_learner_take_an_unfinished_or_odd_answer():
    for odd in (..., {"scheme": "x", "price": 1}, {"scheme": "flat"}, {"scheme": "flat", "price": "9"}, "flat"):
        assert tables.form_of_pricing(odd)
        selecting.show_pricing(LAB, {"yours": odd})
    assert "No order yet" in LAB.order_text(...) and "No order yet" in LAB.order_text(["time"])


@pytest.mark.parametrize(
    "changes",
    [
        {"residency": "Messages of customers are processed in the USA; the text of the message leaves the house, names "
                      "are deleted."},
        {"residency": "The text of a message goes to the U.S.; names and addresses are deleted before, none is kept."},
        {"residency": "Messages are processed in Ireland; names are deleted before, so the provider does not know who "
                      "wrote."},
        {"residency": "Messages go to America, to servers of the provider; names are deleted before, no log is kept."},
        {"residency": "Where messages are processed is not known yet; the provider is asked in which region by 1 "
                      "December, and until then names stay here."},
        {"residency": "All messages are processed in Frankfurt, and their text is deleted after thirty days."},
        {"exit_plan": "Should the share right fall below our bar, we switch back to human agents in 14 days."},
        {"exit_plan": "When the vendor retires this model, our team answers everything until another one is chosen, "
                      "at most three weeks."},
        {"why": "Gpt-6-sol costs 1.47 euros less for each ticket than people do, 2.98 euros in all. We accept that "
                "one in ten customers gets a wrong answer at first."},
        {"why": "We take gpt-6-sol: 11,920 euros a month instead of 17,800 euros with people. We accept a share right "
                "that nobody measured yet."},
        {"why": "At 3 euros gpt-6-sol is cheaper than people at 4,45 euros. We lose some quality: 90 % instead of 97 % "
                "are right at first."},
    ],
)  # fmt: skip
def test_other_honest_words_are_accepted(changes):
    verdict = REFERENCE["08.9"].run(memo(**changes))
    assert not isinstance(verdict, Hint), verdict.first


def test_odd_values_get_a_hint_and_no_error():
    odd = [0, -1, 1e308, float("inf"), float("nan"), True, "", [], {}, "x", ["a"], (1, 2), 10**400, [["x"]], {1, 2}]
    for key, answer in RIGHT.items():
        for field in answer:
            for value in odd:
                assert isinstance(REFERENCE[key].run(answer | {field: value}), Hint), (key, field, value)
