# %% [markdown]
# # Count what a resolved ticket costs, not a token
#
# - **You will** see where the tokens of a reply go, lose a cache to one line, time your own machine, and find out when the dearest model is
#   the cheapest.
# - **You need** lesson 03. No code of your own: run each cell with Shift and Enter, and answer before you read on.
# - **Time:** 45 min
# - **Key needed:** no
#
# Somebody asks: "What does the AI cost us?" and somebody answers with a price for a million tokens. Between the two lie prompts, caches,
# waits, people and angry customers. Two parts are marked *optional*; they take eight minutes more.

# %% tags=["parameters"]
cheap_model = "openai/gpt-4o-mini"
dear_model = "anthropic/claude-opus-5-5"
price_sheet = "shipped"
as_of = "2026-11-24"
live_cases = 2
seed = 8

# %%
import datetime as dt

from IPython.display import display

from helpers import cards, cost, plots, published, stats, unsure
from helpers.cost import anatomy, lesson, pictures
from helpers.routing import assumptions as work
from helpers.run import report
from helpers.selecting.ways import of_bundled
from helpers.unsure import times
from helpers.widgets import Options, Scale, choice, explore, slider

# %% [markdown]
# ## Find out where the tokens go
#
# Version A of Meadow's assistant gets an instruction, the help page that belongs to the question, and the question. Think of 100 tokens
# that the provider counts for one reply, sent and received. **How many of them are words of the customer?**

# %%
customer_guess = slider("customer_guess", 30, 0, 100, label="The customer's, of 100 tokens")

# %%
titles = {"closed": "no page", "B": "three paragraphs", "A": "whole page"}
sizes = {title: anatomy.mean_tokens(version) for version, title in titles.items()}
picture, described = pictures.stacked(sizes, xlabel="tokens of a call (mean of the recorded test questions)")
plots.show(picture, alt=described)
whole = sizes["whole page"]
theirs = whole["question"] / sum(whole.values())
report(question_share=theirs)
cards.say(
    f"**{100 * theirs:.0f} of 100; you said {customer_guess}.** With the whole page a call has {sum(whole.values()):.0f} tokens, and",
    f"{plots.percent(whole['page'] / sum(whole.values()))} of them are the page. Counted by the bundled model's tokenizer on",
    f"{len(anatomy.counted('A'))} real prompts; another model cuts texts into other tokens.",
)

# %% [markdown]
# Tokens that come back cost more than tokens that go in, mostly four to eight times. **So of the money for a reply with the whole page, what
# share is the reply itself?** Its share of the tokens stands in the chart above.

# %%
reply_guess = slider("reply_guess", 16, 0, 100, label="For the reply, of 100 cents")

# %%
money = {
    title: anatomy.dollars(version, cheap_model, as_of=as_of, sheet=price_sheet) for version, title in titles.items()
}
picture, described = pictures.stacked(
    money,
    xlabel=f"US dollars for 1,000 calls of {cheap_model}, price of {cost.price(cheap_model, as_of, price_sheet).as_of}",
    unit="{:.3f}",
)
plots.show(picture, alt=described)
for_reply = money["whole page"]["reply"] / sum(money["whole page"].values())
cards.say(
    f"**{100 * for_reply:.0f} of 100; you said {reply_guess}.** The page is the other large part: three paragraphs in its place take",
    f"{plots.percent(1 - sum(money['three paragraphs'].values()) / sum(money['whole page'].values()))} off the bill. Whether the replies",
    "stay as good is a question for an eval (module 03 asked it), not for a price list.",
)

# %% [markdown]
# ## Put a price and a date on it
#
# The same 1,000 replies (version A) can be bought from many makers. **How many times as much does the dearest model cost as the cheapest?**

# %%
spread_guess = choice(
    "spread_guess", ["3 times", "20 times", "100 times", "more than 300 times"], label="Dearest / cheapest"
)

