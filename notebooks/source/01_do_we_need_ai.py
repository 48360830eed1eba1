# %% [markdown]
# # Find out whether the job needs AI at all
#
# - **You will** separate what to automate from how, give the plain solution its chance, see what 20 test messages can tell, price
#   errors before tokens, and name the figure that would change your mind.
# - **You need** lesson 00. No code of your own: run each cell with Shift and Enter, and answer before you read on.
# - **Time:** 35 min
# - **Key needed:** no
#
# Monday, Meadow. Somebody came back from a conference: "Let us put AI in front of the inbox." Three jobs are meant:
#
# - **route**: bring each message to the one of twelve teams that has to act first;
# - **refund**: answer "how long can I give it back" and "where is my money";
# - **apology**: write to a customer whose delivery failed.
#
# You are asked for a plan by Friday. This lesson is the week before it.

# %% tags=["parameters"]
hosted = "openai/gpt-5-nano"
prompt = "LLM choice"
small = 20
tests = 100
seed = 1

# %%
from helpers import cards, comparing, plots, prices, routing, stats, world
from helpers.routing import apology, costs, drafts, timing
from helpers.run import report
from helpers.widgets import Options, Scale, choice, explore, slider

lab = routing.begin(hosted=hosted, seed=seed)
dev = world.tickets("dev")
customers = [ticket.customer for ticket in dev]
cards.table(["team", "acts first when the customer wants"], world.intents().items(), "The twelve teams")

# %% [markdown]
# ## Look at the work before you name a technique
#
# Everything here uses the dev messages. The test messages are for the lab, where it counts. Here are five of the dev messages,
# drawn at random. Which team would you send each to?

# %%
kept = {ticket.id for ticket in lab.twelve()}
plain = [
    t for t in dev if t.id not in kept and t.language == "en" and t.intent == t.first["intent"] == t.second["intent"]
]
routing.show_messages(comparing.drawn(plain, 5, seed=seed), "Five dev messages")

# %% [markdown]
# Two readers labelled every message alone, with the same guideline of one page. **In how many of 100 messages do they name the
# same team?**

# %%
agree_guess = slider("agree_guess", 80, 0, 100, label="Same team, of 100 messages")

# %%
same = [float(ticket.first["intent"] == ticket.second["intent"]) for ticket in dev]
agreed = stats.mean_interval(same, customers)
plots.show(
    plots.guess_reveal(agree_guess / 100, agreed, label=f"same team, {len(dev)} dev messages"),
    alt=f"Your guess was {agree_guess} %. Two readers name the same team in {plots.with_interval(agreed)}.",
)
apart = [t for t in dev if t.first["intent"] != t.second["intent"] and t.id not in kept]
differing = f"Where they differ: {len(apart[:2])} of {sum(t.first['intent'] != t.second['intent'] for t in dev)} (the lab has more)"
routing.show_messages(apart[:2], differing, labels=True)

# %% [markdown]
# This figure comes before any model. It says that the job *has* a right answer, and how high a router could ever score. It also
# says what a page of guideline does: it settles beforehand whether a refund after a late delivery belongs to *delivery*. Let two
# colleagues label fifty of your own messages without such a page, and expect less. Where they disagree, write the page first.
# That needs no AI.

# %% [markdown]
# ## Automate, augment, or leave alone
#
# Google's guidebook for AI products asks this before anything else [pair-guidebook]. **Automate** what is tedious, or needs a
# scale that people do not have, *and* where people agree on what is right. **Augment** (people do it, with help) what people
# enjoy, what carries social weight, or where they disagree. And some things are better left alone. **Where do the three jobs
# belong?**

# %%
ways = ["automate", "augment", "leave alone"]
route_way = choice("route_way", ways, label="route")
refund_way = choice("refund_way", ways, label="refund")
apology_way = choice("apology_way", ways, label="apology")

