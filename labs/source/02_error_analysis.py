# %% [markdown]
# # Find out what goes wrong before you mend anything
#
# - **You will** read real conversations, name what went wrong, count it, order the repairs, and turn two faults into eval cases.
# - **You need** lesson 02.
# - **You decide** what the team mends first in version 0 of the assistant, and why
# - **Time:** 80 min (workshop 20 min)
# - **Key needed:** no
#
# | door | sections |
# |---|---|
# | workshop, 20 min | 1, six conversations of 2, then 5 and 6 |
# | self-study, 80 min | 1 to 9; it can be interrupted after 3 and after 6 |
# | bootcamp, 100 min | 1 to 11 |
#
# Version 0 is the pilot that Meadow's support team built in a week: it searches all published help pages, shows the model the three
# sections that look nearest, and lets it answer. The conversations are recorded, with the small bundled model. Nearly all of them went
# wrong. That is a good day for error analysis, and a bad one for anybody who asks only *how often*.
#
# Go section by section. What you leave out stays open and stops nothing. Your notes are stored with every key; after a restart run
# the cells above again and they are there. With another `seed` other conversations are drawn: notes on those that are not drawn again
# are kept, and not shown.

# %% tags=["parameters"]
split = "dev"  # or "test"
to_read = 12  # 8 to 40
seed = 2
look_first = False

# %%
from helpers import annotate, coding, plots, world
from helpers.check import check, decide
from helpers.own import own, yours
from helpers.run import report
from helpers.widgets import slider

taxonomy = mend = better = wrong_pages = my_cases = ...  # filled in below, section by section
notes = {}
study = coding.begin(split=split, to_read=to_read, seed=seed)
longer = sum(len(trace.turns) > 1 for trace in study.traces)
print(f"{len(study.traces)} conversations on {len(set(study.pages()))} pages, {longer} of them with a second message.")
print(f"You read {len(study.sample)} of them, drawn by kind of question.")

# %% [markdown]
# ## 1. Guess before you look (workshop)
#
# Ask a team what is wrong with its assistant and you hear "it hallucinates". What would you say? Of 100 conversations, in how many is
# the *first* thing that goes wrong one of these? First means first on the way: search, page, reply. In the lesson you saw how many get
# lost at which station. Now split the stations into kinds, from memory, and do not scroll back.

# %%
for kind, (meaning, _) in coding.FIRST_FAULTS.items():
    print(f"{kind:8s} {meaning}")

# %% [markdown]
# Write six numbers that add up to 100, in this form (three kinds of something else):
#
# `guess = {"cats": 60, "dogs": 30, "neither": 10}`

# %%
guess = {"search": 10, "page": 5, "invents": 45, "reply": 15, "care": 10, "right": 15}  # SOLUTION
check("02.1", guess)

# %% [markdown]
# ## 2. Read, and write down what you see (workshop: six)
#
# This is called open coding: one line for each conversation, in your own words, before anybody hands you a list [husain-shankar-2025].
# Write what you *see*: "asks for the price of City, reply praises the bike and names no price". Not "hallucination": that is a
# verdict, and nobody can mend a verdict. If nothing is wrong, type 0 and Enter. The grey lines unfold what the search had found; hold
# the reply against it. A copied piece of either is no note. Two minutes for the first one, one minute from
# the fifth on.
#
# In the line under the conversation, type your note and press Enter; then `n` and Enter for the next one, `p` and Enter to go back.

# %%
print("Without controls:", annotate.form(study.sample))
typed = {trace.id: study.label(trace.id).note for trace in study.sample}  # SOLUTION
notes = annotate.read("02.notes", study.sample, typed=typed)

# %% [markdown]
# `typed` is for work without controls: leave it as it is, or fill it in the form that is printed above. Whatever you mark lands in one
# plain table:

# %%
notes

# %%
check("02.2", notes.plain())

# %% [markdown]
# ## 3. Make piles of your notes
#
# Read your notes again and put together what the same change in the product would mend. Three to six piles, each with a name, one
# sentence that decides yes or no, and the id of one of your conversations as the example. The form, with a pile about something else:
#
# `taxonomy = {"too late": {"definition": "The courier came after the hour that was promised.", "example": "tr-q-…"}, "…": {…}}`

