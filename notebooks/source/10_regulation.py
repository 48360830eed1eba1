# %% [markdown]
# # Read the law as a table with dates
#
# - **You will** put features into tiers, find out whose duty it is and from which day, count the highest fine, and see what nobody knows yet.
# - **You need** lesson 03. No code of your own: run each cell with Shift and Enter, and answer before you read on.
# - **Time:** 35 min
# - **Key needed:** no
#
# **Not legal advice.** This is how the EU AI Act looks on 24 November 2026 to people who build products, by sources up to 21 September 2026
# [ai-act, ai-act-omnibus]: what was adopted after that day is not in here.
# Every row below has a certainty: *secondary* means that article-level notes and at least one other page say so [ai-act-notes, ai-act-checks];
# *uncertain* means: ask counsel before you rely on it. One part is marked *optional*; it takes four minutes more.

# %% tags=["parameters"]
as_of = "2026-11-24"
turnover_million = 8

# %%
from IPython.display import display

from helpers import cards, plots, regulation
from helpers.regulation import feature, in_words, lesson, pictures
from helpers.run import report
from helpers.widgets import Options, Scale, choice, explore, slider

# %% [markdown]
# ## Date the law before you read it
#
# A colleague forwards a slide of last winter: "High-risk software, such as for grading pupils or choosing applicants, has to comply by
# **2 August 2026**." That day is over. **From which day do these duties (Annex III) bind?**

# %%
days = ["2 August 2026", "2 December 2026", "2 August 2027", "2 December 2027"]
day_guess = choice("day_guess", days, label="Annex III binds from")

# %%
picture, described = pictures.timeline_figure(as_of)
plots.show(picture, alt=described)
schedule = regulation.schedule(as_of)
moved = [start for start in schedule if start.was and start.key in pictures.DRAWN]
coming = [start for start in schedule if start.date > regulation.day(as_of)]
cards.say(
    f"**{in_words(regulation.applies_from('annex-iii', as_of))}.**",
    f"You said: {day_guess}." if day_guess else "",
    f"The amended text moved {len(moved)} of these dates: the slide was right when it was made, and is wrong now"
    if moved
    else "The text of that day has moved nothing yet",
    "(certainty: secondary) [ai-act-omnibus, ai-act-checks].",
    f"The next day in the file: {in_words(coming[0].date)}, {coming[0].article}. {coming[0].text}" if coming else "",
)

# %% [markdown]
# So the law is kept here as dated rows, and every question to it has a day: *as of*. A page about the Act that shows no date is worth
# nothing, and neither is a feature that was "checked in spring".

# %% [markdown]
# ## Put four features into tiers
#
# The Act asks from the top: is it a **prohibited** practice, a **high**-risk use, something with duties to tell people (**limited**), or none of it
# (**minimal**)? One mistake is worse than all others: to call something minimal that is prohibited. **Where do these four belong?**

# %%
four = {"smile": "lesson-smile", "essays": "lesson-essays", "hotel": "lesson-hotel", "recipes": "lesson-recipes"}
lesson.show_four(list(four.values()))

# %%
tiers = list(regulation.TIERS)
smile_tier = choice("smile_tier", tiers, label="Service with a smile")
essays_tier = choice("essays_tier", tiers, label="Graded overnight")
hotel_tier = choice("hotel_tier", tiers, label="The hotel's night desk")
recipes_tier = choice("recipes_tier", tiers, label="What to cook")

# %%
found = {id: regulation.classify(feature(id), as_of) for id in four.values()}
placed = {tier: [feature(id).name for id, one in found.items() if one.tier == tier] for tier in tiers}
picture, described = pictures.tiers_figure(placed)
plots.show(picture, alt=described)
guessed = dict(zip(four.values(), (smile_tier, essays_tier, hotel_tier, recipes_tier), strict=True))
right, slips = lesson.tiers_guessed(guessed, as_of)
display(cards.say(f"**You agree with the rules on {right} of 4.**" if any(guessed.values()) else "**The rules say:**",
                  "One prohibited feature was called minimal: the unforgivable one." if slips else ""))  # fmt: skip