# %%
sold = {name: lesson.of_row(row, "A") for name, row in lesson.makers(as_of).items()}
listed = [row.model for row in cost.sheet_rows(price_sheet) if row.kind == "hosted"]
named = {name.split("/")[1]: lesson.thousand(name, "A", as_of, price_sheet) for name in listed}
picture, described = pictures.spread(sold, named)
plots.show(picture, alt=described)
times_as_much = max(sold.values()) / min(sold.values())
report(price_spread=times_as_much)
read_on = next(iter(lesson.makers(as_of).values()))
cards.say(
    f"**{times_as_much:.0f} times.** You said: {spread_guess}." if spread_guess else f"**{times_as_much:.0f} times.**",
    f"{len(sold)} models that their makers sell themselves ({read_on.source}: the one installed here, read on {read_on.as_of}; the map itself has no",
    f'dates). The named ones come from the price sheet "{price_sheet}" ({cost.price(cheap_model, as_of, price_sheet).source}).',
    cost.assumption(price_sheet),
)

# %% [markdown]
# A price is a fact with a date. Look at three things that happen to price lists:


# %%
def answer_of(name, **when):
    try:
        row = cost.price(name, **when)
        return f"{row.input:g} in, {row.output:g} out, for a million tokens"
    except cost.NoPrice as error:
        return "Error: " + str(error).split(". ")[0] + "."


odd = {
    "a name with a typing error": ("openai/gpt-40-mini", as_of),
    "a model that is gone": ("claude-3-opus-20240229", as_of),
    "a slip of the map": ("wandb/zai-org/GLM-4.5", as_of),
}
rows = [(what, name, answer_of(name, as_of=day)) for what, (name, day) in odd.items()]
display(cards.table(["what it is", "asked for", "cost.price says"], rows, "Three names"))
gone = sum(
    bool(row.retired and row.retired <= dt.date.fromisoformat(as_of)) for row in map(lesson.row, cost.map_models())
)
cards.say(
    f"Of {len(cost.map_models())} chat models with a price in the map, **{gone} are past the day on which they may be switched off**.",
    "A tool that answers 0 in such a case has a bill of 0 for the rest of the month. Here it is an error.",
)

# %% [markdown]
# (The providers' days are often "not before". Ask the provider before you panic, and long before that day.)

# %% [markdown]
# ## Move one line and lose the cache
#
# Providers keep the beginning of a prompt for some minutes. If the next prompt **begins with the same tokens**, those are read from the
# cache at a fraction of the price. Here are 20 customers in a row. Each prompt has the same instruction and six help pages, then the
# question. A colleague adds one line, so that the assistant knows the time: *It is 09:05:17 on 24 November 2026.* **She puts it at the top.
# What share of the tokens still comes from the cache, and what share if the line stands just before the question?**

# %%
top_guess = slider("top_guess", 80, 0, 100, label="Line at the top: cached, of 100")
end_guess = slider("end_guess", 80, 0, 100, label="Line before the question: cached, of 100")

# %%
cut, how = lesson.counter()
bars, shares = {}, {}
cached_price = cost.price(cheap_model, as_of, price_sheet)
for title, front in {"time at the top": True, "time before the question": False}.items():
    prompts = lesson.stamped(front)
    read = sum(cost.cached_calls(prompts, at_least=1024, tokens=cut))
    sent = sum(len(cut(prompt)) for prompt in prompts)
    reply = len(prompts) * lesson.tokens("A")[1]
    shares[title] = read / sent
    with_cache = cost.cost(cheap_model, sent, reply, cached_tokens=read, as_of=as_of, sheet=price_sheet)
    answers = cost.cost(cheap_model, 0, reply, as_of=as_of, sheet=price_sheet)
    cached = cost.cost(cheap_model, read, 0, cached_tokens=read, as_of=as_of, sheet=price_sheet)
    bars[title] = {
        "fresh tokens": 50 * (with_cache - answers - cached),
        "from the cache": 50 * cached,
        "replies": 50 * answers,
    }
