"""What the bot is made of: all that is locked, under licences that are allowed."""

import json
import re

import pytest

from tests.sbom.contents import LOCK, Package, locked, sbom

PACKAGES = list(locked())


def test_all_that_is_locked_is_listed_with_its_licence() -> None:
    pinned = re.findall(r"^([\w.-]+)==([\w.]+)", LOCK.read_text(encoding="utf-8"), re.MULTILINE)
    listed = json.loads(sbom(PACKAGES))
    assert listed["bomFormat"] == "CycloneDX"
    assert {(each["name"], each["version"]) for each in listed["components"]} == set(pinned)
    assert len(pinned) > 20
    licensed = {each["name"] for each in listed["components"] if each.get("licenses")}
    assert licensed == {package.name for package in PACKAGES if package.installed}


def test_every_licence_is_allowed() -> None:
    assert [package for package in PACKAGES if not package.is_allowed] == []


@pytest.mark.parametrize("licence", ["", "GPL-3.0-only", "MIT AND AGPL-3.0-only", "Proprietary", "MIT OR"])
def test_a_licence_that_is_not_allowed_is_seen(licence: str) -> None:
    assert not Package("x", "1", licence, installed=True).is_allowed
