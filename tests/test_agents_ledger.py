"""The ledger and going on after a kill: nothing is ever done twice."""

from __future__ import annotations

import importlib.util
import sqlite3
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from helpers import agents
from helpers.agents import resuming

_SCRIPT = Path(__file__).with_name("agents_killed.py")
_spec = importlib.util.spec_from_file_location("agents_killed", _SCRIPT)
killed = importlib.util.module_from_spec(_spec)
_spec.loader.exec_module(killed)

ARGS = {"to": "Ada", "amount": 40}


def ledger_with_table(path=None, **options) -> agents.Ledger:
    ledger = agents.Ledger(path, **options)
    ledger.db.execute("create table if not exists paid (name text, amount real)")
    return ledger


@pytest.fixture
def ledger():
    with ledger_with_table() as made:
        yield made


def count(ledger) -> int:
    return ledger.db.execute("select count(*) from paid").fetchone()[0]


def do(ledger, tool, step=1, args=ARGS):
    action = ledger.propose("T-1", step, tool.name, args)
    return ledger.run(ledger.approve(action.key, args).key, tool)


@pytest.fixture
def pay(tmp_path):
    return killed.tool("inside", tmp_path)


# a real process, really killed, at every point


@pytest.mark.parametrize("kind", ["inside", "outside", "keyed"])
@pytest.mark.parametrize("point", agents.POINTS)
def test_a_killed_run_never_acts_twice(tmp_path, kind, point):
    ended = subprocess.run(
        [sys.executable, str(_SCRIPT), str(tmp_path), kind, point], capture_output=True, text=True, timeout=60
    )
    assert ended.returncode != 0 and "Traceback" not in ended.stderr  # it was killed, it did not fail
    asked = agents.AlwaysYes()
    first, second = (killed.start(kind, tmp_path, approver=asked) for _ in range(2))
    lost = kind == "outside" and point in ("started", "effect")
    expected = 0 if lost and point == "started" else 1
    assert killed.payments(kind, tmp_path) == expected
    assert first.outcome == second.outcome == ("unknown" if lost else "answered")
    assert asked.prompts == (1 if point == "proposed" else 0)  # an approval that was given holds
    assert first.approvals == 1


class Dying:
    """A connection whose process dies before, or right after, its n-th statement."""

    def __init__(self, db, n, after):
        self._db, self._left, self._after = db, n, after

    def __getattr__(self, name):
        return getattr(self._db, name)

    def execute(self, *given):
        self._left -= 1
        if self._left == 0 and not self._after:
            raise resuming.Killed
        done = self._db.execute(*given)
        if self._left == 0:
            raise resuming.Killed
        return done


@pytest.mark.slow
@pytest.mark.parametrize("kind", ["inside", "outside", "keyed"])
@pytest.mark.parametrize("after", [False, True])
def test_a_run_that_dies_at_any_statement_never_acts_twice(tmp_path, kind, after):
    outcomes = []
    for n in range(1, 99):
        folder = tmp_path / str(n)
        folder.mkdir()
        with ledger_with_table(folder / "ledger.db") as ledger:
            ledger.db = Dying(ledger.db, n, after)
            box, policy = [killed.tool(kind, folder)], agents.Policy.parse(killed.POLICY)
            try:
                agents.run_agent(killed.TASK, box, agents.Scripted(), policy, ledger, agents.AlwaysYes())
                break  # it ended before its n-th statement: all places were tried
            except resuming.Killed:
                pass
        last = [killed.start(kind, folder).outcome for _ in range(2)][-1]
        outcomes.append((last, killed.payments(kind, folder)))
    assert n > 20 and set(outcomes) <= {("answered", 1), ("unknown", 0), ("unknown", 1)}
    assert (kind == "outside") == (("unknown", 1) in outcomes)


def test_what_is_unknown_is_settled_by_a_person_and_then_goes_on(tmp_path):
    for kind, happened, expected in (("effect", True, 1), ("started", False, 1)):
        folder = tmp_path / kind
        folder.mkdir()
        subprocess.run([sys.executable, str(_SCRIPT), str(folder), "outside", kind], capture_output=True, timeout=60)
        run = killed.start("outside", folder)
        assert run.outcome == "unknown"
        with agents.Ledger(folder / "ledger.db") as ledger:
            ledger.settle(run.trace[-1].key, happened)
        assert killed.start("outside", folder).outcome == "answered"
        assert killed.payments("outside", folder) == expected


