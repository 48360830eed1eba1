# %% [markdown]
# # Read what went wrong before you mend it
#
# - **You will** guess why an assistant fails, open whole conversations, find the station where each first goes wrong, compare ways
#   to choose what you read, and see what wrong labels and old pages do to your figures.
# - **You need** lesson 00. No code of your own: run each cell with Shift and Enter, and answer before you read on.
# - **Time:** 30 min
# - **Key needed:** no
#
# Before the versions that later modules compare, Meadow had a pilot, **version 0**. It searches the help centre itself, shows the
# model the three sections it finds, and sends what the model writes. Customers complain. The team has met and knows why:
# "It hallucinates. We need a larger model." That takes a month, and nobody in the meeting has read a conversation.

# %% tags=["parameters"]
to_read = 28
runs = 300
seed = 2
label_error = 3

# %%
from IPython.display import display

from helpers import anatomy, cards, coding, plots, stats
from helpers.run import report
from helpers.widgets import Options, Scale, choice, explore, slider, text

study = coding.Study("dev")
total = len(study.traces)

# %% [markdown]
# ## Guess before you read
#
# Here a conversation that was recorded whole is a **trace**: what the customer wrote, what the search found, what the model got,
# what it said. The **first fault** of a trace is the first thing that went wrong on the way from the message to the reply.
# What comes after it may only follow from it.
#
# **Of 100 conversations, what is the first fault?** Three numbers; the rest is everything else.

# %%
invents_guess = slider("invents_guess", 0, 0, 100, label="The reply invents something")
before_guess = slider("before_guess", 0, 0, 100, label="The search missed it, or the page is out of date")
right_guess = slider("right_guess", 0, 0, 100, label="Nothing: the reply is right")

# %% [markdown]
# ## Open the whole conversation, not the reply
#
# This is what a complaint shows: a question, and the reply. Each of these three tells the customer something
# that is wrong or made up. **What would you mend, going by the reply?**

# %%
three = [trace for name in ("006", "015", "087") for trace in study.traces if trace.id == f"tr-q-w1-{name}"]
parts = ["the model", "the search", "the pages", "a rule when to answer"]
display(anatomy.reply_table(three))
mend_1 = choice("mend_1", parts, label="For reply 1, mend")
mend_2 = choice("mend_2", parts, label="For reply 2, mend")
mend_3 = choice("mend_3", parts, label="For reply 3, mend")

# %% [markdown]
# Now the same three with what the search showed the model. Open the sections and look for the answer. **Does it stand there?**

# %%
places = ["yes", "no"]
display(coding.card(three[0]))
stands_1 = choice("stands_1", places, label="In 1 the answer stands there:")
display(coding.card(three[1]))
stands_2 = choice("stands_2", places, label="In 2 the answer stands there:")
display(coding.card(three[2]))
stands_3 = choice("stands_3", places, label="In 3 the answer stands there:")

# %%
belongs = {
    "retrieval_miss": "the search",
    "stale_source": "the pages",
    "should_hold_back": "a rule when to answer",
    "unsafe": "a rule when to answer",
}
causes = [belongs.get(study.label(trace.id).primary, "the model") for trace in three]
hit = sum(said == cause for said, cause in zip((mend_1, mend_2, mend_3), causes, strict=True))
there = ["yes" if t.question.documents and "retrieval_miss" not in study.label(t.id).codes else "no" for t in three]
opened = sum(said == stands for said, stands in zip((stands_1, stands_2, stands_3), there, strict=True))
display(anatomy.findings(study, three))
cards.say(
    f"**One look, {len(set(causes))} causes: {', '.join(causes)}.**",
    f"From the reply alone you named {hit} of {len(three)}." if mend_1 or mend_2 or mend_3 else "",
    f"Where the answer stands you saw {opened} times of {len(three)}." if stands_1 or stands_2 or stands_3 else "",
    "In 1 the search brought nothing about the term, in 2 the answer was the first thing it found, and in 3 no page of",
    "Meadow has an answer: the right reply says so. “It hallucinates” is true of all three, and says about none of",
    "them what to do.",
)

