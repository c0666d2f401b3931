"""What is handed out: a wheel that stands alone, and a lock file that pins all it needs."""

from __future__ import annotations

import fnmatch
import json
import os
import re
import subprocess
import sys
import tomllib
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from alignment import __version__

ROOT = Path(__file__).parents[1]
SAMPLE = ROOT / "sample_applications" / "form.xlsx"
SAMPLE_ROUND = ROOT / "sample_applications" / "round-2023.xlsx"
PYPROJECT = (ROOT / "pyproject.toml").read_text("utf-8")
LOCK = (ROOT / "requirements.lock").read_text("utf-8")
#: Folders of the checkout by their place in the wheel.
PACKED = {"alignment": "alignment", "rules": "alignment/rules", "ui": "alignment/ui"}
#: Where packages come from is the business of whoever installs them.
REGISTRIES = [".".join(name) for name in (("pypi", "org"), ("pythonhosted", "org"), ("anaconda", "org"), ("npmjs", "org"))]
INDEX = re.compile(r"^\s*(?:--(?:extra-)?index-url|--find-links|-[if])\b", re.MULTILINE)
PINNED = re.compile(r"(?P<name>[a-z0-9.-]+)(?:\[[a-z0-9,-]+\])?==(?P<version>[0-9][\w.+]*)(?: ; (?P<marker>[^\\]+))?")
HASH = re.compile(r"--hash=sha256:[0-9a-f]{64}")


# --- The wheel ------------------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("wheel")
    command = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(folder)]
    # No address can be reached through this: what the build needs is installed.
    subprocess.run(command, check=True, capture_output=True, cwd=ROOT, env={**os.environ, "https_proxy": "http://127.0.0.1:9"})
    [path] = folder.glob("*.whl")
    return path


@pytest.fixture
def unpacked(wheel: Path, tmp_path: Path) -> Path:
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(tmp_path / "unpacked")
    return tmp_path / "unpacked"


def _files(folder: Path) -> set[str]:
    return {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file() and path.suffix != ".pyc"}


@pytest.mark.parametrize("source", PACKED)
def test_the_wheel_holds_every_file(unpacked: Path, source: str) -> None:
    beside = ("rules/", "ui/", "sample_applications/") if source == "alignment" else ()
    own = {file for file in _files(unpacked / PACKED[source]) if not file.startswith(beside)}
    assert own == _files(ROOT / source) != set()
    assert all((unpacked / PACKED[source] / file).read_bytes() == (ROOT / source / file).read_bytes() for file in own)


def test_the_wheel_holds_the_invented_round_that_the_screen_offers(unpacked: Path) -> None:
    beside = SAMPLE_ROUND.relative_to(ROOT)
    assert (unpacked / "alignment" / beside).read_bytes() == SAMPLE_ROUND.read_bytes()


