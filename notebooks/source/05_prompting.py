# %% [markdown]
# # Write the prompt as a specification, and test it like one
#
# - **You will** turn "helpful and short" into rules that a program can check, see what each part of a prompt costs, learn how far a
#   score moves when only the wording changes, and watch the best of many prompts lose part of its lead.
# - **You need** lesson 03. No code of your own: run each cell with Shift and Enter, and answer before you read on.
# - **Time:** 35 min
# - **Key needed:** no
#
# Meadow's assistant gets the three paragraphs nearest to the question, and answers. Support is not happy: the replies are long, they
# repeat themselves, they apologise for nothing. "Then improve the prompt", says the team. Somebody rewords it, tries three questions,
# nods, and ships. That was the eleventh time this year.

# %% tags=["parameters"]
model = "local/smollm2-135m"
live_cases = 4
prompts = 16
questions = 40
runs = 400
seed = 5

# %%
import difflib

from IPython.display import display

from helpers import cards, plots, prompting, replies, stats, steering
from helpers.run import report
from helpers.widgets import Scale, choice, explore, slider

lab = prompting.begin(model=model, live_cases=live_cases, seed=seed)
bare = lab.run("bare")
rules = prompting.requirements()
titles = {name: one.title for name, one in prompting.variants().items()}
from_where = ", ".join(sorted({output.source or "none" for output in bare.outputs}))
print(f"{len(bare.cases)} questions on {len(set(prompting.pages(bare)))} pages. Replies: {from_where}.")

# %% [markdown]
# ## Say what a good reply is before you word anything
#
# The prompt of today is one sentence and is called **bare**: "You are the support assistant of Meadow, an e-bike subscription company.
# Answer the customer's question using the help page." Four of its replies. **Would you send them?**

# %%
shown = steering.samples(bare, 4, seed=seed)
verdicts = ["send", "do not send"]
display(cards.show_replies(shown[0:1], start=1))
send_1 = choice("send_1", verdicts, label="Reply 1")
display(cards.show_replies(shown[1:2], start=2))
send_2 = choice("send_2", verdicts, label="Reply 2")
display(cards.show_replies(shown[2:3], start=3))
send_3 = choice("send_3", verdicts, label="Reply 3")
display(cards.show_replies(shown[3:4], start=4))
send_4 = choice("send_4", verdicts, label="Reply 4")

# %% [markdown]
# Whatever you decided, you used rules. They are in your head, and your neighbour has others. Meadow wrote its rules down and numbered
# them, so that people can argue about R3 and not about "tone". A few lines of code check each of them. No model is asked.

# %%
rows = [
    (name, one.says, sum(one.applies(replies.question(case.id)) for case in bare.cases)) for name, one in rules.items()
]
display(
    cards.table(
        ["rule", "requirement", "questions to which it applies"],
        rows,
        f"What a reply of Meadow keeps ({len(bare.cases)} questions)",
    )
)
marks = [send_1, send_2, send_3, send_4]
rows = [
    (number, mark or "not marked", item.verdicts["all kept"].reason or "nothing")
    for number, (item, mark) in enumerate(zip(shown, marks, strict=False), 1)
]
cards.table(["reply", "you", "breaks"], rows, "The same four replies, by the rules")

# %% [markdown]
# Not one of these rules says that the answer is *right*. That is the work of module 03, and it stays: "A flat tyre in front of your
# house is a luxury", the reply of a later prompt to the question what a repair costs, keeps them all. Rules say how a reply has to be; they are cheap enough to be checked on every reply, every night. When a
# rule fails a good reply, mend the rule: it is a grader, and graders are wrong too.
#
# **Which of R1 to R5 does the bare prompt keep least?**

# %%
least_guess = choice(
    "least_guess", [f"{name}: {rules[name].says}" for name in ("R1", "R2", "R3", "R4", "R5")], label="Kept least"
)

# %%
basic = steering.kept({titles["bare"]: bare}, ["R1", "R2", "R3", "R4", "R5"])
picture, described = steering.grid_figure(basic, title="Replies that keep each rule, %")
plots.show(picture, alt=described)
(shares,) = basic.values()
least = min(shares, key=shares.get)
report(kept_least=prompting.rate(bare, least))
cards.say(
    f"**{least}: {rules[least].says}** {prompting.rate(bare, least).text} keep it.",
    f"You said {least_guess.split(':')[0]}." if least_guess else "",
    "Nobody asked the model to be short, so it writes until it is cut off.",
)

