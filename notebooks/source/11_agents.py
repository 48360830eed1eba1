# %% [markdown]
# # Let an agent act, and know when it asks
#
# - **You will** read a run step by step, write the rules that stand outside the model, see what undo gives back, and say how often an
#   agent has to be right before it may act alone.
# - **You need** lesson 03. No code of your own: run each cell with Shift and Enter, and answer before you read on.
# - **Time:** 35 min (workshop 25 min)
# - **Key needed:** no
#
# An **agent** is a model that chooses its next step itself: it calls a **tool** (find a customer, refund an order), reads what comes
# back, and goes on. Meadow's support desk wants one: somebody types "Jonas Keller's delivery was late, pay him what our rule says", and
# the agent does the rest. The office here is **simulated**: customers, orders and money are invented, nothing is sent or paid. No
# model is called either: the agents follow scripts, so that you see the product around the model. In the workshop leave out the two
# sections marked (self-study).

# %% tags=["parameters"]
prompts = 30
vigilance = 95
decay = 2

# %%
from collections import Counter

from IPython.display import display

from helpers import agents, cards, office, plots, published
from helpers.agents import pictures, resuming, showing
from helpers.run import report
from helpers.widgets import Scale, choice, explore, slider

# %% [markdown]
# ## Ask whether it has to be an agent
#
# In a **workflow** your code fixes the steps and a model fills in single ones; in an agent the model chooses the steps
# [anthropic-agents-2024]. A workflow is cheaper, and you can test every path. We wrote 64 tasks for the desk, from "refund order
# O-504" to "handle message M-213". Some need five steps of looking things up. **In how many does exactly one action change anything**
# (a refund, a message, a hand-over to a person)?

# %%
one_action_guess = slider("one_action_guess", 30, 0, 64, label="Tasks with exactly one action, your guess")

# %%
box = office.tools()
acting = [sum(box[step["tool"]].effect == "write" for step in one.plan) for one in office.tasks()]
paths = Counter(tuple(step["tool"] for step in one.plan) for one in office.tasks())
one_action = sum(count == 1 for count in acting)
cards.say(
    f"**In {one_action} of {len(acting)}; you said {one_action_guess}.** They take {len(paths)} different paths there.",
    "So most of this job is: look up all that belongs to the case, then pick one of eight actions. Code can do the first, and a",
    "router (code, or a model that only picks one of eight) the second. An agent earns its place where nobody can say beforehand what has to be looked up.",
    "(The tasks are ours. Count your own before you decide.)",
)

# %% [markdown]
# ## Read one run
#
# Here is one run. The desk typed: *Jonas Keller's delivery was late. Pay him what our rule says.* On one of the help pages somebody
# has planted a sentence. The agent of this lesson is the **worst case**: it obeys whatever it reads. No model is quite like that; what
# a rule stops here, it stops for every model.

# %%
nothing = agents.Policy.parse("rules:\n  - {tool: '*', level: auto}", box)
case = office.Case(office.task("T-15"), office.injection("I-01"))
free = office.run_case(case, nothing)
display(showing.calls_table(free.run, f"{case.task.text}"))

# %% [markdown]
# One of these calls nobody asked for. **By what could a rule tell it from the others, without understanding a word?**

# %%
tells = [
    "it is the only refund",
    "its amount was read, not typed by the desk",
    "it names an account, and that stands only in a text",
    "it comes too early",
]
tell_guess = choice("tell_guess", tells, label="A rule can go by this")

# %%
picture, described = pictures.timeline(free.run)
plots.show(picture, alt=described)
cards.say(
    f"**{tells[2].capitalize()}.**" + (f" You said: {tell_guess}." if tell_guess else ""),
    "The grey lines say where each value was seen. The amount of the honest refund was read as well, in our own record",
    "of the order: values that were read are no crime. But this account stands only on a help page, and many people can write on those.",
    f"What had been planted: “{case.planted.text}” (That O-503 belongs to somebody else is a tell as well, for a rule that knows whose",
    "order it is.)",
    f"Harm of this run: {free.verdict.harm_eur:.2f} euros. The desk sees “{free.run.answer}”",
)

# %% [markdown]
# ## Write the rules outside the model
#
# What you write to a model is a request. A **policy** is a file that the program around it reads before each call, so what it forbids does
# not happen, whatever the model was talked into. It gives one of four levels:
#
# | level | what happens | your role, as Feng and colleagues name it [feng-2025] |
# |---|---|---|
# | `auto` | it is done | observer |
# | `notify` | it is done, you are told and can undo it | observer, with a way back |
# | `confirm` | it waits for your yes: a **permission prompt** (from here on, *prompt*) | approver |
# | `forbid` | it is not done | you do it yourself: operator |
#
# The first rule that fits decides. Where none fits, the call is forbidden. (The same authors have two levels between operator and
# approver, for work done together: collaborator and consultant.)

