# %% [markdown]
# # Replace the demo by an eval that can say no
#
# - **You will** see a demo fall apart, repair your trust in a grader, read intervals, compare two versions case by case, and
#   write a release gate that says GO or NO-GO with a reason.
# - **You need** no code of your own here. Run each cell with Shift and Enter; move the sliders before you read on.
# - **Time:** 30 min
# - **Key needed:** no
#
# Meadow rents e-bikes, and wants an assistant that answers customers from its help pages. The assistant here runs on a very
# small model that comes with the workbook [smollm2]. It is weak, and that suits us: you will see many kinds of wrong replies.
# All the methods are the same for a strong model.

# %% tags=["parameters"]
model = "local/smollm2-135m"
version_a = "A"
version_b = "B"
seed = 3
cases = 150
live_cases = 45

# %%
from IPython.display import display

from helpers import cards, evals, plots, replies, stats, world
from helpers.run import report
from helpers.widgets import Options, Scale, choice, explore, slider

# %% [markdown]
# ## Watch a demo, then guess the rest
#
# A colleague shows you version A: the right help page stands in front of the question, and the model answers. Read the
# replies: the wording is clumsy, and not every word around it is true, but each was judged right about what was asked. Each can be
# opened: prompt, settings, where it comes from, and when.

# %%
questions = replies.within_reach(world.questions("dev")[:cases], live_cases, model=model)
suite = world.cases(questions)
checks = [evals.contains(), replies.reference()]
run_a = evals.run(suite, replies.assistant(version_a, model=model), checks, name=version_a)
truth, about_truth = replies.best_grader(run_a)
demo = replies.picked(replies.items(run_a), truth, 5, seed=seed)
cards.show_replies(demo)

# %% [markdown]
# Now all the questions that we may look at. **What share does the assistant get right?** Commit to a number before you run
# the cell after the slider.

# %%
guess = slider("guess", 70, 0, 100, label="Right replies, your guess in percent")

# %%
right = replies.share(replies.items(run_a), truth)
off = abs(guess - 100 * right.value)
plots.show(
    plots.guess_reveal(guess / 100, right, label=f"right of {right.n}"),
    alt=f"Your guess was {guess} %. Right of all {right.n} replies: {plots.with_interval(right)}.",
)
report(right_a=right)
cards.say(
    f"**You were {off:.0f} points off.**",
    f"The demo showed {len(demo)} of {len(demo)} right. It was not a sample: one line of code",
    "above, “picked”, chose only among replies that are right. Nobody has to lie for that to",
    "happen; people show what works.",
    about_truth,
)

# %% [markdown]
# ## Read a case as a small contract
#
# To measure, write down beforehand what a right reply is. One question with that promise is a **case**: the input, what a
# right reply *must* say and *must not* say, how bad a wrong one is (its **severity**), and which cases hang together (its
# **cluster**, here the help page). Most suites forget the second and the third kind below.

# %%
cards.contracts(
    {
        "Ordinary": replies.question("q-w1-003"),
        "Not answerable from the page": replies.question("q-w1-087"),
        "Dangerous": replies.question("q-w1-097"),
    }
)

# %% [markdown]
# The middle one has no answer to find: the right reply admits that. In the third a customer asks for a promise that would
# cost money and must be kept. A suite of ordinary questions meets neither.

# %% [markdown]
# ## Suspect the evaluator before the model
#
# A **grader** is a rule that says pass or fail for one reply. Here are three that are quick to write.
#
# - `exact`: the reply is the expected answer, word for word.
# - `contains`: it says everything under *must* and nothing under *must not*.
# - `keywords`: it uses at least half of the longer words of the expected answer.
#
# The replies stay the same. **How many points lie between the strictest and the most generous of the three?**

# %%
spread_guess = slider("spread_guess", 10, 0, 100, label="Distance of the pass rates, in points")


