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
    "Variant": "variants",
    "variants": "variants",
    "paraphrases": "variants",
    "PARAPHRASED": "variants",
    "chosen": "variants",
    "in_danger": "variants",
    "messages": "building",
    "parts": "building",
    "settings": "building",
    "title_of": "building",
    "passages_of": "building",
    "SCHEMA": "building",
    "Requirement": "requirements",
    "requirements": "requirements",
    "grade": "requirements",
    "kept": "requirements",
    "kept_all": "requirements",
    "spoken": "requirements",
    "NOT_FOUND": "requirements",
    "EMERGENCY": "requirements",
    "action_for": "requirements",
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
