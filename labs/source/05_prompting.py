# %% [markdown]
# # Decide which prompt ships
#
# - **You will** turn wishes into requirements that a program checks, write a line of your own, compare seven prompts, read what broke,
#   choose the best wording on purpose on too few questions, and measure what that cost.
# - **You need** lesson 05.
# - **You decide** which prompt of Meadow's support reply ships, and what code does in its place
# - **Time:** 70 min (workshop 25 min)
# - **Key needed:** no
#
# | door | sections |
# |---|---|
# | workshop, 25 min | run every cell, answer only 4, 7 and 10 |
# | self-study, 70 min | 1 to 8, and 10 |
# | bootcamp, 80 min | 1 to 10 |
#
# Go section by section: read, answer, check, then go on. A section that you leave out stays open and stops nothing. After a restart:
# menu Run, *Run All Above Selected Cell*.
#
# The model is very small. Most of its answers are wrong, whatever the prompt says, so this lab does not ask whether they are right: it
# asks whether they keep the **requirements**, which a program can check. What is right is counted beside it.

# %% tags=["parameters"]
model = "local/smollm2-135m"
temperature = 0.7
live_cases = 4
seed = 5

# %%
from helpers import cards, plots, prompting, stats
from helpers.check import check, decide
from helpers.run import report
from helpers.widgets import choice as pick
from helpers.widgets import slider

lab = prompting.begin(model=model, temperature=temperature, live_cases=live_cases, seed=seed)
bare = lab.run("bare")
print(f"{len(bare.cases)} dev questions on {len({case.cluster for case in bare.cases})} pages.")
print("Replies:", ", ".join(sorted({output.source or "none" for output in bare.outputs})))

# %% [markdown]
# ## 1. Turn wishes into requirements
#
# The head of support has seen some replies.

# %%
prompting.show_brief()

# %% [markdown]
# Which of these can a program check, and how? Here are the checks there are, in the form in which they are typed. The values are
# those of a fire brigade; yours are others.

# %%
prompting.show_forms()

# %% [markdown]
# To try your checks, fourteen replies were made up, most of them with one fault on purpose. The last column says which sentence each
# one breaks.

# %%
prompting.show_probes()

# %% [markdown]
# Write one check for each letter, between the quotes. Where no program can tell, write `a person reads it`. Copy the form and change
# what stands behind the colons (for a fire brigade it could read like this):
#
# ```
# spec = {
#     "a": "at most 80 words",
#     "b": "never begins with dear | to whom",
#     "c": "a person reads it",
#     "d": "a person reads it",
#     "e": "a person reads it",
#     "f": "a person reads it",
#     "g": "says 112 | fire brigade",
#     "h": "a person reads it",
# }
# ```

# %%
# BEGIN SOLUTION
spec = {
    "a": "at most 30 words",
    "b": "never begins with hello | hi | thank | thanks | sorry",
    "c": "no sentence twice",
    "d": "a person reads it",
    "e": "figures from the page",
    "f": "no list",
    "g": "says 0800 555 0112",
    "h": "a person reads it",
}
# END SOLUTION
check("05.1", spec)

# %% [markdown]
# Meadow's team did the same and numbered its requirements. From here on these count. Some apply to every question, some to few. The
# prompt of today is one sentence, so it is called **bare**. What share of its replies keeps every requirement that applies?

# %%
guess_bare = slider("guess_bare", 50, 0, 100, label="Bare prompt, all kept, in percent")

# %%
rate_bare = lab.rate("bare")
print(f"You said {guess_bare} %. Measured: {rate_bare.text}")
cards.table(
    ["", "requirement", "kept, of those to which it applies"],
    prompting.requirement_rows(bare),
    "The bare prompt on dev questions",
)

# %% [markdown]
# ## 2. Write a line of your own
#
# The prompt is: instruction, help page, question. You may add **one line behind the question**. Which line makes the replies keep more
# of R1 to R5? (R6 and R7 are not counted here.) Write it for this reader: a very small model that forgets what stands far above. For a weather
# service it could read `my_line = "Name the town first, then the temperature, and stop."`
#
# Your line is tried on twelve dev questions, which takes some seconds where the replies are new. Change it as often as you like; only
# the form is checked, the effect you see.

# %%
my_line = "Begin with the answer itself and write one short sentence from the help page."  # SOLUTION
check("05.2", my_line)

# %%
prompting.show_own(lab, my_line)

# %% [markdown]
# Twelve questions tell little: look at the intervals. (The replies may say anything; only R1 to R5 count here.) And each time you reword
# the line because of these twelve, you fit it to them. Keep that in mind until section 7.
#
# ## 3. Know what each part costs
#
# A prompt is paid with every call. Try the line, the temperature and the limit here; beside the reply stand its tokens and what 1,000
# calls cost. (`prompting.play("your line")` does the same without the controls.)

