# %% [markdown]
# # Decide whether the assistant may go live
#
# - **You will** write cases, repair a grader, read intervals, compare two versions, set a release gate from costs and use it once.
# - **You need** lesson 03.
# - **You decide** whether version B of Meadow's support assistant ships or is held
# - **Time:** 70 min (workshop 25 min)
# - **Key needed:** no
#
# | door | sections |
# |---|---|
# | workshop, 25 min | run every cell, answer only 3, 5 and 8; set `door` in section 8 |
# | self-study, 70 min | 1 to 8 |
# | bootcamp, 95 min | 1 to 10 |
#
# Go section by section: read, answer, check, then go on. A section that you leave out stays open and stops nothing, but where a
# later one needs its answer, the reference answer is used; you see it after your first try. After a restart: menu Run, *Run All Above
# Selected Cell*. The product is far from done. That is the point of this lab: you find out how far, and you can say so with a figure.

# %% tags=["parameters"]
model = "local/smollm2-135m"
version_a = "A"
version_b = "B"
cases = 120
live_cases = 12
seed = 3

# %%
import json
import math

from helpers import coding, evals, plots, stats, suite, world
from helpers.check import check, decide
from helpers.evals import mentions
from helpers.own import yours
from helpers.run import report
from helpers.suite import Case
from helpers.widgets import slider

lab = suite.begin(
    model=model, version_a=version_a, version_b=version_b, cases=cases, live_cases=live_cases, seed=seed
)
a = lab.run(version_a)
print(f"{len(a.cases)} dev questions on {len({case.cluster for case in a.cases})} pages, asked of version {version_a}.")
print("Replies:", ", ".join(sorted({output.source or "none" for output in a.outputs})))

# %% [markdown]
# The suite holds the questions for which a phrase can tell a right answer from a wrong one. The other dev questions (those to which
# the right answer is "I do not know" or a question back) need a reader; module 04 gives them a judge. A reply passes when it says
# all that it must and nothing that it must not. Every reply can be opened: change the id and run the cell again.

# %%
suite.show_reply(a, a.cases[0].id)

# %% [markdown]
# ## 1. Write five cases for the refund pages
#
# Read the two pages as a customer would use them, not as their author would. Write five cases: at least one that the pages do not
# answer (tag it `not_answerable`, leave out `must`), and at least one where a wrong answer costs money or hurts somebody. The
# severities are `annoying`, `costly` and `unforgivable`. Alternatives stand in one text, with ` | ` between them. Any word may be a
# tag; only `not_answerable` has a meaning here.
#
# No programming is needed: here is a whole list of two cases, about another page. Copy the cell below into the one with `my_cases`,
# write `my_cases` in place of `two_cases`, copy a case until there are five, and change the texts between the quotes. Each case needs
# an id of its own. Keep the commas, also the one before each closing bracket. A phrase to look for is short: the few words that
# decide (two or more, or a number), never a whole sentence.

# %%
two_cases = [
    Case(
        id="sunday",
        input="I can only come at the weekend. May I bring the bike to the Eastmere hub on Sunday?",
        must=("closed on Sundays | closed on Sunday",),
        must_not=("yes, you can",),
        tags=("hub",),
        severity="annoying",
    ),
    Case(id="coffee", input="Is there coffee at the hub?", tags=("not_answerable",), severity="annoying"),
]

# %%
print(suite.refund_page())

# %%
# BEGIN SOLUTION
my_cases = [
    Case("window", "Up to when may I bring my new City bike back and get everything refunded?",
         must=("14 days | two weeks",), must_not=("30 days",), severity="costly"),
    Case("arrival", "The hub took my bike back on Monday. When is the money on my card?",
         must=("7 working days | seven working days",), must_not=("24 hours",), severity="annoying"),
    Case("flex", "I have Flex since last week. Do I get the first month back if I return it?",
         must=("does not apply | not refunded | no refund",), must_not=("yes, you can",), severity="costly"),
    Case("francs", "I pay in Swiss francs. Which exchange rate do you use for the refund?",
         must_not=("we use the rate",), tags=("not_answerable",), severity="costly"),
    Case("battery", "The battery case cracked when it fell. Do I bring it along for the refund?",
         must=("0800 555 0112 | leave the battery",), must_not=("yes, bring it",), severity="unforgivable"),
]  # fmt: skip
# END SOLUTION
check("03.1", my_cases)

