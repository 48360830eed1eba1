# %% [markdown]
# # Decide what the product does when it is unsure
#
# - **You will** find out what a confidence is worth, set thresholds from costs, write a policy by severity, run it once, and word what it says.
# - **You need** lesson 06.
# - **You decide** when Meadow's answer box answers, hedges, asks back, searches or hands over
# - **Time:** 80 min (workshop 25 min)
# - **Key needed:** no
#
# | door | sections |
# |---|---|
# | workshop, 25 min | run every cell, answer only 2, 7 and 8 |
# | self-study, 80 min | 1 to 10 |
# | bootcamp, 100 min | 1 to 11 |
#
# Go section by section: read, answer, check, then go on. A section that you leave out stays open and stops nothing; where a later one
# needs its answer, the reference answer is used, and you see it after your first try.
#
# Meadow's **answer box** writes nothing. It searches the help pages and opens one of them at a passage. That is deliberate: the small
# model of this workbook writes a right answer one time in ten, and a page at least says what the company says. The box can still be
# unsure, wrong or slow. What it does then is your decision.

# %% tags=["parameters"]
model = ""
live_cases = 24
person_eur = 4.0
hedge_heeded = 0.5
seed = 6

# %%
from helpers import plots, unsure
from helpers.check import check, decide
from helpers.own import visible, yours
from helpers.run import report
from helpers.widgets import slider

lab = unsure.begin(model=model, live_cases=live_cases, person_eur=person_eur, hedge_heeded=hedge_heeded, seed=seed)
rows = lab.rows("dev")
print(
    f"{len(rows)} dev questions on {len({row.cluster for row in rows})} pages, each with the page that the box opens."
)

# %% [markdown]
# ## 1. Read what the box shows
#
# Each question has a label: the pages from which its right answer was written. Before you look: for how many of 100 dev questions does the
# box open a page that the label names?

# %%
guess = slider("guess", 60, 0, 100, label="Your guess, in percent")

# %%
rate = lab.rate()
plots.show(
    plots.guess_reveal(guess / 100, rate, label="right pages", title="The answer box on the dev questions"),
    alt=f"Right pages: {plots.with_interval(rate)}; the guess was {guess} %.",
)
print(f"You were {abs(guess - 100 * rate.value):.0f} points off. Measured: {rate.text}, pages as clusters.")

# %% [markdown]
# Here **right** means: it is a page that the label names. That is stricter than a customer would be, because some other pages state the
# answer as well:

# %%
print(unsure.labels_text(lab))

# %% [markdown]
# Those count as wrong here, so read every share as one of *this* label: a customer would find somewhat more pages useful. None of them is
# among the next six rows. Read the page, and the passage at which it opens (the customer can read on). What is each of them?
#
# - `"right"`: the right answer comes from this page
# - `"wrong page"`: Meadow has a page for this, and it is another one
# - `"no page"`: no page of Meadow answers this; the right answer is that we do not know it, or do not do it

# %%
unsure.show_cards(lab.cards())

# %% [markdown]
# Write six of these, in the order of the rows. For three rows it would read `cards = ["right", "no page", "wrong page"]`. One of the six
# may differ from the label.

# %%
cards = [unsure.kind_of(row) for row in lab.cards()]  # SOLUTION
check("06.1", cards)

# %% [markdown]
# ## 2. Ask what a confidence is worth (workshop)
#
# The box cannot see what you saw. It has a number: the **similarity** of question and passage (a cosine). Nothing says that a similarity
# of 0.6 is right six times in ten; that has to be measured. The dashed line is where it would be so. Bars are 95 % intervals.

# %%
unsure.show_bins(lab)

# %%
picture, described = unsure.reliability_figure(lab)
plots.show(picture, alt=described)

# %% [markdown]
# A useful confidence need not be a chance. It is enough that it puts right pages before wrong ones. How well each signal does that is
# in the next table: answer the surest question first, then the next, and take the mean share of wrong answers on the way. The last
# column compares that with two ends: 0 % is a signal that knows nothing, 100 % one that puts every right page before every wrong one.

