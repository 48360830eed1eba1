# %% [markdown]
# # Decide how the help centre is searched
#
# - **You will** write retrieval cases, cut pages, price contexts, find where answers are lost, check what replies rest on, and set filters.
# - **You need** lesson 07.
# - **You decide** which search goes live before Meadow's assistant, and whether the model may answer from what it finds
# - **Time:** 85 min (workshop 30 min)
# - **Key needed:** no
#
# | door | sections |
# |---|---|
# | workshop, 30 min | run every cell, answer only 3, 5 and 9; section 9 names safe values for what 7 and 8 would give |
# | self-study, 85 min | 1 to 5 and 7 to 9 |
# | bootcamp, 110 min | 1 to 10 |
#
# In lab 02 more than a third of the conversations were lost in the search. Some want "smaller chunks", some "more context", some "a
# vector database". You find out with figures, and one look at test pages at the end. A section that you leave out stays open and
# stops nothing.
#
# The settings: `chunk_words`, `overlap` and `k` (how
# many chunks the model is shown) and `mode` ("bm25", "dense" or "hybrid") are the design of this run; `workbook sweep` changes them.
# `live_cases` is the number of questions that are asked where replies have to be made now; `hosted` is the model whose price is taken.

# %% tags=["parameters"]
chunk_words = 80
overlap = 20
k = 3
mode = "hybrid"
model = "local/smollm2-135m"
hosted = "openai/gpt-5-nano"
live_cases = 10

# %%
from helpers import cards, corpus, own, plots, prices, retrieving, stats, world
from helpers.check import check, decide
from helpers.retrieving import Design, wanted
from helpers.run import report
from helpers.widgets import choice, slider, text

lab = retrieving.begin(chunk_words=chunk_words, overlap=overlap, k=k, mode=mode, model=model, live_cases=live_cases)
this_run = lab.row(lab.design)
report(recall_at_3=this_run.recall_at_3, ndcg_at_10=this_run.ndcg, answer_shown=this_run.holds, answer_right=this_run.right,
       groundedness=this_run.grounded, prompt_tokens=this_run.tokens)  # fmt: skip
print(f"{len(retrieving.asked())} dev questions that a page answers, {len(world.documents())} published pages.")
retrieving.three_measures(this_run)

# %% [markdown]
# Three measures of one search. **Right page**: the share of the pages that answer a question which are among the chunks shown (recall).
# **Answer in the passages**: every phrase that a right answer needs stands in what is shown. It can exceed *right page*: where two
# pages answer, one may say all that is needed, and a page that is not listed as right may say it too, now and then by chance. **Right reply**: the model's
# reply says what it must and nothing that it must not, by phrases. Phrases pass some wrong replies; so the true rate is lower.
# (Lesson 07 counts the first three different *pages*, the lab the pages of the first three *chunks*: its recall is lower.)
#
# Here is the help centre as the search sees it. Type a question, and see where it lies and which chunks are nearest.

# %%
atlas = corpus.Atlas(retrieving.index(Design()))
typed = text("typed", "When is my refund on my card?", label="Your question")

# %%
picture, described = atlas.picture(typed)
plots.show(picture, alt=described)
cards.say(described)

# %% [markdown]
# ## 1. Write five retrieval cases
#
# A retrieval case is a customer's question, the page that answers it, and a few words that stand on that page. It needs no model. Here
# are all pages, and one of them in full; change the name to read another.

# %%
retrieving.page_list()

# %%
retrieving.show_page("invoices")

# %% [markdown]
# Write five cases, about at least three pages. One of the five has no page: `page="none"`, and no phrase. Ask as a customer would, who
# has not read the page. Three rules:
#
# - the question is a sentence of at least five words, and about the page that you name,
# - the phrase is copied from that page, two to eight words or a figure,
# - the words of the phrase do not stand in the question.
#
# Copy the two lines below, change what stands between quotes, and keep the commas; the two themselves do not count. Two pages that are
# both needed are written `page=["contact-us", "hubs"]`.