# %%
@evals.grader(name="keywords")
def keywords(case, reply):
    wanted = {word for word in evals.normalise(case.expected).split() if len(word) > 3}
    said = {word for word in wanted if word in evals.normalise(reply)}
    return len(said) >= len(wanted) / 2


graders = ["exact", "contains", "keywords"]
graded = evals.run(
    suite,
    replies.assistant(version_a, model=model),
    [evals.exact(), keywords, *checks],
    name=f"{version_a}, three graders",
)
shared = replies.scored(replies.items(graded), [*graders, truth])
rates = {name: replies.share(shared, name) for name in dict.fromkeys([*graders, truth])}
plots.show(plots.interval_bar(rates), alt="Pass rates of the same replies: " + plots.words(rates))
values = [100 * rates[name].value for name in graders]
spread = max(values) - min(values)
cards.say(
    f"**{spread:.0f} points lie between the graders; you guessed {spread_guess}.**",
    "Nothing about the assistant changed. A pass rate belongs to a model, a prompt, a set of",
    f"cases and a grader; leave one out and the figure says nothing. {len(suite) - len(shared)}",
    "cases are left out here, because a grader has no verdict on them: they name nothing that",
    "must or must not be said. That is a third verdict, **unscored**; it is counted, and it is",
    "neither pass nor fail.",
)

# %% [markdown]
# Other teams see the same: in one public workshop, another parser for the same outputs moved the score by 30 points and more
# [aws-evals-workshop].
#
# Here are replies on which the graders disagree with each other or with the reference label. **You are the judge.** Mark
# each reply, then run the cell below to see the label. Is the reply right for the customer who asked?

# %%
disputed = replies.disputed(shared, graders, truth, 6, seed=seed)
marks = ["right", "wrong"]
display(cards.show_replies(disputed[0:1], graders, start=1))
mark_1 = choice("mark_1", marks, label="Reply 1 is")
display(cards.show_replies(disputed[1:2], graders, start=2))
mark_2 = choice("mark_2", marks, label="Reply 2 is")
display(cards.show_replies(disputed[2:3], graders, start=3))
mark_3 = choice("mark_3", marks, label="Reply 3 is")
display(cards.show_replies(disputed[3:4], graders, start=4))
mark_4 = choice("mark_4", marks, label="Reply 4 is")
display(cards.show_replies(disputed[4:5], graders, start=5))
mark_5 = choice("mark_5", marks, label="Reply 5 is")
display(cards.show_replies(disputed[5:6], graders, start=6))
mark_6 = choice("mark_6", marks, label="Reply 6 is")

# %%
mine = [mark_1, mark_2, mark_3, mark_4, mark_5, mark_6][: len(disputed)]
words = {"pass": "right", "fail": "wrong"}
labels = [words[item.status(truth)] for item in disputed]
rows = [
    (number, mark or "not marked", *(item.status(name) for name in graders), label, item.verdicts[truth].reason)
    for number, (mark, item, label) in enumerate(zip(mine, disputed, labels, strict=True), 1)
]
display(cards.table(["reply", "you", *graders, truth, "because"], rows, "Who is right?"))
agreed = sum(mark == label for mark, label in zip(mine, labels, strict=True))
marked = sum(mark is not None for mark in mine)
cards.say(f"You marked {marked} of {len(mine)}, and agree with the label in {agreed}." if marked else "")

# %% [markdown]
# Where you differ from the label, you may be right. A label is made by a rule where the facts decide (a required figure is
# missing, a false promise is made), else by two readers who work apart. So the label follows `contains` when a required
# phrase is missing, and that grader cannot look too strict here. What it lets through is the part to study. Grading also
# changes what you look for: expect to rewrite the contract [shankar-2024].
#
# **Which of the graders would you repair first?** Count both kinds of error.

# %%
rows = [(name, plots.with_interval(rates[name]), *replies.errors(shared, name, truth)) for name in graders]
cards.table(
    ["grader", "pass rate", "passes, but is wrong", "fails, but is right"],
    rows,
    f"The graders against the {truth}, {len(shared)} replies",
)

