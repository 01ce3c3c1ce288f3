"""`make sbom`: writes what the bot is made of as CycloneDX, and exits with 1 where a licence is not allowed."""

import sys
from pathlib import Path

from tests.sbom.contents import locked, sbom


def main() -> None:
    """Write the list to the file that is named, and say what is not allowed."""
    packages = list(locked())
    target = Path(sys.argv[1])
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_text(sbom(packages) + "\n", encoding="utf-8")
    bad = [
        f"{package.name} {package.version}: {package.licence or 'no licence'}"
        for package in packages
        if not package.is_allowed
    ]
    sys.stdout.write(f"{target}: {len(packages)} packages, {len(bad)} with a licence that is not allowed\n")
    sys.exit("\n".join(bad) or 0)


if __name__ == "__main__":
    main()
