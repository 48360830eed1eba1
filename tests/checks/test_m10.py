"""Answers to lab 10 for test_hints_of_every_module.py. What depends on the rules is computed, so it follows them."""

from helpers import regulation
from helpers.check import Hint, exercises
from helpers.checks import m10_deciding

REFERENCE = exercises("10")
RIGHT = {key: spec.reference_value() for key, spec in REFERENCE.items()}


def but(key, **changes):
    """The reference answer with some entries changed; names with a hyphen or blank are given with an underscore."""
    names = {str(name).replace("-", "_").replace(" ", "_").replace(".", "_"): name for name in RIGHT[key]}
    return RIGHT[key] | {names[name]: value for name, value in changes.items()}


def without(key, name):
    return {given: value for given, value in RIGHT[key].items() if given != name}


CHAT, VOICE, AGENT = (RIGHT["10.6"][kind] for kind in regulation.KINDS)
BOTH, LATER, OFF = m10_deciding.CHOICES[1], m10_deciding.CHOICES[2], m10_deciding.CHOICES[3]


def reason(why, choice=BOTH):
    return {"choice": choice, "why": why}


# Reasons that people wrote: those that hold, and those that the rules contradict.
REASONS = [
    (
        BOTH,
        "Article 50(1) has applied since 2 Aug 2026, so the chat has to say that it is an AI today. We accept "
        "some customers will leave.",
    ),
    (
        BOTH,
        "Art. 50 is the reason. The chat has been live since March 2026 without telling people, and the duty "
        "applies since 2 August 2026. We mark the text until 2 December 2026.",
    ),
    (
        OFF,
        "Since 2026-08-02 Art. 50(1) binds us and we tell nobody. We switch it off for a week; the marking is due "
        "on 2026-12-02.",
    ),
    (
        BOTH,
        "The tier is limited, by Art. 50(1) and (2). The first applies since August 2, 2026, the second from "
        "December 2, 2026. We accept that counsel checks the wording later.",
    ),
    (
        BOTH,
        "Art. 50(2) gives systems on the market before 2 August 2026 until 2 December 2026 for the marking. The "
        "disclosure is already late, so we add it today.",
    ),
    (
        BOTH,
        "It is not high-risk, so 2 December 2027 is not our date. Art. 50(1) applies since 2 August 2026 and we "
        "say it now. A fine of up to EUR 1.2 million is possible.",
    ),
    (
        BOTH,
        "Telling people is overdue: Art. 50(1), 2 August 2026. Marking is due in eight days, on 2 December 2026, "
        "by Art. 50(2). We accept the cost.",
    ),
]
TEXTS = [
    (
        "chat",
        "Hello! You're chatting with Meadow's AI assistant. I'm a computer program, so I can make mistakes. "
        "Type 'human' to talk to our team.",
    ),
    ("chat", "This chat is run by AI, not by people, for Meadow. Want a person? Press 0 or call 0800 555 0112."),
    ("chat", "I am Meadow's AI helper. I may be wrong, and I am no person. You can ask for a colleague at any time."),
    (
        "chat",
        "Meadow here. You are talking to a machine, not to a human being. If you would rather talk to one of "
        "our staff, just ask for them.",
    ),
    (
        "voice",
        "Good morning, I'm an automated voice from Meadow, calling for {customer} about a repair. I am a "
        "computer. If you'd rather talk to a human, just say so.",
    ),
    (
        "voice",
        "Hello. I am not a person but an AI from Meadow. I call on behalf of our customer {customer}. Say "
        "colleague, and somebody will take over.",
    ),
    (
        "agent",
        "Dear insurer, this message comes from an AI agent that Meadow runs, acting for {customer}. No human "
        "wrote it. To speak with a person, call Meadow on 0800 555 0112.",
    ),
    (
        "agent",
        "This is an automated e-mail from Meadow's AI on behalf of {customer}. For questions please contact "
        "our team at 0800 555 0112. Kind regards, Meadow",
    ),
]

