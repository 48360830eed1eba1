"""Answers to lesson 00 for test_hints_of_every_module.py."""

RIGHT = {"00.1": 0.225, "00.2": "C"}

WRONG = {
    "00.1": [
        (31 / 40, "the share of right replies"),
        (22.5, "between 0 and 1"),
        (9, "a count or a percentage"),
        (9 / 31, "a part of all replies"),
        (0.5, "Count the wrong replies"),
        ("9 of 40", "this exercise expects a number"),
    ],
    "00.2": [
        ("A", "what each of the two figures includes"),
        ("B", "how was each counted"),
        ("D", "the country, the year and the job"),
        ("E", "one of the letters"),
        (["C"], "one of the letters"),
    ],
}