# %%
taxonomy = ...
# BEGIN SOLUTION
kinds = {
    "search missed": ("retrieval_miss", "The passages that the model was shown do not hold the answer."),
    "answer left out": ("ignores_source", "A passage holds the answer and the reply does not pass it on."),
    "should not answer": ("should_hold_back", "A right reply would ask back, decline or send to a person."),
    "garbled": ("broken_output", "The reply repeats itself, is cut off or speaks as the customer."),
}
taxonomy, used = {}, set()
for pile, (code, definition) in kinds.items():
    fits = [trace.id for trace in study.sample if code in study.label(trace.id).codes and trace.id not in used]
    if fits:
        used.add(fits[0])
        taxonomy[pile] = {"definition": definition, "example": fits[0]}
# END SOLUTION
check("02.3", taxonomy)

# %% [markdown]
# ## 4. Code by a guideline, and compare
#
# Your piles are yours. To count with others you need one list. Two readers of Meadow used this one, worked apart, and coded every
# conversation. A conversation can have several codes.

# %%
for code, meaning in world.FAILURES.items():
    print(f"{code:17s} {meaning}")

# %% [markdown]
# Code the same conversations with it: number and Enter, several if you like, 0 for nothing wrong; `n` and Enter for the next one. Your
# notes stand below each card. Two habits of the readers that the lines do not tell: whatever may hurt somebody is counted as coming first,
# and a passage that is copied and cut off before the answer is *broken_output*.

# %%
print("Without controls:", annotate.form(study.sample, world.FAILURES, name="typed_codes"))
typed_codes = {trace.id: list(study.label(trace.id).codes) or ["right"] for trace in study.sample}  # SOLUTION
codes = annotate.read("02.codes", study.sample, tags=world.FAILURES, typed=typed_codes, notes=notes)

# %%
check("02.4", codes.plain())

# %%
coding.compare_with_readers(study, codes)

# %% [markdown]
# Where you and they differ, do not ask who is right. Ask which sentence of the guideline left it open. Section 7 does that. A settled
# label can be wrong, too: whoever can point to the place writes down id, code and place, and the guideline's owner decides.
#
# ## 5. Count, and see which sentences the counts carry (workshop)
#
# Now all conversations, as the two readers and a third reading settled them. The intervals count pages, because questions about one
# page resemble each other [miller-2024].

# %%
look = coding.may_look(notes, skip=look_first)
faults = study.first_faults()
guessed = guess if own("02.1", guess) else None
if look:
    plots.show(coding.guess_beside(guessed, faults, title="The first thing that went wrong"),
               alt=f"Shares of first faults with intervals, and the guess beside each. {plots.words(faults)}")  # fmt: skip

# %%
if look:
    if guessed:
        far = max(faults, key=lambda kind: abs(guessed[kind] - 100 * faults[kind].value))
        print(f"Furthest off: {far}, guessed {guessed[far]:g} %, counted {faults[far].text}.")
    each = {code: study.share(study.first([code])) for code in world.FAILURES}
    plots.show(coding.first_and_any(study, title="What came first, and what is there at all"),
               alt=f"For each code the share in which it is the first fault. {plots.words(each)}")  # fmt: skip

# %% [markdown]
# The bar is the first fault, the dot is every conversation that has the code at all. Where none was seen, or all, nothing tells how far
# pages differ; then each page counts as one conversation, which is the most careful reading. So "none" can reach further up than
# "two". Which of the six sentences do the counts support? Give their letters as a set, such as `{"a", "b"}`.

# %%
if look:
    for claim in coding.claims(study).values():
        print(f"{claim.letter}  {claim.text}")

# %%
# BEGIN SOLUTION
supported = {claim.letter for claim in coding.claims(study).values() if claim.supported}
# END SOLUTION
check("02.5", supported)

# %% [markdown]
# ## 6. Decide what to mend first (workshop)
#
# Frequency is not a plan. A fault counts by how often it comes, how bad it is, and what it takes to mend it. An annoying wrong answer
# costs 2 euros, a costly one 20; nothing makes up for an unforgivable one. *Can come right* counts the conversations in which this fix
# alone leaves no fault behind; the three columns after it split that number. It is an upper bound: the fix does all that it can. Where a
# fixed text or a person answers, no fault of the model is left either, so this may be more than *first fault in*. Days and euros are
# invented.

# %%
coding.fix_table(study) if look else None

# %% [markdown]
# Put the five fixes in order. First the one that takes away most of the unforgivable per day of work. The others by the euros that a
# day of work saves: annoying times 2 plus costly times 20, divided by the days. Say why in one or two sentences: name the fix that comes
# first, a figure of its row, and what you accept. The form:
#
# `mend = {"order": ["paint", "brakes", "bell"], "why": "Brakes take 2 days and …"}`