WRONG = {
    "10.1": [
        (but("10.1", stress="minimal"), "A feature that you call minimal is prohibited"),
        (but("10.1", stress="minimal", distress="minimal"), "2 features that you call minimal are prohibited"),
        (but("10.1", credit="minimal", shifts="minimal", job_ads="limited"), "9 of 12 agree"),
        (dict.fromkeys(RIGHT["10.1"], "limited"), "of 12 agree with the rules; 10 are asked for"),
        (dict.fromkeys(RIGHT["10.1"], "prohibited"), "too strict"),
        (
            but("10.1", fraud="high", face_login="prohibited", triage="high"),
            "Most of your wrong answers are too strict",
        ),
        (but("10.1", anna="low"), "anna: a tier is one of"),
        (without("10.1", "theft"), "The answer lacks theft"),
        (RIGHT["10.1"] | {"bob": "high"}, "'bob' is none of the names"),
    ],
    "10.2": [
        (but("10.2", lock="minimal"), "One of the six cannot be settled"),
        (but("10.2", lock="high"), "One of the six cannot be settled"),
        (but("10.2", angry="prohibited", hub_camera="prohibited"), "4 of 6 agree with the rules; five are asked for"),
        (but("10.2", cv_rank="minimal", cv_table="high"), "4 of 6 agree"),
        (dict.fromkeys(RIGHT["10.2"], "cannot say yet"), "1 of 6 agree"),
    ],
    "10.3": [
        (but("10.3", anna="deployer"), "the model comes by an API"),
        (but("10.3", anna="provider"), "1 of 4 differ"),
        (but("10.3", deepfake_ad="provider"), "1 of 4 differ"),
        (but("10.3", health="deployer", code="provider"), "2 of 4 differ"),
        (but("10.3", code="user"), "a role is one of"),
    ],
    "10.4": [
        (but("10.4", pay_later_now="2026-08-02"), "that day was right once"),
        (but("10.4", pay_later_2025="2027-12-02"), "`pay_later_2025`: which row"),
        (but("10.4", heart_now="2027-08-02"), "`heart_now`: which row"),
        (but("10.4", voice_marking="2026-12-02"), "to whom does the later day apply"),
        (but("10.4", by_2_december=["anna"]), "1 more"),
        (but("10.4", by_2_december=["anna", "stand-in", "stress"]), "What binds already is not new"),
        (but("10.4", by_2_december=["anna", "stand-in", "credit"]), "has nothing that begins"),
        (but("10.4", by_2_december="anna"), "is a list in square brackets"),
        (but("10.4", by_2_december=["bob"]), "'bob' is none of"),
        (but("10.4", heart_now="2 August 2028"), "is a day written as year-month-day"),
        (without("10.4", "heart_now"), "The answer lacks heart_now"),
    ],
    "10.5": [
        (but("10.5", meadow=15_000_000), "you took one of the two figures"),
        (but("10.5", group=35_000_000), "you took one of the two figures"),
        (but("10.5", modelmaker=3_000_000), "you took one of the two figures"),
        (but("10.5", meadow=16_200_000), "the two are not added"),
        (but("10.5", meadow=0.07 * 40_000_000), "that is a figure of Art. 99(3)"),
        (but("10.5", meadow=400_000), "that is a figure of Art. 99(5)"),
        (but("10.5", group=12), "Which of the two counts here"),
        (but("10.5", meadow="1.2 million"), "is a number of euros"),
        (without("10.5", "group"), "The answer lacks group"),
    ],
    "10.6": [
        (
            but("10.6", chat="Hi, I am Sofia. Some replies may be automated, see our terms."),
            "chat: something is wrong with “what it is”",
        ),
        (
            but("10.6", chat="Hi, I am Anna from Meadow, an AI. Type person to reach a person at any time."),
            "It gives itself a name (Anna)",
        ),
        (
            but("10.6", voice="Hello, this is an AI calling from Meadow. Say person to speak to a person at any time."),
            "on whose behalf",
        ),
        (
            but(
                "10.6",
                agent="This e-mail was written by an AI agent of Meadow on behalf of {customer}. It is quick "
                "and always polite.",
            ),
            "how to reach a person",
        ),
        (but("10.6", voice=VOICE + " Click the link below to end the call."), "needs eyes"),
        (
            but(
                "10.6",
                chat="I am not a robot. I am Meadow's assistant and can help you at any time. Type person for a "
                "person.",
            ),
            "It denies being a machine",
        ),
        (but("10.6", chat=CHAT + " We use a generative model."), "is a word of specialists"),
        (but("10.6", chat=CHAT.replace("Meadow", "our")), "name Meadow"),
        (but("10.6", agent=AGENT + " You are too stupid to see it."), "It insults or blames"),
        (but("10.6", agent=AGENT.replace("{customer}", "{name}")), "on whose behalf"),
        (
            but(
                "10.6",
                chat="Welcome to Meadow, where you can charge at home, at the hub and in the shop by the old "
                "station. An AI wrote this. Type person for a person.",
            ),
            "It says so late",
        ),
        (but("10.6", voice=AGENT), "Two of the texts are the same"),
        (but("10.6", chat=7), "is no text between quotes"),
        (without("10.6", "agent"), "There is no text for 'agent' yet"),
    ],
    "10.7": [
        (but("10.7", Art__10="03"), "1 of 6 do not fit"),
        (but("10.7", Art__12="02", Art__15="06"), "2 of 6 do not fit"),
        (dict.fromkeys(RIGHT["10.7"], "06"), "do not fit"),
        (but("10.7", Art__9="13"), "a lab is one of"),
        (RIGHT["10.7"] | {"Art. 5": "03"}, "'Art. 5' is none of"),
    ],
    "10.8": [
        (but("10.8", a="no error"), "At least one page that you believe is wrong"),
        (but("10.8", e="old date"), "look at how"),
        (dict.fromkeys(RIGHT["10.8"], "too general"), "5 of 6 differ"),
        (but("10.8", b="typo"), "b: choose one of"),
        (without("10.8", "f"), "The answer lacks f"),
    ],
    "10.9": [
        (reason("Art. 50(1) is new. We wait.", m10_deciding.CHOICES[0]), "binds already today"),
        (reason("Art. 50(1) is new. We wait.", LATER), "From which day has generated text to be marked"),
        (reason("Art. 9 is new. We wait.", m10_deciding.CHOICES[4]), "Does any high-risk rule hold"),
        (reason("We ship it."), "You wrote 1 sentence; two to four"),
        (reason("We decide it. It is good."), "too few different words"),
        (reason(" ".join(m10_deciding.EXAMPLE)), "stands on the page, about a hotel"),
        (
            reason(
                "Art. 50(1) applies since 2 December 2027. We accept that for our customers and the chat is limited."
            ),
            "You write 2 December 2027",
        ),
        (
            reason(
                "The chat is high-risk by Art. 50(1) since 2 August 2026. We accept that some customers leave us "
                "today for that."
            ),
            "another tier than the rules do",
        ),
        (
            reason(
                "Art. 6 applies since 2 August 2026, so we say that it is an AI. We accept some loss of customers "
                "for that duty."
            ),
            "the article by which the chat has its tier",
        ),
        (
            reason(
                "Art. 50(2) wants the text marked since 2 August 2026 and so we mark it today. We accept what the "
                "supplier asks for it."
            ),
            "You give the marking 2 August 2026",
        ),
        (
            reason(
                "Art. 50(1) obliges us to tell customers from 2 December 2026 on. We accept that we say it a little "
                "before that day."
            ),
            "You give the disclosure 2 December 2026",
        ),
        (
            reason(
                "Art. 50(1) applies since 2 August 2026 and a fine can be EUR 15 million for us. We accept nothing "
                "of that and tell people now."
            ),
            "the one of the two figures that counts",
        ),
        (
            reason(
                "Art. 50(1) applies since 2 August 2026 and a fine can be EUR 9 million for us. We accept nothing of "
                "that and tell people now."
            ),
            "You write EUR 9 million",
        ),
        (
            reason(
                "Bananas are yellow and grow in warm countries with much rain. Art. 50(1) applies since 2 August "
                "2026 for the chat."
            ),
            "Bananas are yellow",
        ),
        (
            reason(
                "Art. 50(1) says so. Customers have to be told and we do it now because the law wants it, whatever "
                "people think of it."
            ),
            "Name the day",
        ),
        (
            reason(
                "Customers have to be told since 2 August 2026 and we do it now. We accept that some of them will "
                "write to a person instead."
            ),
            "Name the article",
        ),
        (reason("Art. 50(1).", "ship"), "`choice` is one of"),
        ({"choice": BOTH}, "lacks 'why'"),
    ],
    "10.10": [
        (but("10.10", d="LLM05"), "1 of 5 differ"),
        (dict.fromkeys(RIGHT["10.10"], "LLM01"), "4 of 5 differ"),
        (but("10.10", c="LLM09", b="LLM02"), "2 of 5 differ"),
        (but("10.10", a="ASI01"), "write the code of an entry"),
        (without("10.10", "e"), "The answer lacks e"),
    ],
}