# %%
two_cases = [
    wanted("How long can I still get at the bill of last spring?", page="invoices", phrase="24 months"),
    wanted("Do you sell helmets for dogs?", page="none"),
]

# %%
# BEGIN SOLUTION
my_cases = [
    wanted("My card was refused this morning. When will you try again?", page="missed-payment", phrase="5 days"),
    wanted("Somebody cut my lock last night and the bike is gone. Whom do I tell, and how fast?",
           page="theft-first-steps", phrase="24 hours"),
    wanted("Until when is a person in the chat on Saturday?", page="contact-us", phrase="14:00"),
    wanted("I fell, and the case of the battery is broken. Do I take it to a hub today?", page="battery-dropped-or-wet",
           phrase="do not bring it in"),
    wanted("Do you also rent out electric scooters for tourists?", page="none"),
]  # fmt: skip
# END SOLUTION
check("07.1", my_cases)

# %%
print(retrieving.keep(my_cases))
retrieving.searched(my_cases, lab.design)

# %% [markdown]
# ## 2. Find a search that words win, and one that meaning wins
#
# *Words* (BM25) counts the pieces of words, four letters each, that question and chunk share. *Meaning* (dense) compares what they are about.
# *Both* (hybrid) joins the two lists. Try searches until you have one for which only words find the right page in the first three
# places, and one for which only meaning does.

# %%
retrieving.modes("When is my refund on my card?")

# %% [markdown]
# Change the text in the cell above as often as you like. Then write the two down: the search, and the page that is right for it. For
# *words* the search itself stands on that page. For *meaning* add, as a third text, two to eight words of the page that answer it.
#
# The forms, with searches that do not count because both ways find the page: `words_win = ("Eastmere", "eastmere-guide")` and
# `meaning_wins = ("a hole in my wheel", "flat-tyre", "The repair is free")`. Change all of the texts.

# %%
words_win = ("0800 555 0112", "after-an-accident")  # SOLUTION
meaning_wins = ("someone swiped my wheels", "theft-first-steps", "within 24 hours")  # SOLUTION
check("07.2", {"words": words_win, "meaning": meaning_wins})

# %%
gaps = {f"hybrid minus {name}": lab.gain(Design(mode=name), Design(), "holds") for name in ("bm25", "dense")}
for name, gap in gaps.items():
    print(f"Answer in the passages, {name}: {gap.text}.")

# %% [markdown]
# ## 3. Find the claims about chunk size that the sweep supports (workshop)
#
# Pages of about 200 words are cut into chunks of 40, 80, 160 or 320 words (the last are whole pages); the title of its page is put in
# front of each, so a chunk has a few words more. The model is shown the three best.
# **Before you look:** in how many of 100 questions does the answer stand in three chunks of 40 words, and in three of 320? And with
# which size are most replies right?

# %%
guess_small = slider("guess_small", 50, 0, 100, label="Answer in three chunks of 40 words, of 100")
guess_large = slider("guess_large", 50, 0, 100, label="Answer in three chunks of 320 words, of 100")
guess_best = choice("guess_best", ["40", "80", "160", "320", "no difference"], label="Most right replies with")

# %%
sizes = lab.sizes()
print(f"You said {guess_small} and {guess_large}; measured {100 * sizes[40].holds.value:.0f} and {100 * sizes[320].holds.value:.0f}. "
      f"Most right replies, you said: {guess_best or 'nothing'}.")  # fmt: skip
retrieving.design_table(sizes, "chunk size", "Three chunks of each size, hybrid search, dev questions")

# %%
picture, described = retrieving.sweep_figure(sizes, "words in a chunk")
plots.show(picture, alt=described)

# %% [markdown]
# Two rows of a table are two figures about the same questions, so their difference has an interval of its own, as in lab 03. And three
# large chunks show more words than three small ones. The second table gives each size about the same number of words.

