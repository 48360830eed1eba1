"""Plumbing and checked statistics of the AI PM Lab Workbook. The lessons themselves are in notebooks/ and labs/.

Importing this package loads nothing heavy. It only sets the switches that must be set before litellm, transformers
and torch are imported, so that no lab waits for a network that is not there.
"""

import os

# litellm reads its own bundled price map instead of fetching one (the test is for the word, "1" does not work).
os.environ.setdefault("LITELLM_LOCAL_MODEL_COST_MAP", "True")
# Model files come with the install; without this every failed lookup waits for minutes.
os.environ.setdefault("HF_HUB_OFFLINE", "1")
os.environ.setdefault("TRANSFORMERS_OFFLINE", "1")
os.environ.setdefault("TOKENIZERS_PARALLELISM", "false")

__version__ = "0.1.0"
