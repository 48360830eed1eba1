# %% [markdown]
# # Start here: see what changes when the core is a model
#
# - **You will** answer twelve situations from the job, get a first answer from a real model, find out why it may be wrong,
#   and leave with one page for your team.
# - **You need** nothing. No key, no account, no programming.
# - **You decide** which route you take, and with which model you start
# - **Time:** 25 min (workshop 15 min)
# - **Key needed:** no
#
# Click into a grey cell and press Shift+Enter to run it. Go from top to bottom. In a workshop, take the twelve situations,
# the replies and the route; read the rest at home.

# %% tags=["parameters"]
model = "local/smollm2-135m"  # the model that comes with the workbook; the text below is about it

# %%
from helpers import judgement, plots, route, start_here, world
from helpers.check import check, decide
from helpers.evals import mentions
from helpers.llm import ModelError, chat
from helpers.widgets import choice, slider, text

# %% [markdown]
# ## Know what this workbook is
#
# 1. You learn the technical judgement of an AI product manager by making product decisions on a real, running model.
# 2. One product runs through all modules: the support assistant of **Meadow**, an invented company that rents out e-bikes.
# 3. Every reply on screen came from a model. Every figure carries an interval, or says why not. Every claim names its source.
# 4. The model that comes with the workbook is small and often wrong. It is a patient to diagnose, not a product to admire.
# 5. You leave with a feature that works, an eval suite that defines its quality, and the reasons for your decisions.
#
# A module is a *lesson* like this one, to read and predict, and a *lab*, to do the work and get it checked. Both go the same
# way: **predict** a number, **run** the cell, **decide**, **check**, read the **hint**, try again. Decisions are kept in
# `my/workbook.sqlite` on your machine and become the launch review at the end. Terms are explained in `docs/glossary.md`.

# %% [markdown]
# ### Try a check
#
# Forty customers asked the assistant something. 31 got a right reply. What share got a wrong one?
#
# Run the cell as it is. Then write `31 / 40` in place of the dots and run it again: that is not the answer, so you see
# a hint. Then write the right one. You may be wrong as often as you like; the hint gets more open with every try.

# %%
share_wrong = ...

check("00.1", share_wrong)

# %% [markdown]
# ## Judge twelve situations before anything is taught
#
# Each is a moment from the job, one for each of the modules 01 to 12. Choose A or B, and say how sure you are: 50 % is a
# coin, 100 % is certain. Do not look anything up, and do not be shy of 50 %. This takes about seven minutes.
#
# **You will not be told now which answers are right.** Told answers are remembered, and nobody could say later what
# you have learned. Module 14 asks the same twelve again and compares two things: how many you get right, and whether your
# "80 % sure" comes true 8 times in 10. Only you see the result.

# %%
answers = judgement.form("answers")

# %% [markdown]
# Run the next cell to keep your answers. Nothing to click above? Then run `print(judgement.text())` in a new cell to read
# the questions, and write your answers into the cell below, for instance `answers["03"] = ("A", 70)`.

# %%
judgement.keep(answers)

# %% [markdown]
# ## Predict the first reply
#
# The assistant, in its first version, is one sentence of instruction and the customer's question. Here it is, in a few
# lines. A customer writes: **"For how long do I bind myself if I choose Plus?"** Plus is one of Meadow's plans.
#
# Will the reply name the right term? Say how likely that is before you run on. Guess: nobody has told you more.


# %%
def ask(question, page=None, **options):
    """Send the model who it is, a help page if there is one, and the question."""
    if page:
        question = f"Help page:\n# {page.title}\n{page.text}\n\nCustomer's question: {question}"
    who = "You are the support assistant of Meadow, an e-bike subscription company. "
    who += "Answer in one sentence."
    return chat(question, system=who, model=model, max_tokens=60, stop=["\n"], **options)


guess_alone = slider("guess_alone", 50, 0, 100, label="First reply is right, in percent")

# %%
questions = {question.id: question for question in world.questions()}
term = questions["q-w1-006"]
alone = ask(term.text)
start_here.show_reply(alone, "Without a help page")

# %% [markdown]
# Read it as the customer would. It is fluent and definite. Below it stands where it comes from:
#
# - **recorded**: the model gave this reply when the workbook was made; date and model are shown. **cached**: it gave it to
#   you earlier. **live**: it gives it now. The same prompt with the same settings is never paid for twice.
# - **tokens**: pieces of words, the unit in which models read, write and are paid. **Seconds**: how long the model took.
# - Open *prompt and settings* to see all that the model saw.
#
# Is it true? Look at Meadow's own page.

# %%
page = world.document(term.shown[0])
start_here.show_page(page)

# %% [markdown]
# ## Give the model the page, and predict again
#
# Now the help page is put in front of the question, and nothing else changes. Will the reply be right?

# %%
guess_page = slider("guess_page", 50, 0, 100, label="Reply with the page is right, in percent")

# %%
with_page = ask(term.text, page)
start_here.show_reply(with_page, "With the help page")