picture, described = pictures.stacked(bars, xlabel=f"US dollars for 1,000 calls of {cheap_model}", unit="{:.2f}")
plots.show(picture, alt=described)
top, end = shares.values()
more = sum(bars["time at the top"].values()) / sum(bars["time before the question"].values())
report(cached_at_the_top=top, cached_before_the_question=end)
cards.say(
    f"**At the top {100 * top:.0f} of 100, before the question {100 * end:.0f}; you said {top_guess} and {end_guess}.** The line at the top makes",
    f"the same answers cost {more:.1f} times as much ({how}; a cached token costs",
    f"{(cached_price.cache_read or cached_price.input) / cached_price.input:.2f} of a fresh one).",
    f"With {dear_model} it would be {lesson.cache_ratio(dear_model, as_of, price_sheet, sent, read, reply):.1f} times, if its cache keeps a beginning of this length (writing it once left out). Nothing breaks, no test fails: only the bill tells you.",
)

# %% [markdown]
# What a cache wants [cost-notes]: the same beginning, token by token; enough of it (1,024 tokens at OpenAI, 4,096 with claude-haiku-4-5: it differs by
# maker and model, so look it up); and a next call within minutes. At 4,000 tickets a month, day and night, one comes about every eleven
# minutes: a cache of five minutes would mostly be cold, and the chart above holds only for busy hours. Some providers charge for *writing*: 1.25 times the
# input price, or twice for an hour, and a tenth for reading. **From which call on does each of the two pay?**

# %%
short_guess = choice("short_guess", ["1st", "2nd", "3rd", "10th"], label="Written at 1.25")
long_guess = choice("long_guess", ["1st", "2nd", "3rd", "10th"], label="Written at 2")

# %%
break_even = [cost.break_even_calls(write, 0.1) for write in (1.25, 2.0)]
names = {2: "2nd", 3: "3rd"}
cards.say(
    f"**The {names[break_even[0]]} and the {names[break_even[1]]}.**",
    f"You said: {short_guess} and {long_guess}." if short_guess and long_guess else "",
    "Two calls without a cache cost 2; with one 1.25 + 0.1. Three cost 3; with the dear one 2 + 0.1 + 0.1.",
    "And a cache that nobody reads again costs more than none.",
)

# %% [markdown]
# One more lever: **batch** interfaces do the same work within 24 hours, mostly at half the price [litellm-map]. Fine for tagging last month's
# tickets, useless for a customer who waits.

# %% [markdown]
# ## Time your own machine
#
# Two waits make up a reply: the **time to the first token** (reading the prompt), and the **time for each further token**. Your machine now
# streams a few short replies of the bundled model, which can take a minute: please wait. **Which takes longer here: to read a prompt of 400 tokens, or to write 24?**

# %%
longer_guess = choice("longer_guess", ["reading 400", "writing 24", "about the same"], label="Takes longer")

# %%
now = lesson.measure(live_cases)
kept = [lesson.Timed(one.first, one.whole, one.tokens) for one in times.recorded_times().replies]
shown = {"this machine, now": now, "recorded": kept} if now else {"recorded": kept}
rows = []
for name, group in shown.items():
    each = [cost.per_token(*one) for one in group if one.tokens > 1]
    rows.append([name, len(group), f"{cost.latency([one.first for one in group], [0.5])[0.5].value:.2f} s",
                 f"{1000 * cost.latency(each, [0.5])[0.5].value:.0f} ms", f"{group[0].tokens}"])  # fmt: skip
display(
    cards.table(["where", "replies", "first token, median", "each further token, median", "tokens"], rows, "Two waits")
)
used = now or kept
reading = stats.percentile_interval([one.first for one in used], 0.5).value
writing = 23 * stats.percentile_interval([cost.per_token(*one) for one in used if one.tokens > 1], 0.5).value
cards.say(
    f"**Reading {reading:.1f} s, writing 24 tokens {writing:.1f} s.**",
    f"You said: {longer_guess}." if longer_guess else "",
    f"The recorded replies ({len(kept)}, of 80 tokens, on {times.recorded_times().processors} processors that had other work) are those of module 06.",
    "A longer prompt delays the first word, a longer reply delays the last. Name which one you mean when you say fast.",
)

