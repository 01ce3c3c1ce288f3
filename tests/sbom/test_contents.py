"""What the bot is made of: all that is locked, under licences that are allowed."""

import json
import re

import pytest

from tests.sbom.contents import LOCK, Package, locked, sbom


@pytest.fixture(scope="module")
def packages() -> list[Package]:
    return list(locked())


def test_all_that_is_locked_is_listed_with_its_licence(packages: list[Package]) -> None:
    pinned = re.findall(r"^([\w.-]+)==([\w.]+)", LOCK.read_text(encoding="utf-8"), re.MULTILINE)
    listed = json.loads(sbom(packages))
    assert listed["bomFormat"] == "CycloneDX"
    assert {(component["name"], component["version"]) for component in listed["components"]} == set(pinned)
    assert len(pinned) > 20
    licensed = {component["name"] for component in listed["components"] if component.get("licenses")}
    assert licensed == {package.name for package in packages if package.installed}


def test_every_licence_is_allowed(packages: list[Package]) -> None:
    assert [package for package in packages if not package.is_allowed] == []


@pytest.mark.parametrize("licence", ["", "GPL-3.0-only", "MIT AND AGPL-3.0-only", "Proprietary", "MIT OR"])
def test_a_licence_that_is_not_allowed_is_seen(licence: str) -> None:
    assert not Package("x", "1", licence, installed=True).is_allowed