lesson.show_decided(list(four.values()), as_of)

# %% [markdown]
# Tiers add up: *Service with a smile* is a high-risk use as well, but nothing makes a prohibited thing lawful, no notice and no consent form.
# What counts is the *use*, not the technique. The school's tool and the hotel's chat may run on the same model.
#
# ### Look for the exception, and for what takes it away
#
# The makers of the essay tool change it. Teachers grade. The tool only shows **where a grade is far from what this teacher usually gives**,
# and a person looks at it. Version two also **predicts how each pupil will do next year**. **Which tiers?**

# %%
checker_tier = choice("checker_tier", tiers, label="Shows odd grades")
predictor_tier = choice("predictor_tier", tiers, label="Also predicts pupils")

# %%
checker = regulation.changed(feature("lesson-essays"), task="finds deviations for a person to review", profiling="no")
predictor = regulation.changed(checker, profiling="yes")
versions = {
    name: regulation.classify(card, as_of)
    for name, card in (("shows odd grades", checker), ("also predicts", predictor))
}
display(cards.say(
    f"**{versions['shows odd grades'].tier.capitalize()}, and {versions['also predicts'].tier}.**",
    f"You said: {checker_tier} and {predictor_tier}." if checker_tier and predictor_tier else "",
    "Art. 6(3) takes four modest tasks out of Annex III, and never when people are **profiled** (certainty: secondary) [ai-act].",
    "Its maker has to write down why it is not high-risk, and to register that, before it goes live (Art. 6(4), 49(2)).",
))  # fmt: skip
cards.table(
    ["version", "tier", "why"],
    [(name, one.tier, one.because[0]) for name, one in versions.items()],
    "One word of a card",
)

# %% [markdown]
# ## Ask whose duty it is
#
# The hotel's chat calls the interface of a hosted model. Prompt, pages and the name Sofia are the hotel's. "So we are customers, the model's
# maker is the provider." **What is the hotel in the eyes of the Act?**

# %%
roles = ["only a customer", "deployer", "provider and deployer of a system", "provider of a general-purpose model"]
role_guess = choice("role_guess", roles, label="The hotel is")

# %%
hotel = feature("lesson-hotel").card
ways = {
    "own chat, hosted model": hotel,
    "bought chat, maker's name on it": regulation.changed(hotel, made="bought"),
    "bought chat, the hotel's name on it": regulation.changed(hotel, made="bought, under our name"),
    "own chat, and offers a model of its own": regulation.changed(hotel, gpai="offers a model of its own"),
}
display(cards.say(
    f"**{regulation.classify(hotel, as_of).role.capitalize()}, of an AI system.**", f"You said: {role_guess}." if role_guess else "",
    "Whoever builds the system and puts a name on it is its **provider**; whoever uses it in business is its **deployer**; one company can be both.",
    "Only a company that offers the model itself owes what Art. 53 asks (certainty: secondary) [ai-act, ai-act-notes].",
))  # fmt: skip
lesson.show_ways(ways, as_of)

# %% [markdown]
# Now the school, which *bought* its tool. High risk brings a long list of duties. **How many of them are the school's, and how many once it puts
# its own name on the tool?**