# %% [markdown]
# ## 2. Repair the grader that says yes too easily
#
# A grader is code, and code has bugs. In a public workshop another reading of the same replies moved the score by 30 points and more
# [aws-evals-workshop]. This one is asked whether a reply tells the truth about the refund window (a new City or Plus subscription can
# be returned within 14 days of delivery). It passes *"You have 30 days, but not for this plan."*

# %%
def first_grader(reply):
    return "days" in reply


rows = suite.window_replies()
wrong = [row for row in rows if first_grader(row.text) != row.right]
print(f"{len(rows)} replies; the grader is wrong about {len(wrong)} of them.\n")
for row in rows:
    print(f"{row.id}  {'right' if row.right else 'wrong'}  ({row.origin})  {' '.join(row.text.split())}")

# %% [markdown]
# The recorded replies came from the bundled model, the written ones were made up for this exercise. Change the function until it
# agrees with every label. `mentions(reply, "14 days | two weeks")` looks for whole words; each other wording has to be written out
# behind another ` | `. Two conditions are joined by `and` and `and not`. Keep the four blanks before `return`. About another topic it
# would read:
#
# `return mentions(reply, "9 euros | nine euros") and not mentions(reply, "per week | a day")`


# %%
def grade(reply):
    # BEGIN SOLUTION
    says = mentions(reply, "14 days | 14-day | fourteen days | two weeks | 2 weeks")
    old_window = mentions(reply, "30 days | thirty days")
    other_window = mentions(reply, "refund within 7 working days | already been purchased | exception")
    other_topic = mentions(reply, "notice | notice period")
    return says and not (old_window or other_window or other_topic)
    # END SOLUTION


check("03.2", grade)

# %% [markdown]
# And the grader of the suite? It looks for phrases too. The recorded replies have reference labels, made by rule where a rule can
# decide and else by two readers. So its errors can be counted, in both directions.

# %%
labelled = lab.labelled(version_a)
passes = [row for row in labelled if row[2].status == "pass"]
too_lenient = [row for row in passes if not row[3].right]
too_strict = [row for row in labelled if row[2].status == "fail" and row[3].right]
print(f"{len(labelled)} replies of version {version_a} have a label.")
print(f"{len(passes)} pass by phrases, {len(too_lenient)} of these are wrong by label; {len(too_strict)} fail although they are right.")
for case, output, _, label in too_lenient[:4]:
    print(f"\n{case.id}: {case.input}\n  reply: {' '.join(output.text.split())[:160]} …\n  label: wrong, {label.reason}")

# %% [markdown]
# A right phrase can stand in a wrong reply. Wherever this lab writes a pass rate, it is the rate by phrases, and the true one is
# lower. That is worth a line in your plan, and a reader for what is dangerous.

# %% [markdown]
# ## 3. Find the claims that the results support (workshop)
#
# Before you look: what share of the dev questions does version A get right?

# %%
guess = slider("guess", 50, 0, 100, label="Your guess, in percent")

# %%
rate_a = lab.rate(version_a)
plots.show(
    plots.guess_reveal(guess / 100, rate_a, label="pass by phrases", title=f"Version {version_a} on the dev questions"),
    alt=f"Version {version_a} passes {plots.with_interval(rate_a)} of the dev questions; the guess was {guess} %.",
)
print(f"You were {abs(guess - 100 * rate_a.value):.0f} points off. By phrases: {rate_a}")
if labelled:
    by_label = sum(label.right for *_, label in labelled)
    print(f"By label {by_label} of {len(labelled)} are right, {plots.percent(by_label / len(labelled))} (the lesson's figure is of all dev questions).")

# %% [markdown]
# The interval counts pages, not questions, because questions about one page resemble each other [miller-2024]. Which of the six
# sentences may be said? Give their letters as a set, such as `{"a", "b"}`.

# %%
for claim in suite.claims(a).values():
    print(f"{claim.letter}  {claim.text}")

# %%
# BEGIN SOLUTION
supported = {claim.letter for claim in suite.claims(a).values() if claim.supported}
# END SOLUTION
check("03.3", supported)

# %% [markdown]
# ## 4. Count what is independent
#
# Some of the questions were also asked three times at temperature 0.7. That gives a long table. How many independent cases does it
# hold, if one page can trip the model on everything that is asked about it?

# %%
again = lab.repeated()
table = again.table
table[["case_id", "cluster", "repeat", "status"]].sort_values(["cluster", "case_id", "repeat"]).head(12)

