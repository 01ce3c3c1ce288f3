"""The environment that `make` makes: of the Python that was asked for, and with no installer as old as that Python."""

import os
import re
import shutil
import subprocess
import tomllib
from pathlib import Path

import pytest

from tests.support.programs import ROOT, program

PYTHON = """#!/bin/sh
if [ "$1" = -V ]; then echo "Python VERSION"; exit; fi
echo "$@" >> LOG
if [ "$2" = venv ]; then mkdir -p "$3/bin" && cp "$0" "$3/bin/python" && touch "$3/pyvenv.cfg"; fi
"""
"""A Python that does nothing but make environments, and notes what it was asked for."""

MADE = "-m venv .venv"


class Project:
    """A folder with the Makefile and a few Pythons."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._log = folder / "log"
        shutil.copy(ROOT / "Makefile", folder)
        for name in ("requirements.txt", "requirements-dev.txt"):
            (folder / name).touch()

    def python(self, version: str) -> Path:
        """Return a Python of this version."""
        path = self.folder / f"python{version}"
        path.write_text(PYTHON.replace("VERSION", version).replace("LOG", str(self._log)), encoding="utf-8")
        path.chmod(0o755)
        return path

    def make(self, *arguments: str) -> list[str]:
        """Return what the Pythons were asked for, by `make` in an environment that names none."""
        self._log.write_text("", encoding="utf-8")
        settings = {name: value for name, value in os.environ.items() if not re.match(r"MAKE|MFLAGS|PYTHON", name)}
        command = [program("make"), "-s", *arguments]
        subprocess.run(command, cwd=self.folder, env=settings, check=True, capture_output=True, timeout=30)
        return [line for line in self._log.read_text(encoding="utf-8").splitlines() if line.startswith("-m ")]


@pytest.fixture
def project(tmp_path: Path) -> Project:
    return Project(tmp_path)


@pytest.mark.parametrize(("stamp", "pinned"), [("runtime", "requirements.txt"), ("dev", "requirements-dev.txt")])
def test_an_environment_is_made_once_and_renewed_with_its_requirements(
    project: Project, stamp: str, pinned: str
) -> None:
    wanted = f".venv/.{stamp}"
    made, installed, removed = project.make(wanted, f"PYTHON={project.python('3.11.2')}")
    assert made == MADE
    assert {"--require-hashes", pinned} <= set(installed.split())
    assert removed.split()[2:] == ["uninstall", "-qq", "--yes", "setuptools"]
    assert project.make(wanted) == []
    os.utime(project.folder / pinned, (2e9, 2e9))
    assert project.make(wanted) == [installed, removed]


def test_another_python_makes_it_anew(project: Project) -> None:
    old, new = (f"PYTHON={project.python(version)}" for version in ("3.11.2", "3.13.0"))
    project.make(".venv/.runtime", old)
    assert project.make(".venv/.runtime", old) == []
    assert project.make(".venv/.runtime", new)[0] == MADE
    assert project.make(".venv/.runtime") == [], "nobody asked for another one"
    (project.folder / ".venv" / "bin" / "python").unlink()
    assert project.make(".venv/.runtime", new)[0] == MADE, "what it was made by is gone"


def test_a_python_that_is_too_old_or_absent_leaves_it_alone(project: Project) -> None:
    project.make(".venv/.runtime", f"PYTHON={project.python('3.11.2')}")
    with pytest.raises(subprocess.CalledProcessError):
        project.make(".venv/.runtime", f"PYTHON={project.folder}/absent")
    old = project.python("3.9.1")
    old.write_text(old.read_text(encoding="utf-8") + '[ "$1" != -c ]\n', encoding="utf-8")
    with pytest.raises(subprocess.CalledProcessError):
        project.make(".venv/.runtime", f"PYTHON={old}")
    assert (project.folder / ".venv" / "bin" / "python").exists()


@pytest.mark.parametrize("name", ["requirements.txt", "requirements-dev.txt"])
def test_everything_is_pinned_the_installer_too(name: str) -> None:
    pins = re.split(r"\n(?=\S)", re.sub(r"(?m)^#.*\n", "", (ROOT / name).read_text(encoding="utf-8")))
    assert all(re.match(r"[\w.-]+==\S+.* \\\n +--hash=sha256:", pin) for pin in pins)
    pinned = {pin.partition("==")[0] for pin in pins}
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    extras = project["project"]["optional-dependencies"]
    wanted = [*project["project"]["dependencies"], *extras["plots"], *extras["postgresql"], "pip"]
    wanted += extras["dev"] if "dev" in name else []
    assert {re.match(r"[\w.-]+", requirement)[0].replace(".", "-") for requirement in wanted} <= pinned  # type: ignore[index]


def test_ci_takes_the_system_s_own_python() -> None:
    script = (ROOT / ".ci" / "run").read_text(encoding="utf-8")
    assert "/usr/bin/python3" in script
    for target in ("check", "test"):
        assert f'make {target} PYTHON="$PYTHON"' in script
