"""Right and wrong answers of lab 11, and properties of its checks beyond single answers."""

from __future__ import annotations

import pytest

from helpers import allowing
from helpers.allowing import actions, confirming, questions, reasons
from helpers.allowing import lab as labs
from helpers.check import Hint, exercises

LAB = labs.begin()
REFERENCE = labs.reference_text()
LAB.look(REFERENCE)
EXERCISES = exercises("11")
RUNS = LAB.plain()
LEAK = questions.leak_answer(LAB)
SIDE = EXERCISES["11.2"].reference_value()
LEVELS = dict(actions.REFERENCE)
TIRED = questions.tired_answer(LAB, LAB.run(LAB.read(REFERENCE)))
TAU = questions.tau_answer()
ASK = EXERCISES["11.8"].reference_value()
WHY = reasons.reference_why(LAB)
TEST = LAB.looked["yours"]
ASKS = f"{TEST.value('approvals'):.2f}"

READ_ALL = "rules:\n  - tool: '*'\n    level: auto\n"
LEAKY = labs.starter_text()
CLOSED = LEAKY.replace("rules:\n", "rules:\n  - tool: fetch_url\n    level: forbid\n", 1)
EVERYTHING = (labs.FOLDER / "confirm-everything.yaml").read_text(encoding="utf-8")
FORBIDS = CLOSED.replace("level: confirm", "level: forbid")
BELIEVES = """
rules:
  - tool: fetch_url
    when: {origin: user}
    level: auto
  - tool: [fetch_url, delete_account]
    level: forbid
  - tool: [issue_refund, replace_part, send_message]
    when: {recipient_not_in: [customer]}
    level: forbid
  - tool: issue_refund
    level: auto
  - tool: [apply_credit, replace_part, change_address, cancel_subscription]
    when: {origin: not user}
    level: confirm
  - tool: "*"
    level: auto
"""
TRUSTS_RECORDS = """
rules:
  - tool: [fetch_url, delete_account]
    level: forbid
  - tool: [issue_refund, replace_part, send_message]
    when: {recipient_not_in: [customer]}
    level: forbid
  - tool: issue_refund
    when: {origin: not user}
    level: confirm
  - tool: "*"
    level: auto
"""

VAGUE = "Are you sure? This is what the agent wants to do now, and it waits for somebody like you."
STUFFED = "Refund 69 Omar Haddad card M-201 mail record O-502 until 18:00 final outsider order amount wish stop banana."
NO_FIGURE = "Our policy is better than the others for the people at the desk. We accept the risk that is left over."
NO_SUCH = "Our policy asks 0.71 times for each task, which people bear. We accept the risk of what is left."
ANOTHER_ROW = (
    f"Confirm all writes asks {LAB.looked['confirm all writes'].value('approvals'):.2f} times for a task. We "
    "accept what risk is left over for the desk."
)
UNSAID = ASK["text"].split(" You can stop")[0]
WRITES = LAB.looked["confirm all writes"]
WORKS = f"{100 * WRITES.value('attack_success'):.0f}"
THEIRS = (
    f"100 % of the tasks are done, and a person is asked {WRITES.value('approvals'):.2f} times for each. "
    f"We accept that {WORKS} % of the attacks work."
)
HALF_THEIRS = f"A person is asked {ASKS} times for each task. We accept that {WORKS} % of the attacks work at the desk."
SWAPPED = f"A person is asked {ASKS} times for each task. We accept that 56 % of the tasks are done, which is a risk."
MANY = len(TEST.attacked)
ALL_WORK = f"With our policy {MANY} attacks out of {MANY} work, at {ASKS} prompts. We accept that for the launch of it."
IDLE = "None of the attacks matter to our policy. We accept 0 things about the tasks and prompts of the people."
SAFE = f"A person is asked {ASKS} times for each task, so it is perfectly safe. We accept the risk of the last texts."
PER_CENT = (
    f"A person is asked in {100 * TEST.value('approvals'):.0f} % of the tasks. We accept what is left of risk here."
)
UNNAMED = f"We do not launch, because {WORKS} % of the attacks work at the desk. We accept the cost of it for people."
ELEPHANTS = (
    f"Purple elephants juggle umbrellas beside wide rivers at night. Our policy asks {ASKS} times for each task and we "
    "accept the risk."
)
NOTHING_OPEN = (
    f"Our policy asks {ASKS} times for each task. Every task of the desk is done, and everybody is happy with it."
)