# %%
statuses = [grade.status == "pass" for grade in again.grades["phrases"]]
pages = [case.cluster for case, _, _ in again.rows("phrases")]
plots.show(
    plots.dots(statuses, clusters=pages, names=("pass", "fail"), title="Every grade; one column is one page"),
    alt=f"{len(statuses)} grades in columns, one column per page; {sum(statuses)} of them passed.",
)
naive = stats.wilson(sum(statuses), len(statuses))
print("As if every row counted:  ", plots.with_interval(naive))
print("With the page as the unit:", plots.with_interval(suite.in_pages(again.summary().rate())))

# %%
# BEGIN SOLUTION
independent = int(table["cluster"].nunique())
# END SOLUTION
check("03.4", independent)

# %% [markdown]
# ## 5. Decide whether B is better than A (workshop)
#
# Version A shows the model the whole help page. Version B shows only the three paragraphs nearest to the question, so its prompt is
# shorter. By how many points does B differ? Positive means that B passes more.

# %%
guess_difference = slider("guess_difference", 0, -50, 50, label="Your guess: B minus A, in points")

# %%
b = lab.run(version_b)
compared = a.compare(b)
passed_a, passed_b = ([grade.status == "pass" for grade in run.grades["phrases"]] for run in (a, b))
print(f"Measured: {100 * compared.difference.value:+.1f} points. You guessed {guess_difference:+d}.")
both_bars = {f"version {version_a}": lab.rate(version_a), f"version {version_b}": lab.rate(version_b)}
plots.show(plots.interval_bar(both_bars, title="Two rates, as if they had nothing to do with each other"),
           alt=f"Pass rates with intervals. {plots.words(both_bars)}")  # fmt: skip

# %%
counts = f"both right {compared.both}, only {version_a} {compared.only_baseline}, only {version_b} {compared.only_new}, neither {compared.neither}"
plots.show(plots.tiles(passed_a, passed_b, names=(version_a, version_b), title="One tile per question (right: passes by phrases)"),
           alt=f"One tile per question: {counts}.")  # fmt: skip
plots.show(plots.difference(compared.difference, title=f"Version {version_b} minus version {version_a}"),
           alt=f"The difference with its interval: {compared.difference.text}.")  # fmt: skip
print("unpaired (every answer on its own):         ", stats.unpaired_difference(passed_a, passed_b).text)
print("paired (both answers to a question together):", compared.difference.text)
print(f"\nBroke in {version_b}, by id:")
print(*(f"  {one}" for one in lab.broke()), sep="\n")

# %% [markdown]
# Some lines say that A's reply was wrong too: the phrases had let it pass, a reader had not. There B broke nothing. Open a reply or two
# before you answer: write an id of the list, and run the cell again; with `a` in place of `b` you see what A had said.

# %%
opened = b.cases[0].id  # for instance "q-w1-012", with the quotes
suite.show_reply(b, opened)

# %% [markdown]
# Answer with three values, each between quotes. `comparison`: which of the two fits runs on the same questions, "paired" or "unpaired".
# `verdict_ab`: "A is better", "B is better" or "no difference shown". `worst`: the id of the worst case that B broke (severities from
# annoying over costly to unforgivable), or "none".

# %%
gap = compared.difference
comparison = "paired"  # SOLUTION
verdict_ab = "B is better" if gap.low > 0 else "A is better" if gap.high < 0 else "no difference shown"  # SOLUTION
worst = lab.worst()[0]  # SOLUTION
check("03.5", {"comparison": comparison, "verdict": verdict_ab, "worst": worst})

# %% [markdown]
# If you did lab 02, the cases that you kept there are asked of both versions here. They are few: they say whether a fault that you saw
# is back, not how often.

# %%
coding.tried([version_a, version_b], model=model)

# %% [markdown]
# ## 6. Size the test set
#
# "No difference shown" is not "no difference". The interval of exercise 5 says how large a loss or a gain is still possible. The team
# hopes for 5 points from the next version. How many cases are needed to see a true gain of 5 points 80 times out of 100 (a power of
# 80 %), if the two versions differ on as many cases as printed below [connor-1987]? Where they differ on few, at least 10 % is assumed:
# a small test says little about that share. The figure counts independent cases; with several questions per page you need more.
#
# Give the smallest number that is enough: change the numbers in `sizes` and run the cell again until the chance reaches 80. What rounds
# to 80 is right, and up to 5 % more cases still count. (Whoever likes formulas finds one behind `stats.sample_size`.)

# %%
differ = lab.discordant()
print(f"The versions differ on {plots.percent(differ, 1)} of the cases.")
sizes = [50, 100, 200, 400]
powers = suite.chances(sizes, 0.05, differ=differ)

