# %% [markdown]
# # Decide whether a judge may be used
#
# - **You will** label replies yourself, measure three judges against two readers, probe them, correct a pass rate, and price the labels.
# - **You need** lesson 04.
# - **You decide** which of three judges may be used on Meadow's assistant, and with which limits
# - **Time:** 70 min (workshop 20 min)
# - **Key needed:** no
#
# | door | sections |
# |---|---|
# | workshop, 20 min | run every cell, answer only 1, 3 and 9 |
# | self-study, 70 min | 1 to 9 |
# | bootcamp, 80 min | 1 to 10 |
#
# Module 03 left questions that no list of phrases can decide, and phrases that stand in wrong replies. So the team wants a judge. Three
# are on offer. Each of them looks at the same replies, and two people have read those before.
#
# | judge | passes a reply when |
# |---|---|
# | phrases | it says all that it must and nothing that it must not (the grader of module 03) |
# | similarity | its meaning, as numbers, lies close enough to that of the right answer |
# | bundled model | the language model, shown the question, the right answer and the reply, says *pass* |
#
# With a key a fourth joins: set `judge_model` to a hosted model, such as "openai/gpt-5-nano". Everything else stays the same.
#
# The settings: `version` is "A" or "B". A judge without recorded verdicts is asked about at most `live_replies` replies. One label,
# by two readers, costs `label_cost_eur`.

# %% tags=["parameters"]
judge_model = ""
version = "A"
live_replies = 60
label_cost_eur = 1.5

# %%
from helpers import cards, judging, own, plots, stats
from helpers.check import check, decide
from helpers.run import report
from helpers.widgets import slider

lab = judging.begin(
    judge_model=judge_model, version=version, live_replies=live_replies, label_cost_eur=label_cost_eur
)
dev, test = judging.read_replies("dev"), judging.read_replies("test")
print(f"Read by two people: {len(dev)} replies on dev pages, {len(test)} on test pages. Judges: {', '.join(lab.names)}.")

# %% [markdown]
# Why only these? Most replies of Meadow were labelled by a rule, and the rule looks for the same phrases as the first judge. Held
# against those labels, the judge would be compared with itself. So only what people have read counts here.
#
# ## 1. Label eight replies yourself (workshop)
#
# Whoever measures a judge needs labels, and whoever buys labels should have made some. A reply is **right** when a customer who acts on
# it does the right thing. Clumsy or cut-off text is right if what it says is. A right fact beside a contradicting one is wrong.

# %%
judging.show_eight()

# %% [markdown]
# Write "right" or "wrong" for each, with the quotes. For a ninth reply, *"You have 14 days. You have 30 days."*, it would be
# `reply_9 = "wrong"`.

# %%
reply_1 = "right"  # SOLUTION
reply_2 = "wrong"  # SOLUTION
reply_3 = "wrong"  # SOLUTION
reply_4 = "right"  # SOLUTION
reply_5 = "wrong"  # SOLUTION
reply_6 = "right"  # SOLUTION
reply_7 = "wrong"  # SOLUTION
reply_8 = "right"  # SOLUTION
my_labels = [reply_1, reply_2, reply_3, reply_4, reply_5, reply_6, reply_7, reply_8]
check("04.1", my_labels)

# %% [markdown]
# ## 2. Fit the threshold on dev pages
#
# The similarity judge gives each reply a cosine with the right answer: near 1 for the same meaning, near 0 where the two have nothing in
# common. The bundled embedder made them once; `WORKBOOK_LIVE=1` makes them again. From which cosine on does a reply pass? TPR is the
# share of right replies that pass, TNR the share of wrong ones that fail.

# %%
cards.table(
    ["passes from", "TPR", "TNR", "TPR + TNR", "agreement"],
    [(f"{s.threshold:.2f}", f"{s.tpr:.2f}", f"{s.tnr:.2f}", f"{s.tpr + s.tnr:.2f}", f"{s.agreement:.2f}") for s in lab.steps()],
    f"Similarity on the {len(dev)} read dev replies",
)

# %% [markdown]
# Choose the threshold with which the judge tells right from wrong best. Write it as a number, such as `threshold = 0.25`. Do not look at
# the test pages for it: a threshold fitted where it is measured looks better than it is.

# %%
threshold = lab.best_threshold()  # SOLUTION
check("04.2", threshold)

# %% [markdown]
# ## 3. Read the confusion tables on test pages (workshop)
#
# The bundled model sees the question, the right answer and the reply, and has to say *pass* or *fail*; nothing else is possible. Here is
# what it is asked about one reply. (The next cells read some thousand verdicts; on a busy machine they take up to a minute.)

