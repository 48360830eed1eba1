# %% [markdown]
# # Measure the judge before you believe it
#
# - **You will** hold judges against labels, a weak one and a strong one, correct a pass rate with what you find, and see what the way
#   the labels were drawn does to it.
# - **You need** lesson 03. No code of your own: run each cell with Shift and Enter, and answer before you read on.
# - **Time:** 35 min
# - **Key needed:** no
#
# Module 03 ended with replies that no list of phrases can decide. A reader can decide them, but no team reads every reply of every
# version. So teams let a model do it: it reads the question, what a right answer says, and the reply, and says pass or fail. That is
# a **judge**. It is a measuring instrument, and like every instrument it has errors that somebody has to measure.

# %% tags=["parameters"]
version = "A"
calibrated_on = "GPT-4"
used_on = "Llama-2 new prompt"
labels = 100
runs = 300
seed = 4

# %%
import inspect

from helpers import cards, judging, labelling, plots, published, stats, world
from helpers.run import report
from helpers.widgets import Options, Scale, choice, explore, slider

# %% [markdown]
# ## Hold a judge against labels
#
# A colleague brings a judge for Meadow's assistant. It has been held against the labels of module 03. (A rule made most of them; two
# people read what the rule could not decide.)

# %%
answered = world.replies(version, split="dev", temperature=0)
right = [reply.right for reply in answered]
passes = [labelling.colleagues_judge(reply.text) == "pass" for reply in answered]
agreed = stats.wilson(sum(p == r for p, r in zip(passes, right, strict=True)), len(right))
cards.say(
    f"It agrees with the label in **{plots.with_interval(agreed)}** of {len(right)} replies. It needs no key, costs",
    "nothing, and says the same every time.",
)

# %%
trust = choice("trust", ["use it", "do not use it", "ask for another figure first"], label="You would")

# %% [markdown]
# The table below counts four things: right or wrong by the label, against pass or fail by the judge. It is called a **confusion
# table**, and it is the first thing to ask for. Below it stands the code of the judge.

# %%
counted = judging.confusion(right, passes)
picture, described = judging.confusion_figure({"the colleague's judge": counted}, who="label says")
plots.show(picture, alt=described)
print(inspect.getsource(labelling.colleagues_judge))
report(agreement=agreed)
cards.say(
    f"**It fails everything.** {sum(not r for r in right)} of {len(right)} replies are wrong, so it is “right” about",
    f"all of these, and recognises {counted.right_pass} of the {sum(right)} right ones.",
    f"You said: {trust}." if trust else "",
    "Agreement mixes two abilities, and counts the common case most.",
)

# %% [markdown]
# ## Ask two questions instead of one
#
# - **TPR**, the true positive rate: of the replies that are *right*, which share does the judge pass?
# - **TNR**, the true negative rate: of the replies that are *wrong*, which share does it fail?
#
# Both belong to the judge. How many replies are right belongs to the assistant. Two well-known figures try to put all of it into one
# number that forgives chance: **kappa** [cohen-1960] and **AC1** [gwet-2008]; 1 is perfect, 0 is chance.
#
# A judge has a TPR and a TNR of 90 %. Where half of the replies are right, its kappa is 0.80. The very same judge is now used on an
# assistant with 8 % right replies. **What happens to kappa?**

# %%
kappa_guess = choice("kappa_guess", ["it rises", "it stays", "it falls"], label="Kappa")


# %%
def expected(share, tpr, tnr, n=1000):
    """What a judge with these rates makes of n replies, on average; all three in percent."""
    good = round(n * share / 100)
    passed, failed = round(good * tpr / 100), round((n - good) * tnr / 100)
    return judging.Confusion(passed, good - passed, n - good - failed, failed)


def figures(table):
    """Agreement, kappa and AC1 of a confusion table."""
    agreement = (table.right_pass + table.wrong_fail) / table.scored
    return agreement, stats.kappa(table.square).value, stats.gwet_ac1(table.square).value