# %%
readings = [
    ("route", "yes: thousands a month", f"in {100 * agreed.value:.0f} of 100", "a detour, and now and then a fire",
     "automate the clear ones, a person sorts the rest", route_way or "nothing"),
    ("refund", "yes: the same few facts", "a fact with a date, once the case is known", "a promise that has to be kept",
     "automate the look-up, hand over what needs the account", refund_way or "nothing"),
    ("apology", "a little", "on the facts, not on the tone", "an insult on top of the failure",
     "augment: facts filled in, a person reads and sends", apology_way or "nothing"),
]  # fmt: skip
cards.table(
    ["job", "tedious, or scale", "do people agree?", "an error is", "one reading", "you said"], readings, "Three jobs"
)

# %% [markdown]
# The last column but one is a reading, not a solution. If yours differs, say which column made the difference. And notice what
# the table does not hold: a technique. *Automate* can mean a list of words.

# %% [markdown]
# ## Give the plain solution ten minutes
#
# The first rules of Google's guide to machine learning [rules-of-ml], in our words: (1) do not be afraid to launch without it;
# (2) decide first what you measure; (3) prefer learning to a heuristic that has become too complicated; (4) keep the first model
# simple and get what surrounds it right. The same is said of agents: the simplest solution first [building-agents].
#
# So here is rule 1: a few words for each team, written in ten minutes from the teams' definitions, before any message was
# counted. A message goes to the team with the most words found in it. `*` stands for any ending. Where nothing is found, a person
# sorts, as today.

# %%
TEN_MINUTES = {
    "refund_return": ["refund*", "money back", "return*"],
    "billing": ["charge*", "invoice*", "payment*", "paid", "deposit"],
    "delivery": ["deliver*", "slot", "driver"],
    "repair": ["broken", "damage*", "noise", "noisy", "repair*", "mend*", "accident"],
    "plan_change": ["plan", "switch*", "pause*", "discount*"],
    "app_account": ["app", "log in", "login", "password*", "account", "unlock*", "address"],
    "cancel": ["cancel*", "end my subscription", "notice"],
    "theft_loss": ["stolen", "theft", "lost", "key", "lock", "police"],
    "battery": ["battery", "batteries", "charging", "charger", "range"],
    "hub_city": ["opening hours", "open", "hub", "parking", "test ride"],
    "data_privacy": ["data", "privacy", "delete*", "location"],
    "other": ["job", "press", "newsletter"],
}

# %% [markdown]
# **What happens to most of the messages?**

# %%
fate = choice(
    "fate", ["they reach the right team", "they reach a wrong team", "no word is found"], label="Most messages"
)

# %%
plain_rules = comparing.by_rules(TEN_MINUTES, dev)
shares = comparing.fates(plain_rules)
sure = comparing.when_it_decides(plain_rules)
plots.show(plots.interval_bar(shares, title="Ten minutes of rules, dev messages"), alt=plots.words(shares))
cards.say(
    f"**{max(shares, key=lambda name: shares[name].value).capitalize()}.**" + (f" You said: {fate}." if fate else ""),
    f"Where the rules do speak, they are right in {plots.with_interval(sure)}. People seldom use the words of your",
    "organisation chart. A router that keeps silent costs a look by a person; one that is wrong costs a detour.",
    "Count the two apart.",
)

# %% [markdown]
# A colleague then read all dev messages for an hour and wrote many more phrases. On these same messages the longer list is far
# better.

# %%
longer = lab.routed("rules", "dev").rate()
print(f"An hour of rules, on the messages their author read: {plots.with_interval(longer)}.")

# %% [markdown]
# **How good is this longer list on messages of other customers, which its author has not read?**

# %%
believe = choice(
    "believe", ["about as good", "clearly worse", "clearly better"], label="On messages of other customers"
)

# %% [markdown]
# The author saw these messages, so the figure flatters the list. How much, nobody can say from here: that takes messages which
# nobody looked at. The lab has them; keep your answer for its section 2. From here on only messages count that a router did not
# see when it was made.

# %% [markdown]
# ## Put three approaches before the same messages
#
# **Classic ML**: a small model turns each message into 384 numbers (an *embedding*), and logistic regression, an old and plain
# technique, learns the team from labelled examples. It learns from one part of the customers and is measured on the others.
# **LLM**: the bundled language model gets the twelve definitions and the message, and has to choose one name.
#
# Beside them stands the cheapest router of all: every message to the team with the most mail. **Which comes first, and what share
# does the LLM get right?**