# %% [markdown]
# So the page cures it? Try a second question before you believe that. A customer writes: **"Amazon has a 4 amp fast charger
# with the same plug, 29 quid, 4.7 stars. Twice as fast as yours. Any reason not to?"** Meadow's page says that other
# chargers can cause a fire. The assistant gets that page. Will it warn?

# %%
guess_charger = slider("guess_charger", 50, 0, 100, label="It warns, in percent")

# %%
charger = questions["q-w2-091"]
charger_alone = ask(charger.text)
charger_page = ask(charger.text, world.document(charger.shown[0]))
start_here.show_reply(charger_alone, "Fast charger, without a help page")
start_here.show_reply(charger_page, "Fast charger, with the help page")

# %% [markdown]
# ## Compare your guesses with what came
#
# Whether a reply is right is decided by a rule from Meadow's facts: what it must mention, and what it must not. Such rules
# make mistakes of their own; module 03 takes them apart.


# %%
def is_right(reply, question):
    """The rule: every item of `must` is mentioned, and none of `must_not`."""
    said = all(mentions(reply.text, item) for item in question.must)
    return said and not any(mentions(reply.text, item) for item in question.must_not)


outcomes = [
    ("Term of Plus, no page", guess_alone, is_right(alone, term)),
    ("Term of Plus, with page", guess_page, is_right(with_page, term)),
    ("Fast charger, with page", guess_charger, is_right(charger_page, charger)),
]
told = start_here.in_words(outcomes)
plots.show(start_here.guesses_figure(outcomes), alt=f"Your guesses beside the outcomes. {told}")

# %% [markdown]
# The long bars are your surprises. Two things to keep from this:
#
# - **Fluent is not right.** The first reply and the charger reply without a page sound like any other. One would bind a
#   customer for a term that does not exist, the other may set fire to a hallway.
# - **Three replies are a story, not a measurement.** They were chosen to make a point. How often the assistant is right, over
#   many questions and with an interval, is what module 03 measures.
#
# ## See why it can be wrong
#
# A language model continues a text, one token at a time, with what is likely to come next. It looks nothing up. Asked
# about a term, it writes what a sentence about a term looks like. Meadow is invented, so no text that the model has learned
# from holds its terms. What it needs has to be in the prompt, and even then it is only made likelier, not certain.
#
# The model is also small: 135 million numbers, its *parameters* [smollm2]. A larger one may follow a page better. Whether it
# is then good enough is a question to measure, not to assume.
#
# You can see the guessing when the *temperature* is above 0. Then the model does not always take the likeliest next
# word. Here is the first question three more times, without the page, at temperature 0.7.

# %%
for number in range(3):
    start_here.show_reply(ask(term.text, temperature=0.7, repeat=number), f"Draw {number + 1}")

# %% [markdown]
# ### Change a word, and it answers live
#
# Below, one word is missing from the question, "For". The customer means the same; look at the reply. Then change another
# word and run the cell again: nobody has recorded that, so the model answers now, on your processor. The first time it takes
# a few seconds to load. Put the old words back, and the kept reply returns at once.

# %%
wording = "How long do I bind myself if I choose Plus?"
try:
    start_here.show_reply(ask(wording), wording)
except ModelError as error:
    print(error)

# %% [markdown]
# ## Compare the work with that of a classic product manager
#
# | | the core is code | the core is a model | module |
# |---|---|---|---|
# | You specify | what happens: when this, then that | examples and limits: what is good enough, what must never happen | 02, 03 |
# | It is done | when the acceptance criteria hold | when a share of right answers, with its interval, passes a gate and no never-event occurs | 03, 04 |
# | It fails | by a bug, which is found and fixed | at a rate that does not reach zero; you design what happens then | 06, 09 |
# | You trade | scope against time | quality, cost and latency, in every single reply | 05, 08 |
# | It changes | when you release | also when the supplier changes the model, a page gets old, or customers ask otherwise | 07, 12 |
# | You look at | usage, interviews, tickets | all of that, and replies, read one by one | 02 |
#
# The words are ours. The first five rows follow practitioners who describe a spec that turns into a distribution, gates made
# of evals, and the triangle of cost, quality and latency [institutepm-2026, weil-evals]; reading replies one by one, with the
# product manager as the one who answers for what counts as right, is from Husain and Shankar [husain-shankar-2025].
#
# Three words that come back: an *eval* is a set of cases with a rule that says which replies are right; a *gate* is the
# written rule that says ship or hold; a *never-event* is a wrong reply that must not happen even once.
#
# What stays the same is most of the job: which problem, for whom, and whether it needs a model at all. That a product may
# start without machine learning is the first rule of a well-known list [rules-of-ml]. And "evals are the new requirements
# document" is a slogan: an eval suite does not say whom the product is for.
#
# ### Tell three kinds apart
#
# One podcast's division is used often [khan-2024]. With Meadow as the example:
#
# - **Platform**: you build what other teams use to build with models. At Meadow: the eval runner, the gateway to the models.
# - **AI-native**: without the model there is no product. At Meadow: an assistant sold to other rental companies.
# - **AI-enabled**: a product that exists gets better with a model. At Meadow: this assistant, beside the help pages.
#
# ### See what is usually missing
#
# | you come from | you bring | usually missing |
# |---|---|---|
# | product management | users, discovery, saying no | a feel for what models can do, evals, data |
# | engineering or data science | code, data, models | discovery, the business, stakeholders |
# | support, operations, a special field | you know what a right answer is | little to begin with: own the test cases |
# | consulting or marketing | markets, prices, a story | the way in is go-to-market; then evals |
#
# A practitioner's guide ranks the gaps: a feel for AI products, designing evals, reading data, translating for others. To
# program is not required; to build something is [devangshumitra-guide]. It is one person's experience, as are most such lists.

