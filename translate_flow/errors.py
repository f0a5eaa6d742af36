"""What a person can cause to go wrong, each with the exit status of the command line contract.

    TranslateFlowError (1)
    ├── UsageError (2)      the command or its options are off
    ├── NotFound (3)        no such article, version, person, file
    ├── NotAllowed (4)      the workflow or the role says no
    ├── Conflict (5)        somebody else was first, or the text moved on
    ├── Unreadable (6)      input that cannot be read; names the file and the place
    ├── CheckFailed (7)     a check or a gate did not hold
    └── ChannelFailed (8)   a place that versions or letters go to could not be reached, or did not do as asked
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any


class TranslateFlowError(Exception):
    """The root. `message` says what is wrong, `remedy` what to do next, `data` the facts behind both."""

    exit_code = 1

    def __init__(self, message: str, *, remedy: str = "", **data: Any) -> None:
        super().__init__(message)
        self.message = message
        self.remedy = remedy
        self.data = data

    def told(self, moment: Callable[[datetime], str]) -> str:
        """The message with the moments in it (`{until}`) written as `moment` writes them: a reader's zone and form."""
        text = self.message
        for name, value in self.data.items():
            if isinstance(value, datetime):
                text = text.replace(f"{{{name}}}", moment(value))
        return text

    def __str__(self) -> str:
        return self.told(datetime.isoformat)


class UsageError(TranslateFlowError):
    exit_code = 2


class NotFound(TranslateFlowError):
    exit_code = 3


class NotAllowed(TranslateFlowError):
    exit_code = 4


class Conflict(TranslateFlowError):
    exit_code = 5


class Unreadable(TranslateFlowError):
    """Input that cannot be read. `file` as the person named it; `line` and `column` count from 1, 0 if unknown."""

    exit_code = 6

    def __init__(self, message: str, *, file: str = "", line: int = 0, column: int = 0, remedy: str = "", **data: Any) -> None:
        super().__init__(message, remedy=remedy, **data)
        self.file = file
        self.line = line
        self.column = column

    def place(self) -> str:
        """`page.html:12:3`, as much of it as is known."""
        return ":".join(str(part) for part in (self.file, self.line, self.column) if part)


class CheckFailed(TranslateFlowError):
    exit_code = 7


class ChannelFailed(TranslateFlowError):
    """What is to be published is decided and kept; a place has not got it yet, and the next run goes on."""

    exit_code = 8