# %% [markdown]
# So error analysis begins with **open codes**: read a trace from the start, and write down in your own words the first thing that is
# wrong. No list of categories yet. Only when the notes repeat themselves do you group them into a **taxonomy**, and only then do you
# count [husain-shankar-2025]. What counts as wrong becomes clear while you read; a list made beforehand misses it [shankar-2024].
#
# Try one. Here the customer wrote twice. **Write in one line what went wrong first.** Say what you see, not what you call it: “names
# no price” can be mended, “bad answer” cannot.

# %%
(fourth,) = [trace for trace in study.traces if trace.id == "tr-q-w1-003"]
display(coding.card(fourth))
note = text("note", label="First thing that went wrong", lines=2)

# %%
noted = study.label(fourth.id)
cards.say(
    f"**The readers noted: {noted.note}.** First fault: {noted.primary.replace('_', ' ')}." if noted.primary else "",
    f"You wrote: “{note}”." if note else "",
    "Look at the second message. Version 0 searches with these words alone, and “location” and “costs” are all that the",
    "search has to go by. A larger model would have got the same three sections.",
)

# %% [markdown]
# ## Find the station where it first goes wrong
#
# Two readers have done this for all conversations, apart from each other, and settled where they differed. The picture
# follows the conversations that we may look at on their way. At each station some go wrong for the first time.

# %%
stops = anatomy.counts(study)
picture, described = anatomy.stations_figure(stops, total)
plots.show(picture, alt=described)

# %%
shares = study.first_faults()
anywhere = study.share(study.any("invented_fact"))
before = study.share(study.first(["retrieval_miss", "stale_source"]))
rows = [
    ("the reply invents something", invents_guess, shares["invents"].text),
    ("the search, or the page", before_guess, before.text),
    ("nothing", right_guess, shares["right"].text),
]
if not invents_guess + before_guess + right_guess:  # nobody has moved a slider
    rows = [(name, "none", found) for name, _, found in rows]
report(invents_first=shares["invents"], invents_at_all=anywhere, before_the_model=before)
cards.table(["first fault", "your guess, %", "two readers (95 % interval, by page)"], rows, f"{total} conversations")

# %% [markdown]
# The interval in brackets says which shares of such conversations would still fit what was seen. It counts by page, because questions
# about one page resemble each other. Where nothing was seen at all, each page counts as one conversation, which is the most
# careful reading: so 0 of 150 reaches further up than 2 of 150.

# %%
cards.say(
    f"**Inventing comes first in {shares['invents'].text}, although it stands in {anywhere.text} of the replies.**",
    "Nearly always something else went wrong before it, and mending that may take the invention away too.",
    f"The largest single share, {stops['Reply'][0]}, does go wrong at the reply, mostly by leaving out or garbling what",
    "was found. There a larger model may help.",
    f"{stops['Search'][0] + stops['Pages'][0]} of {total} conversations are lost in the search or on a page, before it is the model's turn.",
    f"In {stops['Limits'][0]} more it answered what it should have declined or answered with a warning, and version 0 has no",
    "step that decides that. In all of these a larger model gets the same sections to read. Whether it would hold back by itself is a",
    "question for an eval, not for a meeting.",
)

# %% [markdown]
# Read the picture with two cautions. Where somebody may come to harm, the readers put that first, whatever else went wrong. And a
# conversation that gets past a mended station may stumble at the next one: a count of first faults is not yet what a fix is worth.
# The lab works that out, with severity and cost.

# %% [markdown]
# ## Choose what you read, or it chooses you
#
# Nobody reads everything. Say you have time for 28 conversations. Three ways to choose them:
#
# - **at random**: every conversation has the same chance;
# - **by kind**: four of each of seven kinds of question (in a product: the topic by which messages are sorted);
# - **the interesting ones**: those where a wrong reply would be unforgivable.
#
# You want the share whose first fault is at station 1: it should have warned, declined or asked back. **Which way tells you
# the share, if you just count? And which shows you most of the grave ones?**

# %%
ways = ["at random", "by kind", "the interesting ones"]
share_guess = choice("share_guess", ways, label="The share, by counting:")
grave_guess = choice("grave_guess", ways, label="Most of the grave ones:")

