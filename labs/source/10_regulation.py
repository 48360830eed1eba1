# %% [markdown]
# # Find out what the AI Act asks of a feature, and from which day
#
# - **You will** sort features into tiers, see the rule that decided, read dates from the right text of the law, work out caps, write what is said at the first contact, and check what pages say.
# - **You need** lesson 10.
# - **You decide** what happens to Meadow's chat under the EU AI Act, article by article and by which day
# - **Time:** 80 min (workshop 40 min)
# - **Key needed:** no
#
# | door | sections |
# |---|---|
# | workshop, 40 min | run every cell, answer only 1, 4, 6 and 9 |
# | self-study, 80 min | 1 to 9 |
# | bootcamp, 90 min | 1 to 10 |
#
# **Not legal advice.** The rules stand in a dated file, in words of our own. They rest on secondary pages; nobody read EUR-Lex for it.
# The newest is of 21 September 2026. What is uncertain is shown in section 9. Today, in this lab, is 24 November 2026.
#
# Go section by section. A section that you leave out stays open and stops nothing. All answers are words between quotes; each form is
# shown in full, to copy. A form that is left as it is does not count as a try, and tables with the answers open when yours is right, or
# after three tries.

# %% tags=["parameters"]
as_of = "2026-11-24"
meadow_turnover_eur = 40000000
meadow_size = "SME"
model = "local/smollm2-135m"
live_cases = 31

# %%
from helpers import plots, regulation, stats
from helpers.check import check, decide
from helpers.checks import m10, m10_dates, m10_deciding
from helpers.checks.m10_forms import unlocked
from helpers.own import visible
from helpers.run import report
from helpers.widgets import slider

LATE = "is shown when your answer is right, or after three tries."
law = regulation.law()
print(f"{law.name(regulation.day(as_of))}: {len(law.rules)} rules, {len(law.duties)} duties.")
print(
    f"Sources up to {regulation.in_words(law.newest)}, put together on {regulation.in_words(law.read)}. {regulation.NOT_LEGAL_ADVICE}"
)

# %% [markdown]
# ## 1. Sort twelve features into tiers (workshop)
#
# Here are the rules. Read the first ten, on what is prohibited, word by word: each has a limit (*significant harm*, *from a profile
# alone*, *at work*). In the others look for what they leave out.

# %%
regulation.show_rule_list("prohibited", "high", "limited")

# %%
regulation.show_features(m10.FIRST)

# %% [markdown]
# Give each one the highest tier that holds: `"prohibited"`, `"high"`, `"limited"` or `"minimal"`; `"cannot say yet"` where a fact is
# missing that decides. Ten of twelve are enough, but whatever is prohibited has to be called so: a prohibited feature that you call
# minimal is the one mistake that nothing makes up for, and one that you call limited goes live with a notice. Copy the form and change
# the words; it is not an answer, it calls everything limited.
#
# ```python
# tiers = {
#     "anna": "limited", "stress": "limited", "distress": "limited", "theft": "limited",
#     "credit": "limited", "fraud": "limited", "face-login": "limited", "job-ads": "limited",
#     "shifts": "limited", "code": "limited", "triage": "limited", "deepfake-ad": "limited",
# }
# ```

# %%
# BEGIN SOLUTION
tiers = {
    "anna": "limited", "stress": "prohibited", "distress": "prohibited", "theft": "prohibited", "credit": "high",
    "fraud": "minimal", "face-login": "minimal", "job-ads": "high", "shifts": "high", "code": "minimal",
    "triage": "minimal", "deepfake-ad": "limited",
}  # fmt: skip
# END SOLUTION
check("10.1", tiers)

# %%
regulation.show_rules(m10.FIRST, as_of) if unlocked("10.1", tiers) else print("The rule that decided each one", LATE)

# %% [markdown]
# Why not ask a model? It has read much about the Act. The bundled one was asked about 31 of Meadow's features and could say the four
# words only. **Before you look:** for how many of 100 does it name the right tier?