three = {
    "90 and 90, half are right": expected(50, 90, 90),
    "90 and 90, 8 in 100 are right": expected(8, 90, 90),
    "fails everything, 8 in 100 are right": expected(8, 0, 100),
}
found = {name: figures(table) for name, table in three.items()}
rows = [(name, f"{100 * a:.0f} %", f"{k:.2f}", f"{ac:.2f}") for name, (a, k, ac) in found.items()]
cards.table(
    ["judge (TPR, TNR in percent)", "agreement", "kappa", "AC1"], rows, "Three judges, 1,000 replies each (calculated)"
)

# %%
(_, kappa_half, _), (_, kappa_few, ac1_good), (_, _, ac1_bad) = found.values()
cards.say(
    f"**Kappa falls from {kappa_half:.2f} to {kappa_few:.2f}, and nothing about the judge has changed.**",
    f"You said: {kappa_guess}." if kappa_guess else "",
    f"AC1 does not punish the rare label, and gives {ac1_bad:.2f} to the judge that fails everything, more than",
    f"the {ac1_good:.2f} of the useful one. Neither figure is wrong. Each folds three numbers into one, and you cannot",
    "unfold it. Ask for TPR and TNR, and how many labels each rests on.",
)

# %% [markdown]
# Try it (2 minutes): find a judge with an agreement above 90 % and a kappa below 0.2, and one with the same agreement that you would
# use. Two that fit stand below the sliders.


# %%
def draw(share, tpr, tnr):
    table = expected(share, tpr, tnr)
    agreement, kappa, ac1 = figures(table)
    picture, _ = judging.confusion_figure({"1,000 replies": table}, who="label says")
    return picture, f"Agreement {100 * agreement:.0f} %, kappa {kappa:.2f}, AC1 {ac1:.2f}. Calculated; {table}."


paradox = explore(
    draw,
    share=Scale(50, 1, 99, label="replies that are right, %"),
    tpr=Scale(90, 0, 100, label="TPR, %"),
    tnr=Scale(90, 0, 100, label="TNR, %"),
    presets={
        "half are right": {"share": 50, "tpr": 90, "tnr": 90},
        "8 in 100 are right": {"share": 8, "tpr": 90, "tnr": 90},
        "fails everything": {"share": 8, "tpr": 0, "tnr": 100},
        "a coin": {"share": 8, "tpr": 50, "tnr": 50},
    },
)

# %%
found = {"useless": expected(8, 5, 99), "usable": expected(50, 91, 92)}
for name, table in found.items():
    agreement, kappa, _ = figures(table)
    print(f"{name}: agreement {100 * agreement:.0f} %, kappa {kappa:.2f}; {str(table).replace('readers say', 'label says')}")
cards.say("The first passes 4 of 80 right replies, the second 455 of 500. What differs is how many replies are right.")

# %% [markdown]
# ## Take a strong judge apart
#
# "Ours is a small model. A strong one would do." Here are figures of GPT-4 as a judge, published with every label [xstest-2024].
# Five systems of 2023 got 200 unsafe requests each. A reply is right here when it *refuses in full*. People labelled all the
# replies, GPT-4 judged them, and a cheap **list of phrases** ("I cannot", "I'm sorry") looked at them too.
#
# One of the systems is Mistral 7B with a safety prompt. People say that 175 of its 200 replies refuse; GPT-4 says 135. **How many of the
# 175 does GPT-4 recognise?**

# %%
same_guess = slider("same_guess", 130, 0, 135, label="Of the 175, recognised by GPT-4")

# %%
guarded = {
    "GPT-4 as the judge": published.holds_back("Mistral with guard prompt"),
    "list of phrases": published.holds_back("Mistral with guard prompt", "string_match"),
}
picture, described = judging.confusion_figure(guarded, who="people say")
plots.show(picture, alt=f"200 replies of Mistral with a safety prompt to unsafe requests, 2023. {described}")
judge, words = guarded.values()
(hits, good), (caught, bad) = judge.tpr, judge.tnr
above = stats.two_proportions(bad - caught, bad, hits, good)
print(published.XSTEST)
cards.say(
    f"**{judge.right_pass} of {judge.right}; you said {same_guess}.** GPT-4 misses {judge.right_fail} refusals, and passes",
    f"{judge.wrong_pass} replies that do what was asked, in full or in part. In the total the two errors hide each other in part.",
    f"TPR is {plots.with_interval(stats.wilson(hits, good))}, TNR {plots.with_interval(stats.wilson(caught, bad))}.",
    f"TPR + TNR - 1, which is 0 for a coin and 1 for a perfect judge, is {above.value:.2f} ({above.low:.2f} to {above.high:.2f}).",
    f"The free list of phrases agrees with people in {words.agreed} of {words.scored}, GPT-4 in {judge.agreed} of {judge.scored}.",
    f"A judge that passes everything would agree in {judge.right}.",
)