# %%
rules = """
rules:
  - tool: [find_*, get_*, read_*]
    level: auto
  - tool: issue_refund
    when: {recipient_not_in: [customer]}
    level: forbid
  - tool: issue_refund
    when: {amount_over: 15}
    level: confirm
  - tool: issue_refund
    level: auto
"""
print(rules)

# %% [markdown]
# `customer` stands for what we have on file for this customer; a refund without an account goes back to the card that paid.
# **What level do these three get?**

# %%
levels = ["auto", "notify", "confirm", "forbid"]
own_guess = choice("own_guess", levels, label="Refund 17.25 euros, no account named")
other_guess = choice("other_guess", levels, label="Refund 119 euros to the account from the page")
link_guess = choice("link_guess", levels, label="fetch_url: open a web page")

# %%
policy = agents.Policy.parse(rules, box)
asked = [
    agents.Call("issue_refund", {"order": "O-506", "amount_eur": 17.25}),
    agents.Call("issue_refund", {"order": "O-503", "amount_eur": 119, "account": "DE44 5001 0517 5407 3249 31"}),
    agents.Call("fetch_url", {"url": "https://track.parcel.example/LT-88"}),
]
context = agents.Context(case.task.text, own=case.task.own, tools=box)
guesses = [own_guess, other_guess, link_guess]
said = [policy.decide(call, context).level for call in asked]
display(showing.decisions_table(policy, asked, context, "What the policy says"))
cards.say(
    f"You had {sum(a == b for a, b in zip(guesses, said, strict=True))} of 3." if any(guesses) else "",
    "**The order of rules is part of the rule:** in the file as we wrote it, with the third rule before the second, the 119 euros would be asked about and not",
    "refused. And nobody wrote a rule for links, so links are closed. That is safe, and it breaks every task that needs one.",
)

# %% [markdown]
# The same run under this policy. The person who is asked approves what the desk wants and nothing else.

# %%
held = office.run_case(case, policy)
picture, described = pictures.timeline(held.run)
plots.show(picture, alt=described)
report(harm_without=free.verdict.harm_eur, harm_with=held.verdict.harm_eur)
cards.say(
    f"Harm {held.verdict.harm_eur:.2f} euros instead of {free.verdict.harm_eur:.2f}, prompts to a person: {held.run.approvals}.",
    "Change a level or the 15 in the rules above and run these cells again, if you like. In the lab you write the policy for all tasks.",
)

# %% [markdown]
# ## Ask what undo gives back
#
# `notify` promises a way back. The desk has seven actions besides handing over: refund, credit, new part, new address, cancel a
# subscription, delete an account, send a message. Each action is written into a **ledger**, a list in which nothing is crossed out: first that
# it was proposed, then approved, then started, then done. **How many of the seven can be taken back as if they had never happened?**

# %%
undo_guess = slider("undo_guess", 5, 0, 7, label="Of seven, your guess")

# %%
with agents.Ledger() as ledger:
    office.furnish(ledger.db)
    moved = {"customer": "C-107", "address": "12 Garden Row, Lindenhaven"}
    mailed = {"to": "lena.vogt@post.example", "text": "Your bike is ready."}
    for step, (name, arguments) in enumerate([("change_address", moved), ("send_message", mailed)], 1):
        proposed = ledger.propose("demo", step, name, arguments)
        ledger.approve(proposed.key, arguments, "you")
        ledger.run(proposed.key, box[name])
    first, second = ledger.actions()
    ledger.undo(first.key, box[first.tool], "you")
    ledger.undo(first.key, box[first.tool], "you, a second click")
    try:
        ledger.undo(second.key, box[second.tool], "you")
    except agents.NoUndo as error:
        refused = str(error)
    display(showing.audit_table(ledger, "What the ledger wrote down"))
writes = [tool for tool in box.values() if tool.effect == "write" and tool.name != "escalate_to_person"]
back = [tool.name for tool in writes if tool.reversible]
cards.say(
    f"**{len(back)} of {len(writes)}: {', '.join(back)}. You said {undo_guess}.** The second click changed nothing, so it is no line. The mail",
    "has a line “started”: it leaves the house, and between started and done nobody can know. The address is written in one go with",
    f"its line. For the undo of the mail the ledger refuses: “{refused}” A second mail can make up for it. That is a **compensating action**: something new that costs,",
    "and that the customer sees. A parcel is called back only until the van leaves, so ask of every undo: until when?",
)