# %%
guess = slider("guess", 60, 0, 100, label="Right tiers of the model, in percent")

# %%
asked = regulation.asked_model(model, limit=live_cases)
picture, described = regulation.model_figure(asked)
plots.show(picture, alt=described)
words = sorted({row.said for row in asked} | {row.reversed for row in asked})
print(f"You guessed {guess} %. Words that it ever said, in {2 * len(asked)} answers: {', '.join(words)}.")
print(f"Prohibited features that it calls minimal: {sum(row.unforgivable for row in asked)}.")
report(model_right=stats.wilson(sum(row.right for row in asked), len(asked)))

# %% [markdown]
# The same features, the same four words in another order, other answers. A larger model might do better, and would still know only the law of
# the day on which it was trained. That is why the law is a file with dates here, and why a rule is quoted for every tier.

# %% [markdown]
# ## 2. Tell twins apart
#
# Six more. Most have a near twin above, and one fact makes the difference.

# %%
regulation.show_features(m10.TWINS)

# %% [markdown]
# The same five words. Five of six are enough, the two tools for applications among them. One of the six cannot be settled from its card,
# and is not guessed. To copy (it calls everything limited):
#
# ```python
# more = {
#     "rota": "limited", "cv-table": "limited", "cv-rank": "limited",
#     "angry": "limited", "hub-camera": "limited", "lock": "limited",
# }
# ```

# %%
# BEGIN SOLUTION
more = {
    "rota": "minimal", "cv-table": "minimal", "cv-rank": "high", "angry": "high", "hub-camera": "high",
    "lock": "cannot say yet",
}  # fmt: skip
# END SOLUTION
check("10.2", more)

# %%
regulation.show_rules(m10.TWINS, as_of) if unlocked("10.2", more) else print("The rule that decided each one", LATE)

# %% [markdown]
# ## 3. Ask whose duty it is
#
# "We only call an API, so we are not the provider." A **provider** develops a system, or has it developed, and puts it into service under
# its own name. A **deployer** uses a system under its authority. One company can be both. Which is **Meadow** for these four?

# %%
regulation.show_features(m10.ASKED_ROLES)

# %% [markdown]
# `"provider"`, `"deployer"` or `"provider and deployer"` for each. To copy:
#
# ```python
# roles = {"anna": "provider", "deepfake-ad": "provider", "health": "provider", "code": "provider"}
# ```

# %%
# BEGIN SOLUTION
roles = {"anna": "provider and deployer", "deepfake-ad": "deployer", "health": "provider", "code": "deployer"}
# END SOLUTION
check("10.3", roles)

# %% [markdown]
# ## 4. Read the day from the right text of the law (workshop)
#
# The law was amended on 27 July 2026. So a date depends on when somebody wrote it down. First as it read on 1 July 2025, then as it
# reads today. The column *was* says where the amendment moved a day.

# %%
regulation.show_schedule("2025-07-01")

# %%
regulation.show_schedule(as_of)

# %% [markdown]
# From which day do these apply?
#
# - `pay_later_2025`: the duties that come with the tier of *Pay later* (`credit`, section 1), as the law read on 1 July 2025
# - `pay_later_now`: the same, as it reads today
# - `heart_now`: the duties for the heart strap (`heart`, below), which is high-risk by Art. 6(1) and Annex I, as it reads today
# - `voice_marking`: since when the law has asked for the marking of what systems like *It calls for you* (`voice-agent`, below) generate.
#   A day of the table, not the day on which this one began
# - `by_2_december`: to which of `anna`, `voice-agent`, `deepfake-ad`, `stand-in`, `credit`, `stress` does something **new** apply between
#   tomorrow and 2 December 2026? What binds already is not new. A list of names.

# %%
regulation.show_features(["anna", "voice-agent", "heart", "stand-in"])

# %% [markdown]
# Days as year-month-day. To copy, with days that are all wrong:
#
# ```python
# days = {
#     "pay_later_2025": "2029-01-31", "pay_later_now": "2029-01-31",
#     "heart_now": "2029-01-31", "voice_marking": "2029-01-31",
#     "by_2_december": ["credit"],
# }
# ```