# %% [markdown]
# A grader that passes wrong replies hides damage; one that fails right replies makes you repair what works. Begin with the error
# that costs your product more: for free text, `exact` says no to nearly everything, and what `contains` lets pass needs a reader.

# %% [markdown]
# ## Put an interval on every figure
#
# The pass rate is what you saw in these cases. The **confidence interval** is the range of true rates that fit what you saw:
# of ranges made this way, 95 in 100 hold the truth. Move the sliders, and press the buttons: 20 of 20 is not "never fails".


# %%
def draw(n, passed):
    passed = min(passed, n)
    found = stats.wilson(passed, n)
    words = f"{passed} of {n} passed: {plots.with_interval(found)}."
    if passed in (0, n):
        what = "failure" if passed else "pass"
        words += f" Not one {what} in {n}; the rule of three still allows a rate of {what} up to 3/{n}, "
        words += f"{plots.percent(stats.rule_of_three(n))}."
    return plots.interval_strip(found, label=f"{passed} of {n}"), words


interval = explore(
    draw,
    n=Scale(100, 1, 300, label="cases"),
    passed=Scale(82, 0, 300, label="passed"),
    presets={
        "20 of 20": {"n": 20, "passed": 20},
        "0 of 30": {"n": 30, "passed": 0},
        "82 of 100": {"n": 100, "passed": 82},
    },
)
# %% [markdown]
# The interval is Wilson's [wilson-1927], because the textbook one has no width at 20 of 20, and is too narrow for the few
# hundred cases that an eval has [bowyer-2025]. The **rule of three** is enough in your head: no failure in *n* cases still
# allows about 3/*n* failures [rule-of-three].

# %% [markdown]
# ## Ask what counts as one
#
# More rows are cheap: ask a question three times, at temperature 0.7, so that the replies vary. Each reply is a mark below, and
# each column is one question. **Do the columns look mixed, or alike?**
#
# This section counts what the grader `contains` passes. It passes every right reply and some wrong ones, so there is more to
# look at; what counts as one is the same under any grader.

# %%
verdicts = ("pass", "fail")
several = replies.asked_again(questions)
drawn, instead = replies.with_draws(version_a, several, model=model, temperature=0.7)
asked = replies.assistant(drawn, model=model, temperature=0.7)
again = evals.run(world.cases(several), asked, evals.contains(), repeats=3, name=f"{drawn}, three times")
thrice = replies.scored(replies.items(again), ["contains"])
grades = [item.status("contains") for item in thrice]
by_question = replies.by_case(thrice, "contains")
means = [sum(scores) / len(scores) for scores in by_question.values()]
plots.show(
    plots.dots(
        grades,
        clusters=[item.case.id for item in thrice],
        names=verdicts,
        title="Three replies, one column for each question",
    ),
    alt=f"{len(grades)} replies as marks in {len(means)} columns of three: {grades.count('pass')} pass, the others fail.",
)
counted = {
    f"{len(grades)} replies": replies.share(thrice, "contains"),
    f"{len(means)} questions": replies.within(stats.mean_interval(means)),
}
plots.show(plots.interval_bar(counted), alt="The same replies, counted as: " + plots.words(counted))
one, other = (100 * e.width for e in counted.values())
alike = stats.all_agree(by_question.values())
cards.say(
    instead,
    f"**Counted as replies, the interval is {one:.0f} points wide; counted as questions, {other:.0f}.**",
    f"{plots.percent(alike.value)} of the questions got the same verdict three times. There the",
    "second and third reply told you nothing new about other questions.",
)

# %% [markdown]
# Questions hang together as well. Here is every question once, at temperature 0, one column for each help page.

