"""Runs the real programs with which the shipped files are tested."""

import os
import shutil
import subprocess
from collections.abc import Mapping
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
DEPLOY = ROOT / "deploy"


def program(name: str) -> str:
    """Return a program's path; where it is missing the test is skipped, but in CI it fails."""
    path = shutil.which(name, path=f"{os.environ.get('PATH', '')}:/usr/sbin:/sbin")
    if path:
        return path
    if os.environ.get("CI"):
        pytest.fail(f"{name} is not installed")
    pytest.skip(f"{name} is not installed")


def run(*command: str | Path, settings: Mapping[str, str] | None = None, cwd: Path = ROOT) -> tuple[int, str]:
    """Run a program to completion; return its exit code and all of its output."""
    ended = subprocess.run(
        [program(str(command[0])), *map(str, command[1:])],
        env={**os.environ, **(settings or {})},
        cwd=cwd,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    return ended.returncode, ended.stdout + ended.stderr
