"""Count where the tokens of the recorded test replies go, part by part. Run by contributors.

python data/world/record_tokens.py
"""

from __future__ import annotations

from helpers.cost import anatomy

if __name__ == "__main__":
    print(anatomy.record())