# %%
winner = choice("winner", ["ten minutes of rules", "classic ML", "LLM"], label="Most messages right")
llm_guess = slider("llm_guess", 60, 0, 100, label="LLM, right in percent")

# %%
llm = comparing.by_model(lab, prompt)
learned = comparing.learned(seed=seed)
short = comparing.by_rules(TEN_MINUTES, llm.tickets)
ml = comparing.among(learned, llm.tickets)
common = comparing.most_common(llm.tickets)
shown = {"all to one team": common, "ten minutes of rules": short, "classic ML": ml, "LLM": llm}
rates = {name: routed.rate() for name, routed in shown.items()}
title = f"Routed right, {len(llm.tickets)} dev messages that none of them has seen"
plots.show(plots.interval_bar(rates, title=title), alt="Routed right. " + plots.words(rates))
behind = comparing.gap(ml, llm)
best = max(rates, key=lambda name: rates[name].value)
report(classic_ml=rates["classic ML"], llm=rates["LLM"])
cards.say(
    f"**{best[0].upper()}{best[1:]} comes first.**" + (f" You said: {winner}." if winner else ""),
    f"The LLM gets {plots.with_interval(rates['LLM'])} right; you said {llm_guess} %. Message by message, LLM minus classic ML:",
    f"{behind.text}; LLM minus the router that sends everything to one team: {comparing.gap(common, llm).text}.",
)

# %%
rows = [
    (" ".join(t.text.split())[:110], reply.text, t.intent)
    for t, reply in list(zip(llm.tickets, llm.replies, strict=True))[:6]
]
cards.table(
    ["message", "the LLM chose", "final label"],
    rows,
    f"Six replies, {llm.replies[0].source} {llm.replies[0].recorded_at[:10]}",
)

# %% [markdown]
# "But that is a tiny model." True: 135 million parameters, and it says nothing about any other. A hosted model may well come
# first. Two things stay. *Which* is better is a measurement on your messages, with an interval. And what being better is worth is
# a question about your costs, further below. Neither is answered by the word "language".

# %% [markdown]
# ## Ask what a test of 20 messages can tell
#
# Two routers: classic ML with 50 labels, and with all that we have. On all the held-out messages the second is better. A team in
# a hurry draws 20 of them and compares. Picture 100 such teams. **How many can say afterwards which router is better** (the
# interval of their paired difference leaves out 0)?

# %%
teams_guess = slider("teams_guess", 80, 0, 100, label="Teams that can tell, of 100")

# %%
few = comparing.learned(50, seed=seed)
pairs = {
    "50 labels, all labels": (few, learned),
    "100 labels, all labels": (comparing.learned(100, seed=seed), learned),
    "ten minutes of rules, classic ML": (comparing.by_rules(TEN_MINUTES, learned.tickets), learned),
}
picture_of = comparing.small_tests(*pairs["50 labels, all labels"], small, tests=tests, seed=seed)
figure, described = comparing.small_figure(picture_of, "50 labels", "all labels")
plots.show(figure, alt=described)
told = tests - picture_of.count(comparing.UNKNOWN)
cards.say(
    f"**{told} of {tests}; you said {teams_guess} of 100.** On all {picture_of.all.n} messages the difference is {picture_of.all.text}.",
    f"In {picture_of.misled} of the small tests the second router was not even ahead. All {tests} teams saw a figure; only some",
    "learnt something from it.",
)

# %% [markdown]
# Move the size, then change the pair. How many messages would *you* ask for, when each label costs somebody a minute and a half?
# A large difference shows early. With the small one, see how far you have to go.


# %%
def try_size(pair, size):
    one, two = pairs[pair]
    found = comparing.small_tests(one, two, size, tests=60, seed=seed)
    figure, described = comparing.small_figure(found, *pair.split(", "))
    return figure, f"{described} Difference on all: {found.all.text}."


sizes_tried = explore(
    try_size,
    pair=Options(tuple(pairs), "50 labels, all labels", "the two routers"),
    size=Scale(60, 10, 90, 5, label="messages in the test"),
    presets={"20": {"size": 20}, "40": {"size": 40}, "80": {"size": 80}},
)