def test_reasons_that_people_write_are_accepted():
    for choice, why in REASONS:
        verdict = REFERENCE["10.9"].run({"choice": choice, "why": why})
        assert not isinstance(verdict, Hint), (why, verdict)


def test_texts_that_people_write_are_accepted():
    for kind, text in TEXTS:
        assert regulation.disclosure_faults(kind, text) == [], text


def test_ten_of_twelve_are_enough_and_a_disputed_rule_may_be_left_to_counsel():
    assert not isinstance(REFERENCE["10.1"].run(but("10.1", fraud="high", code="limited")), Hint)
    assert isinstance(REFERENCE["10.1"].run(but("10.1", fraud="high", code="limited", triage="high")), Hint)
    found = regulation.score(but("10.1", theft="cannot say yet"))
    assert "theft" in found.right
    assert "theft" in regulation.score(but("10.1", theft="minimal")).unforgivable


def test_days_are_read_as_people_write_them():
    for text in (
        "2 December 2026",
        "2nd of December 2026",
        "Dec. 2, 2026",
        "December 2nd, 2026",
        "2026-12-02",
        "2.12.2026",
    ):
        assert [on.isoformat() for on in m10_deciding.days_in(f"until {text} we mark")] == ["2026-12-02"], text
    assert m10_deciding.days_in("31 February 2026 and in May 2026") == []