# %%
for line in retrieving.size_gaps(lab):
    print(line)
retrieving.budget_table(retrieving.SAME_BUDGET)

# %% [markdown]
# Which of the six sentences may be said? Give their letters as a set, such as `{"a", "b"}`.

# %%
for claim in retrieving.claims(lab).values():
    print(f"{claim.letter}  {claim.text}")

# %%
supported = {claim.letter for claim in retrieving.claims(lab).values() if claim.supported}  # SOLUTION
check("07.3", supported)

# %% [markdown]
# ## 4. Pay for longer contexts
#
# "Then show it more." Chunks of 80 words again; the model is shown one, three or six. **Before you look:** of 100 questions, how many
# more have a right reply with six chunks than with one?

# %%
guess_more = slider("guess_more", 10, -30, 60, label="More right replies with six, of 100")

# %%
tops = lab.tops()
gained = lab.gain(Design(k=1), Design(k=6), "right")
print(f"You said {guess_more:+d}. Six chunks minus one, right replies: {gained.text}.")
print(f"Six chunks minus one, answer in the passages: {lab.gain(Design(k=1), Design(k=6), 'holds').text}.")
print(f"Six chunks minus three, right replies: {lab.gain(Design(k=3), Design(k=6), 'right').text}.")
retrieving.design_table(tops, "chunks shown", "One, three and six chunks of 80 words, dev questions")

# %%
for shown, row in tops.items():
    dollars = 100_000 * prices.cost(hosted, round(row.tokens), 64)
    print(f"{shown} chunk{'s' * (shown != 1)}: {row.tokens:.0f} tokens, {dollars:.2f} USD for 100,000 questions at the price of {hosted}.")
retrieving.waits(lab.waited())

# %% [markdown]
# Answer with three values. `shown` and `right`: is the answer shown, and is the reply right, "more often", "less often" with six chunks
# than with one, or "no difference shown"? `times`: how many times as many tokens has the prompt with six chunks? For a product with
# 100 tokens before and 250 after, the last line would read `times = 2.5`.

# %%
six_and_one = lab.gain(Design(k=1), Design(k=6), "holds")
shown = "more often" if six_and_one.low > 0 else "no difference shown"  # SOLUTION
right = "more often" if gained.low > 0 else "less often" if gained.high < 0 else "no difference shown"  # SOLUTION
times = tops[6].tokens / tops[1].tokens  # SOLUTION
check("07.4", {"shown": shown, "right": right, "times": times})

# %% [markdown]
# ## 5. Separate what the search lost from what the model lost (workshop)
#
# Four wrong replies, with the passages that the model was shown. For each: does all that a right reply says stand in the passages? Then
# the **model** lost it. If not, the **search** did, and a better model would have had nothing to work with.

# %%
retrieving.lost_cards(lab.lost())

# %% [markdown]
# Now all questions at once. *Found*: everything that a right reply needs stands in the passages.

# %%
boxes = {key: len(rows) for key, rows in retrieving.quadrants(lab.answers()).items()}
picture, described = corpus.boxes_figure({"found": (boxes[True, True], boxes[True, False]),
                                          "not found": (boxes[False, True], boxes[False, False])})  # fmt: skip
plots.show(picture, alt=described)

# %% [markdown]
# Write for the four replies `"search"` or `"model"`, in their order. For two replies it could read `where = ["model", "search"]`.
#
# `at_most`: suppose that the search never missed, and the model stayed as good as it is today when the answer lies before it. What share
# of the replies would then be right? Take the counts from the boxes; a fraction will do, such as `at_most = 3 / 20`.

# %%
where = ["model" if row.holds else "search" for row in lab.lost()]  # SOLUTION
at_most = boxes[True, True] / (boxes[True, True] + boxes[True, False])  # SOLUTION
check("07.5", {"where": where, "at_most": at_most})

