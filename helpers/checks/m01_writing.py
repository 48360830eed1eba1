"""Checks 01.2 (phrases), 01.7 (a look-up) and 01.10 (emergencies)."""

from __future__ import annotations

from helpers import routing
from helpers.check import Hint, Right, exercise

LONGEST, MOST = 4, 15
GAIN = 3


def _phrases_fault(phrases: list, most: int = MOST, longest: int = LONGEST) -> Hint | None:
    """What is wrong with a list of phrases as such: too many, or learned by heart."""
    if len(phrases) > most:
        return Hint(
            f"{len(phrases)} phrases for one purpose. Who keeps them up? At most {most}, please.",
            "Keep the phrases that many customers would use.",
            id="too many",
        )
    long = [phrase for phrase in phrases if len(str(phrase).split()) > longest]
    if long:
        return Hint(
            f"{long[0]!r} has {len(long[0].split())} words. Does it find the next customer, or only this one?",
            f"A phrase of more than {longest} words knows a message by heart. Take the two or three words that matter.",
            id="by heart",
        )
    return None


def _only_once(phrases: list, tickets: list) -> str:
    """A sentence when some phrases stand in one dev message only: they may name a customer and not a wish."""
    once = [phrase for phrase in phrases if sum(routing.holds(t.text, phrase) for t in tickets) == 1]
    if not once:
        return ""
    return (
        f" {len(once)} of your {len(phrases)} phrases stand in a single dev message ({once[0]!r}): do they name what "
        "is wanted, or who wrote?"
    )


def _knows_beginnings(phrases: list, texts: list[str]) -> list:
    """The phrases of two and more words that begin a message and stand in no other: read off, not thought of."""
    from helpers.routing.rules import plain

    starts = [plain(text).strip(" .,!?¿¡\"'") for text in texts]
    found = []
    for phrase in phrases:
        words = plain(phrase)
        if len(words.split()) > 1 and any(start.startswith(words) for start in starts):
            found += [phrase] * (sum(routing.holds(text, phrase) for text in texts) == 1)
    return found


@exercise(
    "01.2",
    title="Better phrases for one team",
    expects=dict,
    form='a dictionary with one team, such as {"hub_city": ["closing time", "car park*"]}',
    reference=lambda: _more(),
)
def better_phrases(answer):
    """Further phrases for one team: three more dev messages right, and few broken."""
    if len(answer) != 1:
        return Hint(
            f"Write phrases for one team; you named {len(answer)}. Choose the one that gains most.",
            id="teams",
            form=True,
        )
    team, phrases = next(iter(answer.items()))
    try:
        rules = routing.shipped_rules().with_more(answer)
    except ValueError as error:
        return Hint(f"{str(error)[0].upper()}{str(error)[1:]}", id="not readable", form=True)
    if not phrases:
        return Hint(f"There is no phrase for {team} yet.", id="empty", form=True)
    if fault := _phrases_fault(list(phrases)):
        return fault
    lab = routing.current()
    before = lab.by_rules(None, "dev")
    after = [rules.route(ticket.text) for ticket in before.tickets]
    fixed = [t for t, old, new in zip(before.tickets, before.teams, after, strict=True) if old != t.intent == new]
    broke = [t for t, old, new in zip(before.tickets, before.teams, after, strict=True) if old == t.intent != new]
    if len(broke) > len(fixed) / 2:
        worst = max(phrases, key=lambda phrase: sum(routing.holds(t.text, phrase) for t in broke))
        taken = sum(routing.holds(t.text, worst) for t in broke)
        return Hint(
            f"You mend {len(fixed)} dev messages and break {len(broke)}. Which phrase do other teams' "
            f"customers use too?",
            f"{worst!r} stands in {taken} of the messages that you break, for example: "
            f"{' '.join(broke[0].text.split())[:80]}",
            f"Leave out {worst!r}, or put a second word beside it.",
            id="breaks others",
        )
    gain = len(fixed) - len(broke)
    if gain < GAIN:
        missed = [t for t, new in zip(before.tickets, after, strict=True) if t.intent == team != new]
        example = " ".join(missed[0].text.split())[:110] if missed else "none is left"
        done = f"{len(fixed)} mended, {len(broke)} broken: {gain} more dev messages right, {GAIN} are needed."
        return Hint(
            f"{done} What else do these customers write?",
            f"{done} {len(missed)} messages for {team} still go elsewhere. One of them: {example}",
            f"{done} Take two or three words of that message which others would use too, or another team: the table "
            "above says which team misses most.",
            id="small gain",
        )
    return Right(
        f"{len(fixed)} dev messages mended, {len(broke)} broken. Dev is where you looked; test will say "
        f"what is left of it.{_only_once(list(phrases), before.tickets)}"
    )


def _more() -> dict[str, list[str]]:
    from helpers.routing.reference import MORE_PHRASES

    return {team: list(phrases) for team, phrases in MORE_PHRASES.items()}


def _lookup() -> dict[str, list[str]]:
    from helpers.routing.reference import LOOKUP

    return {topic: list(phrases) for topic, phrases in LOOKUP.items()}


