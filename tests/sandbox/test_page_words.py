"""The chat page speaks five languages: every word of its own is there in each of them, and none is in no use."""

import inspect
import json
import re

import pytest

from sandbox.chat import scenes
from sandbox.chat.samples import SAMPLES
from sandbox.chat.server import PAGE
from sandbox.chat.switches import SWITCHES

LANGUAGES = ("en", "es", "ru", "zh-hans", "zh-hant")
MODULES = [path for path in sorted(PAGE.rglob("*.js")) if path.parent.name != "texts"]
SOURCE = "\n".join(path.read_text(encoding="utf-8") for path in MODULES)

BOT_STATES = ("starting", "ready", "killed", "stopped", "ended")
CAPTIONS = re.findall(r'\btell\("([\w-]+)"', inspect.getsource(scenes))
ENDINGS = {
    "act": ("kill", "stop", "start"),
    "bot": BOT_STATES,
    "caption": CAPTIONS,
    "entry": BOT_STATES,
    "header": BOT_STATES,
    "hint": SWITCHES,
    "kind": ("photo", "document", "sticker", "video", "animation"),
    "party": ("bot", "telegram", "provider", "person"),
    "sample": SAMPLES,
    "scene": scenes.SCENES,
    "step": ("announced", "submitted", "called-back", "told"),
    "switch": SWITCHES,
    "theme": ("system", "light", "dark"),
    "where": ("provider", "telegram"),
}
"""What follows a beginning of keys that the modules put together."""


def words(language: str) -> dict[str, str]:
    """Return the page's words in a language."""
    text = (PAGE / "texts" / f"{language}.js").read_text(encoding="utf-8")
    lines = re.findall(r'^  ("[^"]+": ".*"),$', text, re.MULTILINE)
    found = [json.loads(f"{{{line}}}") for line in lines]
    assert len(found) == text.count("\n") - 4
    merged = {key: value for entry in found for key, value in entry.items()}
    assert len(merged) == len(found)
    return merged


def used() -> set[str]:
    """Return the keys that the modules ask for."""
    asked = {key for call in re.findall(r"\bt\(([^`)]*)", SOURCE) for key in re.findall(r'"([a-z][\w-]*)"', call)}
    begun = set(re.findall(r"\bt\(`(\w+)-\$\{", SOURCE))
    assert begun == set(ENDINGS)
    labels = {"chats", "conversation", "wire"}  # of what stands in index.html
    return asked | labels | {f"{first}-{last}" for first in begun for last in ENDINGS[first]}


def test_the_languages_are_those_of_the_switch() -> None:
    assert sorted(path.stem for path in (PAGE / "texts").iterdir()) == sorted(LANGUAGES)
    switch = re.search(r"const LANGUAGES = \{(.*?)\};", SOURCE, re.DOTALL)
    assert switch
    assert sorted(re.findall(r'"?([\w-]+)"?: "', switch[1])) == sorted(LANGUAGES)


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_word_lacks_a_language(language: str) -> None:
    english, told = words("en"), words(language)
    assert list(told) == list(english)
    for key, text in told.items():
        assert text.strip(), key
        assert sorted(re.findall(r"\{\w+\}", text)) == sorted(re.findall(r"\{\w+\}", english[key])), key


def test_every_word_is_used_and_every_used_one_is_there() -> None:
    assert used() == set(words("en"))
