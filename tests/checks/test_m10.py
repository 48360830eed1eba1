"""Answers to lab 10 for test_hints_of_every_module.py. What depends on the rules is computed, so it follows them."""

from helpers import keeping, regulation
from helpers.check import Hint, check, exercises
from helpers.checks import m10_deciding, m10_forms

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
REASONS += [
    (
        BOTH,
        "Article 50(1) has been in force since 2 August 2026 and we do not keep it. We add the sentence to the first "
        "message of the chat this week.",
    ),
    (
        BOTH,
        "The chat is limited risk. Art. 50(1) binds since 2 August 2026; Art. 50(2) from 2 December 2026, because it "
        "was live before August. We accept a rushed release.",
    ),
    (
        BOTH,
        "Art. 50(2) does not yet bind us: its day is 2 December 2026. Art. 50(1) does, since 2 August 2026. So we "
        "disclose now.",
    ),
    (
        BOTH,
        "Art. 50(1) has applied since 2 August 2026 but we have not applied it. We fix the greeting now and accept "
        "that some will complain.",
    ),
    (
        BOTH,
        "Art. 50(1) has been binding for 114 days, since 2 August 2026. Legal and engineering add a banner tomorrow.",
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

TEXTS += [
    ("chat", "Hello from Meadow. This chat is an AI. To reach a person, write person."),
    ("chat", "Greetings from Meadow! You are writing with an AI. Type person to reach a person."),
    (
        "voice",
        "Message from Meadow: I am an AI and call on behalf of {customer}. Say colleague to speak to a colleague.",
    ),
    ("chat", "You are chatting with Meadow's digital assistant, not with a person. To reach a person, write person."),
    ("chat", "Hello, this is the chatbot of Meadow. To reach a person, write person."),
    ("chat", "You are chatting with Meadow's virtual assistant, a computer program. Write person to reach a person."),
    ("chat", "I am Meadow's AI and cannot always help, so write person to reach a colleague."),
    (
        "agent",
        "This is an e-mail by an AI of Meadow on behalf of {customer}. Do not reply to it; call our team on 0800 555.",
    ),
    ("chat", "Welcome to Meadow. Our AI answers your questions. For a real person, type help."),
    ("chat", "You are not writing with a person but with an AI of Meadow. Write person to reach a colleague."),
]
# Texts that lack something, with the property that says so.
VOICED = "Hello, this is an AI calling from Meadow on behalf of {customer}. "
WAYS = " To reach a person, write person."
FAULTY = [
    ("chat", "I am an AI of Meadow. You will not reach a person, whatever you write.", "takes the way to a person"),
    ("chat", "I am an AI of Meadow and can help you. There is no person here, write human never.", "takes the way"),
    ("chat", "I am an AI of Meadow and can help you. To reach a person, write to nobody.", "takes the way"),
    ("voice", VOICED + "You cannot speak to a person.", "takes the way"),
    (
        "voice",
        VOICED.replace("on behalf", "NOT on behalf") + "Say person to reach a person.",
        "It says that it does not",
    ),
    ("chat", "You cannot talk to an AI here. I am an AI of Meadow." + WAYS, "It denies being a machine"),
    ("chat", "You are not writing with an AI. Meadow is here for you." + WAYS, "It denies being a machine"),
    ("chat", "AI-free since 1999: Meadow, your shop for bikes." + WAYS, "It denies being a machine"),
    ("chat", "Our competitor has an AI. Meadow does not." + WAYS, "speaks of somebody else's"),
    ("chat", "Meadow sells AI bikes. We are happy to help you." + WAYS, "the one who writes or speaks"),
    ("chat", "Meadow: our people answer you, automated checks come later." + WAYS, "the one who writes or speaks"),
    ("chat", "Is this an AI? Meadow will never tell you about that." + WAYS, "the one who writes or speaks"),
    ("chat", "I am an AI of Meadow. We have no people. Write person and see what comes.", "takes the way"),
    ("chat", "Hello, I'm Meadow's AI, Anna." + WAYS, "It gives itself a name (Anna)"),
    ("chat", "I am an AI of Meadow, and a mother of two from Tartu." + WAYS, "a person's life"),
    ("chat", "I am an AI of Meadow. I live in Tartu with my two children." + WAYS, "a person's life"),
    ("voice", VOICED + "To reach a person, write an e-mail.", "needs eyes"),
    ("voice", VOICED + "To reach a person, visit our website.", "needs eyes"),
    ("agent", VOICED.replace("calling", "writing") + "Do not reply, no person reads this.", "takes the way"),
]
REFUSED_REASONS = [
    (
        OFF,
        "Art. 50(1) has never applied since 2 August 2026, so the chat says nothing. We accept that we break the law "
        "happily.",
        "the table of the duties says that it applies",
    ),
    (
        BOTH,
        "Art. 50(1) has not applied since 2 August 2026. We accept nothing and do nothing at all about the chat.",
        "the table of the duties says that it applies",
    ),
    (
        BOTH,
        "Art. 50(1) has applied since 2 August 2026 to bananas and to cats. We accept that bananas have to be done by "
        "somebody else tomorrow.",
        "What is done about the chat",
    ),
    (
        BOTH,
        "Art. 50(1) stopped applying on 2 August 2026. We keep the chat on and accept that nobody notices the name.",
        "the table of the duties says that it applies",
    ),
    (
        BOTH,
        "Art. 50(1) applies since 2 August 2026. We accept that lorem ipsum dolor sit amet elit chat.",
        "“We accept that",
    ),
    (BOTH, "Art. 50(1) applies since 2 August 2026. We accept the fine.", "too few different words (8, at least 12)"),
]

WRONG = {
    "10.1": [
        (but("10.1", stress="minimal"), "A feature that you call minimal is prohibited"),
        (but("10.1", stress="minimal", distress="minimal"), "2 features that you call minimal are prohibited"),
        (but("10.1", credit="minimal", shifts="minimal", job_ads="limited"), "9 of 12 agree"),
        (dict.fromkeys(RIGHT["10.1"], "limited"), "12 of 12 entries still say what the form says"),
        (dict.fromkeys(RIGHT["10.1"], "limited") | {"stress": "prohibited"}, "11 of 12 entries still say"),
        (but("10.1", stress="limited", distress="high"), "2 of the features that you do not call prohibited"),
        (but("10.1", distress="cannot say yet"), "1 of the features that you do not call prohibited"),
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
        (but("10.2", cv_rank="minimal", cv_table="high"), "both are not where the rules put them"),
        (but("10.2", cv_rank="minimal"), "one is not where the rules put them"),
        (but("10.2", cv_rank="cannot say yet"), "one is not where the rules put them"),
        (dict.fromkeys(RIGHT["10.2"], "cannot say yet"), "both are not where"),
        (dict.fromkeys(RIGHT["10.2"], "limited"), "6 of 6 entries still say"),
    ],
    "10.3": [
        (but("10.3", anna="deployer"), "the model comes by an API"),
        (but("10.3", anna="provider"), "1 of 4 differ"),
        (but("10.3", deepfake_ad="provider"), "1 of 4 differ"),
        (but("10.3", health="deployer", code="provider"), "2 of 4 differ"),
        (dict.fromkeys(RIGHT["10.3"], "provider"), "4 of 4 entries still say"),
        (but("10.3", code="user"), "a role is one of"),
    ],
    "10.4": [
        (but("10.4", pay_later_now="2026-08-02"), "that day was right once"),
        (but("10.4", pay_later_2025="2027-12-02"), "`pay_later_2025`: which row"),
        (but("10.4", heart_now="2027-08-02"), "`heart_now`: which row"),
        (but("10.4", voice_marking="2026-12-02"), "to whom does the later day apply"),
        (but("10.4", voice_marking="2026-11-24"), "the system itself is there"),
        (dict.fromkeys(RIGHT["10.4"], "2029-01-31") | {"by_2_december": ["credit"]}, "4 of 4 entries still say"),
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
        (but("10.5", group=210_000_500), "Which of the two counts here"),
        (but("10.5", group=float("nan")), "is a number of euros"),
        (but("10.5", group=-1), "is a number of euros"),
        (RIGHT["10.5"] | {"x": 1}, "'x' is none of"),
        ({"meadow": 0.02 * 10_000_000, "group": 200_000, "modelmaker": 200_000}, "3 of 3 entries still say"),
        (but("10.5", meadow="1.2 million"), "is a number of euros"),
        (without("10.5", "group"), "The answer lacks group"),
    ],
    "10.6": [
        (
            but("10.6", chat="Hi, I am here for you. Some replies may be automated, says Meadow. Ask for a person."),
            "chat, what it is (Art. 50(1))",
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
        (but("10.6", voice=AGENT), "voice and agent are one text"),
        (but("10.6", voice=" "), "There is no text for 'voice' yet"),
        *((but("10.6", **{kind: text}), said) for kind, text, said in FAULTY),
        (
            but("10.6", chat="Hi, I am Sofia. Some replies may be automated, see our terms."),
            "that is the text of the hotel",
        ),
        (but("10.6", chat=7), "is no text between quotes"),
        (without("10.6", "agent"), "There is no text for 'agent' yet"),
    ],
    "10.7": [
        (but("10.7", Art__10="03"), "1 of 6 does not fit"),
        (but("10.7", Art__12="02", Art__15="06"), "2 of 6 do not fit"),
        (dict.fromkeys(RIGHT["10.7"], "06"), "6 of 6 entries still say"),
        (dict.fromkeys(RIGHT["10.7"], "02"), "do not fit"),
        (but("10.7", Art__9="13"), "a lab is one of"),
        (RIGHT["10.7"] | {"Art. 5": "03"}, "'Art. 5' is none of"),
    ],
    "10.8": [
        (but("10.8", a="no error"), "At least one page that you believe is wrong"),
        (but("10.8", e="old date"), "look at how"),
        (dict.fromkeys(RIGHT["10.8"], "too general"), "6 of 6 entries still say"),
        (dict.fromkeys(RIGHT["10.8"], "old date"), "5 of 6 differ"),
        (but("10.8", b="typo"), "b: choose one of"),
        (without("10.8", "f"), "The answer lacks f"),
    ],
    "10.9": [
        (reason("Art. 50(1) is new. We wait.", m10_deciding.CHOICES[0]), "binds already today"),
        (reason("Art. 50(1) is new. We wait.", LATER), "From which day has generated text to be marked"),
        (reason("Art. 9 is new. We wait.", m10_deciding.CHOICES[4]), "Does any high-risk rule hold"),
        (reason("We ship it."), "You wrote 1 sentence; two to four"),
        (reason("We decide it. It is good."), "too few different words"),
        *((reason(why, choice), said) for choice, why, said in REFUSED_REASONS),
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
        (dict.fromkeys(RIGHT["10.10"], "LLM03"), "5 of 5 entries still say"),
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


def test_a_denial_of_another_duty_and_a_day_that_comes_are_no_denials():
    for why in (
        "Art. 50(2) does not apply until 2 December 2026, Art. 50(1) has applied since 2 August 2026. We tell it.",
        "Art. 50(4) does not apply to the chat and Annex III does not either. Art. 50(1) applies since 2 August 2026, "
        "so we say it.",
    ):
        verdict = REFERENCE["10.9"].run(reason(why))
        assert not isinstance(verdict, Hint), verdict


def test_a_role_may_be_named_in_either_order():
    for both in ("deployer and provider", "both", "provider and deployer"):
        assert not isinstance(REFERENCE["10.3"].run(but("10.3", anna=both)), Hint)


def test_tables_with_the_answers_open_when_right_or_after_three_tries(my_folder, monkeypatch):
    monkeypatch.setattr(keeping, "state", keeping.State())
    wrong, form = but("10.2", lock="minimal"), dict.fromkeys(RIGHT["10.2"], "limited")
    for answer in (form, form, form, form, wrong, wrong):
        assert not check("10.2", answer).ok and not m10_forms.unlocked("10.2", answer)
    check("10.2", wrong)
    assert m10_forms.unlocked("10.2", wrong) and m10_forms.unlocked("10.1", RIGHT["10.1"])
    assert not m10_forms.unlocked("10.8", ...)


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