# %%
lab.fit(own.yours("04.2", threshold, show=False))
print(judging.prompt(test[0].question.text, test[0].question.reference, " ".join(test[0].text.split())))

# %%
guess = slider("guess", 50, 0, 100, label="Of 100 wrong replies, the model fails")

# %%
tables = {name: lab.table(name) for name in lab.names}
picture, described = judging.confusion_figure(tables)
plots.show(picture, alt=described)
model_rates = lab.rates(lab.probed)
cards.say(
    f"You said {guess}. **Of {len(lab.rows('test', lab.probed))} test replies the {lab.probed} passes "
    f"{tables[lab.probed].right_pass + tables[lab.probed].wrong_pass}.** Of 100 wrong ones it fails {100 * model_rates.tnr.value:.0f}."
)

# %%
always = judging.confusion([row.right for row in test], [False] * len(test))
lines, agreement = [], {}
for name, table in {**tables, "fails everything": always}.items():
    agreement[name] = stats.wilson(table.right_pass + table.wrong_fail, table.scored)
    kappa, ac1 = stats.kappa(table.square).value, stats.gwet_ac1(table.square).value
    lines.append((name, agreement[name].text, f"{kappa:.2f}", f"{ac1:.2f}", table.unscored))
print("By agreement the winner is:", max(agreement, key=lambda name: agreement[name].value))
cards.table(["judge", "agreement with the readers", "kappa", "AC1", "not scored"], lines, "Test replies, as they were read")

# %% [markdown]
# A judge that fails everything belongs into every such table, to see what agreement is worth. Kappa and AC1 come from the lesson: 0
# is chance, 1 is perfect.
#
# Why do the phrases leave replies *not scored*? To some questions the right answer is "I cannot know that". No phrase is set for
# them, so the grader of module 03 says nothing. Such replies are in no rate of the phrases: neither in TPR nor in TNR.
#
# So ask for TPR and TNR, and for how many replies they are missing. For the phrases they are computed like this:

# %%
p = tables["phrases"]
print(f"phrases     TPR = {p.right_pass} / ({p.right_pass} + {p.right_fail}) = {p.right_pass / (p.right_pass + p.right_fail):.3f}")
print(f"phrases     TNR = {p.wrong_fail} / ({p.wrong_fail} + {p.wrong_pass}) = {p.wrong_fail / (p.wrong_fail + p.wrong_pass):.3f}")

# %% [markdown]
# Do the same for the similarity judge, with the counts of its table. You may type a fraction, such as `tpr = 3 / (3 + 9)`.

# %%
s = tables["similarity"]
tpr = s.right_pass / (s.right_pass + s.right_fail)  # SOLUTION
tnr = s.wrong_fail / (s.wrong_fail + s.wrong_pass)  # SOLUTION
check("04.3", {"tpr": tpr, "tnr": tnr})

# %%
judging.show_mistakes(lab, "phrases")

# %% [markdown]
# ## 4. Probe the model: order, length, repeats
#
# A verdict should depend on the reply. So change something that does not matter, and count the verdicts that change. *padded* adds three
# friendly sentences to each reply. *swapped* asks for "fail or pass" instead of "pass or fail".

# %%
plain = lab.verdicts(lab.probed)
padded = lab.verdicts(lab.probed, variant="padded")
swapped = lab.verdicts(lab.probed, variant="swapped")
padded_changed = sum(before != after for before, after in zip(plain, padded, strict=True)) / len(plain)
print(f"padded: {100 * padded_changed:.1f} % of the verdicts change")

# %% [markdown]
# Now count what the order of the two words changes. The cell above has this line; write it with `swapped` where `padded` stands:
#
# `padded_changed = sum(before != after for before, after in zip(plain, padded, strict=True)) / len(plain)`
#
# Then choose what the model's verdict depends on, one of "the reply", "the length of the reply", "the order of the two words", in
# quotes: `depends_on = "the reply"`.

# %%
# BEGIN SOLUTION
swapped_changed = sum(before != after for before, after in zip(plain, swapped, strict=True)) / len(plain)
# END SOLUTION
depends_on = "the order of the two words" if swapped_changed > 0.5 else "the reply"  # SOLUTION
check("04.4", {"swapped_changed": swapped_changed, "depends_on": depends_on})

