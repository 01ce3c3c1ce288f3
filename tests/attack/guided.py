"""One parser under a fuzzer that watches the coverage: `python -m tests.attack.guided <parser> [its options]`."""

import os
import sys
import tempfile

import atheris  # type: ignore[import-not-found,unused-ignore]

with atheris.instrument_imports(include=["bot"]):
    from tests.attack.parsers import PARSERS


def main() -> None:
    """Fuzz until told otherwise; whatever is raised ends it."""
    name, *options = sys.argv[1:]
    os.chdir(tempfile.gettempdir())  # where it leaves what it has found
    atheris.Setup([sys.argv[0], *options], PARSERS[name])
    atheris.Fuzz()


if __name__ == "__main__":
    main()
