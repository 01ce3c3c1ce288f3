"""Checks the architecture on the syntax trees: which module may import which, what may run at import, what is where."""

import ast
import re
import tomllib
import unicodedata
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from tests.support.sources import tree

ROOT = Path(__file__).parents[2]
OURS = sorted(path for room in ("bot", "storage") for path in (ROOT / room).rglob("*.py"))
SANDBOX = sorted((ROOT / "sandbox").rglob("*.py"))
SOURCES = [*OURS, *SANDBOX]

MAX_LINES = 300

AT_IMPORT = {
    "''.join",
    "_DIRECTIONS.values",
    "dict.fromkeys",
    "Action",
    "ButtonData",
    "AfterValidator",
    "BeforeValidator",
    "ConfigDict",
    "ContextVar",
    "Field",
    "LinkPreviewOptions",
    "SecretStr",
    "SettingsConfigDict",
    "TypeVar",
    "aiohttp.ClientTimeout",
    "Lock",
    "dataclass",
    "field",
    "frozenset",
    "json.JSONEncoder",
    "model_validator",
    "ipaddress.ip_network",
    "lru_cache",
    "re.compile",
    "structlog.get_logger",
    "tuple",
    "web.RequestKey",
}
"""Calls that only make values and types: they read nothing, open nothing and start nothing."""

AT_IMPORT_IN_SANDBOX = AT_IMPORT | {
    "Endpoint",
    "ImageFilter.Kernel",
    "Judgement",
    "Look",
    "Palette",
    "Param",
    "Path",
    "Path(__file__).resolve",
    "Scene",
    "Switch",
    "_integer",
    "_number",
    "_one_of",
    "_string",
    "bytes",
    "range",
}
"""The sandbox's tables of parameters, moderation words, colours, weights, switches and scenes are values, too."""

SQL = re.compile(
    r"\s*(SELECT\s.+\sFROM|INSERT\s+(OR\s+\w+\s+)?INTO|UPDATE\s+\w+\s+SET|DELETE\s+FROM|CREATE\s+(TABLE|INDEX|UNIQUE)"
    r"|ALTER\s+TABLE|DROP\s+(TABLE|INDEX)|PRAGMA\s|BEGIN(\s|$)|COMMIT$|ROLLBACK$)",
    re.DOTALL,
)
WORDS_AND_EMOJI = {"Lu", "Ll", "Lt", "Lm", "Lo", "Mn", "Mc", "Me", "So"}

HTML = re.compile(r"</?(a|b|i|u|s|code|pre|em|strong|blockquote|tg-\w+)\b[^>]*>", re.IGNORECASE)


def name_of(path: Path) -> str:
    """Return a module's dotted name; a package is named by its folder."""
    parts = path.relative_to(ROOT).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def broken(paths: list[Path], rule: Callable[[Path], list[Any]]) -> dict[str, list[Any]]:
    """Return the findings of a rule by module, for the modules that have any."""
    return {name_of(path): found for path in paths if (found := rule(path))}


def calls_at_import(node: ast.AST) -> Iterator[str]:
    """Yield the functions that a module calls at import: in decorators and defaults, but not in functions' bodies."""
    for child in ast.iter_child_nodes(node):
        if isinstance(child, ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda):
            defaults = [*child.args.defaults, *filter(None, child.args.kw_defaults)]
            decorators = [] if isinstance(child, ast.Lambda) else child.decorator_list
            for part in (*defaults, *decorators):
                yield from calls_at_import(ast.Expr(part))
        elif isinstance(child, ast.If) and ast.unparse(child.test) == "__name__ == '__main__'":
            continue
        else:
            if isinstance(child, ast.Call):
                yield ast.unparse(child.func)
            yield from calls_at_import(child)


def packages_imported(module: ast.Module) -> set[str]:
    """Return the packages that a module imports from, anywhere in it; a relative import counts as one from `.`."""
    found = set()
    for node in ast.walk(module):
        if isinstance(node, ast.ImportFrom):
            found.add("." if node.level else str(node.module).partition(".")[0])
        elif isinstance(node, ast.Import):
            found |= {alias.name.partition(".")[0] for alias in node.names}
    return found


def texts(module: ast.Module) -> Iterator[ast.Constant]:
    """Yield the string literals of a module that are not docstrings."""
    docstrings = {id(node.value) for node in ast.walk(module) if isinstance(node, ast.Expr)}
    for node in ast.walk(module):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in docstrings:
            yield node