# %%
drawn = lab.draws()
same = stats.all_agree(drawn)
print(f"Five draws at temperature 0.7 for {len(drawn)} test replies, evenly spaced: all five agree on {same.text} of them.")
length = {name: share.text for name, share in lab.changed_by_length().items()}
print("Changed by three friendly sentences:", "; ".join(f"{name} {text}" for name, text in length.items()))
wordings = {}
for variant in ("plain", *judging.PROBES):
    rates = lab.rates(lab.probed, variant=variant)
    wordings[variant] = (judging.VARIANTS[variant].changed, rates.tpr.text, rates.tnr.text, f"{1 + rates.youden:.2f}")
cards.table(
    ["asked", "what differs", "TPR", "TNR", "TPR + TNR"], [(k, *v) for k, v in wordings.items()], f"The {lab.probed}, test replies"
)

# %% [markdown]
# Where five draws disagree, one verdict is the luck of one draw; at temperature 0 that luck is hidden, not gone. And a coin has
# TPR + TNR = 1, whichever side it prefers. No wording above was chosen by its score here, and all of them are shown. A judge
# that says the same to everything passes the length probe with ease: to be steady is not to be right. Whoever uses such a judge asks
# in both orders and keeps only verdicts that agree [zheng-2023]. How many would be left?

# %%
if own.visible("04.4", {"swapped_changed": swapped_changed, "depends_on": depends_on}):
    kept = stats.wilson(sum(before == after for before, after in zip(plain, swapped, strict=True)), len(plain))
    print(f"Same verdict in both orders: {kept.text} of {kept.n} replies.")
else:
    print("Shown once you have tried exercise 4.")

# %% [markdown]
# ## 5. Count the third state
#
# So far the model could say two words only. Many judges may write what they like, and a program looks for the verdict in it. Here a
# text counts when exactly one of the words *pass* and *fail* occurs in it; else the reply is **not scored**.

# %%
judged, texts = lab.free()
free = lab.free_table()
found = {True: "pass", False: "fail", None: "not scored"}
for text in [*texts[::24], *[text for text in texts if judging.lenient(text) is not None][:2]]:
    print(f"{found[judging.lenient(text)]:10s} | {' '.join(text.split())[:110]}")
print(f"\n{len(texts)} replies: {free.right_pass + free.wrong_pass} pass, {free.right_fail + free.wrong_fail} fail, {free.unscored} not scored.")
if free.scored:
    print(f"Not scored left out: {100 * (free.right_pass + free.wrong_pass) / free.scored:.0f} % pass. By the readers "
          f"{100 * sum(row.right for row in judged) / len(judged):.0f} % of these {len(judged)} are right.")  # fmt: skip

# %% [markdown]
# How many of these replies pass, then? Give the lowest number that this judge allows (no unscored reply passes) and the highest (all
# do). With 100 replies, 40 pass, 50 fail and 10 not scored, you would write `lowest = 40` and `highest = 50`.

# %%
lowest = free.right_pass + free.wrong_pass  # SOLUTION
highest = free.right_pass + free.wrong_pass + free.unscored  # SOLUTION
check("04.5", {"lowest": lowest, "highest": highest})

# %% [markdown]
# ## 6. Find out how the labels were drawn
#
# Nobody read all replies. First a rule looked at each, with the phrases. Then people read some of those:

# %%
parts = judging.strata().values()
cards.table(["part", "replies", "read by two people"], [(p.name, p.replies, p.read) for p in parts], "How the labels came about")

# %% [markdown]
# How were the labels drawn? And how many replies does one read reply of the last row (they were read to audit the rule) stand for? For
# a part with 600 replies of which 30 were read, it would be `stands_for = 600 / 30`. Write the letter in quotes: `drawn_how = "d"`.
#
# - a: at random from all replies
# - b: as many right replies as wrong ones
# - c: all that the rule could not decide, and a random draw of the rest
# - d: the replies that customers complained about

# %%
drawn_how = "c"  # SOLUTION
stands_for = lab.stands_for()  # SOLUTION
check("04.6", {"drawn_how": drawn_how, "stands_for": stands_for})

# %% [markdown]
# Does it matter? Look at the phrases. Their TNR as the replies were read, and with weights:

# %%
both = {"as read": lab.rates("phrases"), "weighted": lab.rates("phrases", weighted=True)}
picture, described = judging.rates_figure(both)
plots.show(picture, alt=f"The phrases on the test replies. {described}")
share, (lost, given), (low, high) = lab.passed("phrases"), lab.lost("phrases"), lab.pass_range("phrases")
print(f"Version {lab.version}: the phrases pass {share.text} of the {given - lost} test replies that they score.")
print(f"{lost} are not scored, so of all {given} they pass {100 * low:.0f} to {100 * high:.0f} %.")
print("Correction with the rates as read:", lab.corrected("phrases", weighted=False))