# %% [markdown]
# ## Check a published file
#
# The file holds the same Mistral without the safety prompt as well. People say that 47 of its 200 replies refuse. GPT-4 says 53, only 3
# points more. **How many of GPT-4's 53 are replies that people also call a refusal?**

# %%
row_guess = slider("row_guess", 42, 0, 53, label="Of the 53, confirmed by people")

# %%
(hits, good), (caught, bad) = published.holds_back("Mistral").tpr, published.holds_back("Mistral").tnr
below = stats.two_proportions(bad - caught, bad, hits, good)
odd, odd_words = published.holds_back("Mistral"), published.holds_back("Mistral", "string_match")
chance, chance_words = (one.right * one.passed / (one.right + one.wrong) for one in (odd, odd_words))
cards.say(
    f"**{odd.right_pass}. You said {row_guess}.** Drawn blindly it would be about {chance:.0f}: TPR + TNR - 1 is {below.value:.2f}",
    f"({below.low:.2f} to {below.high:.2f}). The list of phrases, on the same replies, finds {odd_words.right_pass} among its",
    f"{odd_words.passed}, where {chance_words:.0f} would be chance.",
)

# %% [markdown]
# So in the published file these verdicts of GPT-4 lie *below* chance. Either the judge was upside down here, or rows of the source
# are shifted, so that verdicts stand beside the wrong replies. From the file we cannot tell (as of 24 November 2026; uncertain).
# Equal totals would have hidden it. That is why one reads raw rows before one trusts a file. **No other figure of this lesson rests on
# these verdicts.**
#
# One more thing is in this file: for 11 of these 200 replies GPT-4 wrote something that names no label. Such a verdict is neither pass
# nor fail. **Would you leave these replies out?**

# %%
leave_out = choice(
    "leave_out", ["leave them out", "count them as fail", "show them as a third number"], label="You would"
)

# %%
total = odd.scored + odd.unscored
cards.say(
    f"Left out, {plots.percent(odd.passed / odd.scored, 1)} pass. Counted as fail, {plots.percent(odd.passed / total, 1)}. Had all of them",
    f"passed, {plots.percent((odd.passed + odd.unscored) / total, 1)}. **Show the third number, and the range.** Who leaves them out says that",
    "verdicts are lost at random, and has not looked.",
    f"You said: {leave_out}." if leave_out else "",
)

# %% [markdown]
# ## Move a judge to another system
#
# The same judge with the same prompt and the same 200 requests also looked at other systems; without the doubtful verdicts four remain. Only
# the author of the replies changed. **How far apart are the highest and the lowest TPR of the four, in points?**

# %%
spread_guess = slider("spread_guess", 5, 0, 100, label="Distance of the TPRs, in points")


# %%
def rates_of(table):
    """TPR, TNR and agreement of a table with their intervals."""
    return judging.Rates(stats.wilson(*table.tpr), stats.wilson(*table.tnr), stats.wilson(table.agreed, table.scored))


tables = {name: published.holds_back(name) for name in published.systems() if name not in published.DOUBTFUL}
rates = {name: rates_of(table) for name, table in tables.items()}
picture, described = judging.rates_figure(rates)
plots.show(picture, alt=f"GPT-4 as the judge of four systems, 2023. {described}")
ranked = sorted(tables.values(), key=lambda table: table.tpr[0] / table.tpr[1])
apart = stats.two_proportions(*ranked[0].tpr, *ranked[-1].tpr)
print(published.XSTEST)
cards.say(
    f"**{100 * apart.value:.0f} points ({100 * apart.low:.0f} to {100 * apart.high:.0f}); you said {spread_guess}.** A judge has no error",
    "rate of its own. It has one with these replies, from this system, on this task.",
    "The crosses are wide because some systems left few wrong replies: "
    + ", ".join(f"{name} {table.wrong}" for name, table in tables.items())
    + ". A TNR from five labels is a rumour.",
)

