"""The simulated back office of Meadow: records, tools, tasks, planted texts, and what an agent did to them.

    box = office.tools()                                        # a toolbox for helpers.agents
    office.furnish(ledger.db)                                   # the records, in the ledger's own database
    ran = office.run_suite(policy, office.cases("dev"))         # every task, alone and with planted texts
    ran.rate("task_success"); ran.rate("attack_success"); ran.mean("harm_eur")

All of it is invented and deterministic: no mail is sent, no money is paid, no page is fetched.
"""

from __future__ import annotations

from helpers.lazily import exports

_HOME = {
    **dict.fromkeys(("Customer", "Order", "Message", "Records", "records", "SPLITS"), "held"),
    **dict.fromkeys(("DeskTask", "Planted", "tasks", "task", "injections", "injection", "KINDS"), "desk"),
    **dict.fromkeys(("furnish", "facts_of", "PLACES"), "tables"),
    **dict.fromkeys(("tools", "REACH"), "toolset"),
    **dict.fromkeys(("Harm", "Verdict", "judge", "price", "personal", "NEVER", "wanted"), "judging"),
    **dict.fromkeys(("Case", "Ran", "Result", "cases", "run_case", "run_suite", "ALL_MEASURES"), "suites"),
}
__all__ = sorted(_HOME)
__getattr__, __dir__ = exports(__name__, _HOME)