# %% [markdown]
# The same judge, the same labels, and a TNR that differs by tens of points. The phrases decided what people read: nearly all that they
# fail was not read. Seen without weights, only their doubtful cases count, and their figure becomes impossible.
#
# The TPR needs a warning. All that the rule could not decide had passed the phrases, so a right reply that they fail can only turn up
# among the audited ones. On the test pages none did. Nobody chose the phrases by looking at their score on dev pages (as you did with
# the threshold), so dev pages may be asked as well:

# %%
everywhere = lab.phrases_everywhere()
seen = own.visible("04.6", {"drawn_how": drawn_how, "stands_for": stands_for})
behind = f"{lab.stands_for():.1f} replies" if seen else "many (see exercise 6)"
print(f"TPR of the phrases with dev pages: {everywhere.tpr.text}. One audited reply was right, and it stands for {behind}.")

# %% [markdown]
# ## 7. Correct the pass rate of the assistant
#
# With TPR and TNR a judge's pass rate can be corrected [rogan-gladen-1978], with an interval that counts what the labels do not know
# [lee-2025]. Here for every judge, with weights. Replies to one page resemble each other, so the intervals count pages, not replies.

# %%
lines, fixed = [], {}
for name in lab.names:
    rates, fixed[name] = lab.rates(name, weighted=True), lab.corrected(name)
    shown = fixed[name] if isinstance(fixed[name], str) else fixed[name].text
    lost, given = lab.lost(name)
    lines.append((name, f"{lost} of {given}", lab.passed(name).text, rates.tpr.text, rates.tnr.text, shown))
head = ["judge", "not scored", "passes, of the scored", "TPR", "TNR", "corrected pass rate"]
cards.table(head, lines, f"Version {lab.version}, test pages")

# %% [markdown]
# Two things the table does not say. The correction speaks of the scored replies alone: about the others the judge knows nothing, and
# its interval does not count that. And a TPR of 100 % from a few labels is no promise: with dev pages that of the phrases was lower.
#
# Which judges cannot be corrected? And which interval may the team quote, that of the judge with the narrowest corrected interval? Write
# the names as a set and the two ends in percent. For another table it would read `refused = {"tone", "grammar"}` and
# `interval = (40, 65)`.

# %%
refused = {name for name, one in fixed.items() if isinstance(one, str)}  # SOLUTION
interval = tuple(100 * end for end in fixed[judging.best(lab)][1:3]) if judging.best(lab) else "none"  # SOLUTION
check("04.7", {"refused": refused, "interval": interval})

# %%
readers = lab.labels_only()
shown = {"readers and rule, no judge": readers} | {name: one for name, one in fixed.items() if not isinstance(one, str)}
plots.show(plots.interval_bar(shown, title=f"Right replies of version {lab.version}"), alt=plots.words(shown))
report(pass_rate=readers, model_tnr=model_rates.tnr, order_changes=lab.changed("swapped"))
print(f"Readers and rule alone: {readers.text}. {readers.n:.0f} labels stand behind it: in the part that the rule could not decide "
      "all replies of the version, in the other the audited ones of all versions.")  # fmt: skip
knows_more = readers.width < min((one.width for one in shown.values() if one is not readers), default=1)
print("That is narrower than with any judge." if knows_more else "Here a judge makes it narrower.")
print("It counts replies, though, where those of the judges count pages, so it is a little too narrow.")

# %% [markdown]
# ## 8. Set the budget for labels
#
# For this version the labels are there already: what readers and rule know stands above. The question comes back with the
# **next version**: it answers the same questions, and nobody has read a word of it. Its pass rate could come from the best judge, whose
# interval is wide. What would make that half as wide: more labels for the judge, more judged replies, or no judge at all? In the lesson
# thousands of replies were judged, and labels were what was short. Here both are.

# %%
best = judging.best(lab)
if best:
    widths = judging.budget(lab, best)
    lines = [
        (f"{labels} times the labels", *(f"{100 * widths[labels, r]:.0f}" if widths[labels, r] else "–" for r in (1, 4, 16)))
        for labels in (1, 2, 4, 16)
    ]
    head = ["", "these replies judged", "4 times as many", "16 times as many"]
    display(cards.table(head, lines, f"Width of the corrected interval of the {best}, in points (calculated)"))
    print(f"Half as wide would be {judging.goal(lab):.2f} points.")