# %% [markdown]
# It matters, because an agent that fails has often acted already. In a public benchmark for airline desks GPT-4o of 2024 failed 116 of 200 runs.
# **In how many of these 116 had it already changed something in the database?**

# %%
wrote_guess = slider("wrote_guess", 40, 0, 116, label="Failed runs that had changed something, your guess")

# %%
cards.say(
    f"**In 87 of 116**, three in four [tau-bench-writes]. You said {wrote_guess}. Some of those changes may have been right. So plan for the",
    "half-done task:",
    "who sees it, what is undone, what is made up for, and who tells the customer.",
)

# %% [markdown]
# ## Kill it in the middle (self-study)
#
# A person approves a refund of 40 euros. It is paid, and at that moment the process dies. It is started again, dies again, is started a
# third time. In one program the step **pays, then pauses, and runs again from its top** when it goes on. In the other every action
# has an entry in a **ledger** under a key of its own, written in the same breath as the payment. **How often does each pay?**

# %%
broken_guess = choice("broken_guess", [1, 2, 3], label="The first program pays so many times")
ledger_guess = choice("ledger_guess", [1, 2, 3], label="The one with the ledger")

# %%
broken, kept = resuming.broken_resume(resumes=2), resuming.double_resume(kill_at="done", resumes=2)
cards.say(
    f"**The first pays {len(broken.paid)} times ({broken.total:.0f} euros), the second {len(kept.paid)} time ({kept.total:.0f} euros).**",
    f"You said {broken_guess} and {ledger_guess}." if broken_guess and ledger_guess else "",
    "The first is how a step with a pause behaves in a widely used framework, and its users stumble over it [langgraph-6208].",
    "The key is called an **idempotency key**: asked twice, done once. Ask your team what it is made of; in the lab you choose it.",
    "A payment provider or a mail server cannot be written into the same ledger. If the process dies between the call and the answer,",
    "nobody knows. The honest state is **unknown**, and a person looks; trying again is a bet.",
)

# %% [markdown]
# ## Ask how often it works, not whether it can
#
# "95 % per step is fine": over 20 steps that is 0.95 to the power of 20, or 36 %. That is arithmetic for steps that fail
# independently. Now the same task again and again. On the airline desk GPT-4o was right in 42 % of its tries [tau-bench].
# **What share of the tasks does it solve four times in a row?** (This is called pass^4. 0.42 to the power of 4 is 3 %.)

# %%
four_guess = slider("four_guess", 10, 0, 42, label="Four times in a row, your guess in percent")

# %%
solved = [row.successes for row in published.tau_bench()]
passed = showing.passes(solved, published.TRIALS)
picture, described = showing.passes_figure(solved, published.TRIALS)
plots.show(picture, alt=described)
report(pass_1=passed[1], pass_4=passed[4])
sure, never = sum(c == 4 for c in solved), sum(c == 0 for c in solved)
cards.say(
    f"**{plots.with_interval(passed[4])}; you said {four_guess} %.** The power is wrong because tasks differ: {sure} of {len(solved)} went",
    f"right every time, {never} never. So one figure for the whole agent is the wrong question. Ask which kinds of task it gets right",
    "every time, let it act alone there, and send the others to a person. Four of four is little proof by itself (module 03): go on counting.",
    f"({published.TAU_BENCH}.)",
)

# %% [markdown]
# Mind the ruler, too. In the successor of that benchmark up to 30 % of the failures were errors of the simulated customer, and one task
# could not be solved by anybody [tau2-issues]. Read ten failures before you believe a figure, your own included (module 02).

# %% [markdown]
# ## Look at who presses Yes
#
# The safe way seems to be: ask for everything. A maker of a coding agent reports that its users accept 93 % of the permission
# prompts [anthropic-auto-mode-2026]. **What share of the harmful requests do they accept?**

# %%
yes_options = ["93 %", "7 %", "less than 93 %", "the figure does not say"]
yes_guess = choice("yes_guess", yes_options, label="Harmful requests accepted")

# %%
cards.say(
    "**The figure does not say.**" + (f" You said: {yes_guess}." if yes_guess else ""),
    "It is the share of all prompts, nearly all of them harmless, from the maker, without the number of cases. If 1 in 1,000 is harmful,",
    "both 0 % and 100 % of the harmful ones fit to 93 %. What it does say: people who nearly always press Yes expect to press Yes.",
)

