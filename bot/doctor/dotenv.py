"""Finds oddities in `.env`: names that are no settings, and values that its readers read differently. Pure."""

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from difflib import get_close_matches

COMPOSE = frozenset(
    {
        "COMPOSE_FILE",
        "COMPOSE_PROJECT_NAME",
        "HUABOT_DOMAIN",
        "HUABOT_UPSTREAM",
        "HUABOT_UPSTREAMS",
        "POSTGRES_PASSWORD",
        "TZ",
    }
)
"""Names that programs other than the bot may read from the same file."""

_ASSIGNMENT = re.compile(r"\s*(export\s+)?([^=#\s]+)\s*=\s*(.*?)\s*")


@dataclass(frozen=True, slots=True)
class Oddity:
    """Represents one oddity.

    Attributes:
        text: A sentence with the number of the line, without the value, which may be a secret.
        mistake: Whether it cannot be intended.
    """

    text: str
    mistake: bool = False


def oddities(text: str, known: Collection[str], environment: Mapping[str, str]) -> list[Oddity]:
    """Return the oddities in the text of a `.env`.

    Args:
        text: The file.
        known: The names of all settings.
        environment: The environment, which takes precedence over the file.
    """
    found: list[Oddity] = []
    seen: set[str] = set()
    for number, line in enumerate(text.splitlines(), 1):
        if not line.strip() or line.lstrip().startswith("#"):
            continue
        where = f".env, line {number}:"
        assignment = _ASSIGNMENT.fullmatch(line)
        if not assignment:
            found.append(Oddity(f"{where} is no NAME=value", mistake=True))
            continue
        exported, name, value = assignment[1], assignment[2].upper(), assignment[3]
        found += _of_name(where, name, known)
        if exported:
            found.append(Oddity(f"{where} systemd takes no `export`: leave it out"))
        if _has_comment(value):
            found.append(
                Oddity(
                    f"{where} systemd keeps the comment behind {name} as part of the value: give it a line of its own"
                )
            )
        if name in seen:
            found.append(Oddity(f"{where} {name} was there before; the last one counts", mistake=True))
        if name in known and environment.get(name, _bare(value)) != _bare(value):
            found.append(Oddity(f"{where} {name} is in the environment, too, which counts more"))
        seen.add(name)
    return found


def misspelled(environment: Collection[str], known: Collection[str]) -> list[Oddity]:
    """Return environment names that look like a setting's: in a container, only the environment is left of a `.env`."""
    strange = sorted({name.upper() for name in environment} - {*known} - COMPOSE)
    return [
        Oddity(f"{name}, in the environment, is no setting: {near[0]} is meant?")
        for name in strange
        if (near := get_close_matches(name, known, 1, cutoff=0.85))
    ]


def _of_name(where: str, name: str, known: Collection[str]) -> list[Oddity]:
    if name in known or name in COMPOSE:
        return []
    near = get_close_matches(name, known, 1, cutoff=0.75)
    if near:
        return [Oddity(f"{where} {name} is no setting: {near[0]} is meant?", mistake=True)]
    return [Oddity(f"{where} {name} is no setting of Huabot's")]


def _has_comment(value: str) -> bool:
    """Return whether a comment follows a value: python-dotenv and compose drop it, systemd and `docker run` do not."""
    quoted = re.match(r"""(["'])(?:\\.|(?!\1).)*\1""", value)
    rest = value[quoted.end() :] if quoted else value
    return re.search(r"(^|\s)#" if not quoted else r"^\s*#", rest) is not None


def _bare(value: str) -> str:
    quoted = re.match(r"""(["'])((?:\\.|(?!\1).)*)\1""", value)
    return quoted[2] if quoted else re.split(r"\s#", value)[0].strip()