# %% [markdown]
# Somebody times **20 calls**, sorts them, and reports the 19th: "p95 is fine." Is it? Like every figure from a sample, p95
# has an interval; it comes from the ranks, without an assumption about the shape. **How many calls do you need before the 95 % interval of p95
# has an upper end at all?**

# %%
calls_guess = slider("calls_guess", 20, 10, 200, step=5, label="Calls for an upper end")

# %%
twenty = [one.whole for one in kept][:20]
found = cost.latency(twenty)
picture, described = pictures.sample(twenty, found[0.95], 0.95)
plots.show(picture, alt=described)
needed = stats.values_needed(0.95)
long_run = cost.latency(times.whole_times())[0.95]
cards.say(
    f"**{needed}; you said {calls_guess:g}.** With 20 calls the chance that all of them lie below the true p95 is",
    f"{plots.percent(stats.chance_unseen(0.95, 20))}: in so many samples nothing of the slow tail is there. So the interval has no upper end.",
    f"(The median does: {found[0.5].value:.1f} s, {found[0.5].low:.1f} to {found[0.5].high:.1f}.) The",
    f"{len(times.whole_times())} replies of the pilot, on a quieter machine, do have one: {long_run.value:.1f} s ({long_run.low:.1f} to {long_run.high:.1f}).",
)

# %% [markdown]
# ### "A model of our own is free"
#
# No bill comes for it by the token. But the machine costs money by the hour: 0.10 US dollars for two processors is the assumption here. It
# runs day and night, and answers Meadow's 4,000 tickets a month as fast as it answered those of the trial run (the pilot). **Against the hosted
# model, what does that month cost?** (Only the money: how often each is right comes next.)

# %%
own_guess = choice(
    "own_guess", ["much less", "about the same", "10 times as much", "over 100 times as much"], label="Our own machine"
)

# %%
hourly = cost.price("local/smollm2-135m", as_of).hourly_usd
pilot = lesson.pilot()
seconds = stats.mean_interval([turn.latency_s for turn in pilot])
hosted = stats.mean_interval(
    [
        cost.cost(cheap_model, turn.prompt_tokens, turn.completion_tokens, as_of=as_of, sheet=price_sheet)
        for turn in pilot
    ]
)
month, right = work().tickets_per_month, of_bundled(0.0)
own_month, hosted_month = 730 * hourly, month * hosted.value
busy = month * seconds.value / 3600 / 730
alone = hourly * seconds.value / 3600
even = alone / hosted.value
report(own_against_hosted=own_month / hosted_month)
cards.say(
    f"**{own_month:.0f} US dollars against {hosted_month:.2f}: {own_month / hosted_month:.0f} times as much.**",
    f"You said: {own_guess}." if own_guess else "",
    f"A reply takes {seconds.value:.1f} s ({seconds.low:.1f} to {seconds.high:.1f}; {len(pilot)} recorded ones, one at a time), so the machine is busy {plots.percent(busy, 1)}",
    f"of the month. Kept busy all the time, 1,000 replies cost {1000 * alone:.2f} against {1000 * hosted.value:.2f}:",
    f"it would have to work {plots.percent(even)} of the time to break even." if even < 1 else "it never breaks even.",
    "(The pilot's own questions, so 1,000 hosted replies cost a little else than in the chart above.)",
    f"And the bundled model is not as good: right on {right.right} of {right.n - right.handed} test questions that no person took over. The hosted one nobody has measured here.",
    "There are good reasons to run your own model, such as data that must not leave the house. That it is free is none of them.",
)

# %% [markdown]
# ## Fill the machine, and watch the queue
#
# **Little's law**: requests inside = requests per second x seconds that each stays [little-1961]. Ten a second at six seconds are 60 at any
# moment. It holds for every queue. The wait itself depends on how full you run: below, requests come at random, and times vary (the M/M/k
# queue; replies of limited length vary less and wait less). **One server, busy 50 % of the time: a reply takes twice as long as without a
# queue. Busy 90 %: how many times as long?**

# %%
queue_guess = slider("queue_guess", 2, 1, 30, label="Times as long at 90 %")