# %%
target, rule = "it should have warned or held back", "a wrong reply is unforgivable"
drawn = anatomy.draws(study, target, size=to_read, runs=runs, seed=seed, rule=rule)
truth = stops["Limits"][1].value
picture, described = anatomy.plans_figure(
    drawn, truth, title=f"{runs} draws of {to_read} from {total} real conversations"
)
plots.show(picture, alt=described)
random, weighted, averaged, picked = drawn.values()
report(random_holds=random.coverage, picked_holds=picked.coverage)
cards.say(
    f"**At random tells the share: {plots.percent(random.mean)} on average, as in all of them.** One draw may say anything from",
    f"{plots.percent(random.low)} to {plots.percent(random.high)}, and its interval says so.",
    f"The interesting ones show {picked.grave:.0f} grave ones instead of {random.grave:.0f}, and report",
    f"{plots.percent(picked.mean)}. More of them bring more of the same; a bias does not shrink.",
    f"You said: {share_guess} and {grave_guess}." if share_guess or grave_guess else "",
)

# %% [markdown]
# *By kind* is in between. Just counted it misleads as well, for rare kinds count as much as common ones. **Weighted back**, each kind
# counts for as many as there are [cochran-1977], and the figure is honest again. **Is it also more exact than a random draw?**
# Compare *limits* and *search* with the buttons, then try other ideas of what is interesting.


# %%
def choose(wanted, interesting, size):
    share = study.share(study.first(coding.FIRST_FAULTS[anatomy.TARGETS[wanted]][1])).value
    found = anatomy.draws(study, wanted, size=size, runs=150, seed=seed, rule=interesting)
    return anatomy.plans_figure(found, share, title=f"150 draws of {size}")


planned = explore(
    choose,
    wanted=Options(tuple(anatomy.TARGETS), "the search did not find it", "first fault"),
    interesting=Options(tuple(anatomy.RULES), "the customer wrote again", "interesting is"),
    size=Scale(28, 14, 70, 7, label="conversations read"),
    presets={
        "limits": {"wanted": target, "interesting": rule, "size": 28},
        "search": {"wanted": "the search did not find it", "interesting": rule, "size": 28},
        "search, 70 read": {"wanted": "the search did not find it", "interesting": rule, "size": 70},
    },
)

# %% [markdown]
# For *limits* it is much more exact, because the kind of question nearly decides the answer. For *search* it is worse than random: the
# most common kind, which counts for nearly half, was read four times. And an idea of what is interesting may mislead in either
# direction, or by luck not at all. You would know only after reading everything.
#
# So use all three, and never mix their counts: the interesting ones to see more of what you already fear, a draw by kind to meet what
# nobody thought of, a random draw to *count*. All of these come from conversations about 26 pages, with questions that the authors
# of the pages wrote. What real customers ask is another question, and no draw from these can answer it.

# %% [markdown]
# ## Ask a second reader, then mend the definition
#
# The codes came from two readers who had the same page of definitions and did not see each other's work. Take the code that the
# meeting was about. *Invented fact: the reply states something about Meadow that no passage supports.* **Would you give it to these?**

# %%
doubtful = [trace for name in ("w3-012", "w1-008") for trace in study.traces if trace.id == f"tr-q-{name}"]
codes = [study.label(trace.id) for trace in study.traces]
pairs = [("invented_fact" in label.first, "invented_fact" in label.second) for label in codes]
display(anatomy.reply_table(doubtful))
fact_1 = choice("fact_1", ["yes", "no"], label="1 is an invented fact:")
fact_2 = choice("fact_2", ["yes", "no"], label="2 is an invented fact:")
firsts, seconds = (sum(given) for given in zip(*pairs, strict=True))
cards.say(
    f"Of {total} conversations the first reader gave it to {firsts}, the second to {seconds}.",
    "**On how many conversations do they differ?**",
)

# %%
differ_guess = slider("differ_guess", 0, 0, 94, label="Conversations")

# %%
found = coding.compare("invented_fact", pairs, study.pages())
row = (found.both, found.first, found.second, found.neither, found.agreement.text)
display(cards.table(["both", "only the first", "only the second", "neither", "agreement"], [row], "Invented fact"))
both = [(study.label(trace.id).first, study.label(trace.id).second) for trace in doubtful]
said = [sum("invented_fact" in given for given in one) for one in both]
cards.say(
    f"**{found.first + found.second}{f'; you said {differ_guess}' if differ_guess else ''}.** The totals look the same because the differences go both ways.",
    f"Of the two replies above, {said[0]} of 2 readers called the first an invention, and {said[1]} of 2 the second. Is praise",
    "a statement about Meadow? Is a number that answers nothing? The definition does not say.",
)