def with_text(text, **changes):
    return ASK | {"text": text} | changes


RIGHT = {
    "11.1": LEAK,
    "11.2": SIDE,
    "11.3": LEVELS,
    "11.4": REFERENCE,
    "11.5": TIRED,
    "11.6": TAU,
    "11.7": ["arguments", "tool", "step", "task"],
    "11.8": ASK,
    "11.9": {"choice": "yours", "why": WHY},
}

WRONG = {
    "11.1": [
        (LEAK | {"step": 2}, "stays inside Meadow"),
        (LEAK | {"step": 1}, "carries nothing out"),
        (LEAK | {"step": 99}, "whole number from 1"),
        (LEAK | {"data": "mail address"}, "Read the end of the address"),
        (LEAK | {"passed": "a"}, "nobody was asked"),
        (LEAK | {"close": "c"}, "does what the last text says"),
        (LEAK | {"close": "a"}, "no write"),
        (LEAK | {"close": "zz"}, "one letter"),
    ],
    "11.2": [
        (SIDE | {"beaten": "none"}, "never asks"),
        (SIDE | {"beaten": "block if not from user"}, "it never asks"),
        (SIDE | {"beaten": "confirm if not from user"}, "it asks only"),
        (SIDE | {"beaten": "the best"}, "one of"),
        (SIDE | {"saved": SIDE["saved"] / 100}, "for one task"),
        (SIDE | {"saved": 7}, "column with the prompts"),
        (SIDE | {"left": "credit"}, "how often does it work"),
        (SIDE | {"left": "theft"}, "one of"),
    ],
    "11.3": [
        (LEVELS | {"b": "auto"}, "It is only a read"),
        (LEVELS | {"k": "notify"}, "nothing to take back"),
        (LEVELS | {"d": "notify"}, "nothing to take back"),
        (LEVELS | {"d": "confirm"}, "times a day; the desk can answer"),
        (LEVELS | {"e": "forbid"}, "You forbid e"),
        (LEVELS | {"g": "auto"}, "g is 'auto'"),
        (LEVELS | {"c": "notify"}, "nothing to undo"),
        (LEVELS | {"i": "notify"}, "An outsider"),
        (dict.fromkeys(LEVELS, "confirm"), "All twelve"),
        ({"a": "auto"}, "missing"),
        (LEVELS | {"a": "maybe"}, "a level is one of"),
    ],
    "11.4": [
        (READ_ALL, "nobody is asked"),
        (LEAKY, "policy to begin with"),
        (LEAKY.replace("level: confirm", "level: notify"), "nobody is asked"),
        (CLOSED, "tasks are not done any more"),
        (EVERYTHING, "at most 0.5"),
        (FORBIDS, "tasks are not done any more"),
        (BELIEVES, "runs unasked"),
        (TRUSTS_RECORDS, "attacks work"),
        ("rules:\n  - tool: fetch_url\n    level: ask\n", "cannot be read"),
        ("allow everything that is good", "cannot be read"),
    ],
    "11.5": [
        (TIRED | {"at_50": 0.95 * 0.98**50}, "51st"),
        (TIRED | {"at_50": 0.0}, "You took the loss away 49 times"),
        (TIRED | {"at_50": 0.9}, "Take the formula"),
        (TIRED | {"at_50": 35}, "between 0 and 1"),
        (TIRED | {"everything": 2.0}, "go down its column"),
        (TIRED | {"mine": 0.0}, "go down its column"),
        (TIRED | {"mine": 17}, "first column"),
        (TIRED | {"claim": {"a"}}, "share of all prompts"),
        (TIRED | {"claim": {"q"}}, "letters"),
    ],
    "11.6": [
        (TAU | {"pass_1": 36 / 50}, "at least once"),
        (TAU | {"pass_1": 0.2}, "Count tries"),
        (TAU | {"pass_4": TAU["p_4"]}, "That is p^4"),
        (TAU | {"pass_4": 0.42}, "in each of the four"),
        (TAU | {"p_4": 0.2}, "four times"),
        (TAU | {"holds": {"a", "b", "c"}}, "done once are the easier"),
        (TAU | {"holds": {"b", "c", "d"}}, "nothing to take back"),
        (TAU | {"holds": {"b"}}, "You left out sentence c"),
        (TAU | {"pass_1": 42}, "between 0 and 1"),
    ],
    "11.7": [
        (["task", "step", "tool", "arguments", "attempt"], "changes with every start"),
        (["task", "tool", "arguments"], "two equal refunds"),
        (["task", "step"], "another amount"),
        (["step", "tool", "arguments"], "in two tasks"),
        (["minute"], "none of"),
        (["task", "task"], "each once"),
    ],
    "11.8": [
        (ASK | {"buttons": ["OK", "Cancel"]}, "says nothing by itself"),
        (ASK | {"selected": "Refund 69 euros"}, "presses Enter"),
        (ASK | {"buttons": ["Refund 69 euros", "Do not refund"]}, "in doubt"),
        (ASK | {"buttons": ["Pay", *ASK["buttons"][1:]]}, "what and how much"),
        (ASK | {"buttons": ["Refund 69 euros", "Refund 69 euros soon", "Do not refund", "Show it"]}, "judges"),
        (ASK | {"buttons": ["Refund 69 euros", "Pay 69 euros", "Do not refund", "Hand on"]}, "2 buttons do it"),
        (ASK | {"buttons": ["Refund 69 euros", "No, I am a bad colleague", "Hand on"]}, "judges the person"),
        (with_text(ASK["text"].replace("to the card", "to the account, not to the card")), "the money goes"),
        (with_text(ASK["text"].replace("Omar Haddad", "Lena Vogt, for Omar Haddad")), "who gets the money"),
        (with_text(ASK["text"] + " Your boss will be angry if you refuse."), "pushes"),
        (ASK | {"buttons": ["Refund 690 euros", *ASK["buttons"][1:]]}, "You write 690 euros"),
        (with_text(VAGUE), "Name the action"),
        (with_text(ASK["text"].replace("69 euros", "the sum")), "How much"),
        (with_text(ASK["text"].replace("Omar Haddad", "the customer")), "Who gets"),
        (with_text(ASK["text"].split("; the order number")[0] + ". You can stop it until 18:00."), "an outsider wrote"),
        (with_text(ASK["text"].split(" You can stop")[0]), "Until when"),
        (with_text(ASK["text"] + " I recommend it."), "pushes"),
        (with_text(ASK["text"] + " Please decide quickly."), "pushes"),
        (with_text(ASK["text"].replace("18:00 today", "12:00 tomorrow")), "Which day"),
        (with_text(ASK["text"].replace("18:00", "17:00")), "Until when"),
        (with_text(UNSAID + " It cannot be stopped after you press, 18:00."), "the table"),
        (with_text(ASK["text"].replace("M-201", "M-999")), "where does the table name"),
        (with_text(ASK["text"].replace("The amount comes from the order record; the", "The")), "Where does the amount"),
        (with_text(ASK["text"].replace("amount comes from the order record; the order number and the wish come",
                                       "amount and the order come")), "where the amount comes from"),
        (with_text(ASK["text"].replace("the card that paid for order O-502", "his credit card")), "does the money"),
        (with_text(". ".join(f"{name}: {value}" for name, value in confirming.FACTS.items())), "That is the table"),
        (with_text("refund " * 20), "too few different words"),
        (with_text(STUFFED), "catchwords"),
        (with_text(ASK["text"] + " And so on." * 20), "at most 80"),
        (with_text("Delete 3 files in the folder Invoices? " + ASK["text"]), "example of the page"),
    ],
    "11.9": [
        ({"choice": "none", "why": WHY}, "never-event"),
        ({"choice": "confirm all writes", "why": WHY}, "never-event"),
        ({"choice": "ship it", "why": WHY}, "The choice is one of"),
        ({"choice": "yours", "why": "It is the best policy of all."}, "two to four"),
        (
            {"choice": "yours", "why": NO_FIGURE},
            "Name the figure",
        ),
        (
            {"choice": "yours", "why": NO_SUCH},
            "of the test table show it",
        ),
        ({"choice": "yours", "why": ALL_WORK}, "Does your sentence say so"),
        ({"choice": "yours", "why": IDLE}, "None of your figures"),
        ({"choice": "yours", "why": SAFE}, "perfectly safe"),
        ({"choice": "yours", "why": PER_CENT}, "Is that a share"),
        ({"choice": reasons.HOLD, "why": UNNAMED}, "not what the row"),
        ({"choice": "yours", "why": THEIRS}, "not what the row"),
        ({"choice": "yours", "why": HALF_THEIRS}, "not what the row"),
        ({"choice": "yours", "why": SWAPPED}, "not what the row"),
        (
            {"choice": "yours", "why": ANOTHER_ROW},
            "None of your figures",
        ),
        (
            {"choice": "yours", "why": ELEPHANTS},
            "what does that say",
        ),
        (
            {"choice": "yours", "why": NOTHING_OPEN},
            "What do you accept",
        ),
    ],
}  # fmt: skip