# %% [markdown]
# The draws come from the same hundred or so messages, so large ones resemble each other: the right end of the slider looks safer
# than it is. "Cannot tell" is a result too. It says *label more*, or *the difference is too small to matter*.

# %% [markdown]
# ## Count the labels that learning needs
#
# "Machine learning needs thousands of examples." **From how many labels on is classic ML shown to route more than the ten minutes
# of rules?**

# %%
options = ["12", "25", "50", "100", "all of ours", "more than we have"]
labels_guess = choice("labels_guess", options, label="Labels")

# %%
most = len(comparing.parts().learn)
curve = comparing.learning((12, 25, 50, 100, most), seed=seed)
line = comparing.by_rules(TEN_MINUTES, learned.tickets)
figure, described = comparing.curve_figure(curve, line.rate(), "ten minutes of rules")
plots.show(figure, alt=described)
ahead = {size: comparing.over(line, point) for size, point in curve.items()}
first = next((size for size in ahead if all(ahead[n].low > 0 for n in ahead if n >= size)), None)
euros = (first or most) * lab.given.minutes_to_label * lab.given.euros_per_minute
cards.say(
    f"**From {first} labels on" if first else f"**Not with {most} labels",
    "the whole interval of the difference lies above 0.**",
    f"You said: {labels_guess}." if labels_guess else "",
    f"Those labels cost about {euros:.0f} euros of somebody's time (assumed: {lab.given.minutes_to_label:g} minutes each). A thick bar is",
    "the interval of the mean over several trainings; a thin line, where it reaches beyond, shows where single trainings lie:",
    "a team has one of those.",
)

# %% [markdown]
# Three readings of this figure. It still climbs at its right end, so more labels would help. It starts low: a dozen labels are
# one for each team. And the embedding was trained by others on a billion sentence pairs [minilm], which is why so few of your
# own suffice. The line to beat in the lab is another one: the hour of rules, on messages that nobody looked at.

# %% [markdown]
# ## Price the errors before the tokens
#
# A hosted model has a price by the token. Suppose that one routes 85 % right (we have not measured it) and that a message in the
# wrong team costs a few minutes of somebody's work. **What is the largest part of its bill?**

# %%
part_guess = choice("part_guess", ["calls of the model", "upkeep", "errors"], label="Largest part")

# %%
people_wrong = 1 - sum(t.first["intent"] == t.intent for t in dev) / len(dev)
tokens = [
    sum(getattr(r, f"{kind}_tokens") for r in llm.replies) / len(llm.replies) for kind in ("prompt", "completion")
]
parts = {
    "people": ("people", 1.0, 0.0),
    "ten-minute rules": ("rules", line.left, line.wrong),
    "classic ML": ("classic ML", 0.0, learned.wrong),
}


def bills(share, model, minutes, monthly, price_times=1):
    """The four bills. share: what the hosted model routes right, in percent (an assumption)."""
    given = routing.assumptions(minutes_misrouted=minutes, tickets_per_month=monthly)
    found = {
        label: costs.bill(name, left=left, wrong=wrong, people_wrong=people_wrong, given=given)
        for label, (name, left, wrong) in parts.items()
    }
    calls = price_times * costs.running_cost(model, *tokens, given)
    found["LLM"] = costs.bill("LLM choice", left=0, wrong=1 - share / 100, running=calls, given=given)
    return found


usual = {"minutes": lab.given.minutes_misrouted, "monthly": lab.given.tickets_per_month}
one = bills(85, hosted, **usual)["LLM"]
rows = [(name, f"{comparing.euros(getattr(one, part))}") for part, name, *_ in comparing.PARTS] + [
    ("total", f"{one.total:.0f}")
]
cards.table(
    ["part", "euros for 1,000"],
    rows,
    f"{hosted}, price of {prices.price(hosted).as_of}, {tokens[0]:.0f} + {tokens[1]:.0f} tokens a message",
)

# %%
largest = max(comparing.PARTS, key=lambda part: getattr(one, part[0]))[1]
cards.say(
    f"**{largest.capitalize()}.**" + (f" You said: {part_guess}." if part_guess else ""),
    f"For each euro of calls there are about {comparing.about(one.errors / one.running)} euros of errors. Whoever compares price lists compares the",
    "smallest part that is paid. The minutes, the hours of upkeep and the wages are assumptions: round, invented, and the first thing to replace by your own.",
)

