"""What was found: printed line by line, or collected as JSON, and summed up in an exit code."""

import json
import sys
from dataclasses import asdict, dataclass

EXIT_GOOD, EXIT_MAY_PASS, EXIT_MEND = 0, 1, 2
"""The bot would work; what is in the way may pass by itself; somebody has to mend something."""

IN_SHORT = {
    EXIT_GOOD: "Nothing keeps the bot from working.",
    EXIT_MAY_PASS: "What is BAD may pass by itself.",
    EXIT_MEND: "What is BAD has to be mended.",
}


@dataclass(frozen=True, slots=True)
class Finding:
    """One line.

    Attributes:
        level: `ok`, `note`, or `bad`: it keeps the bot from working.
        text: A sentence that names the setting, if there is one, and holds no secret.
        may_pass: It may be otherwise in a while, without anybody's doing.
    """

    level: str
    text: str
    may_pass: bool = False


class Report:
    """Tells findings as they come.

    Args:
        as_json: Tell all of them at the end, as one object.
    """

    def __init__(self, *, as_json: bool = False) -> None:
        self._as_json = as_json
        self._findings: list[Finding] = []

    def good(self, text: str) -> None:
        """Something works."""
        self._add(Finding("ok", text))

    def note(self, text: str) -> None:
        """Something the operator should know."""
        self._add(Finding("note", text))

    def bad(self, text: str, *, may_pass: bool = False) -> None:
        """Something that keeps the bot from working."""
        self._add(Finding("bad", text, may_pass))

    @property
    def worst(self) -> str:
        """The first thing that keeps the bot from working; '' if nothing does."""
        return next((finding.text for finding in self._findings if finding.level == "bad"), "")

    def close(self) -> int:
        """Tell what has not been told yet, or it all in short.

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
