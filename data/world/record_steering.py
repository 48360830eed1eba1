"""Record the few replies of lesson 05 in which one setting of a call is changed. Run by contributors.

python data/world/record_steering.py
"""

from __future__ import annotations

import os

from helpers import paths

if __name__ == "__main__":
    os.environ["WORKBOOK_RECORD"] = str(paths.RECORDINGS / "steering.jsonl")
    from helpers.llm.request import BUNDLED
    from helpers.steering import knobs

    print(knobs.everything(BUNDLED))