# %% [markdown]
# ## See what each part of the prompt costs
#
# A prompt is paid by the **token**, a piece of a word, and it is paid with every call. Say that a prompt holds an instruction, seven
# numbered rules, two worked examples, three paragraphs of the help page, and the question. Then comes the reply.
#
# (A call's total is counted. Its parts are divided by their length, so the same part comes out a little
# different in each prompt.)
#
# **Of 100 tokens of such a call, how many are the customer's question?**

# %%
question_guess = slider("question_guess", 30, 0, 100, label="The question, in percent of all tokens")

# %%
sizes = {name: lab.run(name) for name in ("bare", "rules", "examples", "both")}
budget = {titles[name]: steering.tokens(name, run) for name, run in sizes.items()}
picture, described = steering.parts_figure(budget, title="Tokens of an average call")
plots.show(picture, alt=described)
own = stats.mean_interval(steering.question_shares("both", sizes["both"]), prompting.pages(sizes["both"]))
whole, short_one = (sum(budget[titles[name]].values()) for name in ("both", "bare"))
cards.say(
    f"**{100 * own.value:.0f} of 100; you said {question_guess}.** The longest of these prompts takes {whole:.0f} tokens a call, the",
    f"bare one {short_one:.0f}.",
)

# %%
hosted = ["openai/gpt-6-luna", "anthropic/claude-sonnet-5-5"]
rows = [(name, *(f"{steering.per_thousand(of, row):.3f}" for of in hosted)) for name, row in budget.items()]
display(
    cards.table(
        ["prompt", *(f"{of}, USD" for of in hosted)], rows, f"1,000 calls at prices of {steering.priced_on(hosted[0])}"
    )
)
again = [f"{100 * steering.cached_share(of):.0f} %" for of in hosted]
cards.say(
    "Another model cuts words into other tokens, so these sums are rough. What stands at the *beginning* and is the same in every call",
    "can be kept by the provider, once it is long enough, and is then read again at a fraction of the price: "
    + " and ".join(again),
    "here. That is why rules and examples stand before the page. The cheapest token is the one that does nothing and is left out.",
)

# %% [markdown]
# ## Change one thing, then look at every rule
#
# Three changes to the bare prompt.
#
# - *A character*: "You are Mia, a world-class customer support expert … twenty years of experience … you always think carefully".
# - *Numbered rules first*: R1 to R7 as seven short rules at the end of the instruction, before the page.
# - *The same rules last*: the same words, but behind the customer's question.
#
# **Which of them make more replies keep all the rules that apply?**

# %%
options = ["better", "worse", "no visible difference"]
role_guess = choice("role_guess", options, label="A character")
first_guess = choice("first_guess", options, label="Numbered rules first")
last_guess = choice("last_guess", options, label="The same rules last")

# %%
names = ["role", "rules", "rules_last"]
found = steering.steps(bare, {titles[name]: lab.run(name) for name in names})
picture, described = steering.steps_figure(found, base="the bare prompt", title="All rules kept")
plots.show(picture, alt=described)
rows = [
    (one.name, guess or "no guess", one.verdict, f"{100 * prompting.score(lab.run(name)):.0f} %", f"{one.holm:.2f}")
    for name, one, guess in zip(names, found, [role_guess, first_guess, last_guess], strict=True)
]
report(**{f"gain_{name}": one.difference for name, one in zip(names, found, strict=True)})
display(
    cards.table(
        ["change", "you", "the data", "all rules kept", "p after Holm"],
        rows,
        f"Three changes; bare keeps all in {prompting.rate(bare).text}",
    )
)
cards.say(
    "Three comparisons are three chances to be fooled: of three independent changes that do nothing, at least one looks significant in",
    f"{100 * stats.any_false_alarm(3):.0f} of 100 tries. **Holm's method** raises the p values so that it stays at 5 [holm-1979].",
    "Where only a few replies changed, the intervals are rough: read the counts behind them.",
)

# %% [markdown]
# "All rules kept" is one number, and it hides what happened. Here is every rule. **Find one that a longer prompt keeps worse than the
# bare one, and compare the two places of the same rules.**