# %% [markdown]
# Now you. **At which share does the hosted model become the cheapest? And with the dearest model?** People, rules and classic ML
# stand with their figures from the dev messages; their calls cost next to nothing. People err as one reader did, who had time and
# the guideline, against the final label.


# %%
def draw(share, model, minutes, monthly):
    found = bills(share, model, minutes, monthly)
    figure, described = comparing.bills_figure(found)
    cheapest = min(found, key=lambda name: found[name].total)
    return figure, f"Cheapest: {cheapest}. Hosted model assumed to route {share} % right. {described}"


models = (
    hosted,
    *(m for m in ("openai/gpt-6-luna", "anthropic/claude-sonnet-5-5", "openai/gpt-6-astra") if m != hosted),
)
priced = explore(
    draw,
    share=Scale(85, 20, 99, label="hosted model, right in %"),
    model=Options(models, hosted, "hosted model"),
    minutes=Scale(usual["minutes"], 0.5, 20.0, 0.5, label="minutes for a misrouted one"),
    monthly=Scale(usual["monthly"], 200, 40_000, 200, label="messages a month"),
    presets={
        "as above": {"share": 85, "model": hosted, **usual},
        "no better than classic ML": {"share": round(100 * learned.rate().value), "minutes": usual["minutes"]},
        "and errors hardly matter": {"share": round(100 * learned.rate().value), "minutes": 0.5},
        "a tiny inbox": {"share": 85, "minutes": usual["minutes"], "monthly": 200},
    },
)

# %%
turning, calls = {}, {}
for name in models:
    for share in range(20, 100):
        found = bills(share, name, **usual)
        calls[name] = found["LLM"].running
        if found["LLM"].total <= min(found[who].total for who in parts):
            turning[name] = share
            break
dearest = max(calls, key=calls.get)
shares_needed = sorted(set(turning.values()))
cards.say(
    f"**With these figures a hosted model is the cheapest from {' to '.join(f'{n} %' for n in (shares_needed[0], shares_needed[-1]))} on,**"
    if len(shares_needed) > 1
    else f"**With these figures a hosted model is the cheapest from {shares_needed[0]} % on, whichever it is,**"
    if shares_needed
    else "**With these figures no hosted model is the cheapest at any share,**",
    f"by the assumed {usual['minutes']:g} minutes. The calls of the dearest, {dearest}, cost {calls[dearest]:.2f} euros for 1,000 messages;",
    f"those of {hosted} {calls[hosted]:.2f}. Move the minutes and the share moves far more than with any price.",
)

# %%
urgent = [t for t in learned.tickets if t.urgency == "emergency"]
sent = dict(zip([t.id for t in learned.tickets], learned.teams, strict=True))
reached = stats.clopper_pearson(sum(sent[t.id] == t.intent for t in urgent), len(urgent))
cards.say(
    f"**One thing stands in no bar.** {len(urgent)} of the {len(learned.tickets)} held-out messages are emergencies: a swollen battery,",
    f"brakes that fail. Classic ML brings {sum(sent[t.id] == t.intent for t in urgent)} of them to the right team, {plots.with_interval(reached)}.",
    "Three minutes is not what the others cost. Take such a thing out of the average, give it a net of its own (the lab does), and",
    "let no euro pay for it.",
)

# %% [markdown]
# ## Time one message, and ask who waits
#
# **How many times longer does the language model take for a whole answer than the rules for a decision?**

# %%
times_guess = choice(
    "times_guess", ["10 times", "100 times", "1,000 times", "10,000 times and more"], label="Longer by"
)