def test_two_threads_that_go_on_at_once_act_once(tmp_path, pay):
    with ledger_with_table(tmp_path / "l.db") as first:
        key = first.approve(first.propose("T-1", 1, "pay", ARGS).key, ARGS).key
    results = []

    def go():
        with agents.Ledger(tmp_path / "l.db") as mine:
            results.append(mine.run(key, pay).state)

    threads = [threading.Thread(target=go) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    with agents.Ledger(tmp_path / "l.db") as ledger:
        assert (results, count(ledger)) == (["done"] * 4, 1)


# keys and approvals


def test_the_same_call_is_one_action_and_runs_once(ledger, pay):
    assert do(ledger, pay) == do(ledger, pay)
    assert count(ledger) == 1 and len(ledger.actions()) == 1
    assert [event.state for event in ledger.audit("T-1")] == ["proposed", "approved", "done"]


def test_another_step_is_another_action(ledger, pay):
    assert do(ledger, pay, 1).key != do(ledger, pay, 2).key and count(ledger) == 2


def test_an_approval_holds_for_the_exact_arguments(ledger):
    key = ledger.propose("T-1", 1, "pay", ARGS).key
    with pytest.raises(agents.ChangedArguments, match="400"):
        ledger.approve(key, {"to": "Ada", "amount": 400})
    assert ledger.action(key).state == "proposed"
    ledger.approve(key, ARGS)
    assert ledger.propose("T-1", 1, "pay", {"to": "Ada", "amount": 400}).state == "proposed"


def test_what_is_not_approved_or_is_denied_does_not_run(ledger, pay):
    key = ledger.propose("T-1", 1, "pay", ARGS).key
    with pytest.raises(ValueError, match="proposed, so it must not run"):
        ledger.run(key, pay)
    ledger.deny(key, why="no")
    assert ledger.deny(key) == ledger.action(key)
    with pytest.raises(ValueError, match="was denied"):
        ledger.approve(key, ARGS)
    with pytest.raises(ValueError, match="denied, so it must not run"):
        ledger.run(key, pay)
    assert count(ledger) == 0


def test_a_tool_that_refuses_leaves_nothing_behind(ledger):
    def half(db, to, amount):
        db.execute("insert into paid values (?, ?)", (to, amount))
        raise ValueError("The order is closed.")

    tool = agents.Tool("pay", half, killed.PARAMETERS, effect="write")
    action = do(ledger, tool)
    assert (action.state, action.note, count(ledger)) == ("failed", "The order is closed.", 0)
    assert ledger.run(action.key, tool).state == "failed"


def test_a_tool_that_commits_by_itself_is_found_out(ledger):
    def rude(db, to, amount):
        db.execute("insert into paid values (?, ?)", (to, amount))
        db.execute("commit")

    with pytest.raises(RuntimeError, match="committed by itself"):
        do(ledger, agents.Tool("pay", rude, killed.PARAMETERS, effect="write"))


def test_a_lost_connection_outside_is_unknown_and_not_tried_again(ledger):
    tries = []

    def lost(db, to, amount):
        tries.append(1)
        raise TimeoutError("no answer in 5 s")

    tool = agents.Tool("pay", lost, killed.PARAMETERS, effect="write", outside=True)
    action = do(ledger, tool)
    assert action.state == "unknown" and "no answer" in action.note
    assert ledger.run(action.key, tool).state == "unknown" and len(tries) == 1


# undo


def undoing(compensating=False, outside=False):
    def undo(db, arguments, result):
        assert result == {"paid": 40}
        if compensating:
            db.execute("insert into paid values (?, ?)", (arguments["to"], -arguments["amount"]))
        else:
            db.execute("delete from paid where name = ?", (arguments["to"],))

    def pay(db, to, amount):
        db.execute("insert into paid values (?, ?)", (to, amount))
        return {"paid": amount}

    return agents.Tool(
        "pay", pay, killed.PARAMETERS, effect="write", undo=undo, compensating=compensating, outside=outside
    )


@pytest.mark.parametrize("outside", [False, True])
def test_undo_twice_is_undo_once(ledger, outside):
    tool = undoing(outside=outside)
    key = do(ledger, tool).key
    first, again = ledger.undo(key, tool, "Ada"), ledger.undo(key, tool)
    assert (first.state, first.by, first.note) == ("undone", "Ada", "restored") and first == again
    assert count(ledger) == 0
    assert ledger.run(key, tool).state == "undone"  # going on does not do it again
    assert count(ledger) == 0


def test_a_compensating_action_does_not_restore(ledger):
    tool = undoing(compensating=True)
    assert not tool.reversible and tool.undoable
    action = ledger.undo(do(ledger, tool).key, tool)
    assert action.note == "made up for, not restored" and count(ledger) == 2


def test_what_cannot_be_undone_says_so(ledger, pay):
    key = ledger.propose("T-1", 1, "pay", ARGS).key
    with pytest.raises(agents.NoUndo, match="only what is done"):
        ledger.undo(key, pay)
    with pytest.raises(agents.NoUndo, match="cannot be undone"):
        ledger.undo(do(ledger, pay).key, pay)


def test_an_undo_outside_that_breaks_off_is_unknown(ledger):
    def undo(db, arguments, result):
        raise KeyboardInterrupt

    tool = agents.Tool("pay", lambda db, to, amount: 1, killed.PARAMETERS, effect="write", undo=undo, outside=True)
    key = do(ledger, tool).key
    with pytest.raises(KeyboardInterrupt):
        ledger.undo(key, tool)
    assert ledger.action(key).state == "unknown"
    assert ledger.settle(key, happened=False).state == "undone"


# bad input


@pytest.mark.parametrize(
    ("call", "says"),
    [
        (lambda ledger: agents.Ledger(key_fields=["when"]), "some of task, step"),
        (lambda ledger: agents.Ledger(key_fields="task"), "is a list"),
        (lambda ledger: ledger.action("no-such-key"), "no action"),
        (lambda ledger: ledger.propose("T", 1, "pay", {"to": object()}), "JSON"),
        (lambda ledger: ledger.settle(ledger.propose("T", 1, "pay", ARGS).key, True), "only an unknown"),
        (lambda ledger: ledger.settle(ledger.propose("T", 1, "pay", ARGS).key, "yes"), "True or False"),
    ],
)
def test_bad_input_is_refused_in_words(ledger, call, says):
    with pytest.raises(ValueError, match=says):
        call(ledger)


def test_a_ledger_that_is_no_database_is_refused(tmp_path):
    (tmp_path / "l.db").write_text("no database, only a text that is long enough", encoding="utf-8")
    with pytest.raises(ValueError, match="cannot be opened"):
        agents.Ledger(tmp_path / "l.db")


def test_nothing_is_done_on_the_way_to_the_effect_when_the_file_is_closed(tmp_path, pay):
    with ledger_with_table(tmp_path / "l.db") as ledger:
        key = ledger.approve(ledger.propose("T-1", 1, "pay", ARGS).key, ARGS).key
    with pytest.raises(sqlite3.ProgrammingError):
        ledger.run(key, pay)


# what belongs into a key


@pytest.mark.parametrize("field", agents.KEY)
def test_every_field_of_the_key_is_needed(field):
    wrong = [
        trial.name for trial in agents.key_trials([name for name in agents.KEY if name != field]) if not trial.right
    ]
    assert len(wrong) == 1


def test_the_right_key_stands_all_trials_and_the_attempt_ruins_it():
    assert all(trial.right for trial in agents.key_trials(agents.KEY))
    trials = agents.key_trials([*agents.KEY, "attempt"])
    assert [trial.right for trial in trials] == [False, True, True, True, True]
    assert len(trials[0].paid) == 3


@pytest.mark.parametrize("point", agents.POINTS)
def test_double_resume_pays_once_and_the_broken_copy_at_every_start(point):
    assert agents.double_resume(kill_at=point, resumes=2).total == 40
    assert agents.broken_resume(resumes=2).total == 120
    with pytest.raises(ValueError, match="kill_at"):
        agents.double_resume(kill_at="later")