# %%
# BEGIN SOLUTION
needed = math.ceil(stats.sample_size(0.05, discordant=differ))
# END SOLUTION
check("03.6", needed)

# %% [markdown]
# ## 7. Set the gate from what errors cost
#
# | | euros |
# |---|---|
# | a question that a person answers | 4 |
# | a wrong answer, annoying | 2 |
# | a wrong answer, costly | 20 |
# | a wrong answer, unforgivable (a fire, a promise in court) | 50,000, and no saving makes up for it |
#
# The figures are invented. A right automatic answer saves 4 euros. The answers break even at the rate at which the right ones save as
# much as the wrong ones cost: rate x saving = (1 - rate) x mean cost of a wrong answer. Put in the figures printed below and solve for
# the rate; unforgivable answers are left out of this sum, because a rule of their own looks after them. Write the rules as a dictionary: at the least `must_pass`,
# `min_pass_rate_low` (the lower end of the pass rate's interval) and `max_regression` (one point lost is 10 more wrong answers in 1,000
# questions; work out what that costs). Add limits for p95 latency (the time that 95 of 100 replies stay under) and cost if you want.
#
# The form is one line per rule, shares written as 0.5 for 50 %. With two rules that are of no help here it reads:
#
# `rules = {"max_unscored": 0.05, "must_pass": {"tag": "single"}}`

# %%
for rule, meaning in evals.RULES.items():
    print(f"{rule:20s} {meaning}")
dev = world.cases(suite.decidable("dev"))
print(f"\nA wrong answer that is annoying or costly costs {suite.mean_cost(dev):.2f} euros on average.")

# %%
# BEGIN SOLUTION
rules = {
    "must_pass": {"severity": "unforgivable"},
    "min_pass_rate_low": math.ceil(100 * suite.break_even(dev)) / 100,
    "max_regression": 0.02,
    "p95_latency_s": 60.0,
    "cost_per_case_usd": 0.01,
}
# END SOLUTION
check("03.7", rules)

# %% [markdown]
# ## 8. Run the gate on the test set once, and decide (workshop)
#
# The test questions are about other pages than the dev questions. Nobody tuned anything on them. So one look tells the truth, and
# every further look a little less. The candidate is version B, the baseline version A. The latency is that of a list of replies on
# a small machine, not what one customer waits for. While exercise 7 is open, its reference answer is the gate, and the limits stay
# hidden. If you leave 7 out, as the workshop does, write `door = "workshop"`, and run the three cells again: they are shown then.

# %%
door = "self-study"
rules_used = yours("03.7", rules, show=False)
gate = lab.gate_test(rules_used)
suite.gate_shown(gate, rules, door)

# %%
rate_test, goal = lab.rate(version_b, "test"), suite.goal(rules_used, rules, door)
asked = f"the gate asks for {plots.percent(goal)} at the lower end" if goal else "the gate is not shown yet"
plots.show(plots.interval_strip(rate_test, label=f"version {version_b}, test", goal=goal),
           alt=f"Version {version_b} on the test questions: {plots.with_interval(rate_test)}; {asked}.")  # fmt: skip
report(pass_rate=rate_test, difference=lab.compared().difference, go=bool(gate.go))

# %% [markdown]
# Ship or hold? Write two to four sentences between the quotes of `why`: the figure that decided (measured, not only a limit), and what
# you accept or what has to change. For a help desk it could read: `choice = "hold"` and
# `why = "31 of 90 tickets were reopened. The search has to find the right page first."` The check reads only whether your figure is one
# of the run; whether the reasons hold is for you and your colleagues to judge. The decision is stored with the run it rests on, once the
# check accepts it.

# %%
missed = [line.rule for line in gate.lines if not line.passed]
choice = "ship" if gate.go else "hold"  # SOLUTION
# BEGIN SOLUTION
why = (
    f"Version {version_b} passes {rate_test.text} of the test questions. "
    + (f"Not met: {', '.join(missed)}. " if missed else "Every rule is met. ")
    + "People keep answering what is unforgivable."
)
# END SOLUTION
check("03.8", {"choice": choice, "why": why})

# %%
decide("03.release", choice=choice, why=why, options=["ship", "hold"], run=gate.run_id,
       needs={"03.8": {"choice": choice, "why": why}}, pass_rate=rate_test, baseline=lab.rate(version_a, "test"))  # fmt: skip

# %% [markdown]
# ## 9. Tune on the test set on purpose (bootcamp)
#
# Somebody tries rules such as "send questions with the word *hub* to B, all others to A" and keeps the best one. None of these rules
# has a reason. On half of the test pages the best of 1, 3, 10 … rules is chosen; then the same rule is measured on the other half.
# This is done for many random halves. How much too good does the chosen score look, on average, for the largest number of rules? Answer
# as a share: 2.5 points are 0.025. Half a point to either side still counts.

