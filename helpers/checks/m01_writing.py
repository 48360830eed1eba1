"""Checks 01.2 (phrases), 01.7 (a look-up), 01.8 (a template) and 01.10 (emergencies)."""

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
            f"Write phrases for one team; you named {len(answer)}.", "Choose the team that gains most.", id="teams"
        )
    team, phrases = next(iter(answer.items()))
    try:
        rules = routing.shipped_rules().with_more(answer)
    except ValueError as error:
        return Hint(str(error), id="not readable")
    if not phrases:
        return Hint(f"There is no phrase for {team} yet.", id="empty")
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
        return Hint(
            f"That makes {gain} more dev messages right; {GAIN} are asked for. What else do these customers write?",
            f"{len(missed)} messages for {team} still go elsewhere. One of them: {example}",
            "Some teams have nothing left to gain by words. Look for the team with the most missed messages.",
            id="small gain",
        )
    return Right(
        f"{len(fixed)} dev messages mended, {len(broke)} broken. Dev is where you looked; test will say "
        f"what is left of it."
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
        return Hint(str(error), id="not readable")
    everything = [phrase for phrases in answer.values() for phrase in phrases]
    if fault := _phrases_fault(everything, most=90, longest=5):
        return fault
    right = sum(ok for _, _, ok, _ in rows)
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
            f"{len(overdone)} answers say facts that nobody asked for. Which phrase stands in nearly every message?",
            f"One of them: {' '.join(overdone[0][0].ticket.text.split())[:90]}",
            "Take out short words such as 'the' or 'bike': each phrase should belong to one topic.",
            id="says everything",
        )
    pushed = [row for row in rows if "person" in row[0].needs and row[1] != routing.HAND_OVER]
    if len(pushed) > empty / 2:
        return Hint(
            f"{len(pushed)} of {empty} messages that need a person get a fact instead. How do they sound?",
            f"One of them: {' '.join(pushed[0][0].ticket.text.split())[:110]}",
            "The topic 'person' takes phrases too, and goes before all others: for a complaint, an "
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
            f"{right} of {len(rows)} dev messages are answered right; {need} are asked for. Most of the others ask "
            f"{routing.TOPICS[most]}.",
            f"One that asks {routing.TOPICS[most]}: {' '.join(example[0].ticket.text.split())[:110]}",
            f"Add phrases for {most!r}: words that several of these messages share.",
            id="too few",
        )
    return Right(
        f"{right} of {len(rows)} dev messages right. The facts come with their date, so nothing here can be invented."
    )


@exercise(
    "01.8",
    title="A template for the apology",
    expects=str,
    form="a text with slots such as {name}",
    reference=lambda: routing.shipped_template(),
)
def template(answer):
    """The letter has every property on every dev case, but for the customer's own point, which no template can know."""
    try:
        rows = routing.current().letters("template", "dev", answer)
    except ValueError as error:
        return Hint(f"{str(error)[0].upper()}{str(error)[1:]}.", id="unknown slot")
    slots = [slot for slot in routing.SLOTS if slot in answer]
    if len(slots) < 3:
        return Hint(
            f"Your letter uses {len(slots)} of the slots. Then every customer gets the same words.",
            f"Put slots in: {', '.join(routing.SLOTS)}.",
            id="no slots",
        )
    counted = {
        name: [case for case, _, faults in rows if name in faults] for name in routing.PROPERTIES if name != "point"
    }
    for name in ("promises", "amounts", "dates", "sorry", "slot", "next", "fee", "clean", "length"):
        if counted[name]:
            case = counted[name][0]
            return Hint(
                f"In {len(counted[name])} of {len(rows)} letters this does not hold: {routing.PROPERTIES[name]}.",
                _TEMPLATE_HINTS[name],
                f"See the letter to {case.name}: {routing.filled(answer, case)[:260]}",
                id=name,
            )
    taken = sum("point" not in faults for case, _, faults in rows if case.point)
    asked = sum(case.point is not None for case, _, _ in rows)
    return Right(
        f"Every letter has every property but one: {taken} of {asked} take up what the customer asked. A "
        f"template cannot "
        "know that. Who reads those?"
    )


_TEMPLATE_HINTS = {
    "promises": "Read your own words: vouchers, refunds, 'never again'. Has anybody granted that?",
    "amounts": "You wrote an amount into the letter. Is it right for every order? {money} knows.",
    "dates": "You wrote a day or an hour into the letter. Is it right for every order? The slots know.",
    "sorry": "An apology says sorry.",
    "slot": "Which slot puts in the day and the hours of the slot that failed?",
    "next": "Which slot says when we come again, or how to choose?",
    "fee": "Which slot says what the next try costs?",
    "clean": "Something is still empty, such as [Name]. The slots have curly brackets.",
    "length": "30 to 130 words: enough to be polite, short enough to be read.",
}


@exercise(
    "01.10",
    title="A net for emergencies",
    expects=(list, tuple, set),
    form='a list of phrases, such as ["smoke", "hot as"]',
    reference=lambda: _emergencies(),
)
def emergency_net(answer):
    """Catches at least seven of ten dev emergencies, with at most five false alarms in 100 messages."""
    phrases = [str(phrase) for phrase in answer]
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
            "Take two or three words of each that you miss, unless other customers would use them too.",
            id="misses",
        )
    return Right(
        f"{len(caught)} of {len(urgent)} caught, {len(alarms)} false alarms. You wrote it on these "
        f"messages; look at test."
    )


def _emergencies() -> list[str]:
    from helpers.routing.reference import EMERGENCY_PHRASES

    return list(EMERGENCY_PHRASES)