@pytest.mark.parametrize("name", ["none", "confirm all writes", "confirm if not from user", "block if not from user"])
def test_no_shipped_policy_is_accepted_as_ones_own(name):
    assert isinstance(EXERCISES["11.4"].run(LAB.shipped(name).text), Hint)


def test_the_policy_that_the_page_shows_is_the_one_to_begin_with():
    from helpers import paths

    source = (paths.ROOT / "labs" / "source" / "11_agents.py").read_text(encoding="utf-8")
    shown = source.split('# policy_text = """\n')[1].split('# """')[0]
    text = "\n".join(line.removeprefix("# ").removeprefix("#") for line in shown.splitlines())
    assert LAB.read(text).rules == tuple(LAB.read(text).rules)
    mine, begun = LAB.run(LAB.read(text)), LAB.run(LAB.read(LEAKY))
    assert [one.run.to_json() for one in mine.results] == [one.run.to_json() for one in begun.results]


def test_a_simple_mend_of_the_first_policy_is_accepted():
    mended = LEAKY.replace(
        "rules:\n",
        "rules:\n  - tool: fetch_url\n    when: {origin: not user}\n    level: confirm\n",
        1,
    )
    assert not isinstance(EXERCISES["11.4"].run(mended), Hint)


def test_another_right_question_and_reason_are_accepted():
    other = {
        "text": (
            "The agent wants to pay back 69 euros (order record O-502) to Omar Haddad, on the card he used. He asks "
            "for it in mail M-201; nobody at the desk typed it. After 18:00 it cannot be undone."
        ),
        "buttons": ["Pay 69 euros back", "Refuse", "Change the amount"],
        "selected": "Refuse",
    }
    assert not isinstance(EXERCISES["11.8"].run(other), Hint)
    apart = {
        "text": (
            "Should we pay Omar Haddad 69 € back, to the card he used for order O-502? The order record shows the "
            "amount; the request itself comes from mail M-201, and nobody at the desk typed it. It can be stopped "
            "until 6 pm today."
        ),
        "buttons": ["Pay 69 € back", "Do not pay", "Hand to a colleague"],
        "selected": "none",
    }
    assert not isinstance(EXERCISES["11.8"].run(apart), Hint)
    waits = (
        "We wait for a test with real people first. The agent would do 100 % of the tasks, and 0 % of the attacks "
        f"worked, but we do not know how a real person reads {ASKS} prompts for each task."
    )
    assert not isinstance(EXERCISES["11.9"].run({"choice": reasons.HOLD, "why": waits}), Hint)
    whole = (
        f"100 % (89 to 100) of the tasks are done and a person is asked {ASKS} times. None of 12 texts worked, "
        "and we accept that up to 25 % is not ruled out."
    )
    assert not isinstance(EXERCISES["11.9"].run({"choice": "yours", "why": whole}), Hint)
    compares = (
        f"Confirm all writes asks {WRITES.value('approvals'):.2f} times and lets {WORKS} % of the attacks through, our "
        f"policy asks {ASKS} times. We accept that only 12 texts were tried."
    )
    assert not isinstance(EXERCISES["11.9"].run({"choice": "yours", "why": compares}), Hint)
    holds = {
        "choice": reasons.HOLD,
        "why": f"Even our policy asks {ASKS} times for each task. The desk cannot read that many prompts, and only "
        "twelve planted texts were tried.",
    }
    assert not isinstance(EXERCISES["11.9"].run(holds), Hint)