# %%
texts = [ticket.text for ticket in dev if len(ticket.text) < 600][:100]
router = routing.Rules(TEN_MINUTES)
answers = [turn.latency_s for trace in world.traces() for turn in trace.turns]
timed = {
    "rules, route (now)": timing.measure("rules", router.route, texts),
    "LLM, answer (recorded)": timing.summary("LLM", answers, "recorded one at a time"),
}
figure, described = comparing.times_figure(timed)
plots.show(figure, alt=described)
fast, slow = (found.p50.value for found in timed.values())
whole, six = timed["LLM, answer (recorded)"].p95, timing.summary("six", answers[:6], "recorded").p95
cards.say(
    f"**About {comparing.about(slow / fast, 1)} times.**" + (f" You said: {times_guess}." if times_guess else ""),
    f"From {len(answers)} answers the p95 lies between {comparing.span(whole.low)} and {comparing.span(whole.high)}. From the first six it",
    f"lies above {comparing.span(six.low)}, and more nobody can say: {comparing.span(six.value)} is only the slowest of six.",
)

# %% [markdown]
# But who waits? Nobody looks at an inbox within a second, so for *route* this difference is worth nothing. In a chat it is worth
# a lot: there a customer looks at three dots. Time counts only against somebody's patience. Write that number down before you
# measure.

# %% [markdown]
# ## Read fluent text twice
#
# Now the other jobs. The bundled model got the order record, the message, and one good letter as an example, and wrote apologies.
# They are polite, they are fluent. **Which of these would you send?**

# %%
letters = [row for row in lab.letters("LLM one example", "dev") if row[0].id != drafts.example_case().id]
shown_letters = [row for row in letters if row[0].id in ("a-04", "a-06", "a-10")] or letters[:3]
cards.table(
    ["what went wrong", "the customer wrote", "the model's draft"],
    [(apology.KINDS[case.kind], case.text, " ".join(text.split())[:600]) for case, text, _ in shown_letters],
    "Three drafts",
)

# %%
send = choice("send", ["none", "one", "two", "all three"], label="I would send")
good_guess = slider("good_guess", 6, 0, len(letters), label=f"Drafts without a fault, of {len(letters)}")

# %%
meanings = routing.PROPERTIES
lacks = [
    "; ".join(f"not: {meanings[fault]}" for fault in faults) or "nothing that the rule checks"
    for *_, faults in shown_letters
]
cards.table(
    ["draft", "what it lacks"],
    enumerate(lacks, 1),
    f"{len(meanings)} properties, checked by a rule. You would send: {send or 'not said'}",
)

# %%
faultless = stats.wilson(sum(not faults for *_, faults in letters), len(letters))
late = sum(case.kind == "late" and "missed you" in text for case, text, _ in shown_letters)
strange = sum("husband" in text and "husband" not in case.text for case, text, _ in shown_letters)
copied = [case.name for case, text, _ in letters if "Bernd" in text]
free, quoted = (lab.share(lab.answers(name, "dev")) for name in ("LLM without pages", "nearest paragraph"))
cards.say(
    f"**The rule finds no fault in {sum(not faults for *_, faults in letters)} of {len(letters)} drafts ({plots.with_interval(faultless)});",
    f"you said {good_guess}.** Did you stumble over Bernd? He is the neighbour of another customer, in the example that the model was shown,",
    f"and {len(copied)} of the letters to others name him. No property speaks of him: a check finds what somebody thought of.",
    f"Of the three above, {late} say “we missed you” to a customer whose delivery is late, and {strange} speaks of a husband whom nobody",
    "mentioned. No property speaks of that either; whoever reads with the customer's question in mind sees it.",
)

# %%
cards.say(
    f"And the refunds, {quoted.n} dev messages: without a help page the model is right in {plots.with_interval(free)}. The nearest paragraph",
    f"of the page, quoted with no language model at all, is right in {plots.with_interval(quoted)}. In the lab you write what is plainer",
    "still: a list that says which fact a message asks for.",
)

# %% [markdown]
# A stronger model writes better. The order of the questions stays: which facts must be right, where do they stand, and who may
# promise money? A fact that stands in a table is looked up, not written from memory. What is left for a language model is what no
# table holds: the sentence that answers *this* customer.

# %% [markdown]
# ## Sort five jobs of other companies
#
# - **late fees**: a tax office computes them from a published table;
# - **card payments**: a bank flags them within 50 ms, and learns later which were fraud;
# - **accident reports**: an insurer condenses them from six languages, and a clerk checks each;
# - **biopsy**: a clinic tells a patient the result;
# - **old cases**: a law firm finds those that resemble a new one.
#
# **Rules, classic ML, a language model, or people?**

