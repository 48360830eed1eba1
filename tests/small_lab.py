"""A throw-away lab for the tests of runs: two exercises, a figure that depends on a parameter, ways to fail."""

from __future__ import annotations

from helpers import build

SOURCE = """\
# %% [markdown]
# # Try a run
#
# - **You will** run.
# - **You need** nothing.
# - **You decide** nothing
# - **Time:** 5 min (workshop 3 min)
# - **Key needed:** no

# %% tags=["parameters"]
cases = 4
threshold = 0.5
fail = False
slow = 0

# %%
import os, time
from helpers.check import check, exercise
from helpers.run import report

@exercise("95.1", title="One", reference=1)
def one(answer):
    return None if answer == 1 else "Not one."

@exercise("95.2", title="Two", reference=2)
def two(answer):
    return None if answer == 2 else "Not two."

time.sleep(slow)

# %%
answer = 1  # SOLUTION
check("95.1", answer)

# %%
report(rate={"value": threshold / 2, "low": threshold / 4, "high": threshold}, cases=cases)
if fail:
    raise ZeroDivisionError("as asked")

# %%
other = 2  # SOLUTION
check("95.2", other)

# %% [markdown]
# ## What to take to your team
#
# Nothing.
"""


def make(root):
    """Build the lab under `root`; returns the learner's and the solved notebook."""
    (root / "labs" / "source").mkdir(parents=True)
    (root / "labs" / "source" / "95_try.py").write_text(SOURCE, encoding="utf-8")
    build.build(root=root)
    return root / "labs" / "95_try.ipynb", root / "labs" / "solutions" / "95_try.ipynb"
