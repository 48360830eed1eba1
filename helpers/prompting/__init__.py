"""Prompts as a specification: requirements that a rule can check, variants, paraphrases, draws and their worth.

prompting.variants()                              # name -> Variant, from data/prompts.yaml
sent = prompting.messages(question, "rules")      # what the model is asked; paraphrase=3 rewords the instruction
prompting.requirements()                          # "R1" -> Requirement
prompting.grade(reply.text, question)             # "R1" -> Grade (pass, fail, or unscored where it does not apply)
run = prompting.run("rules", "dev")               # Results of helpers.evals, one grader per requirement
"""

from __future__ import annotations

from helpers.lazily import exports

_HOME = {
    "Variant": "catalogue",
    "variants": "catalogue",
    "paraphrases": "catalogue",
    "PARAPHRASED": "catalogue",
    "chosen": "catalogue",
    "in_danger": "catalogue",
    "messages": "building",
    "parts": "building",
    "settings": "building",
    "title_of": "building",
    "passages_of": "building",
    "SCHEMA": "building",
    "Requirement": "keeping_rules",
    "requirements": "keeping_rules",
    "grade": "keeping_rules",
    "kept": "keeping_rules",
    "kept_all": "keeping_rules",
    "spoken": "keeping_rules",
    "NOT_FOUND": "keeping_rules",
    "EMERGENCY": "keeping_rules",
    "action_for": "keeping_rules",
    "Asked": "asking",
    "ask": "asking",
    "run": "asking",
    "task": "asking",
    "graders": "asking",
    "label": "asking",
    "drawn_questions": "asking",
    "TEMPERATURES": "asking",
    "DRAWN": "asking",
    "DRAWS": "asking",
}
__all__ = sorted(_HOME)
__getattr__, __dir__ = exports(__name__, _HOME)