# %%
service = stats.percentile_interval([one.whole for one in kept], 0.5).value
filled = cost.capacity(0.9 * 3600 / service, service, servers=1)
several = cost.capacity(8 * 0.9 * 3600 / service, service, servers=8)
cards.say(
    f"**{(filled.wait + service) / service:.0f} times; you said {queue_guess:g}.** And eight servers that share one queue, each busy 90 %:",
    f"{(several.wait + service) / service:.1f} times. Small systems have to idle more than large ones.",
)


# %%
def queueing(busy, servers):
    return pictures.queue(busy, servers, service)


queue_shown = explore(
    queueing,
    busy=Scale(90, 10, 97, label="servers busy, %"),
    servers=Scale(1, 1, 20, label="servers"),
    presets={"one server, 90 %": {"busy": 90, "servers": 1}, "eight servers, 70 %": {"busy": 70, "servers": 8}},
)

# %% [markdown]
# "The average load is fine" says nothing about Monday at nine. Size for the hour that hurts, and leave room. In the lab you check such
# a plan against a real server on your own machine.

# %% [markdown]
# ## Count resolved tickets
#
# Two hosted models, one of which is to answer Meadow's tickets. What it does not resolve goes to a person, and the person resolves it: so all 100
# count as resolved, and the sum is divided by 100. **All quality figures here are assumptions**: nobody has
# measured these models on Meadow's tickets.
#
# | | cheap model | dear model |
# |---|---|---|
# | resolves without a person | 60 of 100 | 70 of 100 |
# | a person costs | 4 euros | 4 euros |
#
# The dear one costs about 30 times as much per reply. **Which is cheaper for each resolved ticket?**

# %%
resolved_guess = choice(
    "resolved_guess", ["the cheap model", "the dear model", "no difference"], label="Cheaper per resolved ticket"
)

# %%
euro = work().euros_per_dollar
person = unsure.assumptions().person_eur
cheap_call, dear_call = (
    euro * lesson.thousand(name, "A", as_of, price_sheet) / 1000 for name in (cheap_model, dear_model)
)
bills = {
    name: cost.cost_per_resolution(call, p_escalate=share, person=person, resolved=1.0)
    for name, call, share in (("cheap model", cheap_call, 0.4), ("dear model", dear_call, 0.3))
}
labels = {"model": "calls", "escalation": "person takes over"}
parts = {name: {said: bill.parts[part] for part, said in labels.items()} for name, bill in bills.items()}
picture, described = pictures.stacked(parts, xlabel="euros for each resolved ticket", unit="{:.3f}")
plots.show(picture, alt=described)
points = 100 * (dear_call - cheap_call) / person
report(points_to_pay_for_itself=points)
ahead = "the dear model" if bills["dear model"].total.value < bills["cheap model"].total.value else "the cheap model"
cards.say(
    f"**{ahead.capitalize()}: {bills['dear model'].total.value:.2f} against {bills['cheap model'].total.value:.2f} euros.**",
    f"You said: {resolved_guess}." if resolved_guess else "",
    f"It costs {dear_call / cheap_call:.0f} times as much per call, and its calls are {plots.percent(parts['dear model']['calls'] / bills['dear model'].total.value, 1)}",
    f"of the sum, too little to see in the chart. **{points:.2f} points more resolved tickets pay for it.**",
)

# %% [markdown]
# So for short replies beside people the price list hardly matters, and the quality that nobody measured decides. Can a test set see such
# a difference? With 143 paired questions a difference of a few points is not told from none (module 03). Now move it to where the price does matter:
# **long agent runs, cheap people, no difference in quality.**


# %%
def sums(better, person_cost, longer):
    bars = {}
    for name, call, share in (("cheap", cheap_call, 0.4), ("dear", dear_call, 0.4 - better / 100)):
        bill = cost.cost_per_resolution(call * longer, p_escalate=share, person=person_cost, resolved=1.0)
        bars[name] = {said: bill.parts[part] for part, said in labels.items()}
    return pictures.stacked(bars, xlabel="euros for each resolved ticket", unit="{:.3f}")