# %%
# BEGIN SOLUTION
days = {
    "pay_later_2025": "2026-08-02", "pay_later_now": "2027-12-02", "heart_now": "2028-08-02", "voice_marking": "2026-08-02",
    "by_2_december": ["anna", "stand-in"],
}  # fmt: skip
# END SOLUTION
check("10.4", days)

# %%
shown = ["anna", "voice-agent", "credit", "heart", "stand-in", "stress"]
regulation.show_four_dates(shown) if unlocked("10.4", days) else print(
    "The table of the same cards at four dates", LATE
)

# %% [markdown]
# ## 5. Work out the most that a fine can be
#
# Each infringement has an amount and a share of the worldwide turnover of the year before. The **higher** of the two is the cap; for an SME
# (a small or medium-sized firm, Art. 99(6)), and since July 2026 for a small mid-cap (Art. 99(6a)), the **lower**. For general-purpose models no lower cap was found.
#
# | infringement | article | amount | share |
# |---|---|---|---|
# | a prohibited practice | 99(3) | EUR 35 million | 7 % |
# | duties of operators; transparency (Art. 50) | 99(4) | EUR 15 million | 3 % |
# | misleading information to an authority | 99(5) | EUR 7.5 million | 1 % |
# | general-purpose models (`gpai`) | 101 | EUR 15 million | 3 % |
#
# A cap is not a forecast: authorities look at gravity, intent and help given.

# %%
firms = m10_dates.set_meadow(meadow_turnover_eur, meadow_size)
for name, (infringement, turnover, size) in firms.items():
    print(f"{name:10s}  {infringement}; turnover EUR {turnover:,.0f}; size: {size}")

# %% [markdown]
# Three caps in euros, as numbers without commas: `250000`, not 250,000. You may let Python calculate: 2 % of 10 million is
# `0.02 * 10000000`. To copy:
#
# ```python
# fines = {"meadow": 0.02 * 10000000, "group": 200000, "modelmaker": 200000}
# ```

# %%
# BEGIN SOLUTION
fines = {name: float(regulation.penalty_cap(*firm)) for name, firm in firms.items()}
# END SOLUTION
firms = m10_dates.set_meadow(meadow_turnover_eur, meadow_size)
check("10.5", fines)

# %% [markdown]
# ## 6. Write what is said at the first contact (workshop)
#
# Art. 50(1) and (5): whoever talks to a machine learns it at the latest at the first contact, in a clear and accessible way. An agent also
# says on whose behalf it acts. Write three texts:
#
# | | where | what people can do there |
# |---|---|---|
# | `chat` | the first thing a customer reads in Meadow's chat | type |
# | `voice` | the first thing a workshop hears when Meadow's agent calls it for a customer | speak; nothing can be seen |
# | `agent` | the first lines of an e-mail that Meadow's agent sends to an insurer for a customer | reply |
#
# Each is looked at by properties:
#
# - within the first 16 words it says, without *may* or *might*, that the one who writes or speaks is a machine; a name of a person, or a
#   person's life, takes that back
# - it names Meadow; `voice` and `agent` also say on whose behalf: write `on behalf of {customer}`, the name is filled in
# - it says how to reach a person, in a way that works there (the law does not ask for that; module 06 does)
# - words that a neighbour uses, at least 8 different ones, in the text itself and not behind a link or a picture; at most 55 words, at
#   most 26 in a sentence
#
# The properties are looked for by patterns. They can be fooled, and they can miss a good wording; the hint says what they look for.
#
# The form, with texts of a hotel that have most of these faults:
#
# ```python
# texts = {
#     "chat": "Hi, I am Sofia. Some replies may be automated, see our terms.",
#     "voice": "Good evening, Sofia speaking. Click the link to confirm.",
#     "agent": "Dear partner, please find our request below. Kind regards, Sofia",
# }
# ```