# %% [markdown]
# So do not ask who was right. Take the disputed conversations, mend the sentence until it decides them, and read a part again. Telling
# a person to read more carefully changes little.
#
# One figure will be held against you: kappa, agreement beyond chance [cohen-1960]. Two pairs of readers said yes or no to 100 cases
# each; the example is a classic [feinstein-cicchetti-1990]. Both pairs agree in 85. **Which pair is better, by kappa?**

# %%
pairs_known = {"first pair": ((40, 9), (6, 45)), "second pair": ((80, 10), (5, 5))}
rows = [(name, grid[0][0], grid[0][1], grid[1][0], grid[1][1]) for name, grid in pairs_known.items()]
display(cards.table(["", "both yes", "only one", "only the other", "both no"], rows, "100 cases each (published)"))
kappa_guess = choice("kappa_guess", ["both the same", "the first", "the second"], label="By kappa")

# %%
(kappa_1, ac1_1), (kappa_2, ac1_2) = ((stats.kappa(g), stats.gwet_ac1(g)) for g in pairs_known.values())
cards.say(
    f"**Kappa is {kappa_1.value:.2f} for the first pair and {kappa_2.value:.2f} for the second.**",
    f"You said: {kappa_guess}." if kappa_guess else "",
    "The second pair says yes nearly always. People who guess would agree often too, and kappa takes that away. AC1",
    f"[gwet-2008] takes away less where one answer is rare, and says {ac1_1.value:.2f} and {ac1_2.value:.2f}: the other way",
    "round. Look at the four counts. On the rare “no” the second pair agrees in 5 cases and differs in 15.",
)

# %% [markdown]
# Several of the nine codes here are rare, and one is nearly always there, so this is no curiosity. Ask for the counts; module 04 goes
# further.

# %% [markdown]
# ## See what a few wrong labels do
#
# Counts come from labels, and labels are wrong now and then: in ten well-known public test sets, at least 3.3 % on average
# [northcutt-2021]. Assume labels of that kind: of the right replies 3 in 100 are called wrong, and of the wrong ones 3 in 100 are
# called right. Of an assistant's replies, 2 in 100 are right. **What pass rate do the labels show?**

# %%
shown_guess = slider("shown_guess", 0, 0, 20, label="Pass rate by the labels, in percent")

# %%
error = label_error / 100
rare = anatomy.measured_rate(0.02, passes_wrong=error, fails_right=error)
good = anatomy.measured_rate(0.95, passes_wrong=error, fails_right=error)
left = anatomy.measured_difference(0.10, passes_wrong=0.1, fails_right=0.1)
cards.say(
    f"**{plots.percent(rare, 1)}{f'; you said {shown_guess} %' if shown_guess else ''}.** Of 1,000 replies 20 are right, and about {20 * (1 - error):.0f} of these are",
    f"called right. But 980 are wrong, and {label_error} % of these are {980 * error:.0f}: more than all the right ones.",
    f"At the other end the same labels show {plots.percent(good, 1)} for an assistant that is right in 95 %: nobody can",
    "measure past the labels. And with 10 % wrong labels of either kind, 10 points between two versions",
    f"look like {100 * left:.0f}.",
)

# %% [markdown]
# The formula has two parts: *measured = right × (1 - right called wrong) + wrong × (wrong called right)* [rogan-gladen-1978]. Module 04
# turns it round and takes the error out again, as far as that goes. Move the numbers. **Where does more labelling help, and where
# does it only make you sure of a wrong figure?**


# %%
def noise(right, passes_wrong, fails_right, labels):
    return anatomy.noise_figure(right / 100, passes_wrong / 100, fails_right / 100, labels)


