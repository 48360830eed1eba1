"""The skills check of module 00: ten things you have done or not, the route they propose, and which modules exist."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from helpers import answers as _answers
from helpers import notebooks, paths

# What every module decides, in the words of the plan. Which of them are there is read from the folders.
PLANNED = {
    "00": "Start here",
    "01": "Do we need AI: rules, classic machine learning or a language model",
    "02": "Error analysis: what goes wrong, and what to fix first",
    "03": "Evals: when it is done",
    "04": "A model as judge: whether it may be used",
    "05": "Prompting: which prompt and settings ship",
    "06": "Uncertainty: what the product does when the model is unsure, wrong or slow",
    "07": "Retrieval: whether to look things up, and how",
    "08": "Cost: which model at which volume",
    "09": "Safety: the line between annoying and unforgivable",
    "10": "Regulation: duties and dates under the EU AI Act",
    "11": "Agents: what may be done alone, when to ask, how to undo",
    "12": "Ship and watch: ship, hold or roll back",
    "13": "Craft: what to build next, and why",
    "14": "Capstone: launch or not",
}

# Evidence, not self-rating: five things that classic product work rarely gives, and five that engineering rarely gives.
MODEL, PEOPLE = "with a model", "with people and money"
SKILLS = {
    "code": (MODEL, "changed a line of code and seen its result change"),
    "call": (MODEL, "called a language model from code and looked at the number of tokens"),
    "read": (MODEL, "read 50 replies of an AI product in a row and noted what went wrong"),
    "test": (MODEL, "run two versions on the same test cases and compared them case by case"),
    "interval": (MODEL, "put an interval around a share, or worked out a sample size"),
    "listen": (PEOPLE, "asked five customers about a problem before anybody had a solution"),
    "refuse": (PEOPLE, "written down what a product will not do, and defended it"),
    "hold": (PEOPLE, "stopped or rolled back a release that others wanted"),
    "price": (PEOPLE, "worked out what one use of a feature costs, or what it may cost"),
    "review": (PEOPLE, "taken a feature through a legal, privacy or security review"),
}
ROUTES = {
    "from engineering": ("03", "01", "13", "08", "10", "09", "12", "02", "04", "05", "06", "07", "11", "14"),
    "from classic PM": ("02", "03", "05", "04", "01", "06", "07", "08", "09", "10", "11", "12", "13", "14"),
    "full": tuple(f"{n:02d}" for n in range(1, 15)),
}


@dataclass(frozen=True)
class Module:
    """A module: its number, its title, and whether its lesson and its lab are there. `minutes` of what is there."""

    number: str
    title: str
    lesson: bool
    lab: bool
    minutes: int

    @property
    def there(self) -> bool:
        return self.lesson or self.lab

    @property
    def state(self) -> str:
        """ "lesson and lab, 65 min", "lesson, 20 min", or "planned"."""
        parts = [word for word, there in (("lesson", self.lesson), ("lab", self.lab)) if there]
        return f"{' and '.join(parts)}, {self.minutes} min" if parts else "planned"


@dataclass(frozen=True)
class Route:
    """A proposal: the route's name, why, and its modules in order. The learner may overrule it."""

    name: str
    why: str
    modules: tuple[Module, ...]

    def __str__(self) -> str:
        now = [module for module in self.modules if module.there]
        lines = [f"Proposed route: {self.name}. {self.why}", ""]
        lines += [f"  now      {m.number}  {m.title} ({m.state})" for m in now]
        lines += [f"  planned  {m.number}  {m.title}" for m in self.modules if not m.there]
        return "\n".join(lines)

    __repr__ = __str__

    def _repr_html_(self) -> str:
        rows = sorted(self.modules, key=lambda module: not module.there)  # stable: the order of the route inside both
        cell = "style='text-align: left'"
        body = "".join(
            f"<tr><td {cell}>{'now' if m.there else 'planned'}</td><td {cell}>{m.number}</td><td {cell}>{m.title}</td>"
            f"<td {cell}>{m.state if m.there else ''}</td></tr>"
            for m in rows
        )
        return f"<p><b>Proposed route: {self.name}.</b> {self.why}</p><table><tbody>{body}</tbody></table>"


def modules(root: Path = paths.ROOT) -> dict[str, Module]:
    """All modules by number, those that exist and those that are planned, as the folders of `root` say."""
    there: dict[str, dict[str, int]] = {number: {} for number in PLANNED}
    for path in notebooks.every(root):
        minutes = notebooks.header(notebooks.read(path)).minutes or 0
        there.setdefault(path.stem.split("_")[0], {})[path.parent.name] = minutes
    return {
        number: Module(number, PLANNED.get(number, number), "notebooks" in found, "labs" in found, sum(found.values()))
        for number, found in sorted(there.items())
    }


def propose(done: Mapping[str, bool], root: Path = paths.ROOT) -> Route:
    """The route that the ten things propose.

    Three or more of one kind and fewer than three of the other: start from there. Else the full route.
    Raises: ValueError when a thing is missing, unknown, or neither True nor False.
    """
    if not isinstance(done, Mapping) or set(done) != set(SKILLS):
        wrong = set(done) ^ set(SKILLS) if isinstance(done, Mapping) else _answers.describe(done)
        raise ValueError(f"The skills check is a dictionary with {', '.join(SKILLS)}; this differs in {wrong}.")
    if odd := [key for key, value in done.items() if not isinstance(value, bool)]:
        raise ValueError(f"{odd[0]!r} has to be True or False; it is {done[odd[0]]!r}.")
    counts = {kind: sum(done[key] for key, (of, _) in SKILLS.items() if of == kind) for kind in (MODEL, PEOPLE)}
    said = f"You have done {counts[MODEL]} of 5 things {MODEL} and {counts[PEOPLE]} of 5 {PEOPLE}."
    if counts[MODEL] >= 3 > counts[PEOPLE]:
        name, why = (
            "from engineering",
            "The route begins with deciding: when it is good enough, whether to build it, what it costs.",
        )
    elif counts[PEOPLE] >= 3 > counts[MODEL]:
        name, why = "from classic PM", "The route begins with replies: reading them, measuring them, changing them."
    elif min(counts.values()) >= 3:
        name, why = (
            "full",
            "You bring both halves. Take all modules, go to the labs first, and read a lesson where a lab stops you.",
        )
    else:
        name, why = "full", "Take all modules in order, lesson before lab."
    known = modules(root)
    return Route(name, f"{said} {why}", tuple(known[number] for number in ROUTES[name] if number in known))


def form(name: str = "done") -> dict[str, bool]:
    """Show the ten things as boxes to tick and return the dictionary that they fill. Outside a notebook: all False."""
    from helpers import widgets

    done = dict.fromkeys(SKILLS, False)
    if not widgets._live():
        return done
    import ipywidgets as w
    from IPython.display import display

    before = widgets._shell().user_ns.get(name)
    if isinstance(before, dict):
        done |= {key: value for key, value in before.items() if key in done and isinstance(value, bool)}
    rows = [w.HTML("<b>Have you ever …</b>")]
    for key, (_, words) in SKILLS.items():
        box = w.Checkbox(value=done[key], description=words, indent=False, layout={"width": "min(46em, 98%)"})
        box.observe(lambda change, key=key: done.__setitem__(key, change["new"]), names="value")
        rows.append(box)
    display(w.VBox(rows))
    return done
