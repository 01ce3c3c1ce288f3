"""Reports findings: prints them line by line or collects them as JSON, and sums them up in an exit code."""

import json
import sys
from dataclasses import asdict, dataclass

EXIT_GOOD, EXIT_MAY_PASS, EXIT_MEND = 0, 1, 2
"""The bot would work; the problems may pass by themselves; the operator has to fix something."""

IN_SHORT = {
    EXIT_GOOD: "Nothing keeps the bot from working.",
    EXIT_MAY_PASS: "What is BAD may pass by itself.",
    EXIT_MEND: "What is BAD has to be mended.",
}


@dataclass(frozen=True, slots=True)
class Finding:
    """Represents one line of the report.

    Attributes:
        level: `ok`, `note`, or `bad` for a problem that keeps the bot from working.
        text: A sentence that names the setting, if there is one, and holds no secret.
        may_pass: Whether the problem may pass by itself.
    """

    level: str
    text: str
    may_pass: bool = False


class Report:
    """Prints findings as they come.

    Args:
        as_json: Whether to print all findings at the end, as one object.
    """

    def __init__(self, *, as_json: bool = False) -> None:
        self._as_json = as_json
        self._findings: list[Finding] = []

    def good(self, text: str) -> None:
        """Report something that works."""
        self._add(Finding("ok", text))

    def note(self, text: str) -> None:
        """Report something that the operator should know."""
        self._add(Finding("note", text))

    def bad(self, text: str, *, may_pass: bool = False) -> None:
        """Report something that keeps the bot from working."""
        self._add(Finding("bad", text, may_pass))

    @property
    def worst(self) -> str:
        """Return the first problem that keeps the bot from working; '' if nothing does."""
        return next((finding.text for finding in self._findings if finding.level == "bad"), "")

    def close(self) -> int:
        """Print the JSON object, or the summary after the lines.

        Returns:
            The exit code.
        """
        bad = [finding for finding in self._findings if finding.level == "bad"]
        code = EXIT_GOOD if not bad else EXIT_MAY_PASS if all(finding.may_pass for finding in bad) else EXIT_MEND
        if self._as_json:
            found = {"exit": code, "findings": [asdict(finding) for finding in self._findings]}
            sys.stdout.write(json.dumps(found, ensure_ascii=False, indent=2) + "\n")
        else:
            sys.stdout.write(f"{IN_SHORT[code]}\n")
        return code

    def _add(self, finding: Finding) -> None:
        self._findings.append(finding)
        if not self._as_json:
            label = {"ok": "ok  ", "note": "note", "bad": "BAD "}[finding.level]
            sys.stdout.write(f"  {label}  {finding.text}\n")
            sys.stdout.flush()