# %%
mend = ...
# BEGIN SOLUTION
order = coding.order_of_fixes(study)
gain = coding.gains(study)[order[0]]
mend = {
    "order": order,
    "why": f"The {order[0]} takes {gain.fix.days:g} days and puts {gain.right} conversations right, "
    f"{gain.by_severity['unforgivable']} of them unforgivable. We accept that the rest stays as wrong as it is.",
}
# END SOLUTION
check("02.6", mend)

# %%
chosen = yours("02.6", mend, show=False)
first = coding.gains(study)[chosen["order"][0]]
report(search_first=faults["search"], invented_first=faults["invents"], right=faults["right"])
decide("02.first_fix", choice=chosen["order"][0] if own("02.6", mend) else ..., why=chosen["why"], options=list(coding.gains(study)),
       needs={"02.6": mend}, can_come_right=f"{first.right} of {len(study.traces)}",
       search_fails_first=faults["search"].text)  # fmt: skip

# %% [markdown]
# ## 7. Mend the definition, not the person
#
# Two readers, one guideline, working apart. Raw agreement counts equal verdicts. Kappa takes away what chance would give, and AC1 does
# so in a way that stays steady when nearly everything is one verdict [gwet-2008]. Compare the two row by row.

# %%
coding.agreement_table(study) if look else None

# %%
code = "broken_output"  # change it, to see on which conversations the readers differed about another code
if look:
    row = coding.agreements(study)[code]
    print(f"The first reader saw {code} in {row.both + row.first} conversations, the second in {row.both + row.second}.\n")
for trace, who in coding.disputed(study, code, 3) if look else []:
    print(f"{trace.id}: only the {who} reader gave {code}.")
    print(f"   {' '.join(trace.turns[-1].reply.split())[:230]} …")

# %% [markdown]
# Answer with four values. `mend`: the code with the least agreement. `paradox`: among the rows with 90 % agreement or more, the one in
# which kappa and AC1 contradict each other most. `settles`: the id of a conversation on which the readers differed about the code to
# mend (set `code` above to it). `definition`: a sharper line for that code. It says in two halves what the reply holds when the code
# counts, and when it does not, and names as an example something that this customer asked. That the line is good cannot be checked
# here, only that it has what a good one needs. The form:
#
# `better = {"mend": "too late", "paradox": "rained", "settles": "tr-q-…",`
# `"definition": "Counts when … (here: …); does not count when …"}`

# %%
better = ...
# BEGIN SOLUTION
rows = coding.agreements(study)
least = min(world.FAILURES, key=lambda code: rows[code].agreement.value)
known = [row for row in rows.values() if row.agreement.value >= 0.9 and row.gap is not None]
settled = coding.disputed(study, least)[0][0]
asked = max(sorted(coding.words_of_message(settled, settled.turns[0].text)), key=len)
better = {
    "mend": least,
    "paradox": max(known, key=lambda row: row.gap).code,
    "settles": settled.id,
    "definition": f"Counts when the reply names nothing of what was asked (here: {asked}); does not count when the needed fact "
    "stands in it, however clumsy the sentences around it.",
}
# END SOLUTION
check("02.7", better)

# %% [markdown]
# ## 8. Audit the pages
#
# The search shows whatever is published. A page can be wrong although the assistant is not, and no prompt mends that. Three pages have
# to be mended today: two still state a rule as it was before 1 September, and one belongs to nobody. An old date alone is no fault. Here
# are the pages, and below them the rules that changed.

# %%
coding.page_table()  # coding.page_table("reviewed") puts the oldest review first; also "owner", "valid from"

# %%
coding.change_table()

# %% [markdown]
# Search for two or three words of each rule and look at the dates. Change the words and run the cell again.

# %%
coding.find("20 percent | 15 percent | student")

# %% [markdown]
# Answer with a dictionary from each of the three pages to the page that states the rule as it is now, or to `"no owner"`. The form:
#
# `wrong_pages = {"opening-hours": "new-opening-hours", "imprint": "no owner"}`

# %%
wrong_pages = {"money-back-promise": "refund-window", "insurance-claims-checklist": "theft-first-steps", "riding-in-winter": "no owner"}  # SOLUTION
check("02.8", wrong_pages)

