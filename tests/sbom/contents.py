"""What the bot is made of: the packages of the lock, with the licences that they name when they are installed."""

from collections.abc import Iterator
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, metadata
from pathlib import Path

from cyclonedx.contrib.license.factories import LicenseFactory
from cyclonedx.model.bom import Bom
from cyclonedx.model.component import Component, ComponentType
from cyclonedx.output.json import JsonV1Dot6
from license_expression import ExpressionError, get_spdx_licensing
from packageurl import PackageURL
from pip_requirements_parser import RequirementsFile

LOCK = Path(__file__).parents[2] / "requirements.txt"

ALLOWED = frozenset(
    {
        *("0BSD", "Apache-2.0", "BSD-2-Clause", "BSD-3-Clause", "CC0-1.0", "ISC", "MIT", "MIT-CMU", "PSF-2.0", "Zlib"),
        *("LGPL-3.0-only", "MPL-2.0"),  # of libraries, used as they are
    }
)

CLASSIFIERS = {
    "Apache Software License": "Apache-2.0",
    "BSD License": "BSD-3-Clause",
    "GNU Lesser General Public License v3 (LGPLv3)": "LGPL-3.0-only",
    "MIT License": "MIT",
    "Mozilla Public License 2.0 (MPL 2.0)": "MPL-2.0",
    "Python Software Foundation License": "PSF-2.0",
}
"""What packages say that do not speak SPDX yet."""


@dataclass(frozen=True, slots=True)
class Package:
    """A locked package.

    Attributes:
        licence: An SPDX expression; '' if the package does not say, or is not for this system.
        installed: Whether it is here.
    """

    name: str
    version: str
    licence: str
    installed: bool

    @property
    def is_allowed(self) -> bool:
        """Whether all that its licence names is allowed; what is not installed here is not judged."""
        try:
            names = get_spdx_licensing().license_keys(self.licence, unique=True, validate=True)
        except ExpressionError:
            return False
        return not self.installed or (bool(names) and ALLOWED.issuperset(names))


def locked(lock: Path = LOCK) -> Iterator[Package]:
    """Yield the packages of a lock."""
    for requirement in RequirementsFile.from_file(str(lock)).requirements:
        (version,) = (pin.version for pin in requirement.specifier)
        try:
            licence, installed = _licence_of(requirement.name), True
        except PackageNotFoundError:
            licence, installed = "", False
        yield Package(requirement.name, version, licence, installed)


def sbom(packages: list[Package]) -> str:
    """Return the list as CycloneDX JSON."""
    licences = LicenseFactory()
    bom = Bom()
    bom.metadata.component = Component(name="huabot", type=ComponentType.APPLICATION, bom_ref="huabot")
    for package in packages:
        bom.components.add(
            Component(
                name=package.name,
                version=package.version,
                type=ComponentType.LIBRARY,
                bom_ref=f"{package.name}@{package.version}",
                purl=PackageURL("pypi", name=package.name, version=package.version),
                licenses=[licences.make_with_expression(package.licence)] if package.licence else (),
            )
        )
    bom.register_dependency(bom.metadata.component, bom.components)
    return JsonV1Dot6(bom).output_as_string(indent=2)


def _licence_of(name: str) -> str:
    said = metadata(name)
    if expression := said.get("License-Expression"):
        return str(expression)
    classifiers = [
        classifier.rpartition(" :: ")[2]
        for classifier in said.get_all("Classifier") or []
        if classifier.startswith("License ::")
    ]
    named = sorted({CLASSIFIERS.get(classifier, classifier) for classifier in classifiers})
    return " OR ".join(named) or str(said.get("License") or "").partition("\n")[0]