# %%
unsure.show_signals(lab)

# %% [markdown]
# Answer three things. `share`: in the row with the most questions, what share of the pages is right? You may type a fraction, such as
# `share = 3 / 10`. `may_say`: the letters of the sentences below that these questions support, such as `{"a", "b"}`. `best`: the signal
# that is worth most, for instance `best = "agreement"`.

# %%
print(unsure.sentences(lab))

# %%
share = unsure.asked_bin(lab).rate.value  # SOLUTION
may_say = unsure.supported(lab)  # SOLUTION
best = lab.ranking()[0].signal  # SOLUTION
check("06.2", {"share": share, "may_say": may_say, "best": best})

# %% [markdown]
# ## 3. Ask the model whether it is right
#
# "Let the model check itself" is often proposed. So the bundled model was asked about every passage: *does the help page answer the
# customer, yes or no?* It could say these two words only.

# %%
unsure.show_self_check(lab)

# %% [markdown]
# `if_yes`: of the pages to which it says yes, what share is right? `if_no`: the same for no. With 3 right and 9 wrong you would write
# `if_yes = 3 / (3 + 9)`. When it never says one of them, write `"none"`. Then `verdict`, by the interval of the difference:
# "it tells something" or "nothing is shown".

# %%
gap = lab.check_gap()
print("Right after yes minus right after no:", gap.text if gap else "no difference, it always says the same")

# %%
# BEGIN SOLUTION
if_yes, if_no = ("none" if value is None else value for value in unsure.two_shares(lab))
# END SOLUTION
verdict = unsure.check_verdict(lab)  # SOLUTION
check("06.3", {"if_yes": if_yes, "if_no": if_no, "verdict": verdict})

# %% [markdown]
# ## 4. Find the share at which answering pays
#
# | | euros |
# |---|---|
# | a question that a person answers | 4 (`person_eur`) |
# | a wrong answer that a customer acts on, annoying | 2 |
# | the same, costly | 20 |
# | the same, unforgivable | no sum makes up for it |
#
# The figures are invented, and those of lab 03. Whoever acted on a wrong answer writes to a person as well. So with a share *p* of
# right answers, answering costs *(1 - p) x (wrong + person)* for each question, and handing over costs *person*. They break even at
#
# *p = wrong / (wrong + person)*
#
# For a mistake of 7 euros it would be `7 / (7 + 4)`. Write it for the two severities, with the price of a person that is printed here.

# %%
print(f"A person costs {lab.given.person_eur:g} euros for each question.")

# %%
annoying = lab.target("annoying")  # SOLUTION
costly = lab.target("costly")  # SOLUTION
check("06.4", {"annoying": annoying, "costly": costly})

# %% [markdown]
# ## 5. Set a threshold, the usual way and the honest way
#
# From which similarity on may the box answer? The usual way: go through the thresholds and take the smallest at which the dev questions
# reach the target. Find it for the **costly** target of section 4. If no row reaches it, write `naive = "none"`.

# %%
unsure.show_cuts(lab.cuts())

# %% [markdown]
# That threshold was chosen because it looked good here. Chosen like this, it often misses its target on new questions: the lesson had
# the simulation. The honest way asks for a promise: a threshold from which on the target holds, wrong at most one time in ten
# [angelopoulos-2021]. Sometimes there is none.

# %%
print(unsure.promise_text(lab, "costly"))
print(unsure.promise_text(lab, "annoying"))

# %% [markdown]
# Give all three. With other figures it could read `naive = "none"`, `safe_costly = 0.71`, `safe_annoying = 0.38`.

# %%
naive = unsure.naive_of(lab, "costly")  # SOLUTION
safe_costly = unsure.safe_of(lab, "costly")  # SOLUTION
safe_annoying = unsure.safe_of(lab, "annoying")  # SOLUTION
answer_5 = {"naive": naive, "safe_costly": safe_costly, "safe_annoying": safe_annoying}
check("06.5", answer_5)