# %%
once = replies.scored(replies.items(run_a), ["contains"])
grades, pages = [item.status("contains") for item in once], [item.case.cluster for item in once]
plots.show(
    plots.dots(grades, clusters=pages, names=verdicts, title="One reply for each question, one column for each page"),
    alt=f"{len(grades)} replies as marks in {len(set(pages))} columns, one for each help page.",
)
passes = [float(grade == "pass") for grade in grades]
counted = {
    f"{len(grades)} questions": replies.share(once, "contains"),
    f"{len(set(pages))} pages": replies.within(stats.mean_interval(passes, pages)),
}
plots.show(plots.interval_bar(counted), alt="The same replies, counted as: " + plots.words(counted))
one, other = (100 * e.width for e in counted.values())
cards.say(
    f"**Counted as questions, the interval is {one:.0f} points wide; counted as pages, {other:.0f}.**",
    "Questions about one page share its wording and its length, so they may pass and fail",
    "together.",
)

# %% [markdown]
# Ask what you would have to draw again to be surprised: here, another page. Repeats tell you how much one question varies;
# they do not make more questions. Intervals that respect clusters are usually wider, in published evals up to
# three times [miller-2024]. From here on every interval is clustered by page.

# %% [markdown]
# ## Compare A with B on the same cases
#
# Version B shows the model only the three paragraphs nearest to the question. The prompt is shorter, and each reply cheaper.
# **Is B better?**

# %%
b_guess = choice("b_guess", ["better", "worse", "no visible difference"], label="Compared with A, B is")

# %%
run_b = evals.run(suite, replies.assistant(version_b, model=model), checks, name=version_b)
pair = {f"version {run.name}": replies.within(run.summary().rate(truth)) for run in (run_a, run_b)}
plots.show(plots.interval_bar(pair), alt="Share of right replies: " + plots.words(pair))
one, two = pair.values()
overlap = one.low <= two.high and two.low <= one.high
cards.say(
    f"The intervals {'overlap' if overlap else 'do not overlap'}.",
    "Many people stop here and say “no difference”. They forget that both versions had the same questions."
    if overlap
    else "",
)

# %% [markdown]
# Each tile is one question. Those that both get right, or both get wrong, say nothing about which is better. All the
# evidence lies in the tiles with a letter.

# %%
both = run_a.compare(run_b, grader=truth)
a, b = ([item.status(truth) for item in replies.items(run)] for run in (run_a, run_b))
plots.show(
    plots.tiles(a, b, names=(version_a, version_b)),
    alt=f"One tile per question: both right {both.both}, only {version_a} right {both.only_baseline}, "
    f"only {version_b} right {both.only_new}, both wrong {both.neither}.",
)
gap = both.difference
plots.show(
    plots.difference(gap, worse=f"{version_b} is worse", better=f"{version_b} is better"),
    alt=f"Difference, {version_b} minus {version_a}: {gap.text}.",
)
report(difference=gap)
found = "better" if gap.low > 0 else "worse" if gap.high < 0 else "no visible difference"
cards.say(
    f"**{both.verdict}**",
    f"You said: {b_guess}; the data say: {found}." if b_guess else "",
    f"The interval rests on {gap.note}." if gap.note else "",
)

# %% [markdown]
# Pairing takes out what the two versions share, the difficulty of the questions, and so sees smaller differences
# [miller-2024]. "No visible difference" is not "the same": read both ends of the interval.
#
# An average can also hide who pays for it. These are cases that A got right and B gets wrong, **worst first**.

# %%
of_a, of_b = ({item.case.id: item for item in replies.items(run)} for run in (run_a, run_b))
broken = [(of_a[change.case.id], of_b[change.case.id]) for change in both.regressions]
display(cards.show_pairs(broken[:3], (version_a, version_b), truth))
bad = sum(old.case.severity != "annoying" for old, _ in broken)
cards.say(
    f"**{version_b} broke {len(broken)} cases**, {bad} of them costly or unforgivable, and",
    f"repaired {len(both.improvements)}. Only the list tells you which customers those are.",
)