def contracts(kind: str) -> list[dict[str, Any]]:
    """Return the import contracts of a type."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    return [contract for contract in project["tool"]["importlinter"]["contracts"] if contract["type"] == kind]


def layers() -> list[str]:
    """Return the modules in the layers contract."""
    (contract,) = contracts("layers")
    return [room.strip() for layer in contract["layers"] for room in re.split(r"[|:]", layer)]


def test_there_is_something_to_look_at() -> None:
    assert len(OURS) > 30
    assert len(SANDBOX) > 20


def test_every_module_has_a_layer() -> None:
    rooms = layers()
    names = {name_of(path) for path in OURS} - {"bot"}
    assert {name for name in names if not any(name == room or name.startswith(f"{room}.") for room in rooms)} == set()


def test_every_layer_has_a_module() -> None:
    names = {name_of(path) for path in OURS}
    assert set(layers()) <= names
    assert len(layers()) == len(set(layers()))


def test_the_sandbox_and_all_the_rest_are_kept_apart() -> None:
    sandbox, rest = contracts("forbidden")
    assert sandbox["source_modules"] == rest["forbidden_modules"] == ["sandbox"]
    assert sandbox["forbidden_modules"] == rest["source_modules"] == ["bot", "storage"]
    exceptions = {"allow_indirect_imports", "as_packages", "ignore_imports"}
    assert not exceptions & {*sandbox, *rest}


def test_the_bot_s_own_package_is_empty() -> None:
    assert (ROOT / "bot" / "__init__.py").read_text(encoding="utf-8") == ""


def test_nothing_happens_at_import() -> None:
    def happens(path: Path) -> list[str]:
        allowed = AT_IMPORT_IN_SANDBOX if path in SANDBOX else AT_IMPORT
        statements = (ast.For, ast.While, ast.With, ast.AsyncWith, ast.AsyncFor, ast.Delete)
        done = [ast.unparse(statement) for statement in tree(path).body if isinstance(statement, statements)]
        return done + sorted(set(calls_at_import(tree(path))) - allowed)

    assert broken(SOURCES, happens) == {}


def test_the_sandbox_imports_nothing_of_ours() -> None:
    ours = {"bot", "storage", "tests", "."}
    assert broken(SANDBOX, lambda path: sorted(ours & packages_imported(tree(path)))) == {}


def test_the_bot_does_not_know_the_sandbox() -> None:
    assert broken(OURS, lambda path: sorted({"sandbox", "tests"} & packages_imported(tree(path)))) == {}


def test_a_module_is_short_and_has_a_name_of_its_own() -> None:
    vague = {"utils", "helpers", "common", "misc"}
    assert broken(SOURCES, lambda path: path.read_text(encoding="utf-8").splitlines()[MAX_LINES:]) == {}
    assert broken(SOURCES, lambda path: sorted(vague & set(name_of(path).split(".")))) == {}


def test_sql_lives_in_storage() -> None:
    def statements(path: Path) -> list[Any]:
        return [node.value for node in texts(tree(path)) if SQL.match(str(node.value))]

    assert broken([path for path in SOURCES if path.relative_to(ROOT).parts[0] != "storage"], statements) == {}


def test_words_for_people_live_in_the_catalogue() -> None:
    def is_strange(character: str) -> bool:
        return not character.isascii() and unicodedata.category(character) in WORDS_AND_EMOJI

    def words(path: Path) -> list[str]:
        said = [str(node.value) for node in texts(tree(path))]
        return [text for text in said if HTML.search(text) or any(map(is_strange, text))]

    assert broken([path for path in OURS if "texts" not in path.parts], words) == {}


def test_groups_of_exceptions_are_caught_whole() -> None:
    """Before Python 3.11.4, what is raised inside `except*` comes out wrapped in a group."""

    def groups(path: Path) -> list[int]:
        if not re.search(r"except\s*\*", path.read_text(encoding="utf-8")):
            return []
        return [node.lineno for node in ast.walk(tree(path)) if isinstance(node, ast.TryStar)]

    assert broken([*SOURCES, *sorted((ROOT / "tests").rglob("*.py"))], groups) == {}


def test_the_rules_see_what_they_should() -> None:
    seen = tree_of = ast.parse("x = open('f')\n@cache()\ndef f(a=now()):\n    later()\ny = lambda: later()\n")
    assert set(calls_at_import(seen)) == {"open", "cache", "now"}
    imports = "import a.b, c\ndef f():\n    from d.e import g\n    from . import h\n"
    assert packages_imported(ast.parse(imports)) == {"a", "c", "d", "."}
    assert not list(texts(ast.parse('"""SELECT"""\ndef f():\n    "doc"')))
    assert len(list(texts(tree_of))) == 1
    for sql in ("SELECT a FROM t", "\n  UPDATE jobs SET a = 1", "PRAGMA x=1", "BEGIN", "DELETE FROM t"):
        assert SQL.match(sql)
    for words in ("SELECT one", "Update jobs", "BEGINNING"):
        assert not SQL.match(words)
    assert HTML.search("a <b>bold</b> word")


def test_a_constructor_takes_at_most_eight() -> None:
    """Values that are always passed together are one value."""

    def crowded(path: Path) -> list[int]:
        functions = [node for node in ast.walk(tree(path)) if isinstance(node, ast.FunctionDef)]
        taken = [node.args for node in functions if node.name == "__init__"]
        return [count for arguments in taken if (count := len(arguments.args) - 1 + len(arguments.kwonlyargs)) > 8]

    assert broken(OURS, crowded) == {}
