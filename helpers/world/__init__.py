"""The world of Meadow, an invented e-bike company: facts, help pages, questions, replies, conversations and tickets.

Every loader validates what it reads and raises `ValueError` with the file and line of the first fault. What the files
hold, how they were made and what they are not good for is in `data/README.md`.
"""

from helpers.world.assistant import Version, messages, paragraphs, versions
from helpers.world.conversations import FAILURES, Trace, TraceLabel, Turn, trace_labels, traces
from helpers.world.customer_questions import EXPECTATIONS, KINDS, SEVERITIES, Question, cases, questions
from helpers.world.help_pages import DEFECTS, Document, Fact, all_documents, document, documents, facts
from helpers.world.inbox import QUALITIES, URGENCIES, Ticket, intents, tickets
from helpers.world.labelled import LabelledReply, replies
from helpers.world.reading import SPLITS, TODAY, Row, read_jsonl
from helpers.world.searching import Passage, sections

__all__ = [
    "DEFECTS",
    "EXPECTATIONS",
    "FAILURES",
    "KINDS",
    "QUALITIES",
    "SEVERITIES",
    "SPLITS",
    "TODAY",
    "URGENCIES",
    "Document",
    "Fact",
    "LabelledReply",
    "Passage",
    "Question",
    "Row",
    "Ticket",
    "Trace",
    "TraceLabel",
    "Turn",
    "Version",
    "all_documents",
    "cases",
    "document",
    "documents",
    "facts",
    "intents",
    "messages",
    "paragraphs",
    "questions",
    "read_jsonl",
    "replies",
    "sections",
    "tickets",
    "trace_labels",
    "traces",
    "versions",
]
