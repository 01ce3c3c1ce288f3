"""The syntax trees of our own files, each read once."""

import ast
from functools import cache
from pathlib import Path


@cache
def tree(path: Path) -> ast.Module:
    """Return what a module is made of."""
    return ast.parse(path.read_text(encoding="utf-8"))