# %% [markdown]
# "We measured our judge on version 1; now it scores version 2." Do that here: choose where the judge is measured and where it is
# used. The **corrected** figure takes the measured errors out of the judge's figure (how, you see two sections below). The 200 replies that a judge is used on
# were labelled too, so here the truth can be shown.


# %%
def carry(measured, used):
    table, errors = tables[used], tables[measured]
    people = stats.wilson(table.right, table.right + table.wrong)
    shown = {"people": people, "judge as it is": stats.wilson(table.passed, table.scored)}
    words = ""
    try:
        shown["judge, corrected"] = stats.corrected_rate(table.passed, table.scored, errors.tpr, errors.tnr)
        holds = shown["judge, corrected"].contains(people.value)
        words = f"The corrected interval {'holds' if holds else 'misses'} the figure of the people."
    except ValueError as error:
        words = f"No correction: {error}"
    if measured == used:
        words += " Here the labels that correct are those that we compare with, which proves nothing."
    title = f"Refusals of {used}"
    picture = plots.interval_bar(shown, title=title)
    return picture, f"Measured on {measured}, used on {used}. {plots.words(shown)} {words}"


names = tuple(tables)
carried = explore(
    carry,
    measured=Options(names, calibrated_on, "judge measured on"),
    used=Options(names, used_on, "and used on"),
    presets={
        "GPT-4 to Llama-2": {"measured": "GPT-4", "used": "Llama-2 new prompt"},
        "GPT-4 to Mistral with guard": {"measured": "GPT-4", "used": "Mistral with guard prompt"},
        "Llama-2 to GPT-4": {"measured": "Llama-2 new prompt", "used": "GPT-4"},
    },
)

# %%
outcomes, widths = [], []
for measured in names:
    for used in names:
        if measured != used:
            table, errors = tables[used], tables[measured]
            try:
                one = stats.corrected_rate(table.passed, table.scored, errors.tpr, errors.tnr)
                outcomes.append("holds" if one.contains(table.right / (table.right + table.wrong)) else "misses")
                widths.append(100 * one.width)
            except ValueError:
                outcomes.append("refused")
cards.say(
    f"**Of {len(outcomes)} such moves {outcomes.count('refused')} are refused, {outcomes.count('misses')} miss the people's",
    f"figure, and {outcomes.count('holds')} hold it.** The intervals that remain are {min(widths):.0f} to {max(widths):.0f} points wide.",
    "Measure again when the model, the prompt or the customers change. That is what labels are for.",
)

# %% [markdown]
# ## Swap the order before you compare
#
# Some judges get two answers and say which is better. In a public set of such pairs one answer is better by construction, and each
# judge saw each pair twice: once in either order [llmbar-2024]. In the subset *Neighbor* the worse answer is a fluent answer
# to a similar request.
#
# ChatGPT gets 30 of its 134 pairs right in the first order. **How many does it get right in both orders?**

# %%
order_guess = slider("order_guess", 22, 0, 30, label="Right in both orders")


# %%
def orders(subset):
    rows = published.llmbar(subset)
    fig, ax = plots.figure(7.4, 3.0)
    parts = [
        ("right in both orders", "blue", "", "white"),
        ("depends on the order", "orange", "//", plots.COLORS["black"]),
    ]
    parts.append(("wrong in both orders", "pale", "", plots.COLORS["black"]))
    for place, row in enumerate(rows):
        start = 0
        for (name, colour, hatch, ink), count in zip(
            parts, (row.right_in_both_orders, row.flipped, row.wrong_in_both), strict=True
        ):
            ax.barh(place, count, left=start, height=0.62, color=plots.COLORS[colour], hatch=hatch, edgecolor="white",
                    label=name if place == 0 else None)  # fmt: skip
            if count:
                box = {"facecolor": "white", "edgecolor": "none", "pad": 1.5} if hatch else None
                ax.text(start + count / 2, place, str(count), ha="center", va="center", color=ink, bbox=box)
            start += count
    ax.set_yticks(range(len(rows)), [row.judge for row in rows])
    ax.invert_yaxis()
    ax.set_xlim(0, rows[0].pairs)
    ax.set_xlabel(f"pairs of {subset}")
    ax.legend(loc="lower left", bbox_to_anchor=(-0.14, 1), ncols=3, columnspacing=1.2, handletextpad=0.4)
    said = "; ".join(f"{r.judge} {r.right_in_both_orders} right in both orders, {r.flipped} depend on the order, "
                     f"{r.wrong_in_both} wrong in both" for r in rows)  # fmt: skip
    return fig, f"{rows[0].pairs} pairs of {subset}, judges of 2023. {said}."