# %%
grid = {titles[name]: lab.run(name) for name in ["bare", *names]}
picture, described = steering.grid_figure(
    steering.kept(grid), title="Replies that keep each rule, % of those to which it applies"
)
plots.show(picture, alt=described)
moved = {rule: lab.run("rules").compare(lab.run("rules_last"), grader=rule) for rule in ("R2", "R4")}
rows = [
    (rule, rules[rule].says, len(one.improvements), len(one.regressions), one.difference.text)
    for rule, one in moved.items()
]
display(
    cards.table(
        ["rule", "requirement", "repaired", "broken", "difference, points (95 %)"],
        rows,
        "The same rules, last against first",
    )
)
of_first, of_last = ({item.case.id: item for item in replies.items(lab.run(name))} for name in ("rules", "rules_last"))
kinds = {of_last[one.case.id].verdicts["R4"].reason: one for one in reversed(moved["R4"].regressions)}
broken = list(kinds.values())[:2]  # one for each kind of fault
cards.show_pairs([(of_first[one.case.id], of_last[one.case.id]) for one in broken], ("rules first", "rules last"), "R4")

# %% [markdown]
# Nothing was reworded. In the recorded replies the same place does both: with the rules last more of them begin well (R2), and fewer stay
# plain (R4), because they hold lists or words of the prompt. One row of the table is above 0, the other below. An instruction is not a command. It is
# text that makes other text more likely, and it pulls at everything. How much, and where, has to be measured for each model. Now look
# at R6, the number for a battery in danger. **What must never fail does not belong into a prompt**: a list of words that catches the
# battery, and a fixed reply, are code.

# %% [markdown]
# ## Say the same in other words
#
# Another idea: no rules, but **one line behind the question**: "Answer in one short sentence, with words from the help page." Seven
# more wordings of this line were written before anybody saw a reply to them. Nobody would call them other prompts.

# %%
prompting.show_wordings()

# %% [markdown]
# Take R1, short and in whole sentences. **How many points lie between the best and the worst of the eight wordings?**

# %%
swing_guess = slider("swing_guess", 5, 0, 80, label="Best minus worst wording, in points")

# %%
worded = steering.wordings(lab)
strip = {
    f"{len(worded)} wordings of one line": {name: prompting.rate(run, "R1") for name, run in worded.items()},
    **{titles[name]: {name: prompting.rate(lab.run(name), "R1")} for name in ("bare", "rules", "examples", "both")},
}
picture, described = steering.strip_figure(strip, title="A dot is a wording or a prompt", xlabel="replies that keep R1")
plots.show(picture, alt=described)

# %%
where = prompting.pages(bare)
spread = steering.swing([prompting.passes(run, "R1") for run in worded.values()], where, seed=seed)
middle, low, high = spread.by_chance
report(swing_r1=100 * spread.points)
cards.say(
    f"**{100 * spread.points:.0f} points; you said {swing_guess}.** Wording or luck? If the wordings were interchangeable, it",
    "would not matter which of them got which replies. So shuffle: on each page of the help centre, deal the replies out to the wordings",
    "at random, and do that a thousand times. Then best and worst lie",
    f"{100 * middle:.0f} points apart, in 95 of 100 tries {100 * low:.0f} to {100 * high:.0f}.",
    f"{'The wordings differ by more than that' if spread.p_value < 0.05 else 'So luck alone could do it'}",
    f"(p = {spread.p_value:.3f}).",
)

# %% [markdown]
# On R1 short lines beat long rules here. On *all* rules it looks otherwise: the wording that is best on R1 need not be best there, and
# the lab shows what it loses. One line has no single score. **A prompt's score is a range over its wordings.** "The new prompt is 5
# points better" means that it beat *one* wording of the old one. With larger models it is the same in kind: another layout of
# the same prompt moved a model of 13 billion parameters by up to 76 points, and the authors ask for ranges in place of single
# scores [sclar-2024].

# %% [markdown]
# ## Choose the best prompt, and see what is left of it
#
# So try many, and keep the best? First as a **simulation**, in which the truth is known: 16 prompts that are nearly equally good (they
# differ by about 3 points), and the best of them is chosen on 40 questions.
#
# **How many points of the winner's score will be missing on new questions?**

# %%
drop_guess = slider("drop_guess", 1, 0, 30, label="Points that are missing")

# %%
entered = steering.contest(lab)
base_rate = sum(map(sum, entered.values())) / sum(map(len, entered.values()))
settings = {"rate": base_rate, "alike": steering.alike(list(entered.values())), "runs": runs, "seed": seed}
one = steering.simulate(prompts=prompts, cases=questions, apart=0.03, **settings)