# %%
tried = prompting.playground(model=model)

# %% [markdown]
# Seven prompts are in this lab. *role*: "You are Mia, a world-class expert …". *rules*: the requirements as seven numbered rules in the
# instruction. *rules_last*: the same rules behind the question. *examples*: two made-up questions with good replies. *both*: rules and
# examples. *short*: one line behind the question, "Answer in one short sentence, with words from the help page."

# %%
cards.table(["prompt", "tokens in", "tokens out"], prompting.token_rows(lab), "Mean of a call on the dev questions")

# %% [markdown]
# Meadow gets 40,000 questions a month. With the hosted model named below, **how many USD a month does *both* cost more than *short*?**
# Count what goes in and what comes out; take the tokens from the table. For two prompts of a library (900 and 400 tokens in, 50 and 80
# out, 1,000 calls, 3 and 15 USD per million) it would read:
#
# `more = 1000 * ((900 - 400) * 3 + (50 - 80) * 15) / 1_000_000`

# %%
print(prompting.price_line())

# %%
more = ...
# BEGIN SOLUTION
tokens = prompting.tokens(lab)
price_in, price_out = prompting.price()
more_in, more_out = (tokens["both"][side] - tokens["short"][side] for side in (0, 1))
more = 40_000 * (more_in * price_in + more_out * price_out) / 1_000_000
# END SOLUTION
check("05.3", more)

# %% [markdown]
# ## 4. Find the prompts that are shown to be better (workshop)
#
# All on the same dev questions. Which one will keep the requirements most often?

# %%
guess_best = pick("guess_best", lab.text_variants, label="Your guess")

# %%
found = lab.changes()
rates = {name: lab.rate(name) for name in lab.text_variants}
plots.show(
    plots.interval_bar(rates, title="Replies that keep all the requirements"),
    alt=f"All kept, dev. {plots.words(rates)}",
)
best = max(rates, key=lambda name: rates[name].value)
print(f"Your guess: {guess_best or 'none'}. Highest: {best}, {rates[best].text}")

# %%
rows = [
    (one.name, one.difference.text, f"{one.p_value:.4f}", prompting.differ(bare, lab.run(one.name))) for one in found
]
head = ["prompt", "against bare (paired, by page)", "p value", "replies that changed"]
cards.table(head, rows, "Six comparisons with one baseline")

# %% [markdown]
# The **p value** says how often chance alone would make so large a difference if the two prompts were equally good. Where fewer than ten
# replies changed, the interval is too narrow: read the counts.
#
# Six comparisons are six chances to be fooled. **Holm's method** [holm-1979] keeps the chance of a single false alarm at 5 in 100: order
# the p values, the smallest first; multiply the smallest by 6, the next by 5, and so on; none may come out smaller than the one before
# it. What is below 0.05 then is shown. (`stats.holm([0.03, 0.2])` does it, for as many p values as you like.)
#
# Two answers. `p_smallest`: the smallest of the six p values, after Holm; for 0.03 it would read `p_smallest = 0.03 * 6`. `better`: the
# names of the prompts that are shown to be **better** than bare, as a set, such as `{"role", "both"}`; if there is none, `set()`.

# %%
p_smallest = ...
better = ...
# BEGIN SOLUTION
adjusted = stats.holm([one.p_value for one in found])
p_smallest = float(min(adjusted))
better = {one.name for one, p in zip(found, adjusted, strict=True) if p < 0.05 and one.difference.value > 0}
# END SOLUTION
check("05.4", {"better": better, "p": p_smallest})

# %% [markdown]
# One thing the table does not tell. The change log of the team says of *short*: "Found on twelve dev questions". So it was fitted to some
# of the very questions that speak for it here. The test questions, on which nothing was tried, have the last word (section 10).

# %% [markdown]
# ## 5. Read what broke
#
# *short* against *bare*, requirement by requirement. "facts" is not one of them: it asks whether the reply names what a right answer must
# name, and nothing that it must not.

# %%
short = lab.run("short")
changed = prompting.moved(bare, short)
cards.table(
    ["", "mended", "broken"],
    [(name, *both) for name, both in changed.items()],
    "Cases that changed, short against bare",
)

# %%
broken = prompting.broken(bare, short)
prompting.show_broken(broken, ("bare", "short"), most=8)

# %% [markdown]
# The cards show the worst severity first. Which requirement (or "facts") lost the most cases, and how many? And what is the net change
# there, mended minus broken? For a library it could read `loss = {"rule": "R9", "broken": 12, "net": -3}`.

# %%
loss = ...
# BEGIN SOLUTION
most = max(changed, key=lambda name: changed[name][1])
loss = {"rule": most, "broken": changed[most][1], "net": changed[most][0] - changed[most][1]}
# END SOLUTION
check("05.5", loss)