# %%
# BEGIN SOLUTION
texts = {
    "chat": "You are writing with Meadow's automated assistant, an AI. It is not a person and can be wrong. Write “person” at any time to reach one, or call us.",
    "voice": "Hello, this is an AI calling from Meadow on behalf of {customer}. I am a machine, not a person. To speak to a person at Meadow, say “person” at any time.",
    "agent": "This e-mail was written by an AI agent of Meadow on behalf of {customer}. It is software, not a person. To reach a person, reply with the word “person”.",
}
# END SOLUTION
check("10.6", texts)

# %%
regulation.show_disclosures(texts)

# %% [markdown]
# ## 7. Find the evidence that you already have
#
# Art. 9 to 26 bind high-risk systems only. They are a good list for every feature all the same, because features grow. Most of what
# they ask for is made in the labs of this workbook: 02 (audit of data and labels), 03 (release gate, pass rate with its interval),
# 04 (labels and the judge), 06 (what happens when the product is unsure), 09 (safety line, attacks), 11 (what the agent may do, who
# approves, the ledger). Which lab serves which duty? Where two do, one is enough.

# %%
regulation.show_duties_served()

# %% [markdown]
# A lab between quotes for each of six. To copy, with one lab everywhere:
#
# ```python
# trace = {"Art. 9": "06", "Art. 10": "06", "Art. 12": "06", "Art. 14": "06", "Art. 15": "06", "Art. 26": "06"}
# ```

# %%
# BEGIN SOLUTION
trace = {"Art. 9": "09", "Art. 10": "02", "Art. 12": "11", "Art. 14": "11", "Art. 15": "03", "Art. 26": "11"}
# END SOLUTION
check("10.7", trace)

# %% [markdown]
# The table fills itself from your stored decisions, and for Art. 50 from your texts of section 6. *Not yet* names the lab that would give the line; nothing is made up.

# %%
regulation.show_traceability(texts) if unlocked("10.7", trace) else print("The table", LATE)

# %% [markdown]
# ## 8. Check what pages say
#
# Six pages, described; all are of the kind that a search finds. Compare each with the tables of this lab. Kinds of error: `"old date"`
# (right once, moved since), `"wrong percentage"`, `"wrong article"` (a real one, about something else), `"draft cited as law"` (what was
# proposed, not what was adopted), `"too general"` (an exception
# for some, told as if for all), `"no error"`.

# %%
regulation.show_claims()

# %% [markdown]
# To copy, with one kind everywhere:
#
# ```python
# errors = {
#     "a": "too general", "b": "too general", "c": "too general",
#     "d": "too general", "e": "too general", "f": "too general",
# }
# ```

# %%
# BEGIN SOLUTION
errors = {
    "a": "old date", "b": "wrong percentage", "c": "wrong article", "d": "draft cited as law", "e": "too general",
    "f": "no error",
}  # fmt: skip
# END SOLUTION
check("10.8", errors)

# %%
regulation.show_claims(solved=True) if unlocked("10.8", errors) else print("What is wrong with each", LATE)

# %% [markdown]
# ## 9. Decide what happens to the chat (workshop)
#
# The chat *Anna* has been live since March 2026. Here is what the rules say of it, what it owes from which day, and what the file does
# not know.

# %%
seen = visible("10.1", tiers) and visible("10.4", days)
if seen:
    display(regulation.show_rule("anna", as_of, duties=False), regulation.show_duties("anna", as_of))
else:
    print("What the rules say of the chat is shown once you have tried exercises 1 and 4.")
regulation.show_open()

# %% [markdown]
# Decide. `choice_made` is one of these, between quotes:
#
# - `"leave it as it is"`
# - `"disclose now, mark by 2 December 2026"`
# - `"disclose now, mark by 2 December 2027"`
# - `"switch it off until it discloses and marks"`
# - `"hold until the high-risk duties are met"`
#
# Two to four sentences in `why`, at least twelve different words: the article that decides, the day from which it applies, what is done
# about the chat, and what you accept. About
# a hotel with cameras it would read:
#
# ```python
# choice_made = "leave it as it is"
# why = "We tell guests from today on, because Art. 50(3) has applied since 2 August 2026. We accept that the notice costs some bookings."
# ```