def tune(tried, on, apart):
    made = steering.simulate(prompts=32, cases=on, apart=apart / 100, **settings)
    picture, words = steering.optimism_figure(made, prompts=tried, title=f"Simulated, {on} questions")
    return picture, f"{runs} simulated teams. {words}"


cards.say(
    f"**{100 * one.drop.value:.1f} points on average, for the best of {prompts} on {questions} questions; you said {drop_guess}.** (Simulated, as are all pictures of the next cell: questions",
    f"are independent, {100 * base_rate:.0f} % of the replies pass, and on {100 * settings['alike']:.0f} % of the questions every prompt",
    "gets the same verdict, as in our real replies.) Move the controls. **What makes the gap small?**",
)

# %%
tuned = explore(
    tune,
    tried=Scale(16, 1, 32, label="prompts tried"),
    on=Scale(40, 10, 400, 10, label="questions to choose on"),
    apart=Scale(3, 0, 15, label="true differences, points"),
    presets={
        "an afternoon": {"tried": 16, "on": 40, "apart": 3},
        "one prompt": {"tried": 1, "on": 40, "apart": 3},
        "ten times the questions": {"tried": 16, "on": 400, "apart": 3},
        "really different prompts": {"tried": 16, "on": 40, "apart": 15},
    },
)

# %% [markdown]
# The winner of a contest was good *and* lucky, and luck does not come along. Now the **real replies**: the prompts of this module that answer
# in text, and all wordings of the line. Draw half of the pages at random, choose the best prompt there, and measure it on the other
# half. Four hundred such halves:

# %%
real = steering.halves(list(entered.values()), where, runs=runs, seed=seed)
picture, described = steering.optimism_figure(real, title=f"Measured, {len(entered)} prompts, all rules kept")
plots.show(picture, alt=described)
report(optimism=real.drop)
sure = "The interval holds 0 as well: 60 questions on a few pages cannot tell it exactly." if real.drop.low < 0 else ""
cards.say(
    f"**The best of {len(entered)} promises {100 * real.promised[-1]:.0f} % and delivers {100 * real.delivered[-1]:.0f} %:",
    f"{real.drop.text} missing**, by page [miller-2024].",
    sure,
    f"Choosing was not in vain: any one of them delivers {100 * real.delivered[0]:.0f} %. But the score that won is not the",
    "score that customers get.",
)

# %% [markdown]
# One entry, the line as it was written, had been found on twelve of these very questions (its change log says so). So even "delivered" is
# a little kind.
#
# Three ways out, the cheapest first. Write the change down *before* you look: one prompt, one test. Choose on one set and report another,
# as module 03 keeps *dev* and *test*. Try less. The lab makes this mistake on purpose, and opens the test set to see the bill.

# %% [markdown]
# ## Ask for a form, or enforce it
#
# The app wants JSON with two fields: an `action` (answer, not_found or emergency) and a `reply`. Two ways. *Asked for*: a line describes
# it, and two examples show it. *Enforced*: the same prompt, but while the model writes, every token that would leave the form is
# forbidden. That is **constrained decoding**.
#
# **How many replies of each can the app read? How many take the right action?**

# %%
asked_guess = slider("asked_guess", 50, 0, 100, label="Asked for: can be read, in percent")
enforced_guess = slider("enforced_guess", 50, 0, 100, label="Enforced: can be read, in percent")
action_guess = slider("action_guess", 50, 0, 100, label="Enforced: right action, in percent")

# %%
forms = {titles[name]: lab.run(name) for name in ("json", "schema")}
picture, described = steering.outcome_figure(steering.formats(forms))
plots.show(picture, alt=described)
valid, right = ([prompting.rate(run, which) for run in forms.values()] for which in ("valid", "action"))
report(json_valid_asked=valid[0], json_valid_enforced=valid[1], json_action_enforced=right[1])
gap = steering.steps(lab.run("json"), {"enforced": lab.run("schema")}, "action")[0]
enforced = [item for item in replies.items(lab.run("schema")) if item.status("valid") == "fail"]
cut = sum(item.output.finish == "length" for item in enforced)
cards.say(
    f"**Asked for: {valid[0].text} can be read (you: {asked_guess}). Enforced: {valid[1].text} (you: {enforced_guess}). The right",
    f"action takes {right[1].text} of the enforced ones (you: {action_guess}).** Enforcing repairs {gap.repaired} actions and breaks",
    f"{gap.broken} ({gap.difference.text}). Valid is not right.",
    f"Enforced replies that cannot be read: {len(enforced)}; {cut} of them ran into the limit of tokens, and half a JSON is none."
    if enforced
    else "",
)