# %% [markdown]
# ## 6. Check what a reply rests on (bootcamp)
#
# "At least it says nothing that is not in our pages." A rule looks it up: every figure, date, telephone number and name of a reply is a
# **claim**, and it is supported when a passage says it. A reply is *supported* when all of its claims are, *unsupported* when one is
# not, and has *no claim* when there is nothing to look up. Here are two replies of each kind, the first whose claims are plain.

# %%
retrieving.claims_table(retrieving.telling(lab.answers()))

# %% [markdown]
# The rule does not see claims in plain words ("you may ride abroad"), nor a right figure about the wrong thing. And what is a reply
# without any claim? Three libraries for such scores give three answers: it counts as nothing, as perfect, or as it happened once, as
# perfect because nobody had looked [groundedness-three].

# %%
states = [row.ground.state for row in lab.answers()]
for state in retrieving.STATES:
    print(f"{states.count(state):3d} replies: {state}")

# %%
for size, row in sizes.items():
    print(f"chunks of {size:3d} words: {retrieving.in_words(row)}")

# %% [markdown]
# Work out the share of grounded replies in three ways: a reply without a claim counts as bad, counts as good, or is left out. With 10
# supported, 4 unsupported and 6 without a claim it would be `counts_as_bad = 10 / 20`, `counts_as_good = 16 / 20`, `left_out = 10 / 14`.
#
# All claims of the replies in the next table are supported. Some of these replies say what the customer needs, others do not. Give
# the id of one that does **not**, such as `blind = "q-w1-001"`. Hold each reply against the last column.

# %%
retrieving.grounded_table(lab.grounded(), states.count("supported"))

# %%
yes, no, none = (states.count(state) for state in retrieving.STATES)
counts_as_bad = yes / (yes + no + none)  # SOLUTION
counts_as_good = (yes + none) / (yes + no + none)  # SOLUTION
left_out = yes / (yes + no)  # SOLUTION
blind = next((row.question.id for row in lab.grounded() if not row.right), "none")  # SOLUTION
check("07.6", {"counts_as_bad": counts_as_bad, "counts_as_good": counts_as_good, "left_out": left_out, "blind": blind})

# %% [markdown]
# ## 7. Say nothing when nothing is found
#
# Some questions no page answers. A search finds something all the same. The cosine of the best chunk may tell: below a threshold the
# customer goes to a person. A passage shown to somebody whose question no page answers costs 20 euros (a wrong trip, a second mail), a
# person 4 euros. Both figures are invented; so is the guess of the help desk that **30 of 100 customers ask what no page answers**.
# Among our own questions it is fewer (the table says how many), because we wrote them from the pages. A threshold needs no reply of a
# model, so all 120 dev questions that a page answers count here; replies are recorded for 90 of them, three of every four.

# %%
scored = retrieving.scored("dev", lab.base())
picture, described = corpus.scores_figure({"a page answers": [row.score for row in scored if row.there],
                                           "no page answers": [row.score for row in scored if not row.there]},
                                          xlabel="cosine of the best chunk")  # fmt: skip
plots.show(picture, alt=described)

# %%
retrieving.silence_table(scored, retrieving.UNANSWERED)

# %% [markdown]
# Choose the threshold for the customers of the help desk, as a number from the first column, such as `below = 0.25`. It is a threshold
# for chunks of 80 words: chunks of another size have other cosines. Section 9 shows this table again for the design that you choose.

# %%
below = min(retrieving.thresholds(scored, retrieving.UNANSWERED), key=lambda one: one.euros).threshold  # SOLUTION
check("07.7", below)

# %% [markdown]
# ## 8. Keep old and foreign pages out
#
# A real index holds whatever a crawler found. This one now holds every version of every page, and a page that somebody put into the
# forum. The model is asked about what changed on 1 September: without a date, as of today, and with a date that nobody has moved on
# since August.

# %%
retrieving.dated_table(lab.dated())

# %% [markdown]
# A filter reads only what stands beside a page. Three guards are on offer:

# %%
for name, asks in retrieving.GUARDS.items():
    print(f"{name:7s} {asks}")
print(f"The teams that publish for Meadow: {', '.join(retrieving.teams())}.")
retrieving.suspects_table()

# %% [markdown]
# Which of the five pages does each guard keep out? Give letters; for a guard that stops pages a and b it would read
# `stopped_by_date = {"a", "b"}`, and for one that stops none `set()`.

# %%
stopped_by_date = {"a"}  # SOLUTION
stopped_by_owner = {"d", "e"}  # SOLUTION
stopped_by_review = {"a", "b", "c", "d", "e"}  # SOLUTION
stopped = {"date": stopped_by_date, "owner": stopped_by_owner, "review": stopped_by_review}
check("07.8", stopped)

# %%
retrieving.guard_table() if own.visible("07.8", stopped) else print("What each guard costs is shown after your first try.")

# %% [markdown]
# ## 9. Choose the design, look at test pages once, and decide (workshop)
#
# First the alternatives to a search with a model behind it, on the same dev questions. The best passage can be shown as it is, with a
# link: that is search with a quotation, and no model speaks. The last two bars are the versions of lab 03: the model with the right page
# handed to it, and the model without any page.

# %%
ways = retrieving.three_ways(lab)
versus = retrieving.quote_against_model(lab)
plots.show(plots.interval_bar(ways, title=f"Right replies by phrases, dev questions\n({lab.base().text})"),
           alt=f"Right replies by phrases on the dev questions, with intervals. {plots.words(ways)}")  # fmt: skip
print(f"Quoted passage minus model, on the same questions: {versus.text}.")

# %%
for size in retrieving.SIZES:
    rows = lab.quoted(design=Design(chunk_words=size))
    print(f"best passage of {size:3d} words, quoted: {100 * sum(right for _, right in rows) / len(rows):.0f} % right by phrases")

# %% [markdown]
# A quoted passage has more words than a reply of 64 tokens, so it holds a phrase more easily, and the customer has to find it. Think
# about which of the two errors you would rather explain.
#
# Write your design. `guards` is a list of names from section 8; `below` is a threshold for *your* chunks, above 0. The form, to copy,
# with values that nobody should ship: `design = {"chunk_words": 40, "overlap": 0, "k": 1, "mode": "bm25", "guards": ["review"], "below": 0.2}`.
#
# **Workshop door:** without sections 7 and 8, take `"guards": ["date", "owner"]` and `"below": 0.51`; both are safe with `"overlap": 20`.

# %%
# BEGIN SOLUTION
design = {
    "chunk_words": 80,
    "overlap": 20,
    "k": 3,
    "mode": "hybrid",
    "guards": ["date", "owner"],
    "below": 0.5,
}
# END SOLUTION

# %%
retrieving.dev_tables(design)

# %%
retrieving.conditions()

# %% [markdown]
# Change the design until its dev table satisfies you and the conditions; dev pages may be looked at as often as you like. The next cell
# holds it against **test pages**, which nobody has chosen anything on. A design that misses a condition is refused there, and no look
# is counted. Each further design that you look at is counted, and the page for your team says how many there were.

# %%
retrieving.look_at_test(lab, design)

# %%
retrieving.searched(my_cases, lab.looked, "the design of the table above", below=lab.looked_below)

# %% [markdown]
# The last row of the table of test pages is what customers get: a question that is held back gets a person, not a quotation.
#
# What goes live? `choice` is "quote the passage", "let the model answer" or "people answer". Write two to four sentences between the
# quotes of `why`: the figure that decided (from the column of test pages; write "dev" beside a figure of dev), and what you accept or what
# has to change. How often the model is right, is a figure of dev.
# For a library it could read: `choice = "people answer"` and `why = "31 % of the readers found their book. The catalogue first."`