sums_shown = explore(
    sums,
    better=Scale(10, 0, 30, label="dear one resolves more, points"),
    person_cost=Scale(4.0, 0.1, 20.0, 0.1, label="a person costs, euros"),
    longer=Options((1, 10, 100, 300), 1, "tokens, times as many"),
    presets={
        "support reply": {"better": 10, "person_cost": 4.0, "longer": 1},
        "agent run, no better": {"better": 0, "person_cost": 4.0, "longer": 300},
        "agent run, better": {"better": 10, "person_cost": 4.0, "longer": 300},
    },
)

# %% [markdown]
# Two terms were left out: tickets that come back, and the one answer that must never happen. The lab has them. Watch the word *resolved* in
# contracts: at one large vendor a conversation also counts as resolved when the customer just leaves [intercom-fin].

# %% [markdown]
# ## Ask the cheap one first
#
# A **router** decides beforehand who answers. These counts are from RouteLLM: the same exam questions (MMLU), answered by a cheap and by a
# dear model of 2023 [routellm-2024]. The dear one is better over all. **A router that knew who will be right would send how many of 100
# questions to the dear model?**

# %%
send_guess = slider("send_guess", 60, 0, 100, label="To the dear one, of 100")

# %%
exam = published.routed("MMLU")
asked = sum(row.n for row in exam)
low, high, only = (stats.wilson(sum(getattr(row, name) for row in exam), asked)
                   for name in ("mixtral_right", "gpt4_right", "only_gpt4_right"))  # fmt: skip
ratio = 1 / 30
coin, perfect = cost.routed_curve(exam, cheap=ratio, dear=1)
picture, described = pictures.routes(coin, perfect)
plots.show(picture, alt=described)
report(sent_by_a_perfect_router=only)
cards.say(
    f"**{100 * only.value:.0f} ({100 * only.low:.0f} to {100 * only.high:.0f}); you said {send_guess}.** {published.ROUTELLM}. Cheap model {plots.percent(low.value)} right,",
    f"dear model {plots.percent(high.value)}, together up to {plots.percent(perfect[-1].quality)}: each knows things that the other does not. A router that",
    "tosses a coin lies on the lower line. Every real one lies between the two, and you have to measure where. (Assumed here: the cheap one costs a",
    "thirtieth.)",
)

# %% [markdown]
# A **cascade** asks the cheap one first and passes on what it is unsure of. Then some questions pay twice, and wait twice. **The cheap model
# costs a third of the dear one. From which share passed on does the cascade cost more than the dear one alone?**

# %%
cascade_guess = choice("cascade_guess", ["33 %", "50 %", "67 %", "90 %"], label="Costs more from")

# %%
share = cost.break_even_escalation(1, 3)
cards.say(
    f"**{plots.percent(share)}.** cheap + share x dear < dear, so share < 1 - cheap / dear.",
    f"You said: {cascade_guess}." if cascade_guess else "",
    f"With a thirtieth it is {plots.percent(cost.break_even_escalation(1, 30))}. That is the money. Whether what stays with the cheap one is right is another",
    "matter: it takes a threshold with a guarantee (module 06), and cases that did not choose it.",
)

# %% [markdown]
# ## *Optional.* Look at the heavy users
#
# Meadow sells the assistant to partner shops for a flat price. **Simulated**: 200 shops, 40 calls a month in the middle, a few with very many
# (log-normal). A call costs 5 cents, the shop pays 9 euros. Dashed in the charts: the margin that Meadow wants, 60 %. **In how many tenths of the shops does Meadow lose money?**

# %%
tenths_guess = slider("tenths_guess", 0, 0, 10, label="Tenths that lose money")