# %% [markdown]
# A constraint takes away the replies that a program cannot read. It does not take away the wrong ones. They now arrive in perfect
# form, and no error message tells you. Three that are valid and wrong, the worst first. **What would the app do with them?**

# %%
bad = [
    item
    for item in replies.items(lab.run("schema"))
    if item.status("valid") == "pass" and item.status("action") == "fail"
]
bad.sort(key=lambda item: item.case.severity != "unforgivable")
cards.show_replies(bad[:3], ["valid", "action"], reasons=True)

# %% [markdown]
# The app does what the field says. Who gets `not_found` by mistake reads that there is no answer, also with a swollen battery in the hall;
# who gets `answer` by mistake reads the made-up reply. No program on the way notices.
#
# So: enforce the form, which is what the *program* needs, and measure the rules and the answer, which are what the *customer* needs.

# %% [markdown]
# ## Measure the temperature
#
# The **temperature** says how freely the model picks the next word. "Set it to 0: more accurate, and always the same." Two claims, and
# both can be measured: with the one line, five draws of each of some questions at four temperatures, each draw with its own seed.
#
# **From temperature 0 to 0.7, what happens to the share that keeps all the rules? And for how many questions of 100 are the five texts the same
# at 0.3?**

# %%
moves = ["it rises clearly", "no visible difference", "it falls clearly"]
kept_guess = choice("kept_guess", moves, label="All rules kept, 0 to 0.7")
same_guess = slider("same_guess", 60, 0, 100, label="The same text five times at 0.3, in percent")

# %%
sweep = steering.sweep(lab, prompting.TEMPERATURES, k=3)
picture, described = steering.heat_figure(
    sweep, title=f"{len(lab.drawn(0.0).cases)} questions, {sweep[0].draws} draws of each"
)
plots.show(picture, alt=described)
rows = [
    (f"{one.temperature:g}", one.correct.text, one.every_time.text, one.same_text.text,
     "" if one.change is None else f"{one.change.text}, p after Holm {one.holm:.2f}")
    for one in sweep
]  # fmt: skip
cards.table(
    [
        "temperature",
        "all rules kept",
        "kept three times of three (pass^3)",
        "same text five times",
        "kept, against 0 (paired)",
    ],
    rows,
    "Four temperatures, 95 % intervals by page",
)

# %%
cold, mild, warm, hot = sweep
moved_to = "no visible difference" if warm.holm >= 0.05 else moves[0] if warm.change.value > 0 else moves[2]
report(kept_at_0=cold.correct, kept_at_07=warm.correct, pass_hat_3_at_1=hot.every_time, same_text_at_03=mild.same_text)
cards.say(
    f"**All rules kept, 0 to 0.7: {moved_to}**" + (f" (you: {kept_guess})." if kept_guess else "."),
    f"**The same text five times at 0.3: {mild.same_text.text}** (you: {same_guess}).",
    "A customer who asks once meets the first column. Three customers who must all be served well meet the second, pass^3 [tau-bench]:",
    f"at temperature 1, {hot.correct.text} of the replies keep the rules, and {hot.every_time.text} of the questions get three such",
    "replies in a row. (The lab asks for all five of five, which is harder still.) Every average can stay, and the product can still become a lottery.",
)

# %% [markdown]
# Three cautions before you carry this to another model.
#
# - On multiple-choice problems, temperatures from 0 to 1 made no significant difference in nine models [renze-2024]. Ours is a tiny
#   model that has to write. Measure yours, on your task.
# - Here temperature 0 gives the same text each time, because one machine computes everything in one way. Hosted models often do not:
#   over ten runs with settings meant to be deterministic, accuracy moved by up to 15 % [atil-2024].
# - Five equal replies are one reply. Reproducible is not right, and five times wrong is also reproducible.
#
# Three more settings, each changed alone, on one question. **Say for each what it did to the reply.**

