"""Time grows with the length of a text and never faster, whatever the text is."""

import time

import pytest
from hostile_texts import ALWAYS, PIECES, hostile

from helpers import safety

GUARD = safety.InjectionGuard()
CANARY = [safety.canary(1)]
WORKERS = {"redact": safety.redact, "guard": GUARD.check, "leaks": lambda text: safety.leaks(text, CANARY)}


def seconds(work, text):
    best = []
    for _ in range(2):
        start = time.process_time()
        work(text)
        best.append(time.process_time() - start)
    return min(best)


@pytest.mark.parametrize("name", PIECES)
def test_four_times_the_text_takes_about_four_times_as_long(name):
    short, long = hostile(name, 5_000), hostile(name, 20_000)
    for job, work in WORKERS.items():
        work(short)
        base, more = seconds(work, short), seconds(work, long)
        assert more < 0.02 + 8 * base, f"{job}: {base:.3f} s for 5,000 characters, {more:.3f} s for 20,000"
        assert more < 0.25, f"{job}: {more:.2f} s for 20,000 characters"


@pytest.mark.slow
@pytest.mark.parametrize("name", ALWAYS)
def test_a_million_characters_take_less_than_two_seconds(name):
    text = hostile(name, 1_000_000)
    for job, work in WORKERS.items():
        assert seconds(work, text) < 2, job