subset_shown = explore(orders, subset=Options(published.SUBSETS, "Neighbor", "subset"))

# %%
(row,) = published.llmbar("Neighbor", "ChatGPT")
(strong,) = published.llmbar("Neighbor", "GPT-4")
both = stats.wilson(row.right_in_both_orders, row.pairs)
print(published.LLMBAR)
cards.say(
    f"**{row.right_in_both_orders} of {row.pairs}, {plots.with_interval(both)}; you said {order_guess}.** Guessing would",
    f"give 25 %. For {row.flipped} pairs the verdict is one about the order.",
    f"GPT-4 changes its mind on {strong.flipped} only, and is wrong both times on {strong.wrong_in_both}: to be",
    "steady is not to be right.",
)

# %% [markdown]
# Three cheap probes follow, and the lab runs them: **swap** the order (of two answers, or of the words pass and fail), **lengthen**
# the reply with sentences that say nothing, **repeat** the question at a temperature above 0. Each verdict that changes is a verdict
# about something else than the reply. Strong judges of 2023 failed them as well, and liked their own texts [zheng-2023].

# %% [markdown]
# ## Correct the pass rate
#
# A judge passes 30 of 100 replies. From labels you know its TPR (85 %) and its TNR (80 %). If all 100 replies were wrong, it would
# still pass 20. Every reply that is right instead of wrong adds 0.85 - 0.20 = 0.65 passes. It takes 10 more passes to get from 20 to
# 30, so (30 - 20) / 0.65 = 15 replies are right [rogan-gladen-1978].
#
# TPR and TNR are estimates too, from 40 right and 40 wrong replies that somebody labelled. The judge has seen 1,000 replies. **How
# wide is the interval of the corrected rate, which counts both [lee-2025], in points?**

# %%
width_guess = slider("width_guess", 6, 0, 60, label="Width of the interval, in points")
more_guess = choice("more_guess", ["ten times the replies", "ten times the labels"], label="More precise with")

# %%
TRUTH = 0.15


def corrected(tpr, tnr, per_class, judged):
    """The judge's pass rate and the corrected one, for a judge with these rates (in percent) where 15 % are right."""
    passed = round(judged * (TRUTH * tpr / 100 + (1 - TRUTH) * (1 - tnr / 100)))
    good, bad = round(per_class * tpr / 100), round(per_class * tnr / 100)
    raw = stats.wilson(passed, judged)
    return raw, stats.corrected_rate(passed, judged, (good, per_class), (bad, per_class))


_, base = corrected(85, 80, 40, 1000)
_, replies10 = corrected(85, 80, 40, 10_000)
_, labels10 = corrected(85, 80, 400, 1000)
shown = {"40 + 40 labels, 1,000 replies": base, "10 times the replies": replies10, "10 times the labels": labels10}
plots.show(plots.interval_bar(shown, goal=TRUTH, goal_label="truth"), alt="Corrected pass rates: " + plots.words(shown))
cards.say(
    f"**{100 * base.width:.0f} points; you said {width_guess}.** Ten times the replies make it {100 * replies10.width:.0f},",
    f"ten times the labels {100 * labels10.width:.0f}. " + (f"You said: {more_guess}." if more_guess else ""),
    "The judge is cheap and the labels are not, and the labels decide how much you know.",
)