def test_the_wheel_holds_nothing_else(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        names = archive.namelist()
    assert {name.partition("/")[0] for name in names} == {"alignment", f"alignment-{__version__}.dist-info"}
    assert [name for name in names if "__pycache__" in name or name.endswith(".pyc")] == []


def test_the_wheel_says_what_it_is(unpacked: Path) -> None:
    about = unpacked / f"alignment-{__version__}.dist-info"
    assert (about / "licenses" / "LICENSE").read_bytes() == (ROOT / "LICENSE").read_bytes()
    assert "alignment = alignment.cli:main" in (about / "entry_points.txt").read_text("utf-8")
    metadata = (about / "METADATA").read_text("utf-8")
    assert f"Version: {__version__}" in metadata
    assert "License-Expression: Apache-2.0" in metadata


def test_the_wheel_works_without_the_checkout(unpacked: Path, tmp_path: Path) -> None:
    rulebook = unpacked / "alignment" / "rules" / "rulebook.toml"
    rulebook.write_text(
        re.sub(r'^version = ".*"', 'version = "packed"', rulebook.read_text("utf-8"), flags=re.MULTILINE), "utf-8"
    )
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    command = [sys.executable, "-m", "alignment.cli", "check", str(SAMPLE), "--json", "-"]
    environment = {**os.environ, "PYTHONPATH": str(unpacked), "PYTHONDONTWRITEBYTECODE": "1", "PYTHONUTF8": "1"}
    ran = subprocess.run(command, check=True, capture_output=True, encoding="utf-8", cwd=elsewhere, env=environment)
    [line] = map(json.loads, ran.stdout.splitlines())
    assert line["application"]["id"] == "SIM-F1-fi"
    assert line["recommendation"] == "meets"
    assert line["rulebook"]["version"] == "packed"
    assert list(elsewhere.iterdir()) == []


# --- The lock file --------------------------------------------------------------------------------------------------------


def _requirements() -> Iterator[tuple[str, list[str]]]:
    """The requirements of the lock file, each with its hashes; lines that go on are joined, comments left out."""
    lines = [line for line in LOCK.splitlines() if line.strip() and not line.lstrip().startswith("#")]
    for line in re.sub(r"\\\n", " ", "\n".join(lines)).splitlines():
        requirement, *hashes = re.split(r"\s+(?=--hash)", line.strip())
        yield requirement, hashes


def test_every_line_of_the_lock_is_pinned_by_hashes() -> None:
    requirements = list(_requirements())
    assert len(requirements) > 20
    assert [requirement for requirement, _ in requirements if not PINNED.fullmatch(requirement)] == []
    assert [requirement for requirement, hashes in requirements if not hashes] == []
    assert [each for _, hashes in requirements for each in hashes if not HASH.fullmatch(each)] == []


def test_the_lock_names_no_address() -> None:
    assert "://" not in LOCK
    assert INDEX.search(LOCK) is None


def _normal(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def _version(text: str) -> tuple[int, ...]:
    return tuple(int(part) for part in re.findall(r"\d+", text))


def _declared() -> dict[str, str]:
    """All dependencies with what they must be at least."""
    project: dict[str, Any] = tomllib.loads(PYPROJECT)
    declared = [*project["build-system"]["requires"], *project["project"]["dependencies"]]
    declared += [each for extra in project["project"]["optional-dependencies"].values() for each in extra]
    parts = [re.fullmatch(r"([\w.-]+)(?:\[[\w,-]+\])?>=([\d.]+).*", each) for each in declared]
    return {_normal(part[1]): part[2] for part in parts if part}


def test_every_dependency_is_locked_at_least_at_its_version() -> None:
    pinned: dict[str, list[str]] = {}
    for requirement, _ in _requirements():
        if found := PINNED.fullmatch(requirement):
            pinned.setdefault(_normal(found["name"]), []).append(found["version"])
    declared = _declared()
    assert len(declared) > 10
    assert declared.keys() - pinned.keys() == set()
    low = [name for name, least in declared.items() if min(map(_version, pinned[name])) < _version(least)]
    assert low == []


@pytest.mark.parametrize("table", ["dependencies", "dev"])
def test_every_dependency_says_why(table: str) -> None:
    listed = re.search(rf"^{table} = \[\n(.*?)^\]", PYPROJECT, re.MULTILINE | re.DOTALL)
    assert listed
    assert [line for line in listed[1].splitlines() if not re.fullmatch(r' +"[^"]+", +# \S.+', line)] == []


# --- The whole tree -------------------------------------------------------------------------------------------------------


def _texts() -> Iterator[tuple[Path, str]]:
    """Every text of the checkout but what .gitignore leaves out."""
    ignored = [".git", *(line.rstrip("/") for line in (ROOT / ".gitignore").read_text("utf-8").splitlines() if line)]
    for parent, folders, names in os.walk(ROOT):
        folders[:] = [name for name in folders if not any(fnmatch.fnmatch(name, pattern) for pattern in ignored)]
        for path in (Path(parent, name) for name in names if not any(fnmatch.fnmatch(name, pattern) for pattern in ignored)):
            try:
                yield path.relative_to(ROOT), path.read_text("utf-8")
            except UnicodeDecodeError:
                continue


def test_no_file_names_a_registry() -> None:
    texts = dict(_texts())
    assert {Path("pyproject.toml"), Path("requirements.lock"), Path("Makefile"), Path("rules/rulebook.toml")} <= texts.keys()
    assert [str(path) for path, text in texts.items() if any(host in text for host in REGISTRIES)] == []
    assert [
        str(path) for path, text in texts.items() if INDEX.search(text) and path.suffix in {".lock", ".toml", ".txt", ".cfg"}
    ] == []