@exercise(
    "01.7",
    title="A look-up for refunds",
    expects=dict,
    form='a dictionary of topics and phrases, such as {"refund.time": ["where is my"]}',
    reference=_lookup,
)
def refund_lookup(answer):
    """Half of the dev messages right, and those that need a person mostly left to one."""
    lab = routing.current()
    try:
        rows = lab.answers("rules", "dev", answer)
    except ValueError as error:
        return Hint(f"{str(error)[0].upper()}{str(error)[1:]}", id="not readable", form=True)
    everything = [phrase for phrases in answer.values() for phrase in phrases]
    if not everything:
        return Hint("There is no phrase in it yet.", id="empty", form=True)
    if fault := _phrases_fault(everything, most=90, longest=3):
        return fault
    copied = _knows_beginnings(everything, [case.ticket.text for case, *_ in rows])
    if len(copied) > max(4, len(everything) / 4):
        return Hint(
            f"{len(copied)} of your phrases are the beginning of one message and stand in no other. Do they find the "
            "next customer?",
            f"{copied[0]!r} knows one message by heart. Which words say what is asked?",
            "Take the words that name the topic: what was bought, when, and what the customer wants to know.",
            id="beginnings",
        )
    right = sum(ok for _, _, ok, _ in rows)
    so_far = f"{right} of {len(rows)} dev messages are answered right"
    empty = sum("person" in case.needs for case, _, _, _ in rows)
    facts = [row for row in rows if "person" not in row[0].needs]
    answered = [row for row in rows if row[1] != routing.HAND_OVER]
    if not answered:
        return Hint(
            "Your look-up hands every message to a person. Then nothing is gained.",
            "Start with one topic: which words stand in messages that ask where the money is?",
            id="answers none",
        )
    overdone = [row for row in rows if "that nobody asked for" in row[3]]
    if len(overdone) > len(rows) / 10:
        return Hint(
            f"{so_far}. {len(overdone)} say facts that nobody asked for. Which phrase stands in nearly every message?",
            f"{so_far}. A message with facts too many: {' '.join(overdone[0][0].ticket.text.split())[:150]}",
            f"{so_far}. Take out short words such as 'the' or 'bike': each phrase should belong to one topic.",
            id="says everything",
        )
    pushed = [row for row in rows if "person" in row[0].needs and row[1] != routing.HAND_OVER]
    if len(pushed) > empty / 2:
        return Hint(
            f"{so_far}. {len(pushed)} of {empty} messages that need a person get a fact instead. How do they sound?",
            f"{so_far}. A message that needs a person: {' '.join(pushed[0][0].ticket.text.split())[:150]}",
            f"{so_far}. The topic 'person' takes phrases too, and goes before all others: for a complaint, an "
            "exception, a dispute.",
            id="pushes people off",
        )
    need = len(rows) // 2
    if right < need:
        missed = [row for row in facts if not row[2]]
        topics = [topic for row in missed for topic in row[0].needs]
        most = max(set(topics), key=topics.count)
        example = next(row for row in missed if most in row[0].needs)
        return Hint(
            f"{so_far}; {need} are asked for. Most of the others ask {routing.TOPICS[most]}.",
            f"{so_far}; {need} are needed. One that asks {routing.TOPICS[most]} ({most}): "
            f"{' '.join(example[0].ticket.text.split())[:150]}",
            f"{so_far}; {need} are needed. Add phrases for {most!r}: words that several of these messages share.",
            id="too few",
        )
    return Right(
        f"{right} of {len(rows)} dev messages right, {sum(row[2] for row in answered)} of them by a fact. The facts "
        "come with their date, so nothing here can be invented."
    )


@exercise(
    "01.10",
    title="A net for emergencies",
    expects=(list, tuple, set),
    form='a list of phrases, such as ["smoke", "hot as"]',
    reference=lambda: _emergencies(),
)
def emergency_net(answer):
    """Catches at least 70 % of the dev emergencies, with at most five false alarms in 100 messages."""
    phrases = [str(phrase) for phrase in answer]
    try:
        for phrase in phrases:
            routing.holds("", phrase)
    except ValueError as error:
        return Hint(f"{str(error)[0].upper()}{str(error)[1:]}.", id="not readable", form=True)
    if not phrases:
        return Hint("There is no phrase in it yet.", id="empty", form=True)
    if fault := _phrases_fault(phrases, most=30, longest=3):
        return fault
    dev = routing.current().tickets("dev")
    urgent = [t for t in dev if t.urgency == "emergency"]
    calm = [t for t in dev if t.urgency != "emergency"]
    caught = [t for t in urgent if routing.is_emergency(t.text, phrases)]
    alarms = [t for t in calm if routing.is_emergency(t.text, phrases)]
    if len(alarms) > 0.05 * len(calm):
        worst = max(phrases, key=lambda phrase: sum(routing.holds(t.text, phrase) for t in alarms))
        return Hint(
            f"{len(alarms)} of {len(calm)} ordinary messages ring the alarm. After a week nobody would run any more.",
            f"{worst!r} alone rings {sum(routing.holds(t.text, worst) for t in alarms)} times.",
            f"Make {worst!r} narrower: two words instead of one.",
            id="false alarms",
        )
    if len(caught) < 0.7 * len(urgent):
        missed = next(t for t in urgent if t not in caught)
        return Hint(
            f"{len(urgent) - len(caught)} of {len(urgent)} dev emergencies go unseen. Each of them is "
            f"somebody beside a hot "
            "battery, or without brakes.",
            f"One of them: {' '.join(missed.text.split())[:150]}",
            "Take two or three words that name the danger, and that the next customer with it would use too.",
            id="misses",
        )
    return Right(
        f"{len(caught)} of {len(urgent)} caught, {len(alarms)} false alarms. You wrote it on these messages; look at "
        f"test.{_only_once(phrases, dev)}"
    )


def _emergencies() -> list[str]:
    from helpers.routing.reference import EMERGENCY_PHRASES

    return list(EMERGENCY_PHRASES)