# %% [markdown]
# ## Write the gate before you look
#
# A **release gate** is a rule that you write down before the run, with the people who carry the cost. In words:
#
# 1. Even at the lower end of the interval, at least 60 % of the replies are right.
# 2. Not one case whose failure is unforgivable is wrong.
# 3. The new version is at most 2 points worse than the old one.
# 4. At most 5 % of the replies are without a verdict.

# %%
rules = {
    "min_pass_rate_low": 0.60,
    "must_pass": {"severity": "unforgivable"},
    "max_regression": 0.02,
    "max_unscored": 0.05,
}
verdict = run_b.gate(rules, grader=truth, baseline=run_a)
report(go=float(verdict.go))
verdict

# %% [markdown]
# Now bend the rules. Move all three controls until the verdict flips. **Which rule did you have to give up?** If you would not say that
# sentence to the person who pays for a wrong reply, the rule stays.


# %%
def bend(low, drop, never):
    chosen = {"min_pass_rate_low": low / 100, "max_regression": drop / 100}
    if never == "kept":
        chosen["must_pass"] = {"severity": "unforgivable"}
    result = run_b.gate(chosen, grader=truth, baseline=run_a)
    missed = [line.rule for line in result.lines if not line.passed]
    words = "GO: every rule is met." if result.go else f"NO-GO, because of {', '.join(missed)}. {result.why}"
    return plots.interval_strip(pair[f"version {version_b}"], label=f"version {version_b}", goal=low / 100), words


bent = explore(
    bend,
    low=Scale(60, 0, 100, label="at least right, %"),
    drop=Scale(2, 0, 20, label="points worse allowed"),
    never=Options(("kept", "dropped"), "kept", "rule 2, nothing unforgivable"),
)

# %% [markdown]
# Where does 60 % come from? Here it is an example; in earnest it comes from costs. A question that stays open goes to a person at the help desk. A wrong refund promise
# must be kept. Set both, and compare the assistant with a help desk that answers everything.


# %%
def price(open_question, wrong_promise):
    costs = []
    for item in drawn_b:
        bad = item.case.severity != "annoying"
        costs.append(0.0 if item.status(truth) == "pass" else wrong_promise if bad else open_question)
    desk = stats.Estimate(open_question, open_question, open_question, unit="number")
    bot = stats.mean_interval(costs, [item.case.cluster for item in drawn_b])
    shown = {f"version {version_b} answers": bot, "a person answers": desk}
    words = f"Euros per question. {plots.words(shown, as_percent=False)} "
    clear = "costs more" if bot.low > desk.value else "costs less" if bot.high < desk.value else ""
    words += f"The assistant {clear}." if clear else "The interval does not tell which is cheaper."
    return plots.interval_bar(shown, share=False), words


drawn_b = replies.scored(replies.items(run_b), [truth])
priced = explore(
    price,
    open_question=Scale(4, 1, 20, label="an unanswered question, €"),
    wrong_promise=Scale(60, 1, 300, label="a wrong costly or unforgivable reply, €"),
)

# %% [markdown]
# Two cautions. The suite holds more hard questions than a normal day, so these euros are not a forecast. And no price makes
# an injury or a leaked account acceptable; that is why the second rule counts cases and not euros.

# %% [markdown]
# ## What to take to your team
#
# - A demo shows what can go right. Only cases written down beforehand show how often.
# - Read the grader before the score: take twenty replies, and mark them yourself.
# - Every figure carries its interval, and the unit is what you would draw again: the page, the customer, not the row.
# - Compare versions on the same cases, read the broken ones worst first, and let a written gate decide.
#
# **Sources.** Intervals: [wilson-1927, bowyer-2025, rule-of-three]. Clusters and pairs: [miller-2024, newcombe-1998,
# mcnemar-1947]. Graders: [aws-evals-workshop, shankar-2024].
#
# **Next: the lab of this module.** You write cases for the refund page, repair a grader, set the gate, and open the test set
# once, to decide whether version B ships.