# %%
bought = regulation.classify(feature("lesson-essays"), as_of)
named = regulation.classify(regulation.changed(feature("lesson-essays"), made="bought, under our name"), as_of)
total = sum(lesson.own_and_others(bought))
bought_guess = slider("bought_guess", total // 2, 0, total, label=f"Bought: the school's, of {total}")
named_guess = slider("named_guess", total // 2, 0, total, label=f"Its own name on it, of {total}")

# %%
cases = {"bought, maker's name": lesson.own_and_others(bought), "bought, school's name": lesson.own_and_others(named)}
ours, theirs = {name: own for name, (own, _) in cases.items()}, {name: rest for name, (_, rest) in cases.items()}
picture, described = pictures.roles_figure(ours, theirs)
plots.show(picture, alt=described)
report(
    duties_as_deployer=float(ours["bought, maker's name"]), duties_under_own_name=float(ours["bought, school's name"])
)
cards.say(
    f"**{' and '.join(str(own) for own in ours.values())}; you said {bought_guess} and {named_guess}.** A logo is a legal decision. The counts are rows of the",
    "file without Art. 4, which everybody owes; they are not a measure of work. Certainty: secondary; Art. 27 (impact on fundamental rights) is missing here: it also holds for public bodies,",
    "and the card does not ask whether the school is one.",
)

# %%
regulation.show_duties(bought, as_of)

# %% [markdown]
# ## Say that it is a machine
#
# "A chatbot is minimal risk." **The hotel's chat has been live since January 2026. What does Article 50
# ask of it on 24 November 2026?**

# %%
owed = ["nothing", "say that it is an AI", "say it, and mark its texts", "the whole list of high risk"]
owed_guess = choice("owed_guess", owed, label="The hotel owes")

# %%
newer = regulation.changed(hotel, placed_on="2026-09-01")
rows = []
for name, card in {"live since January 2026": hotel, "live since September 2026": newer}.items():
    one = regulation.classify(card, as_of)
    now = " ".join(f"{due.article} {due.text}" for due in one.duties if due.id not in pictures.LITERACY)
    later = " ".join(f"From {in_words(due.applies_from)}: {due.article} {due.text}" for due in one.upcoming)
    rows.append((name, now or "-", later or "-"))
display(
    cards.table(
        ["the hotel's chat", f"binds on {in_words(regulation.day(as_of))}", "comes later"],
        rows,
        regulation.NOT_LEGAL_ADVICE,
    )
)
marks = regulation.applies_from("art-50-2-legacy", as_of)
cards.say(
    f"**Say it from {in_words(regulation.applies_from('art-50', as_of))}; mark the texts of this older system from {in_words(marks)}.**",
    f"You said: {owed_guess}." if owed_guess else "",
    "A system that came later has to mark from its first day (certainty: secondary) [ai-act-omnibus, ai-act-checks].",
)

# %%
lesson.show_transparency()

# %% [markdown]
# Nobody is told anything by a page of terms. Here are three first messages of the hotel's chat. **Which one will do?**

# %%
lesson.show_first_words()

# %%
message_guess = choice("message_guess", [*lesson.FIRST_WORDS, "none"], label="Good enough")

# %%
display(cards.say("**None.**", f"You said: {message_guess}." if message_guess else "",
                  "A name makes a machine look like a person, “may” is not “is”, and “by the way” comes too late. A way to a person is good",
                  "practice; Art. 50 does not ask for it. The check looks for properties, not for one good wording."))  # fmt: skip
lesson.show_first_words(checked=True)

# %% [markdown]
# ## Ask the same card on four days
#
# July 2025, August and December 2026, December 2027. **Which of the four features changes its *tier* on the way?**

# %%
changes_guess = choice(
    "changes_guess", [feature(id).name for id in four.values()] + ["none of them"], label="Changes its tier"
)

# %%
picture, described = pictures.four_dates_figure(list(four.values()))
plots.show(picture, alt=described)
changed = [feature(id).name for id in four.values()
           if len({regulation.classify(feature(id), on).tier for on in regulation.FOUR_DATES}) > 1]  # fmt: skip
planned, now = (regulation.applies_from("annex-iii", on) for on in ("2025-07-01", regulation.TODAY))
cards.say(
    f"**{', '.join(changed) or 'None of them'}.**",
    f"You said: {changes_guess}." if changes_guess else "",
    f"What moves is the day: whoever planned for the school in July 2025 planned for {in_words(planned)}, by the law of that day; now it is",
    f"{in_words(now)}. Days after {in_words(regulation.law().read)} are a projection. And rows are added: two new prohibitions join on",
    f"{in_words(regulation.applies_from('prohibitions-2026', regulation.TODAY))} (certainty: secondary) [ai-act-omnibus].",
)

# %% [markdown]
# ## Count the highest fine
#
# A fine has two limits, an amount and a share of the turnover of the year before: 35 million or 7 % for prohibited practices, 15 million or
# 3 % for most other duties, Art. 50 among them [ai-act, ai-act-notes]. A group with 2,000 million euros of turnover runs *Service with a
# smile*. A hotel with 8 million (a small firm) hides that Sofia is a machine. **What is the most that each can be fined?**

# %%
group_guess = choice("group_guess", ["35 million", "60 million", "140 million"], label="The group, euros")
small_guess = choice("small_guess", ["240,000", "560,000", "15 million", "35 million"], label="The hotel, euros")

# %%
group = regulation.penalty_cap("prohibited practice", 2_000_000_000, "large", as_of)
small = regulation.penalty_cap("transparency", 8_000_000, "SME", as_of)
report(highest_fine_small=float(small))
cards.say(
    f"**EUR {group:,.0f} and EUR {small:,.0f}.**",
    f"You said: {group_guess} and {small_guess}." if group_guess and small_guess else "",
    f"{group.text} For small firms it is turned round. {small.text}",
    f"Since July 2026 small mid-caps count as small here too. Certainty: {small.certainty}. A cap is no forecast: authorities look at gravity,",
    "intent and help given [ai-act, ai-act-omnibus].",
)


# %%
def fines(infringement, size, turnover):
    return pictures.fines_figure(infringement, turnover, size, as_of)


fines_shown = explore(
    fines,
    infringement=Options(tuple(regulation.INFRINGEMENTS), "transparency", "what went wrong"),
    size=Options(tuple(regulation.SIZES), "SME", "size of the firm"),
    turnover=Scale(turnover_million, 1, 5000, 1, label="turnover, million euros"),
    presets={
        "the hotel": {"infringement": "transparency", "size": "SME", "turnover": 8},
        "the group": {"infringement": "prohibited practice", "size": "large", "turnover": 2000},
        "a large firm, 100 million": {"infringement": "transparency", "size": "large", "turnover": 100},
    },
)

# %% [markdown]
# The two lines meet where the share equals the amount: at 500 million euros of turnover, whether it is 35 million and 7 % or 15 million and 3 %.
# Below that, a large firm can be fined more than its share; a small one never more than the lower of the two.

# %% [markdown]
# ## Ask a model about the law
#
# The bundled model was asked from which day six things bind, without the law, with six days to choose from; then again with the same days
# listed the other way round. **How many of the six days are right, the first and the second time?**

# %%
model_guess = slider("model_guess", 3, 0, 6, label="Right, of 6")
reversed_guess = slider("reversed_guess", 3, 0, 6, label="Right, days listed the other way round")

# %%
asked = regulation.asked_dates()
hits, back = sum(row.said == row.right for row in asked), sum(row.reversed == row.right for row in asked)
same = sum(row.said == row.reversed for row in asked)
most = max((row.said for row in asked), key=[row.said for row in asked].count)
often = [row.said for row in asked].count(most)
report(model_days_right=float(hits))
display(cards.say(
    f"**{hits} and {back}; you said {model_guess} and {reversed_guess}.** The first time it named {most} for {often} of {len(asked)}; when the list was turned round, {same} of",
    "its days stayed the same. The order of a list decides, not the law, and each day comes as surely as if it were known. It is a small model, and",
    "six questions are no rate; of a larger one you know nothing until you measure it against rows that you trust. The lab asks for tiers.",
))  # fmt: skip
regulation.show_dates_asked(asked)

# %% [markdown]
# ## Know what nobody has told you
#
# A tool reads from the **words** in a team's chat how people feel. Feelings at work, but neither voice nor face. **Which tier?**

# %%
mood_guess = choice("mood_guess", [*tiers, regulation.CANNOT_SAY], label="Team barometer")

# %%
mood = regulation.classify(feature("lesson-mood"), as_of)
display(
    cards.say(
        f"**Cannot say yet; at least {mood.at_least}.**",
        f"You said: {mood_guess}." if mood_guess else "",
        "An open question is never minimal. It goes to counsel, in writing, before launch.",
    )
)
regulation.show_rule("lesson-mood", as_of, duties=False)

# %% [markdown]
# The same holds for this workbook. **How many of the rows of its file were compared with the wording of the law in EUR-Lex?**

# %%
rows = lesson.rows_of_the_file()
read_guess = slider("read_guess", len(rows) // 2, 0, len(rows), label=f"Compared, of {len(rows)}")

# %%
unsure = sum(row.certainty == "uncertain" for row in rows)
compared = sum(row.certainty not in ("secondary", "uncertain") for row in rows)
display(cards.say(
    f"**{compared} of {len(rows)}; you said {read_guess}.** They rest on secondary pages that agree, and {unsure} of these rows are uncertain even so;",
    "the open points below are counted apart. That is good enough to",
    "find out what to ask, and not good enough to launch. It would be worse not to know it: look for this sentence in the next page on the",
    "Act that you read.",
))  # fmt: skip
regulation.show_open()

# %% [markdown]
# ## *Optional.* Put the voluntary lists beside the law
#
# Two other papers lie on the table: lists of NIST, the US standards body, and of OWASP, a security community. **"A guest takes Sofia for a
# person": in which list does that stand? And "a planted page tells Sofia what to say"?**

# %%
lists = ["NIST 600-1 only", "OWASP for LLMs only", "both", "neither"]
person_guess = choice("person_guess", lists, label="Taken for a person")
planted_guess = choice("planted_guess", lists, label="Obeys a planted page")

# %%
display(cards.say(
    "**NIST only** (Human-AI Configuration), **and both** (Information Security; Prompt Injection).",
    f"You said: {person_guess} and {planted_guess}." if person_guess and planted_guess else "",
    "The pairing is our judgement. The Act asks for the first (Art. 50), and for security only of high-risk systems (Art. 15): for the hotel's chat",
    "only the lists ask about attacks (certainty: secondary). So limited in law is not safe, and no single list sees everything.",
))  # fmt: skip
display(lesson.show_papers())
regulation.show_checklists("nist-genai", "owasp-llm")

# %% [markdown]
# ## What to take to your team
#
# - Ask every statement about the law: as of which day, from which article, who read it?
# - Sort from the top: prohibited, high, limited, minimal. Uncertain is an answer; minimal is not the default.
# - Look at the use, not at the technique. Profiling takes the modest exception away.
# - Building on somebody's model makes you the provider of the system. So does your name on a bought one.
# - Say at the first contact what it is. Put the day for marking into the plan.
# - Of amount and share the higher counts; for small firms the lower.
# - Duties want evidence: thresholds set before, figures with intervals, logs, who may stop it. Most of that is your work, not counsel's; the lab
#   looks for it in what you did in other modules.
#
# **Not legal advice.** Bring the open points and your cards to counsel.
#
# **Sources.** The law: [ai-act, ai-act-omnibus], read second-hand in [ai-act-notes, ai-act-checks]; guidelines, not binding:
# [ai-act-50-guidelines]. Lists: [nist-ai-rmf, nist-ai-600-1, owasp-llm-2025, owasp-agents-2026].
#
# **Next: the lab of this module.** You classify Meadow's features, write what it says at the first contact, and sign a one-page brief.