# %%
tuned = lab.tuned()
chosen, fresh = ([sum(row) / len(row) for row in rows] for rows in (tuned.chosen, tuned.fresh))
fig, ax = plots.figure()
ax.plot(tuned.tried, chosen, marker="o", label="on the half where it was chosen")
ax.plot(tuned.tried, fresh, marker="s", linestyle="--", label="on fresh pages")
ax.set(xscale="log", xlabel="rules tried", ylabel="pass rate", xticks=tuned.tried, xticklabels=tuned.tried, ylim=(0, 1.15 * max(chosen + fresh)))
ax.yaxis.set_major_formatter(lambda value, _: f"{100 * value:.0f} %")
ax.legend(loc="best")
plots.show(fig, alt=f"Pass rate of the best of {tuned.tried} rules: on the half where it was chosen it rises from "
           f"{plots.percent(chosen[0])} to {plots.percent(chosen[-1])}, on fresh pages it is {plots.percent(fresh[-1])}.")  # fmt: skip

# %%
print(f"Best of {tuned.tried[-1]} rules: {100 * chosen[-1]:.1f} % where it was chosen, {100 * fresh[-1]:.1f} % on fresh pages")

# %%
# BEGIN SOLUTION
optimism = chosen[-1] - fresh[-1]
# END SOLUTION
check("03.9", optimism)

# %% [markdown]
# ## 10. Hand the run to somebody else (bootcamp)
#
# A run that only you can read convinces nobody. Write it as JSON lines with the names of OpenTelemetry [otel-genai] and as a log of
# inspect_ai [inspect-ai]. Then find from the file alone, as a colleague would, what stands nowhere in this notebook: **the share of
# passes among the cases of version B that are costly or unforgivable.** Each line of the file is one call or one grade. Two digits
# will do.

# %%
candidate = lab.run(version_b, "test")
otel_file, inspect_file = candidate.to_otel(), candidate.to_inspect()
try:
    from inspect_ai.log import read_eval_log
except ImportError:
    print(f"inspect_ai is not installed here. With it, `inspect view` opens {inspect_file.name}. We read the JSON lines.")
else:
    print("inspect_ai reads the log:", read_eval_log(str(inspect_file)).results.scores[0].metrics)
lines = [json.loads(line) for line in otel_file.read_text(encoding="utf-8").splitlines()]
print(f"{otel_file.name}: {len(lines)} lines. One of each kind:")
for line in lines[:2]:
    print(json.dumps(line, indent=1, ensure_ascii=False)[:1800], "\n")

# %% [markdown]
# No programming is needed: fill in the three places, with the words that stand in the file. In the file of a help desk, for the share
# of annoying tickets that were solved, they could read: `event = "ticket.closed"`, `severities = ["annoying"]`, `label = "solved"`.
# Whoever writes Python may delete the form and work out `share` from `lines`.

# %%
event = "gen_ai.evaluation.result"  # SOLUTION
severities = ["costly", "unforgivable"]  # SOLUTION
label = "pass"  # SOLUTION
share = suite.share_of(lines, event=event, severities=severities, label=label)
check("03.10", share)

# %% [markdown]
# To go on: in inspect_ai write a scorer that fails every reply of more than 60 words and run `inspect score` on the log.
#
# ## What to take to your team
#
# One page, made of your own cases, your gate and your decision. Add the risks that you leave open, as texts in square brackets:
# `risks = ["Nobody reads the replies at night.", "The prices change in May."]`. Then print the page or paste it.

# %%
# BEGIN SOLUTION
risks = [
    "A phrase can stand in a wrong sentence; a person reads every unforgivable case.",
    "The questions were written to cover risks; they are no sample of what customers ask.",
]
# END SOLUTION
suite.plan(lab, suite=my_cases, rules=rules, choice=choice, why=why, risks=risks)

# %% [markdown]
# **Sources.** [wilson-1927] and [miller-2024] for intervals, [newcombe-1998] and [mcnemar-1947] for the paired difference,
# [connor-1987] for the size, [aws-evals-workshop] for graders that are the bug. All of them are listed in the file of sources.
#
# **Next.** Module 02 reads failures one by one, if you have not done it yet. Module 04 gives the questions that no phrase can decide to
# a judge that is itself measured.

# %%
from helpers import progress

progress.lab("03")