# %% [markdown]
# ## 9. Turn the top two faults into eval cases
#
# A fault that was read once and not written down comes back. Take the two most frequent first faults and write two cases for each,
# about different pages. Your case has to fail the reply of version 0, and a right reply has to pass it. Both are tried.

# %%
top = study.top(2)
coding.candidate_table(study, top) if look else None

# %% [markdown]
# One case about another fault, in full. `must`: what only a right reply says, six words at most, so that another right reply can pass;
# other wordings stand in the same text with ` | ` between them. `must_not`: what a wrong one says. Question, page and severity are taken
# from the conversation.

# %%
example = coding.case("tr-q-w2-085", failure="unsafe", must=("never send | do not send | not by post",), must_not=("our address is",))
example

# %% [markdown]
# Yours, as a list; `must_not` may stay empty, `()`:
#
# `my_cases = [coding.case("tr-q-…", failure="…", must=("…",), must_not=("…",)), coding.case("tr-q-…", …), …]`

# %%
my_cases = ...
# BEGIN SOLUTION
my_cases = [
    coding.case(trace.id, failure=failure, must=trace.question.must, must_not=trace.question.must_not)
    for failure in top
    for trace in coding.candidates(study, failure, 2)
]
# END SOLUTION
check("02.9", my_cases)

# %%
print(coding.keep(my_cases))

# %% [markdown]
# ## 10. Plan the next reading (bootcamp)
#
# Next month version 1 is read. Three questions, one answer.
#
# *Label noise.* Of 1,000 conversations 100 are right. A hurried reader errs in 1 of 10, in both directions. How many does that reader
# call right? With other numbers: of 1,000, 600 are right, 1 of 20 is misread: `600 * 0.95 + 400 * 0.05` are called right.
#
# *Size.* A fault hits 2 of 100 conversations. How many must be drawn at random to meet it at least once with 95 %? The smallest number.
#
# *Draw.* `"at random"`, `"by kind of question"` or `"complaints only"`: which one for the pass rate, which one to meet new kinds of faults?
#
# The form: `next_reading = {"called_right": 590, "read": 30, "for_the_rate": "complaints only", "for_new_kinds": "complaints only"}`

# %%
sizes = [20, 50, 100, 200]
for n in sizes:
    print(f"{n:4d} conversations meet a fault of 2 in 100 at least once in {100 * (1 - 0.98**n):.2f} of 100 samples")

# %%
# BEGIN SOLUTION
next_reading = {
    "called_right": 100 * 0.9 + 900 * 0.1,
    "read": next(n for n in range(1, 1000) if 1 - 0.98**n >= 0.95),
    "for_the_rate": "at random",
    "for_new_kinds": "by kind of question",
}
# END SOLUTION
check("02.10", next_reading)

# %% [markdown]
# ## 11. Try one fix for real (bootcamp)
#
# Version 0 searches for a follow-up with its own words alone. "And on Sundays?" finds what is near to Sundays. Suppose the search
# takes the message before it along. In how many more of 100 follow-ups does it find a page that holds the answer?

# %%
more_found = slider("more_found", 0, -50, 100, label="Your guess, in points")

# %%
if look:
    trial = coding.followups(study)
    more = trial.difference
    print(f"{len(trial.traces)} follow-ups that a page answers. Found alone: {sum(trial.alone)}; with the message before: {sum(trial.together)}.")
    print(f"Difference: {more}." + (f" You guessed {more_found:+d} points." if more_found else ""))
    plots.show(plots.difference(more, worse="finds less", better="finds more", title="Search with the message before it"),
               alt=f"Paired difference of follow-ups whose page is found: {more.text}.")  # fmt: skip

# %% [markdown]
# The search was run for this, the replies were not made again. Finding the page is not answering: section 6 says what the model
# does with a page that it has.
#
# ## What to take to your team
#
# One page: what you read, what it is called, how often it comes, what is mended first. Print it or paste it.

# %%
coding.one_page(study, taxonomy=taxonomy, mend=mend, better=better, pages=wrong_pages, cases=my_cases, notes=notes, look=look)

# %% [markdown]
# **Sources.** [husain-shankar-2025] for open coding and counting, [miller-2024] for intervals by page, [gwet-2008] for AC1 and the
# paradox of kappa, [rule-of-three] for how many to read. All of them are listed in the file of sources.
#
# **Next.** Lab 03 takes your cases and asks two later versions of the assistant; module 04 looks for a judge that can read for you.

# %%
from helpers import progress

progress.lab("02")