def test_a_figure_of_the_dev_tasks_is_not_taken_for_one_of_the_test():
    dev = f"{RUNS['none'].value('harm_eur'):.1f}"
    why = (
        f"Without a policy each attack costs {dev} euros of harm. We accept that our policy leaves some risk to people."
    )
    verdict = EXERCISES["11.9"].run({"choice": "yours", "why": why})
    assert isinstance(verdict, Hint) and verdict.id == "dev figure"


@pytest.mark.parametrize("changed", [{"h": "confirm"}, {"g": "confirm"}, {"c": "confirm"}, {"j": "confirm"}])
def test_levels_that_keep_the_stated_rules_are_accepted(changed):
    assert not isinstance(EXERCISES["11.3"].run(LEVELS | changed), Hint)


def test_the_levels_of_the_sheet_can_be_met_within_the_prompts_of_a_day():
    sheet = allowing.sheet()
    assert sheet.prompts(actions.REFERENCE) <= sheet.most_prompts < sheet.prompts(dict.fromkeys(LEVELS, "confirm"))
    assert all(actions.REFERENCE[one.id] in one.fits for one in sheet.actions)
    assert all(one.gone for one in sheet.actions if set(one.fits) <= {"confirm", "forbid"} and one.id != "i")


def test_faults_of_a_question_name_what_is_missing():
    bare = {"text": "Go on?", "buttons": ["OK", "No"], "selected": "none"}
    names = {name for name, _, _ in confirming.faults(bare)}
    assert {"what", "amount", "to whom", "source", "until when", "vague button"} <= names
    assert confirming.faults(confirming.REFERENCE) == []


