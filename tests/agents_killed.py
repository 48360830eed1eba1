"""A run in a process of its own that is killed at a point. Arguments: folder, kind of tool, point ("" for none)."""

from __future__ import annotations

import os
import signal
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from helpers import agents

PARAMETERS = {
    "type": "object",
    "properties": {"to": {"type": "string"}, "amount": {"type": "number"}},
    "required": ["to", "amount"],
}
POLICY = "rules:\n  - {tool: '*', level: confirm}\n"
TASK = agents.Task("T-1", "Pay 40 to Ada.", [{"tool": "pay", "arguments": {"to": "Ada", "amount": 40}}])


def tool(kind: str, folder: Path) -> agents.Tool:
    """The same payment: in the ledger's database, at a provider, or at one that drops repeats of a key."""
    sent = folder / "sent.txt"

    def inside(db, to, amount):
        db.execute("insert into paid values (?, ?)", (to, amount))
        return {"paid": amount}

    def outside(db, to, amount, key="-"):
        had = sent.read_text(encoding="utf-8") if sent.exists() else ""
        if key == "-" or key not in had:
            with sent.open("a", encoding="utf-8") as lines:
                lines.write(f"{key} {to} {amount}\n")
        return {"paid": amount}

    options = {"inside": {}, "outside": {"outside": True}, "keyed": {"outside": True, "takes_key": True}}[kind]
    function = inside if kind == "inside" else outside
    return agents.Tool("pay", function, PARAMETERS, effect="write", amount="amount", recipients=("to",), **options)


def payments(kind: str, folder: Path) -> int:
    """How often money went out, counted where it went."""
    if kind == "inside":
        with agents.Ledger(folder / "ledger.db") as ledger:
            return ledger.db.execute("select count(*) from paid").fetchone()[0]
    sent = folder / "sent.txt"
    return len(sent.read_text(encoding="utf-8").splitlines()) if sent.exists() else 0


def start(kind: str, folder: Path, point: str = "", approver=None) -> agents.Run:
    """Start the run, or go on with it; the process is killed at the point."""

    def at(now: str) -> None:
        if now == point:
            os.kill(os.getpid(), getattr(signal, "SIGKILL", signal.SIGTERM))

    with agents.Ledger(folder / "ledger.db", at=at) as ledger:
        ledger.db.execute("create table if not exists paid (name text, amount real)")
        policy = agents.Policy.parse(POLICY)
        return agents.run_agent(
            TASK, [tool(kind, folder)], agents.Scripted(), policy, ledger, approver or agents.AlwaysYes()
        )


if __name__ == "__main__":
    start(sys.argv[2], Path(sys.argv[1]), sys.argv[3])