# %% [markdown]
# What became of them on the test questions, which nobody used to choose? (This look changes no threshold.) A target is *reached* when
# the whole interval lies above it, *missed* when it lies below; else it cannot be told.

# %%
if visible("06.5", answer_5):
    print(unsure.kept_promises(lab))
    marks = {"naive, costly": lab.naive("costly"), "promised, annoying": lab.safe("annoying").threshold}
    picture, described = unsure.risk_figure(lab, marks, "test")
    plots.show(picture, alt=described)
else:
    print("Shown once you have tried exercise 5.")

# %% [markdown]
# ## 6. Find the words that mean danger
#
# A policy by severity needs the severity **before** the answer, and the box sees only words. Money is looked after: words such as
# *refund*, *deposit* or *cancel* make a question costly. The words for danger are yours; where both kinds stand, danger wins. Here are
# the unforgivable dev questions: fire, injury, somebody else's data, promises in the company's name. Plain questions about a full
# refund are among them: a wrong promise of one binds Meadow. Whether your list goes after them is your choice; *refund* as a word of
# danger also sends many harmless ones to a person.

# %%
unsure.show_dangerous()

# %% [markdown]
# Write a list of words, or of phrases of at most three words. `*` stands for any ending: `"leak*"` finds leaks and leaking. Catch at
# least 60 % of these questions, with at most 20 % of the harmless ones. For another company it would read
# `danger = ["gas", "leak*", "allerg*"]`.

# %%
danger = list(unsure.DANGER)  # SOLUTION
check("06.6", danger)

# %%
words = lab.watch(yours("06.6", danger, show=False))
if visible("06.6", danger):
    print(unsure.alarm_text(words))
else:
    print("What a list is worth on new questions is shown once you have tried exercise 6.")

# %% [markdown]
# The list was written with dev questions in sight. What it misses on new ones is the part of the risk that no policy can see: keep that
# figure for your decision.

# %% [markdown]
# ## 7. Write a policy by severity (workshop)
#
# | state | what the box does | what is assumed of customers |
# |---|---|---|
# | answer | opens the page as the answer | all act on it |
# | hedge | opens it, with a doubt in the first person | half (`hedge_heeded`) heed a doubt about a wrong page and write to a person, half act on it; 10 % (`hedge_doubted`) doubt a right one |
# | ask back | "is it about one of these three pages?" | 15 % (`ask_left`) leave and write to a person; if the right page is not there, 80 % (`ask_none`) say so and 20 % act on a wrong one |
# | search | five links, no claim | 60 % (`search_found`) find a right one; the others write to a person; 5 % (`search_misled`) are misled where none is right |
# | person | hands over | all wait for a person |
#
# Where the right page stands is measured. The right column is **assumed** (`data/uncertainty.yaml`): a product team measures it. That a
# doubt in the first person makes people check more was measured [kim-2024]; the half was not.
#
# A policy has a line for each severity that the box *guesses*. `answer` and `hedge`: the similarity from which on it does that, or
# `"never"`. `below`: what it does otherwise, one of "ask back", "search", "person". Who is in each line?

# %%
unsure.show_guessed(lab, words)

# %% [markdown]
# The guess leaks: costly questions stand in the line of the annoying ones, and a wrong answer there costs them as much as ever. So a
# threshold that was right for annoying questions can be too low for that line. Here is a policy to copy. Change its numbers and words,
# run, compare, repeat: dev is for that. What is asked for: nothing is answered plainly below a threshold that can be promised (section
# 5); where danger is seen, nothing is answered or hedged, and a person takes over; and on dev it costs less than each of the three plain
# policies of the table.