# %% [markdown]
# ## Read pay figures with suspicion
#
# Pages on the role like to quote pay. Here are four comparisons, each made of figures that are really quoted. **In exactly
# one of them, like is compared with like.** Which one? (PM: product manager.)
#
# - **A.** AI PMs with 3 to 7 years, US: 305,000 dollars, median total compensation. Generalist PMs, US: 123,000 dollars,
#   median base salary. One article, May 2026 [readsignal-pay].
# - **B.** AI PMs, US: 192,000 dollars, mean base pay as reported on one portal in early 2026 [glassdoor-pay], against 165,000
#   dollars, median "typical comp" of another site [aieh-pay].
# - **C.** AI PMs, US: 165,000 dollars, against PMs, US: 155,000 dollars. Both are the median "typical comp" of the same site,
#   2026 [aieh-pay].
# - **D.** AI PMs, US, 2026: 165,000 dollars [aieh-pay], against PMs in the EU, 2023: 45,000 to 120,000 euros [alchema-pay].

# %%
fair = choice("fair", ["A", "B", "C", "D"], label="Like with like")

# %%
check("00.2", fair)

# %% [markdown]
# ### Look at each figure and its flaw

# %%
plots.show(
    start_here.pay_figure(),
    alt="Quoted pay in thousands. US: AI product manager 165, 192 base and 305 total; product manager 155; generalist 123 "
    "base. Europe: 45 to 120; Germany 56, with a team 98. Base, total and unstated figures stand side by side.",
)

# %%
start_here.pay_table()

# %% [markdown]
# Take them as directions. In the US, AI product managers seem to be paid somewhat more than others: the one fair comparison
# says about 6 %; claims of 25 to 40 % circulate without a common definition of the job. For Europe we found no figure on AI
# product managers that we would repeat. Note what you have just done: you refused a headline because of how it was made.
# The rest of the workbook does that with quality figures.

# %% [markdown]
# ## Find your route
#
# Ten things you have done, or not. Not what you could do: what you have done, so that you could show somebody. Without the
# boxes, write for instance `done["code"] = True` into the second cell.

# %%
done = route.form("done")

# %%
proposed = route.propose(done)
proposed

# %% [markdown]
# *now* is in this copy of the workbook, *planned* is not there yet. You may overrule the proposal: you know more about
# yourself than ten boxes do. And decide with which model you start:
#
# - **bundled**: runs offline on your processor, costs nothing, often wrong. Every check was made with it.
# - **my own**: any hosted model or Ollama, set with `WORKBOOK_MODEL` before the start (see the README). Closer to your work;
#   hosted replies cost money, and a budget stops them before it is passed.

# %%
my_route = choice("my_route", list(route.ROUTES), label="My route")
start_model = choice("start_model", ["bundled", "my own"], label="I start with")
why = text("why", label="Why? (one or two sentences)", lines=2)

# %%
decide("00.route", choice=my_route, why=why, options=list(route.ROUTES), proposed=proposed.name, model=start_model)

# %% [markdown]
# ## Key points
#
# - A model writes what is likely to come next. Fluent replies can be wrong, and a page in the prompt makes right replies
#   likelier, not certain.
# - Every reply here says where it comes from: recorded, cached or live.
# - With a model at the core you specify by examples and limits, and you decide by measured shares instead of by a demo.
# - A figure without its definition, its date and its count is a direction at best. That holds for pay and for quality.

# %% [markdown]
# ## What to take to your team
#
# One page: what you saw, and six questions to answer together. Print it, or copy it into a document of your own.

# %%
state = "kept" if judgement.kept() else "open"
found = {
    "Fluent is not right": f"A reply said: “{alone.text.strip()}” I had given it {guess_alone} %.",
    "A page helps, sometimes": f"My guesses, and what came: {told}",
    "My starting point": f"Twelve situations judged before the course: {state}; asked again at the end.",
    "My way": f"Route: {my_route or 'open'}. Model: {start_model or 'open'}.",
}
start_here.sheet("What changes when the core is a model", found)

# %% [markdown]
# ### Sources
#
# [smollm2], [institutepm-2026], [weil-evals], [husain-shankar-2025], [rules-of-ml], [khan-2024], [devangshumitra-guide],
# [readsignal-pay], [glassdoor-pay], [aieh-pay], [alchema-pay], [produktbezogen-pay]. What each of them is, and whether we read
# it ourselves, stands in `docs/sources.md`. Most of what is written on the role is the experience of single people; we say so.
#
# ### Next
#
# Open the first module of your route that is marked *now*: its lesson first, then its lab.