# %% [markdown]
# ## 6. Say the same in other words
#
# Eight wordings of the one line, written to mean the same before anybody saw a reply.

# %%
prompting.show_wordings()

# %%
guess_spread = slider("guess_spread", 5, 0, 60, label="Best minus worst wording, in points")

# %%
picture, described = prompting.wordings_figure(lab, test=False)
plots.show(picture, alt=described)
against = prompting.against_written(lab)
rows = [(number, f"{100 * score:.1f} %", gap, p) for number, score, gap, p in prompting.wording_rows(lab, against)]
cards.table(["wording", "all kept", "against wording 0", "p value"], rows, "Eight wordings on the dev questions")

# %% [markdown]
# Two answers. `spread`: best minus worst, in points (12.5 for 12.5 points). `shown`: the numbers of the wordings that are shown to be
# better or worse than wording 0, after Holm over the seven comparisons, as a set such as `{2, 5}`; if there is none, `set()`.

# %%
spread = ...
shown = ...
# BEGIN SOLUTION
values = [prompting.score(lab.run("short", "dev", number)) for number in lab.wordings]
spread = 100 * (max(values) - min(values))
shown = {number for number, one in against.items() if one.holm < 0.05}
# END SOLUTION
check("05.6", {"spread": spread, "shown": shown})

# %%
print(f"You guessed {guess_spread} points.")
prompting.show_lowest(lab, {"spread": spread, "shown": shown})

# %% [markdown]
# ## 7. Choose the best wording on purpose, and measure what is left (workshop)
#
# Now the mistake that every team makes: try everything, keep the best, report its score. All prompts and all wordings are in the
# contest, on the dev questions. Then, once, the test questions: other pages, on which nothing was chosen.

# %%
winner = lab.winner()
curse = lab.curse()
print(f"{len(lab.contest)} prompts. The winner on dev is: {prompting.label(*winner)}.")
guess_left = slider("guess_left", 100, 0, 150, label="Of its gain on dev, this much is left on test, in percent")

# %%
rows = [
    (
        split,
        f"{100 * prompting.score(lab.run('short', split)):.1f} %",
        f"{100 * prompting.score(lab.run(winner[0], split, winner[1])):.1f} %",
    )
    for split in ("dev", "test")
]
cards.table(
    ["questions", "short, as it was written", f"the winner: {prompting.label(*winner)}"], rows, "All requirements kept"
)

# %% [markdown]
# The winner's **gain** is its score minus that of *short* as it was written, in points. How many points of the gain on dev are gone on test? And which score of
# the winner may the team report: `"dev"`, `"test"` or `"mean of both"`? For another team it could read
# `drop = (61.0 - 50.0) - (52.0 - 49.0)` and `report_score = "dev"`.

# %%
drop = ...
report_score = ...
# BEGIN SOLUTION
gain_dev, gain_test = (
    100 * (prompting.score(lab.run(winner[0], split, winner[1])) - prompting.score(lab.run("short", split)))
    for split in ("dev", "test")
)
drop = gain_dev - gain_test
report_score = "test"
# END SOLUTION
check("05.7", {"drop": drop, "report": report_score})

# %%
prompting.show_curse(lab, {"drop": drop, "report": report_score}, guess_left)

# %%
picture, described = prompting.wordings_figure(lab)
plots.show(picture, alt=described)

# %% [markdown]
# Each line is one wording, its place on dev and its place on test. Where would the other wordings stand, had you chosen on test? One drop
# is one draw of luck, so its interval is wide. Lesson 05
# divides the pages four hundred times and shows the mean drop, with its interval.
#
# ## 8. Measure the temperature
#
# Five draws of each of some questions, with *short*, at the temperature of the parameters cell. Each draw has a seed of its own.

# %%
draws = prompting.draws(lab.drawn())
cold = prompting.draws(lab.drawn(0.0))
rows = [(f"{passed} of {draws.k}", count) for passed, count in draws.table.items()]
for heat, one in ((temperature, draws), (0, cold)):
    print(
        f"Temperature {heat:g}, {sum(one.table.values())} questions. All kept in one draw: {one.accuracy.text}. The same text in all draws: {one.same_text.text}."
    )
if sum(draws.table.values()) != sum(cold.table.values()):
    print("This temperature is not recorded, so few questions were drawn now. The two lines cannot be compared.")
cards.table(
    ["draws that keep everything", "questions"],
    rows,
    f"Questions by how many of their {draws.k} draws keep all the requirements",
)

# %% [markdown]
# Five customers ask the same. **For which share of these questions do all five get a reply that keeps everything?** That is pass^5
# [tau-bench]. Take it from the table. For a table in which 3 of 16 questions have the full count it would read `all_five = 3 / 16`.