# %%
promises = {name: unsure.shown_promise(lab, name) for name in ("annoying", "costly")}
print(f"Promised: for annoying questions {promises['annoying']}, for costly ones {promises['costly']}.")
example = {
    "annoying": {"answer": 0.30, "hedge": 0.20, "below": "search"},
    "costly": {"answer": 0.60, "hedge": 0.50, "below": "person"},
    "unforgivable": {"answer": 0.65, "hedge": 0.55, "below": "search"},
}

# %%
policy = unsure.reference_policy(lab, words)  # SOLUTION
unsure.show_trial(lab, {"example": example, "yours": policy})

# %%
check("06.7", policy)

# %% [markdown]
# ## 8. Look at the test questions once, and decide (workshop)
#
# Your policy, and three others that you will hear proposed: *always answer*; *hand everything over*; *one threshold* for all severities, the
# naive one of section 5. All figures are for 1,000 questions like the test questions, with 95 % intervals over pages. *Shown a page*
# means answered or hedged; *end with a person* counts those who come back after a wrong answer. As long as exercise 7 is open, the last row
# is the *reference policy*, not yours.

# %%
used = yours("06.7", policy, show=False)
runs = lab.look("test", used, words, written=policy)
unsure.show_policies(runs, f"Four policies on {len(lab.rows('test'))} test questions, for 1,000")

# %%
picture, described = unsure.states_figure(runs)
plots.show(picture, alt=described)
for name, ran in runs.items():
    if name != "yours":
        print(f"{runs['yours'].name} minus {name}: {unsure.gap_text(runs['yours'], ran)}")
report(euros=runs["yours"].mean("euros"), shown=runs["yours"].mean("shown"), unforgivable=runs["yours"].mean("event"))

# %% [markdown]
# The last column is not in the sums. Where your policy has a number above 0 there, the words of section 6 missed a danger, and the
# question was treated like any other. Its interval is made alike for every policy: how many such questions may slip through, and at the
# upper end each ends in that state of the policy in which most customers act. So it is wide.
#
# The euros rest on what customers are assumed to do. Here two assumptions that carry *search* and *ask back* are halved and doubled
# (shares at most 1); section 11 has the others.

# %%
unsure.show_shaken(lab, used, words, ("search_found", "ask_none"))

# %% [markdown]
# Decide: `choice` is one of "always answer", "hand everything over", "one threshold", "yours" (once exercise 7 is right). Give a reason
# of two to four sentences in your words, with a figure of the row that you choose in the **test** table, and say what becomes of the
# unforgivable ones. About another product it would read:
#
# `why = "Our policy costs 900 euros for 1,000 questions, and one threshold costs 1,400 euros. We accept that the list misses some
# dangerous questions, and read those that it let through each week."`

# %%
choice = "yours"  # SOLUTION
why = unsure.reference_why(lab)  # SOLUTION
check("06.8", {"choice": choice, "why": why})

# %%
options = ["always answer", "hand everything over", "one threshold", "yours"]
passed = {"06.8": {"choice": choice, "why": why}}  # what is stored is what passes the check
policy_text, costs = unsure.in_words(lab, choice, used), unsure.euros_text(runs, choice)
decide("06.policy", choice=choice, why=why, options=options, needs=passed, policy=policy_text, costs=costs)

# %% [markdown]
# ## 9. Set a deadline, and decide what may be streamed
#
# Should the box one day let a model write the answer, customers will wait. These are real times of the bundled model: every reply of the
# pilot, one at a time on two processors. A streamed reply shows its first word early; 30 were streamed, on a busier machine. The
# exercise is about the pilot.

# %%
print(unsure.times_text())
streamed = unsure.recorded_times().replies
first, whole = [one.first for one in streamed], [one.whole for one in streamed]
picture, described = unsure.waiting_figure(first, whole, pilot=unsure.whole_times())
plots.show(picture, alt=described)
unsure.time_now(lab)

# %% [markdown]
# At the deadline the box stops waiting and shows the search instead (state *slow*). The team promises: **at most one customer in ten sees
# that.** Find the smallest deadline that keeps it, to a tenth of a second: change the numbers and run the cell again.

