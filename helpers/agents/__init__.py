"""An agent with tools, a policy that stands outside the model, and a ledger that never runs an action twice.

    tools = agents.toolbox([agents.Tool("issue_refund", refund, parameters, effect="write", amount="amount")])
    policy = agents.Policy.load("policy.yaml", tools)
    with agents.Ledger("ledger.db") as ledger:
        run = agents.run_agent(task, tools, agents.Scripted(), policy, ledger, agents.Perfect())

The loop asks the agent for a move, the policy for a level, a person where that is "confirm", and the ledger to do it.
Nothing here needs a model: scripted agents show what a policy does; `Bundled` and `Hosted` put a model in their place.
"""

from __future__ import annotations

from helpers.lazily import exports

_HOME = {
    **dict.fromkeys(("Tool", "toolbox", "faults_in", "HAND_OVER"), "tooling"),
    **dict.fromkeys(("Call", "Context", "origins", "sources", "ORIGINS"), "provenance"),
    **dict.fromkeys(("Policy", "PolicyError", "Rule", "Decision", "LEVELS"), "permissions"),
    "Ledger": "ledgers",
    **dict.fromkeys(("Action", "Event", "ChangedArguments", "NoUndo", "FIELDS", "KEY", "STATES", "POINTS"), "records"),
    **dict.fromkeys(("Task", "Injection", "Move", "Turn", "Malformed", "Scripted", "Gullible"), "minds"),
    **dict.fromkeys(("Bundled", "messages_for"), "bundled"),
    "Hosted": "hosted",
    **dict.fromkeys(("Request", "Verdict", "Perfect", "AlwaysYes", "Nobody", "Fatigued", "Told"), "people"),
    **dict.fromkeys(("run_agent", "resume", "Budget", "StopButton"), "loop"),
    **dict.fromkeys(("Run", "Entry", "trace_rows"), "traces"),
    **dict.fromkeys(("double_resume", "broken_resume", "key_trials", "Resumed", "KeyTrial"), "resuming"),
}
__all__ = sorted(_HOME)
__getattr__, __dir__ = exports(__name__, _HOME)