# %% [markdown]
# Now without a judge: replies of the next version are drawn at random, two people read them, and the share of right ones is counted. How
# many labels give an interval that is half as wide as that of the best judge? Change the numbers in `sizes`, run the cell again, and find
# the smallest; up to five more than that are accepted. The widths hold for replies that stand alone, drawn from what customers ask, and
# not ten from one page; and for a share of right ones like that of today.

# %%
sizes = [20, 50, 150, 400]
for size in sizes:
    wide = 100 * judging.direct_width(size, readers.value)
    print(f"{size:4d} labels, {size * lab.label_cost_eur:6,.0f} euros: {wide:.2f} points wide")

# %%
enough = judging.needed(lab)  # SOLUTION
check("04.8", enough)

# %% [markdown]
# ## 9. Decide about each judge (workshop)
#
# For each judge one of "use", "use with limits", "do not use". *Use*: its corrected pass rate may stand in a report. *With limits*: for
# something narrower that it is good at, for instance to choose what people read. Then give a reason of two to four sentences with a
# figure of this run in percent; name the judge and the measure in the same sentence. Any figure will do that the lab has shown. And give
# the limits: what each judge that you use with limits may do, and what a person still does; "none" when there is no such judge. About
# other judges it would read:
#
# - `uses = {"spelling": "use with limits", "tone": "do not use"}`
# - `why = "The tone judge has a TNR of 51 %. It cannot tell rude from kind, so no figure of it goes into a report."`
# - `limits = "The spelling judge marks words; a person reads each reply that it marks."`

# %%
for name in lab.names:
    rates = lab.rates(name, weighted=True)
    print(f"{name:14s} TPR {rates.tpr.text}, TNR {rates.tnr.text}, not scored {lab.table(name).unscored} of {len(lab.rows('test', name))}")

# %%
# BEGIN SOLUTION
uses = {name: "do not use" for name in lab.names} | {"phrases": "use with limits"}
# END SOLUTION
# BEGIN SOLUTION
why = (
    f"The {lab.probed} changes {100 * lab.changed('swapped').value:.0f} % of its verdicts with the order of two words. "
    f"The phrases fail {100 * lab.rates('phrases', weighted=True).tnr.value:.0f} % of the wrong replies, so they save reading. "
    "People read what they pass."
)
# END SOLUTION
limits = "The phrases only sort: what they pass or cannot score is read by a person, and no rate of theirs is reported."  # SOLUTION
check("04.9", {"uses": uses, "why": why, "limits": limits})

# %%
accepted = {"04.9": {"uses": uses, "why": why, "limits": limits}}
decide("04.judge", choice=uses, why=why, needs=accepted, pass_rate=readers, order_changes=lab.changed("swapped"))

# %% [markdown]
# ## 10. Choose the estimate that the draw supports (bootcamp)
#
# Now all recorded replies of the assistant together. Five people bring five estimates of the share of right ones, from the same labels.

# %%
ways = judging.estimates()
lines = []
for way in ways.values():
    one = way.found
    shown = one if isinstance(one, str) else f"{100 * one.value:.1f} % ({100 * one.low:.1f} to {100 * one.high:.1f} %)"
    lines.append((way.letter, way.text, shown))
cards.table(["", "estimate", "right replies"], lines, f"All {len(judging.all_replies()):,} different replies")

# %% [markdown]
# Which of the five does the way the labels were drawn support? Do not ask which figure you like. Give the letters as a set, such as
# `{"a", "b"}`.

# %%
# BEGIN SOLUTION
supported = {way.letter for way in ways.values() if way.supported}
# END SOLUTION
check("04.10", supported)

# %% [markdown]
# Two assumptions stay in every figure of this lab. The rates of a judge come from replies of several versions, and are carried to one.
# And replies to one page resemble each other: the intervals of the judges count pages, of which there are few. Those of strata (the readers
# and the rule, estimate e) count replies, and are a little too narrow for that.
#
# ## What to take to your team
#
# One page: what each judge does, how the labels were drawn, what you decided, and what better labels would cost.

# %%
judging.memo(lab, uses=uses, why=why, limits=limits, labels=enough)

# %% [markdown]
# **Sources.** [rogan-gladen-1978] and [lee-2025] for the correction, [korn-graubard-1998] for shares with weights and clusters,
# [cochran-1977] for strata, [ppi-2023], [zheng-2023] for order and length. All of them are listed in the file of sources.
#
# **Next.** Module 05 changes the prompt of the assistant, and needs a measure that it can trust.

# %%
from helpers import progress

progress.lab("04")