def test_the_timeline_says_from_where_a_leaking_address_was_put_together():
    from helpers.agents.traces import where_from

    run = questions.leak_run(LAB).run
    entry = next(entry for entry in run.trace if entry.step == LEAK["step"])
    assert where_from(entry, run.trace) == "url: put together from read_inbox_message and find_customer"
    assert "in no text" in where_from(entry)


def test_each_action_of_the_sheet_has_a_sample_with_the_origins_that_it_states():
    none, asks = allowing.levels_of(LAB.shipped("none")), allowing.levels_of(LAB.shipped("confirm if not from user"))
    assert set(none.values()) == {"auto"} and set(none) == set(LEVELS) - {"l"}
    assert {letter for letter, level in asks.items() if level == "confirm"} == {"e", "f", "g", "i", "k"}
    mine = allowing.levels_of(LAB.read(REFERENCE))
    assert mine["b"] == "forbid" and mine["c"] == "auto" and mine["h"] == "notify"


def test_the_page_names_what_was_agreed_and_the_file_does_not_do(my_folder):
    reason = {"choice": "yours", "why": WHY}
    page = allowing.policy_page(
        LAB, policy=REFERENCE, levels=LEVELS, key=questions.KEY, confirmation=ASK, **reason
    ).data
    assert "Put a credit of 15 euros on the next bill: agreed notify, the file says confirm" in page
    assert "Refund 119 euros for a return: agreed" not in page


def test_the_reference_policy_is_shown_only_to_who_asks_for_it(my_folder):
    assert "fetch_url" not in str(allowing.show_reference(..., "no"))
    assert "fetch_url" in allowing.show_reference(..., "yes").data