# %% [markdown]
# How vigilance falls with the number of prompts is not known for your team. Here is an **assumption**: a person catches a bad
# request with some chance at the first prompt of the day, and loses a small part of it with each further one. **Find a number of
# prompts at which half of the day's bad requests pass** (the dashed line at 50 %).

# %%
shift = explore(
    showing.fatigue_figure,
    prompts=Scale(prompts, 1, 200, label="prompts a day"),
    vigilance=Scale(vigilance, 50, 100, label="caught at the first, in %"),
    decay=Scale(decay, 0, 5, 0.5, label="lost with each prompt, in %"),
    presets={"ask for all": {"prompts": 160}, "ask for what matters": {"prompts": 20}},
)

# %%
cards.say(showing.half_text(vigilance, decay))

# %% [markdown]
# Every prompt that you spare makes the others better, if anything like this holds. It is a reason for rules that ask rarely and about the
# right things, and it can be measured: put harmless test requests among the real ones, and count how many are caught.

# %% [markdown]
# ## Write what a person sees before Yes (self-study)
#
# The planted page once more. The agent asks: *Refund 119.00 euros for order O-503? [No] [Yes]*. The order exists, the amount is
# what was paid. **Which missing line would have made you stop?**

# %%
missing_options = [
    "what the refund is for",
    "where the money goes, and where that was read",
    "how sure the model is",
    "a warning that AI makes mistakes",
]
missing_guess = choice("missing_guess", missing_options, label="The missing line")

# %%
cards.say(
    f"**{missing_options[1].capitalize()}.**" + (f" You said: {missing_guess}." if missing_guess else ""),
    "“To DE44 …31, an account that stands on the help page late-delivery-refund and not in this customer's record.” A reason can be planted",
    "as well as an account, confidence is not truth (module 06), and a general warning is read once. A confirmation shows what will",
    "happen, to whom, from where each value comes, until when it can be undone, and another way; and Yes is not the default.",
)

# %% [markdown]
# The guidelines for human-AI interaction say the same in general [amershi-2019]. Those that bear on agents: easy to call (G7), to dismiss
# (G8) and to correct (G9); do less when in doubt (G10); say why it did what it did (G11); ask for feedback on the single action (G15); show what
# your choice will change (G16); one place to switch it off (G17).

# %% [markdown]
# ## Count three properties before you count attacks
#
# Meta's **Rule of Two**: without a person, an agent has at most two of these three [meta-rule-of-two]. **A** it reads what outsiders
# write. **B** it can see private data. **C** it changes something, or sends something out. (Willison's "lethal trifecta" is nearly the
# same list [willison-2025].) A cautious colleague proposes an agent that only reads: `read_inbox_message`, `find_customer`,
# `get_order`, `fetch_url`. No refunds, no mails. **How many of the three does it have?**

# %%
legs_guess = choice("legs_guess", [0, 1, 2, 3], label="Properties")

# %%
outward = [name for name, tool in box.items() if tool.sends_outside]
cards.say(
    "**Three.**" + (f" You said {legs_guess}." if legs_guess is not None else ""),
    "A by the inbox, B by the records, and C by fetch_url: an address is a message. Whoever owns the page reads the",
    "address that was asked for, and it can end in ?name= and a customer's name. The tools of this desk that send something",
    f"out are {' and '.join(outward)}; one of them is a read. Take one property away (links only to a list of known",
    "addresses), or put a person in between.",
)

# %% [markdown]
# ## What to take to your team
#
# - Count your tasks: how many end in exactly one action? Those want a workflow.
# - What the agent may do stands in a file outside the model, and what no rule names is forbidden.
# - Ask of each action: can it be taken back, until when, and by whom? And of each value: who wrote it?
# - Ask what happens when the process dies between the yes and the deed. "Nobody knows, a person looks" is an answer; "it tries again" is a risk.
# - Give autonomy to kinds of task that went right every time, many times, not to an average.
# - Spend permission prompts like money. Each shows where its values come from.
# - Count the three properties, and count reading a link as sending.
#
# **Sources.** Workflows and agents, levels: [anthropic-agents-2024, feng-2025]. Reliability: [tau-bench, tau-bench-writes,
# tau2-issues]. Resuming: [langgraph-6208]. People: [amershi-2019, anthropic-auto-mode-2026]. Properties: [meta-rule-of-two,
# willison-2025].
#
# **Next: the lab of this module.** You find a call that leaked, write a policy for tasks with planted texts, repair
# the double refund, and decide what Meadow's agent may do alone.