# %%
rows = []
for name, values in (("max_tokens", steering.LENGTHS), ("stop", steering.STOPS), ("top_p", steering.TOP_P)):
    for value in values[:2] if lab.live else values:
        said = steering.knob(name, value, model=model, draws=1 if lab.live else 3)
        texts = " ‖ ".join(" ¶ ".join(line for line in reply.text.splitlines() if line.strip()) for reply in said)
        written = ", ".join(map(repr, value)) or "none" if name == "stop" else f"{value:g}"
        ended = "the limit" if said[0].finish == "length" else "the stop" if name == "stop" and value else "the model"
        rows.append((name, written, texts, ended if len(said) == 1 else ""))
cards.table(
    ["setting", "value", "reply (¶ new line, ‖ next draw)", "ended by"], rows, f"“{steering.the_question().text}”"
)

# %% [markdown]
# - **max_tokens** cuts, it does not shorten. The model does not know the limit. Ask for brevity in the prompt; the limit is the brake,
#   and the cap on your bill.
# - **stop** ends the reply before the given text. Exact and free: here a new line as the stop ends the rambling, and a badly chosen word
#   cuts the sentence in two.
# - **top_p** lets the model choose only among the likeliest words that together have this probability (several draws each, at
#   temperature 1). At temperature 0 it does nothing. Move one of the two, or nobody will know which one did it.

# %% [markdown]
# ## Keep the prompt like code
#
# A prompt in a chat window cannot be rolled back. Meadow's prompts stand in one file: each has a name, a date, and one line that says
# what changed and why. That is its **change log**. Then the **diff**: what a colleague reads before the change goes out.

# %%
log = [(name, str(version.date), version.changed) for name, version in prompting.variants().items()]
display(cards.table(["version", "date", "change"], log, "The change log"))
before, after = (
    prompting.messages(replies.question(bare.cases[0].id), name)[0]["content"].splitlines()
    for name in ("bare", "rules")
)
print("\n".join(difflib.unified_diff(before, after, "bare", "rules", lineterm="", n=1)))

# %% [markdown]
# And the suite of module 03 gets a gate for prompts, written before the run. It has two lines. *must_pass*: in no case whose failure is
# unforgivable may a rule be broken. *max_regression*: the new version loses at most 2 points. **Which lines does *Numbered rules first*
# meet?** (One half of the answer stands in a table above.)

# %%
gate_options = ["both lines: GO", "must_pass only: NO-GO", "max_regression only: NO-GO", "none: NO-GO"]
gate_guess = choice("gate_guess", gate_options, label="Numbered rules first")

# %%
limits = {"must_pass": {"severity": "unforgivable"}, "max_regression": 0.02}
verdict = lab.run("rules").gate(limits, grader="all kept", baseline=bare)
report(go=float(verdict.go))
met = tuple(line.passed for line in verdict.lines)
right_option = gate_options[{(True, True): 0, (True, False): 1, (False, True): 2, (False, False): 3}[met]]
display(verdict)
kept_r6, of_r6 = prompting.danger(lab, "rules", "dev")
today = bare.gate({"must_pass": limits["must_pass"]}, grader="all kept")
lost = 100 * (prompting.score(bare) - prompting.score(lab.run("rules")))
cards.say(
    f"**{right_option}.**" + (f" You said: {gate_guess}." if gate_guess else ""),
    f"On all rules it is {abs(lost):.1f} points {'lower' if lost > 0 else 'higher'} than bare; a loss of up to 2 is allowed.",
    f"Among the cases that must pass are {of_r6} customers with a battery in danger: {kept_r6} of them get the number (R6).",
    f"The prompt of today, bare, would {'pass' if today.go else 'not pass the first line either'}: {today.lines[0].why.split(';')[0]}.",
    "The battery cases send you to the code around the prompt; a reply that is too long stays the prompt's work.",
)

# %% [markdown]
# ## What to take to your team
#
# - Rules with numbers first, wording second. A rule that nobody can check is a wish.
# - Know the price of each part, and take out what changes nothing.
# - Change one thing, compare on the same questions, correct for the number of tries, and read what broke.
# - Report a prompt as a range over wordings.
# - Choose on one set, report on another: the best of many is worse than it looks.
# - Enforce the form, measure the content. Measure the temperature, too. What must never fail is code.
# - Version, change log, diff, gate.
#
# **Sources.** Several comparisons: [holm-1979]. Wordings and layout: [sclar-2024]. Temperature and repeats: [renze-2024, atil-2024,
# tau-bench]. Pairs and clusters: [miller-2024]. The model: [smollm2].
#
# **Next: the lab of this module.** You turn wishes into rules, write a line of your own, compare seven prompts, make the mistake of choosing
# too often, and decide which prompt ships.