# %%
# BEGIN SOLUTION
all_five = draws.table[draws.k] / sum(draws.table.values())
# END SOLUTION
check("05.8", all_five)

# %%
report(accuracy=draws.accuracy, agreement=draws.same_text, pass_hat_5=draws.every_time)
prompting.show_sweep(lab, all_five)

# %% [markdown]
# To see the same as a chart: `workbook sweep 05 -p temperature=0,0.3,0.7,1.0` in a terminal.
#
# ## 9. Read JSON before you trust it (bootcamp)
#
# The app wants JSON: an `action` (answer, not_found, emergency) and a `reply`. *json* asks for it in words and shows it in two
# examples. *schema* sends the same words, and the model cannot write anything else (constrained decoding).

# %%
forms = prompting.formats(lab)
for name, counts in forms.items():
    print(f"{name:7s}", ", ".join(f"{what} {count}" for what, count in counts.items()))

# %% [markdown]
# Which share of the **valid** replies takes the right action? Give it for both, as fractions. For a form with 30 valid replies, 12 of them
# right, it would read `right_json = 12 / 30`. And `missed`: how many customers with a battery in danger get another action from *schema*?

# %%
right_json = forms["json"]["right action"] / forms["json"]["valid"] if forms["json"]["valid"] else 0.0  # SOLUTION
right_schema = forms["schema"]["right action"] / forms["schema"]["valid"]  # SOLUTION
missed = forms["schema"]["emergencies"] - forms["schema"]["emergencies seen"]  # SOLUTION
check("05.9", {"json": right_json, "schema": right_schema, "missed": missed})

# %% [markdown]
# ## 10. Run the gate and decide (workshop)
#
# The candidate is *short* as it was written, not the winner of the contest. It was found on twelve dev questions, so what it gains on dev
# counts for little; on the test questions nothing was tried, and only their figures decide here. This is what a colleague sees before
# it goes out (a **diff**: the lines that change, + for a new one):

# %%
print(prompting.diff("bare", "short"))

# %%
gate = prompting.gate(lab)
rate_short, rate_old = lab.rate("short", "test"), lab.rate("bare", "test")
with_code = prompting.with_code(lab)
print(f"All requirements kept, test questions: bare {rate_old.text}, short {rate_short.text}.")
print(f"The same for short, if a rule in code answered every battery in danger: {with_code.text}.")
gate.table()

# %% [markdown]
# The gate was written before anybody saw the test questions. It looks at the form, at the facts, and at the one reply that must never
# fail. A rule in code would look for the words that tell of a battery in danger, and answer without the model. (The figure above assumes
# that it finds every one; module 09 measures such rules.) Choose one:

# %%
print(*prompting.OPTIONS, sep="\n")

# %% [markdown]
# Write two to four sentences between the quotes of `why`: a figure of the **test** questions that decided, what happens to a
# customer whose battery is in danger, and, if you ship, what you say to every line of the gate that is not met, the facts with their
# figure. For a library it could
# read: `choice = "keep the old catalogue"` and
# `why = "31 % of the new cards name the shelf, 44 % of the old ones did. Who asks for a rare book is sent to the desk."`

# %%
choice = "keep the bare prompt"  # SOLUTION
# BEGIN SOLUTION
why = (
    f"On the test questions the one line keeps everything in {rate_short.text} of the replies, the bare prompt in {rate_old.text}. "
    f"The gate stops it all the same: {gate.lines[2].why} "
    f"And {gate.lines[0].why} Until code answers batteries, people do."
)
# END SOLUTION
check("05.10", {"choice": choice, "why": why})

# %%
decide("05.prompt", choice=choice, why=why, options=prompting.OPTIONS, run=gate.run_id,
       needs={"05.10": {"choice": choice, "why": why}}, all_kept=rate_short, baseline=rate_old)  # fmt: skip

# %% [markdown]
# ## What to take to your team
#
# One page: the requirements with their checks, the change log, the diff, the gate and the decision. Add your line to the log: what was
# changed and what it did, with the figure of the test questions and its interval; without one the line stays open. For a library: `log = "Shelf named first: 44 % (38 to 50 %) of cards, was 31 %."`

# %%
log = f"One line behind the question: all requirements kept in {rate_short.text} of test replies, was {rate_old.text}."  # SOLUTION
prompting.page(lab, spec=spec, choice=choice, why=why, log=log)

# %% [markdown]
# **Sources.** [holm-1979] for several comparisons, [miller-2024] for pairs and pages, [tau-bench] for pass^k, [renze-2024, atil-2024] for
# what temperature does elsewhere, [sclar-2024] for wordings. All of them are listed in the file of sources.
#
# **Next.** Module 06: what the product does when the model is unsure, wrong or slow.

# %%
from helpers import progress

progress.lab("05")