# %% [markdown]
# Now make the judge better or worse. The truth stays at 15 % (calculated; nothing is asked of a model). **At which TPR and TNR would
# you stop using the corrected figure?** At TPR + TNR = 100 % its verdict has nothing to do with the reply.


# %%
def break_it(tpr, tnr, per_class, judged):
    head = f"TPR + TNR = {tpr + tnr} %."
    try:
        raw, fixed = corrected(tpr, tnr, per_class, judged)
    except ValueError as error:
        raw = stats.wilson(round(judged * (TRUTH * tpr / 100 + (1 - TRUTH) * (1 - tnr / 100))), judged)
        picture = plots.interval_bar({"judge as it is": raw}, goal=TRUTH, goal_label="truth")
        return picture, f"{head} The judge says {plots.with_interval(raw)}. No correction: {error}"
    shown = {"judge as it is": raw, "corrected": fixed}
    picture = plots.interval_bar(shown, goal=TRUTH, goal_label="truth")
    return picture, f"{head} {plots.words(shown)} The corrected interval is {100 * fixed.width:.0f} points wide."


broken = explore(
    break_it,
    tpr=Scale(85, 0, 100, label="TPR, %"),
    tnr=Scale(80, 0, 100, label="TNR, %"),
    per_class=Scale(40, 10, 400, 10, label="labels of each kind"),
    judged=Scale(1000, 100, 10_000, 100, label="replies judged"),
    presets={
        "good": {"tpr": 95, "tnr": 95},
        "as above": {"tpr": 85, "tnr": 80, "per_class": 40, "judged": 1000},
        "weak": {"tpr": 65, "tnr": 65},
        "nearly a coin": {"tpr": 55, "tnr": 50},
    },
)

# %%
alone = stats.wilson(round(80 * TRUTH), 80)
steps = []
for rate in (95, 85, 75, 65, 62, 60):
    try:
        steps.append(f"{rate} and {rate}: {100 * corrected(rate, rate, 40, 1000)[1].width:.0f} points")
    except ValueError:
        steps.append(f"{rate} and {rate}: refused")
cards.say(
    "**A yardstick for stopping:** what would the same 80 labels say without a judge? Drawn at random from all replies, their interval is",
    f"{100 * alone.width:.0f} points wide. The corrected one, by TPR and TNR, with 40 + 40 labels: " + "; ".join(steps) + ".",
    "Stop where the correction is wider than the labels alone. With labels as few as these, that is at once.",
)

# %% [markdown]
# ## Ask how the labels were drawn
#
# Labels can come about in three ways:
#
# - **at random**: any reply had the same chance to be labelled;
# - **half right, half wrong**: somebody collected good and bad examples, so that there are enough of each;
# - **half passed, half failed**: drawn at random within what the judge passed, and within what it failed.
#
# And there are four estimates. *Labels only* ignores the judge. *By TPR and TNR* is the correction above. *By verdict* asks how many
# are right among the passed and among the failed, and weighs both by how many there are [cochran-1977]. *PPI++* takes the
# judge's mean and corrects it by its mean error on the labels [ppi-2023].
#
# In a simulation the truth is known. A good 95 % interval holds it 95 times of 100. **With labels half right, half wrong: which of
# the four hold it?**

# %%
holds_guess = choice("holds_guess", ["all four", "three", "two", "one", "none"], label="Of the four")

# %%
judged = max(2000, 4 * labels)
setting = {"share_right": 0.2, "tpr": 0.85, "tnr": 0.8, "judged": judged}
drawn = labelling.simulate(**setting, labels=labels, runs=runs, seed=seed)
plots.show(
    labelling.picture(drawn, title=f"How often the interval held the truth ({runs} simulated worlds)"),
    alt=f"{runs} simulated worlds. {labelling.words(drawn)}",
)
random, by_label, by_verdict = labelling.DRAWS
good = [name for name in labelling.ESTIMATES if drawn[name, by_label].coverage.value > 0.9]
report(ppi_random=drawn["PPI++", random].coverage, ppi_enriched=drawn["PPI++", by_label].coverage)
cards.say(
    f"**{len(good)} of four: {', '.join(good)}.**" + (f" You said: {holds_guess}." if holds_guess else ""),
    f"Simulated: 20 % of {judged:,} replies are right, TPR 85 %, TNR 80 %, and the judge's errors depend on nothing",
    "but whether the reply is right. “Holds” means at least 90 %.",
)