# %%
calls_of = lesson.usage(200, 40, 1.2, seed)
flat = cost.margin(calls_of, price=9, cost_each=0.05)
picture, described = pictures.deciles(flat, gate=0.6)
plots.show(picture, alt=described)
report(flat_margin=flat.total)
middle = cost.margin([40] * 10, price=9, cost_each=0.05).total
heavy, others = flat.deciles[-1], flat.deciles[:-1]
lighter = 1 - sum(one.cost for one in others) / sum(one.revenue for one in others)
cards.say(
    f"**{len(flat.negative)}; you said {tenths_guess:g}.** The shop in the middle leaves {plots.percent(middle)}, all together",
    f"{plots.percent(flat.total)}. The heaviest tenth pays {heavy.revenue:.0f} euros a shop and costs {heavy.cost:.0f}; without it the others would",
    f"leave {plots.percent(lighter)}. And a flat price gives nobody a reason to use less.",
)


# %%
def pricing(price, scheme, outcome_price, resolved):
    chosen = (
        cost.margin(calls_of, price=price, cost_each=0.05)
        if scheme == "flat"
        else cost.margin(calls_of, price=outcome_price, cost_each=0.05, scheme="outcome", outcome_share=resolved / 100)
    )
    return pictures.deciles(chosen, gate=0.6)


pricing_shown = explore(
    pricing,
    scheme=Options(("flat", "outcome"), "flat", "paid by"),
    price=Scale(9.0, 1.0, 60.0, 1.0, label="flat: euros a month"),
    outcome_price=Scale(0.2, 0.02, 1.0, 0.02, label="outcome: euros each"),
    resolved=Scale(60, 5, 100, 5, label="outcome: resolved, %"),
    presets={
        "flat, 9 euros": {"scheme": "flat", "price": 9.0, "outcome_price": 0.2, "resolved": 60},
        "outcome, 60 % resolved": {"scheme": "outcome", "price": 9.0, "outcome_price": 0.2, "resolved": 60},
        "outcome, 20 % resolved": {"scheme": "outcome", "price": 9.0, "outcome_price": 0.2, "resolved": 20},
    },
)

# %% [markdown]
# Paid by outcome, heavy use is no danger any more; low quality is. Whoever sets the price chooses which risk to carry.

# %% [markdown]
# ## *Optional.* Change the price sheet
#
# Prices fall, and discounts end. Two sheets of the workbook are **assumptions**, made to see what would happen.

# %%
rows = []
for name, what in cost.sheets().items():
    bill = lesson.thousand(cheap_model, "A", as_of, name)
    rate_cached = cost.cost(cheap_model, 10**6, 0, cached_tokens=10**6, as_of=as_of, sheet=name)
    need = euro * (lesson.thousand(dear_model, "A", as_of, name) - bill) / 1000 / person * 100
    rows.append([name, what, f"{bill:.3f}", f"{rate_cached:.3f}", f"{need:.3f} points"])
head = ["sheet", "what it is", "1,000 replies, US dollars", "a million cached tokens", "dear model pays from"]
display(cards.table(head, rows, f"{cheap_model}, version A"))

# %% [markdown]
# The same for a whole notebook: `workbook sweep 08 -p price_sheet=shipped,halved,no-cache-discount` runs the lab once for each sheet and
# draws what changes. A decision that flips with the sheet needs a date on which you look again.

# %% [markdown]
# ## What to take to your team
#
# - Draw where the tokens of a call go before you argue about prices. Mostly it is what you put in, not what the customer said.
# - A price has a date and a source. Unknown, retired or 0 is an error, in your tool as well.
# - What changes goes to the end of the prompt. Watch the cached share; no test fails when it drops.
# - Report time to the first token and to the last, as p50 and p95 with their intervals. Below 72 calls p95 has no upper end.
# - Utilisation decides the wait. Size for the hour that hurts.
# - Compare cost per *resolved* ticket. For short replies the quality that nobody has measured outweighs the price list.
# - A cascade has a break-even, and a threshold that has to keep its promise on new cases.
#
# **Sources.** Prices: [litellm-map, cost-notes]. Routing: [routellm-2024, frugalgpt-2023]. Queues: [little-1961]. Outcomes: [intercom-fin]. The two
# models of the routing figures are from 2023.
#
# **Next: the lab of this module.** You choose a model for Meadow's support replies, and write the memo that says what you gave up.
