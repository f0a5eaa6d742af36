"""Passwords, which are never in the database: in a variable of the environment, or in a file that nobody else can read."""

from __future__ import annotations

import os
from pathlib import Path

from translate_flow.errors import NotAllowed


def read(variable: str, file: Path | None, *, who: str, what: str, how: str) -> str:
    """The password. `who` it is asked for by, `what` is said where there is none, `how` to mend it. Raises NotAllowed."""
    if found := os.environ.get(variable, "").strip():
        return found
    if file is None:
        raise NotAllowed(f"{who}: {what}", remedy=how)
    try:
        if os.name == "posix" and file.stat().st_mode & 0o077:
            raise NotAllowed(f"{who}: others on this machine can read {file}", remedy=f"chmod 600 {file}, and make a new password if they may have.")
        found = file.read_text().strip()
    except (OSError, ValueError) as error:
        raise NotAllowed(f"{who}: {file} cannot be read: {getattr(error, 'strerror', None) or 'it is no text'}", remedy=how) from None
    if not found:
        raise NotAllowed(f"{who}: {file} is empty", remedy=how)
    return found
