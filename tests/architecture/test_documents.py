"""What the documents say exists: their links, the commands in them, their settings, in both languages."""

import re
from pathlib import Path

import pytest

from bot.settings import Settings

ROOT = Path(__file__).parents[2]
DOCUMENTS = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").glob("*.md")])
READMES = (ROOT / "README.md", ROOT / "README.zh.md")
SETTINGS = {name.upper() for name in Settings.model_fields}
COMMANDS = {"run", "doctor", "migrate", "backup", "restore", "move"}
"""Of `huabot`."""

by_name = pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.name)


def read(path: Path) -> str:
    """Return a document's text."""
    return path.read_text(encoding="utf-8")


def code_in(text: str) -> str:
    """Return the blocks and the pieces of a document that are code, without comments, a command a line."""
    code = re.findall(r"^```\n(.*?)^```", text, re.DOTALL | re.MULTILINE) + re.findall(r"`([^`\n]+)`", text)
    return re.sub(r" && ", "\n", re.sub(r"\s+#.*", "", "\n".join(code), flags=re.MULTILINE))


def anchors(text: str) -> set[str]:
    """Return what can follow a `#` in a link to a document, as GitHub makes it of the headings."""
    headings = re.findall(r"^#+ (.+)$", text, re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}


def table(text: str) -> dict[str, str]:
    """Return the settings' table: names, and what is code in the column of defaults."""
    rows = re.findall(r"^\| `([A-Z][A-Z0-9_]+)` \|([^|]*)\|", text, re.MULTILINE)
    return {name: " ".join(re.findall(r"`[^`]*`", default)) for name, default in rows}


@by_name
def test_links_lead_somewhere(document: Path) -> None:
    text = read(document)
    for target in re.findall(r'(?:\]\(|src="|srcset=")([^)"\s]+)', text):
        if target.startswith(("http://", "https://")):
            continue
        path, _, anchor = target.partition("#")
        found = (document.parent / path).resolve() if path else document
        assert found.exists(), target
        assert found.is_relative_to(ROOT)
        if anchor:
            assert anchor in anchors(read(found)), target


@by_name
def test_commands_exist(document: Path) -> None:
    targets = set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE))
    code = code_in(read(document))
    assert set(re.findall(r"^make ([a-z][a-z-]+)", code, re.MULTILINE)) <= targets
    assert set(re.findall(r"(?:^huabot|python -m bot) ([a-z]+)", code, re.MULTILINE)) <= COMMANDS
    for path in re.findall(r"(?<![\w/.])((?:deploy|docs|tests|bot|storage|sandbox)/[\w./-]*[\w/])", code):
        assert (ROOT / path).exists() or (ROOT / f"{path}.py").exists(), path


@by_name
def test_settings_exist(document: Path) -> None:
    named = set(re.findall(r"`([A-Z][A-Z0-9]*_[A-Z0-9_]+)\b[^`]*`", read(document)))
    assert named <= SETTINGS | {"HUABOT_DOMAIN", "HUABOT_UPSTREAM"}


@pytest.mark.parametrize("readme", READMES, ids=lambda path: path.name)
def test_a_readme_has_every_setting_with_its_default(readme: Path) -> None:
    rows = table(read(readme))
    assert rows.keys() == SETTINGS
    for name, default in rows.items():
        value = Settings.model_fields[name.lower()].default
        if isinstance(value, str | int | float) and name != "DAILY":
            assert default.startswith(f"`{value:g}`" if isinstance(value, float) else f"`{value}`"), name


def test_both_readmes_say_the_same() -> None:
    english, chinese = map(read, READMES)
    assert table(english) == table(chinese)
    for pattern in (r"^(/[a-z]+)", r"^((?:make|huabot|docker|cp) .*)$"):
        ours, theirs = (set(re.findall(pattern, code_in(text), re.MULTILINE)) for text in (english, chinese))
        assert ours == theirs
    links = [set(re.findall(r"\]\((?!README)([^)]+)\)", text)) for text in (english, chinese)]
    assert links[0] == links[1]
    assert len(re.findall(r"^## ", english, re.MULTILINE)) == len(re.findall(r"^## ", chinese, re.MULTILINE))
    assert "README.zh.md" in english.splitlines()[2]
    assert "README.md" in chinese.splitlines()[2]


def test_the_readme_is_short() -> None:
    assert len(read(READMES[0]).split()) <= 1_500
