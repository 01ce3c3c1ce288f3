"""Tests the documents: their links, commands and settings exist, in both languages."""

import re
import shlex
from pathlib import Path

import pytest

from bot.__main__ import build_parser
from bot.metrics import Metrics
from bot.settings import Settings

ROOT = Path(__file__).parents[2]
DOCUMENTS = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").glob("*.md")])
READMES = (ROOT / "README.md", ROOT / "README.zh.md")
SETTINGS = {name.upper() for name in Settings.model_fields}
MAKEFILE = (ROOT / "Makefile").read_text(encoding="utf-8")
BOT = "(?:run|doctor|migrate|backup|restore|move)"
"""The commands of `huabot`."""

by_name = pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.name)


def read(path: Path) -> str:
    """Return a document's text."""
    return path.read_text(encoding="utf-8")


def code_in(text: str) -> str:
    """Return a document's code blocks and inline code, without comments, one command a line."""
    code = re.findall(r"^```\n(.*?)^```", text, re.DOTALL | re.MULTILINE) + re.findall(r"`([^`\n]+)`", text)
    return re.sub(r" && ", "\n", re.sub(r"\s+#.*", "", "\n".join(code), flags=re.MULTILINE))


def anchors(text: str) -> set[str]:
    """Return the anchors of a document's headings, as GitHub makes them."""
    headings = re.findall(r"^#+ (.+)$", text, re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}


def table(text: str) -> dict[str, str]:
    """Return the table of settings: the names, and the code in the column of defaults."""
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
    code = code_in(read(document))
    for target, given in re.findall(r"^make (\S+)(.*)", code, re.MULTILINE):
        assert re.search(rf"^{re.escape(target.replace('.venv', '$(VENV)'))}:", MAKEFILE, re.MULTILINE), target
        assert all(f"$({name})" in MAKEFILE for name in re.findall(r"([A-Z]+)=", given)), given
    for command in re.findall(rf"^(?:(?:huabot|\S*python -m bot) |(?={BOT}\b))([a-z].*)", code, re.MULTILINE):
        assert re.match(rf"{BOT}\b", command), command
        require_understood(command)
    for path in re.findall(r"(?<![\w/.])((?:deploy|docs|tests|bot|storage|sandbox)/[\w./-]*[\w/])", code):
        assert (ROOT / path).exists() or (ROOT / f"{path}.py").exists(), path


@by_name
def test_what_compose_and_systemd_are_told_exists(document: Path) -> None:
    code = code_in(read(document))
    for file, action, rest in re.findall(r"docker compose (?:-f (\S+) )?([a-z]+)(.*)", code):
        services = re.findall(r"^  ([a-z]\w*):", read(ROOT / (file or "compose.yaml")), re.MULTILINE)
        if action in {"run", "exec"}:
            options, service, command = re.fullmatch(r"((?: --?\w+(?: (?:cat|tee|sh))?)*) (\w+) ?(.*)", rest).groups()  # type: ignore[union-attr]
            assert service in services, rest
            if "--entrypoint" not in options and service != "postgres":
                require_understood(command.removeprefix("python -m bot "))
    for told in re.findall(r"systemctl (.*)", code):
        for unit in re.findall(r"\bhuabot\S*", told):
            name = re.sub(r"@(?:[0-9]+|\$port)", "@", unit)
            assert (ROOT / "deploy" / f"{name}.service").exists(), unit


def require_understood(command: str) -> None:
    """Require that the bot's command line accepts a command; the shell's redirections are ignored."""
    words = shlex.split(re.split(r" [<>|]", re.sub(r"\$\(.*?\)", "today", command))[0])
    if len(words) > 1:  # one word only names the command
        build_parser().parse_args(words)


@by_name
def test_settings_and_metrics_exist(document: Path) -> None:
    text = read(document)
    named = set(re.findall(r"`([A-Z][A-Z0-9]*_[A-Z0-9_]+)\b[^`]*`", text))
    named |= set(re.findall(r"\b([A-Z][A-Z0-9]*_[A-Z0-9_]+)=", text))
    assert named <= SETTINGS | {"HUABOT_DOMAIN", "HUABOT_UPSTREAM", "ON_ERROR_STOP"}
    shown = {line.split()[2] for line in Metrics().render().decode().splitlines() if line.startswith("# TYPE")}
    assert set(re.findall(r"`(huabot_(?:ready|\w+_(?:total|live|open|seconds)))\b", text)) <= shown


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


@pytest.mark.parametrize("readme", READMES, ids=lambda path: path.name)
def test_the_first_screen_shows_a_conversation_and_says_whose_pictures_they_are(readme: Path) -> None:
    text = read(readme).partition("\n## ")[0]
    light, dark = re.findall(r'<img [^>]*src="([^"]+)"', text), re.findall(r'dark\)" srcset="([^"]+)"', text)
    assert (light, dark) == (["docs/chat-light.png"], ["docs/chat-dark.png"])
    caption = text.partition("</picture>")[2].split("```")[0]
    assert re.search("sandbox painter|沙盒画师", caption)
    assert re.findall(r"^(make \w+)", text, re.MULTILINE) == ["make chat", "make demo"]
    assert len(re.findall(r"^- \*\*", text, re.MULTILINE)) == 3


def test_the_readme_is_short() -> None:
    assert len(read(READMES[0]).split()) <= 1_500