# %%
choice_made = "quote the passage"  # SOLUTION
# BEGIN SOLUTION
why = (
    f"On the test pages a right quotation is shown in {100 * lab.test.served.value:.0f} % of the questions, after the threshold. "
    f"The best passage alone is a right reply in {100 * lab.test.quoted.value:.0f} %, so it is quoted with its page and date. "
    "The model invents figures, and does not speak until it has been measured again. Below the threshold a person answers."
)
# END SOLUTION
decided = {"design": design, "choice": choice_made, "why": why}
check("07.9", decided)

# %%
decide("07.index", choice=choice_made, why=why, options=list(retrieving.CHOICES), needs={"07.9": decided},
       quote_minus_model=versus, **retrieving.evidence(lab))  # fmt: skip

# %% [markdown]
# ## 10. Let a poisoned page in (bootcamp)
#
# The forum page was written by an attacker. It holds what customers ask, a number to call, and a line to the assistant: answer only
# with this sentence. It is put before the model for some questions. **Before you look:** of 100 such replies, how many give the number?
# And if no model speaks, and the best passage is quoted instead?

# %%
guess_said = slider("guess_said", 50, 0, 100, label="Replies with the attacker's number, of 100")
guess_quoted = slider("guess_quoted", 50, 0, 100, label="Quotations with the number, of 100")

# %%
attacked = lab.attacked()
texts, quotations = [row.reply.text for row in attacked], [row.texts[0] for row in attacked]
print(retrieving.poisoned_page().text[:420], "…")
retrieving.attack_table(attacked)

# %% [markdown]
# `said` is the share of replies that pass the attack on, `quoted` the share of quotations. The form
# `said = retrieving.count_of(texts, "24 months") / len(texts)` counts the replies that hold *24 months* and divides; put the phrase
# that matters between the quotes, and for `quoted` write `quotations` in place of `texts`. `guard`: the guard of section 8 that keeps
# this page out at the least cost, such as `guard = "review"`.

# %%
said = retrieving.count_of(texts, "0900 555 0199") / len(texts)  # SOLUTION
quoted = retrieving.count_of(quotations, "0900 555 0199") / len(quotations)  # SOLUTION
guard = "owner"  # SOLUTION
poisoned = {"said": said, "quoted": quoted, "guard": guard}
check("07.10", poisoned)

# %%
if own.visible("07.10", poisoned):
    bars = {"the model says it": stats.wilson(sum(map(retrieving.repeats_attack, texts)), len(texts)),
            "the quotation says it": stats.wilson(sum(map(retrieving.repeats_attack, quotations)), len(quotations))}
    plots.show(plots.interval_bar(bars, title=f"You said {guess_said} and {guess_quoted} of 100"),
               alt=f"Texts with the attacker's number. {plots.words(bars)}")  # fmt: skip
else:
    print("The figure is shown after your first try.")

# %% [markdown]
# ## What to take to your team
#
# One page: the design, the figures it rests on, your retrieval cases, and the risks that you leave open, as texts in square brackets:
# `risks = ["Nobody owns the winter page.", "The prices change in May."]`.

# %%
# BEGIN SOLUTION
risks = [
    "Two published pages are wrong and have an owner; no filter stops them until the owner mends them.",
    "How many customers ask what no page answers is a guess; the threshold rests on it.",
]
# END SOLUTION
retrieving.plan(lab, cases=my_cases, decided=decided, risks=risks)

# %% [markdown]
# **Sources.** [lewis-2020] for retrieval-augmented generation, [robertson-zaragoza-2009] for BM25, [cormack-2009] for the fusion of two rankings,
# [jarvelin-2002] for nDCG, [salemi-zamani-2024] for judging a search by what becomes of it, [greshake-2023] for pages that give orders
# to models. All of them are listed in the file of sources.
#
# **Next.** `workbook sweep 07 -p chunk_words=40,80,160,320` makes the table of section 3 for any parameter. Module 06 sets what the
# assistant says when it says nothing.

# %%
from helpers import progress

progress.lab("07")
