"""Fuzzes one parser, guided by coverage: `python -m tests.attack.guided <parser> [options of the fuzzer]`."""

import os
import sys
import tempfile

import atheris  # type: ignore[import-not-found,unused-ignore]

with atheris.instrument_imports(include=["bot"]):
    from tests.attack.parsers import PARSERS


def main() -> None:
    """Fuzz until a limit is reached or the parser raises an exception."""
    name, *options = sys.argv[1:]
    os.chdir(tempfile.gettempdir())  # the fuzzer writes its findings there
    atheris.Setup([sys.argv[0], *options], PARSERS[name])
    atheris.Fuzz()


if __name__ == "__main__":
    main()