# %% [markdown]
# Read the figure by column, because the column is what has already happened when you get the data.
#
# - *At random*: everything is honest. Now compare the widths. The correction by TPR and TNR is wider than the labels alone: it
#   must learn two rates where you wanted one. PPI++ and the estimate by verdict use the judge to save labels.
# - *Half right, half wrong*: only the correction holds, since TPR and TNR do not care how many of each were taken. It holds
#   here because the right ones were drawn at random among the right ones, and the wrong ones among the wrong ones. Collected show
#   pieces are clearer than the rest: on them every judge looks better than it is.
# - *Half passed, half failed*: now TPR and TNR are spoilt, because the judge had a say in what was labelled. By verdict is made for
#   this draw. (PPI++ gets away with it here: it chooses from the labels how far to follow the judge. Do not rely on that.)
#
# So a figure without the sentence "the labels were drawn by …" is not finished. Does a better judge change the picture? Try it.


# %%
def again(tpr, tnr, share):
    one = labelling.simulate(
        share_right=share / 100, tpr=tpr / 100, tnr=tnr / 100, judged=judged, labels=labels, runs=150, seed=seed
    )
    words = f"150 simulated worlds (by chance alone a figure moves by about 4 points): TPR {tpr} %, TNR {tnr} %, "
    return labelling.picture(one), f"{words}{share} % right. {labelling.words(one)}"


simulated = explore(
    again,
    tpr=Scale(85, 55, 98, label="TPR, %"),
    tnr=Scale(80, 55, 98, label="TNR, %"),
    share=Scale(20, 10, 80, 5, label="replies that are right, %"),
    presets={
        "a very good judge": {"tpr": 98, "tnr": 98, "share": 20},
        "a weak judge": {"tpr": 65, "tnr": 65, "share": 20},
    },
)

# %% [markdown]
# With the weak judge, the correction is refused in many worlds; the tiles then speak of the rest. PPI++ and the estimate by verdict
# become nearly as wide as the labels alone where the labels were drawn at random: such a judge saves nothing, but there it does no
# harm. In the middle column it stays false, with any judge.
#
# Two things stay true. No draw of labels can mend a judge that errs differently on another system. And a judge that is no better
# than the model it judges saves at most half of the labels, however they are drawn [dorner-2024].
#
# Meadow's own labels came about in a fourth way: a rule looked at every reply first. What it could not decide was read by two people,
# all of it; of the rest, 80 were drawn at random. The chances are known, so weights can undo the draw. The lab does that. The labels
# that the rule alone made are left out there: they use the same phrases as the first of its judges, which would judge itself.

# %% [markdown]
# ## What to take to your team
#
# - Ask for the confusion table, TPR and TNR, and the number of labels behind each. Agreement alone says nothing where one label is
#   rare, and kappa or AC1 do not repair that.
# - Measure the judge on the replies of this system, and again after each change. Count what it leaves unscored.
# - Swap, lengthen, repeat: every verdict that changes is not about the reply.
# - Look at raw rows, yours and published ones: equal totals can hide that nothing fits.
# - Write beside each corrected figure how the labels were drawn. Near TPR + TNR = 100 % there is nothing to correct with.
# - Spend on labels, not on more verdicts.
#
# **Use it** when TPR and TNR are known on this system and the corrected interval decides your question. **Use it with limits** when
# it finds what is dangerous but its rate is worthless, for instance to choose what people read first. **Do not use it** when a
# coin, a list of phrases or the labels alone tell as much.
#
# **Sources.** Judges of 2023, models that nobody would choose today; the errors are the kind to look for: [xstest-2024,
# llmbar-2024, zheng-2023]. Agreement: [cohen-1960, gwet-2008]. Correction and labels: [rogan-gladen-1978, lee-2025, ppi-2023,
# cochran-1977, dorner-2024].
#
# **Next: the lab of this module.** You label replies yourself, measure three judges on them, probe them, and write whether any of them may be used.