# %%
deadlines = [1.0, 2.0, 5.0, 10.0]
for seconds in deadlines:
    late = unsure.late(unsure.whole_times(), seconds)
    print(f"deadline {seconds:.1f} s: {100 * late:.1f} % are cut and see the search")

# %% [markdown]
# And `stream`: may replies appear word by word? A check (is it dangerous, does the passage support it?) needs the whole reply. One of
# "always", "only where nothing is checked afterwards", "never".

# %%
deadline = unsure.smallest_deadline()  # SOLUTION
stream = "only where nothing is checked afterwards"  # SOLUTION
check("06.9", {"deadline": deadline, "stream": stream})

# %% [markdown]
# ## 10. Write what the box says
#
# A state is only as good as its words. Each text is checked by properties, not by a model answer. They follow the HAX guidelines
# [amershi-2019] and the chapter on errors of the People + AI Guidebook [pair-guidebook]:
#
# | text | what it needs | placeholder |
# |---|---|---|
# | all | no false certainty, no blame, at most 45 words | |
# | hedge | a doubt in the first person; what the customer can do about it | `{page}` |
# | ask back | a question; a way out | `{pages}` |
# | search | what the box could not do; a person to turn to | `{links}` |
# | person | who takes over, and why; by when | `{hours}` |
# | slow | that it takes longer; what can be done meanwhile; a person | `{links}` |
#
# A library's box would say for *hedge*: "I believe the rule is in {page}, but I am not sure. Please look there before you pay." And for
# *person*: "Your card is a matter for a librarian, because I cannot see your account. You hear from us within {hours} hours." Write
# Meadow's, in your words. Copy this form into the next cell, and put a text between each pair of empty quotes:
#
# ```python
# texts = {
#     "hedge": "",
#     "ask back": "",
#     "search": "",
#     "person": "",
#     "slow": "",
# }
# ```

# %%
texts = unsure.reference_texts()  # SOLUTION
unsure.show_texts(texts)

# %%
check("06.10", texts)

# %% [markdown]
# ## 11. Shake the assumptions (bootcamp)
#
# The euros rest on what customers are assumed to do. Would your decision survive if the assumptions are wrong? Each is halved and
# doubled (shares at most 1), and the four policies are run again on the test questions.

# %%
unsure.show_shaken(lab, used, words)

# %% [markdown]
# An assumption that changes nothing belongs to a state that your policy does not use. Does a hedge ever pay? In section 7 set
# `"hedge": 0.5` in the line for annoying and note its euros on dev; then set `hedge_heeded = 0.9` in the first code cell, run everything again,
# and compare. Which assumption would you measure first, and how? A test in which half of the customers see the hedge and half do not is
# module 11.
#
# Then ask the box something of your own: write a question, and run the cell. It searches now, which loads the model that compares meanings.

# %%
my_question = ""  # for instance "Can I take the bike on a train to Lindenhaven?"
unsure.show_own(lab, my_question, used, words)

# %% [markdown]
# ## What to take to your team
#
# A page with your policy, what it was worth on the test questions, what is assumed, what it says, and what is open. Print it, or copy it
# into your plan.

# %%
unsure.policy_page(lab, policy=policy, danger=danger, why=why, choice=choice, texts=texts, deadline=deadline)

# %% [markdown]
# - **A confidence is a ranking until you have calibrated it.** Ask how often it is right, with an interval, before it decides anything.
# - **The threshold comes from costs, and a promise needs enough cases.** Sometimes the honest threshold is *none*.
# - **Abstaining costs too.** Count hand-overs in the same table as harm.
# - **Severity has to be guessed from words.** What the guess misses, no policy sees.
#
# Sources: guarantee [angelopoulos-2021], risk and coverage [geifman-2017], guidelines [amershi-2019], [pair-guidebook], first-person
# doubt [kim-2024]. Next: module 07, where the search itself gets better.