noisy = explore(
    noise,
    right=Scale(2, 0, 100, label="right replies, %"),
    passes_wrong=Scale(label_error, 0, 30, label="of the wrong ones called right, %"),
    fails_right=Scale(label_error, 0, 30, label="of the right ones called wrong, %"),
    labels=Scale(150, 50, 2000, 50, label="labels"),
    presets={
        "few are right": {"right": 2, "passes_wrong": 3, "fails_right": 3, "labels": 150},
        "the same, 2,000 labels": {"right": 2, "passes_wrong": 3, "fails_right": 3, "labels": 2000},
        "half are right": {"right": 50, "passes_wrong": 3, "fails_right": 3, "labels": 150},
        "nearly all are right": {"right": 95, "passes_wrong": 3, "fails_right": 3, "labels": 150},
        "a lenient reader": {"right": 30, "passes_wrong": 20, "fails_right": 1, "labels": 150},
    },
)

# %% [markdown]
# Where half are right, two equal errors cancel in the total, and the figure is right by luck. Elsewhere more labels make the interval
# shorter, and it lies with great confidence beside the truth: it counts the luck of the draw and knows nothing of wrong labels. What
# helps is reading a part twice, with a definition that leaves less to taste.

# %% [markdown]
# ## Read the datasheet before the data
#
# Everything so far rests on data that somebody made. A **datasheet** says who, for what, how, and what it is not good for
# [gebru-2021]. It is the first page to read. Here is the part of ours that is easily left out.

# %%
anatomy.datasheet("Known limits")

# %% [markdown]
# Three colleagues quote our figures. **To whom does the datasheet say no?**

# %%
quotes = [
    "This model is mostly wrong even with the right page in front of it.",
    "Version 0 serves customers who write in Dutch just as badly.",
    "A team would probably agree less than our two readers did.",
]
refused = choice("refused", quotes, label="Say no to:")

# %%
cards.say(
    "**To the second.**" + (f" You said no to: “{refused}”" if refused else ""),
    "Questions and pages are in English, so our figures say nothing about Dutch: neither that it is bad nor that it is",
    "not. The other two repeat what the sheet itself says. A figure travels without its sheet, and then it claims",
    "whatever the slide needs.",
)

# %% [markdown]
# The help pages are data too. Ask three things of each: where does it come from (**provenance**), when did somebody last look
# (**freshness**), and who answers for it (its owner)? On 1 September Meadow changed some of its rules. Each dot is a page.

# %%
pages = anatomy.freshness()
picture, described = anatomy.freshness_figure()
plots.show(picture, alt=described)

# %% [markdown]
# The orange ones have not been reviewed since the rules changed. **How many of these state a rule that no longer holds?**

# %%
stale_guess = slider("stale_guess", 0, 0, 45, label="Pages with an old rule")

# %%
shown, passed_on = anatomy.stale_pages(study)
cards.say(
    f"**{pages.stale} of {pages.old}{f'; you said {stale_guess}' if stale_guess else ''}.** Old is not wrong: most rules did not change. An alarm on",
    f"age alone sends people to {pages.old} pages for {pages.stale}, and next month nobody looks. The list of changed rules,",
    "held against the dates, finds them at once.",
    f"Few pages are enough: the search put one of them before the model in {shown} of {total} conversations. The reply passed",
    f"it on in {passed_on}. That is luck: where the model is shown the answer, it mostly leaves that out as well.",
)

# %% [markdown]
# Keep that in mind when you order a better model. A model that uses what it is given also passes on what is out of date. In the lab you
# find those pages, and one more that nobody owns.

# %% [markdown]
# ## What to take to your team
#
# - Read thirty conversations before the next meeting: whole, with what the search found. Note the first thing that went wrong.
# - Count first faults, and say where on the way they lie. “It hallucinates” is no station.
# - Write beside each count how the conversations were chosen. Interesting ones are for finding, random ones for counting.
# - Let a second person read a part. Where you differ, mend the definition.
# - Where few replies are right, or few are wrong, wrong labels are most of what you measure. More labels do not help.
# - Ask for the datasheet, and for owner and last review of each page. Hold the dates against the rules that changed.
#
# **Sources.** The way of working: [husain-shankar-2025, shankar-2024]. Draws: [cochran-1977]. Agreement: [cohen-1960, gwet-2008,
# feinstein-cicchetti-1990]. Labels: [northcutt-2021, rogan-gladen-1978]. Datasheets: [gebru-2021].
#
# **Next: the lab of this module.** You read conversations yourself, find your own names for what goes wrong, count them, and decide
# what is mended first.