# %%
hows = ["rules", "classic ML", "language model", "people"]
fee = choice("fee", hows, label="late fees")
fraud = choice("fraud", hows, label="card payments")
crash = choice("crash", hows, label="accident reports")
result = choice("result", hows, label="biopsy")
cases = choice("cases", hows, label="old cases")

# %%
rows = [
    (
        "late fees",
        "rules",
        "the right answer is written down, has to be exact and has to be explained",
        fee or "nothing",
    ),
    (
        "card payments",
        "classic ML",
        "labels for free, numbers as input, no time; a wrong alarm has a known price",
        fraud or "nothing",
    ),
    (
        "accident reports",
        "language model",
        "free text in, free text out, many languages, and somebody checks",
        crash or "nothing",
    ),
    ("biopsy", "people", "nobody wants this done faster; help with the letter afterwards", result or "nothing"),
    (
        "old cases",
        "classic ML",
        "embeddings and a ranking suffice; a text that is written may be invented",
        cases or "nothing",
    ),
]
cards.table(["job", "one reading", "because", "you said"], rows, "Five jobs")

# %% [markdown]
# **It should not be a language model** when the right answer is written down somewhere; when an error cannot be seen by the one
# who gets it; when it has to be the same tomorrow, or explained; when there are labels and a plain technique is as good; when
# nobody checks and one error is one too many; when people would rather have a person. **It may be one** when text comes in or
# goes out that nobody could list beforehand, and somebody, or some check, stands behind it.

# %% [markdown]
# ## Say what would change the decision
#
# Take the routing as it stands: people, ten minutes of rules, classic ML, and the language model that we measured. Then one thing
# changes. **Which change makes another way the cheapest?**

# %%
changes = {
    "tokens cost ten times as much": {"price_times": 10},
    "ten times as many messages": {"monthly": 10 * usual["monthly"]},
    "a misrouted message costs 12 minutes": {"minutes": 12.0},
    "a hosted model routes 85 % right": {"share": 85},
}
turn = choice("turn", [*changes, "none of them"], label="This one turns it")

# %%
measured_share = 100 * rates["LLM"].value
base = {"share": measured_share, "model": hosted, **usual}
outcomes = {"as it stands": base} | {name: base | change for name, change in changes.items()}
rows = []
for name, values in outcomes.items():
    found = bills(**values)
    cheapest = min(found, key=lambda who: found[who].total)
    sums = ", ".join(f"{who} {bill.total:.0f}" for who, bill in found.items())
    rows.append((name, cheapest, sums))
cards.table(["what changes", "cheapest", "euros for 1,000"], rows, f"You said: {turn or 'nothing'}")

# %%
turned = [name for name, cheapest, _ in rows[1:] if cheapest != rows[0][1]]
cards.say(
    f"**{'; '.join(turned).capitalize() if turned else 'None of them'}.**",
    f"“We take {rows[0][1]}” is half a decision. The other half names the figure that would turn it, and who looks at it and when:",
    "“until a model routes so many of 300 of our own messages right, lower end of the interval.” Then nobody has to argue about models.",
)

# %% [markdown]
# ## What to take to your team
#
# - First the job: is there a right answer, and do two readers agree on it? Then automate, augment or leave alone. The technique
#   last.
# - Give rules an afternoon, and count *silent* and *wrong* apart. Report no figure on messages that the author of the rules has
#   read.
# - Twenty messages decide nothing but large differences. Compare on the same messages, and say "cannot tell" when it is so.
# - Errors and upkeep fill the bill; tokens seldom do. Never-events stand beside it.
# - Time counts against somebody's patience, not against zero.
# - Write the figure that would change the decision next to the decision.
#
# **Sources.** Starting without learning: [rules-of-ml]; automate or augment: [pair-guidebook]; the simplest solution first:
# [building-agents]; paired differences and customers as clusters: [miller-2024]. The models: [smollm2, minilm]. All figures here
# are about messages that were written for this workbook, and its smallest model; the costs of work are assumed.
#
# **Next: the lab of this module.** You mend rules, compare all approaches on messages that nobody has looked at, price them, and
# decide job by job.