# %%
choice_made = "disclose now, mark by 2 December 2026"  # SOLUTION
# BEGIN SOLUTION
why = (
    "Art. 50(1) has applied since 2 August 2026, so we say today that it is an AI and drop the name. "
    "Its text has to be marked by 2 December 2026, because it was on the market before August 2026 (Art. 50(2)). "
    "We accept that counsel has still to confirm the tier."
)
# END SOLUTION
decided = {"choice": choice_made, "why": why}
check("10.9", decided)

# %%
cap = regulation.penalty_cap("transparency", meadow_turnover_eur, meadow_size)
decide("10.launch", choice=decided["choice"], why=decided["why"], options=list(m10_deciding.CHOICES), needs={"10.9": decided},
       cap=cap.text, prohibited_called_minimal=regulation.slips(tiers))  # fmt: skip

# %% [markdown]
# Features grow. Next spring somebody wants the chat to decide on *Pay later* as well. One field of the card changes, and the tier with
# it. Change the purpose, the task or the profiling (`"yes"`, `"no"`), and run the cell again. Purposes: `"answer questions"`,
# `"recommend or sell"`, `"sort messages"`, `"select applicants"`, `"price other insurance"`. Tasks: `"decides or scores"`,
# `"narrow procedural step"`.

# %%
grown = regulation.show_grown("anna", as_of, purpose="score credit", task="decides or scores", profiling="yes")
grown if seen else print("Shown once you have tried exercises 1 and 4.")

# %% [markdown]
# ## 10. Put findings on the voluntary lists (bootcamp)
#
# Beside the law there are lists that nobody has to keep and many customers ask for. They speak of harms, not of tiers. The functions of NIST
# [nist-ai-rmf] say what to do, its profile [nist-ai-600-1] and OWASP [owasp-llm-2025, owasp-agents-2026] what can go wrong. The
# questions beside the entries are ours.

# %%
regulation.show_checklists("nist-rmf", "nist-genai")

# %%
regulation.show_checklists("owasp-llm", "owasp-agents")

# %% [markdown]
# Five findings of the kind that the labs look for. Which entry of the OWASP list for LLM applications (LLM01 to LLM10) names each? Where two fit, one is enough.

# %%
for finding in regulation.matches():
    print(f"{finding.id}  {finding.text}")

# %% [markdown]
# To copy:
#
# ```python
# found = {"a": "LLM03", "b": "LLM03", "c": "LLM03", "d": "LLM03", "e": "LLM03"}
# ```

# %%
found = {"a": "LLM01", "b": "LLM09", "c": "LLM02", "d": "LLM06", "e": "LLM10"}  # SOLUTION
check("10.10", found)

# %% [markdown]
# ## What to take to your team
#
# One page, with what you answered rightly; the rest is named as open. The same page is written into your folder as `regulatory_brief.md`.

# %%
given = {
    "tiers": tiers,
    "texts": texts,
    "fines": fines,
    "decided": decided,
    "turnover_eur": meadow_turnover_eur,
    "size": meadow_size,
}
m10_dates.set_meadow(meadow_turnover_eur, meadow_size)
regulation.brief(**given)

# %%
print(regulation.keep_brief(**given))

# %% [markdown]
# **Sources.** The law: [ai-act] and its amendment [ai-act-omnibus], through the notes [ai-act-notes], independent pages on the dates
# [ai-act-checks] and the Commission's guidelines on Art. 50 [ai-act-50-guidelines]. Lists: [nist-ai-rmf, nist-ai-600-1, owasp-llm-2025, owasp-agents-2026].
#
# **Next.** `python start.py run labs/10 -p as_of=2027-12-02` writes the tables of another day into a notebook in `my/runs` (the
# answers stay those of 24 November 2026). Module 11 decides what an agent may do alone.

# %%
from helpers import progress

progress.lab("10")
