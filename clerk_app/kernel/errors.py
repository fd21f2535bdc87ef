"""The one tree of errors a person may meet; anything else that is raised is a bug.

ClerkError
├── Misused      the command or the file is not in the agreed form      exit 2
├── Refused      a rule of law or of the house says no; show as it is   exit 3
├── Unavailable  hall, printer, display, fonts, disk, store is away     exit 4
└── Damaged      what is stored is not what was written                 exit 5
"""

from __future__ import annotations


class ClerkError(Exception):
    """Something a clerk can be told in words.

    `code` is a stable snake_case word for scripts and operators; `message` is a
    Chinese sentence that says what happened and what to do. Neither ever carries
    a person's name, number or telephone: both end up in logs.
    """

    exit_code = 1

    def __init__(self, code: str, message: str) -> None:
        super().__init__(f"{code}: {message}")
        self.code = code
        self.message = message


class Misused(ClerkError):
    """The call or the file is not in the form `docs/` publishes; nothing was done."""

    exit_code = 2


class Refused(ClerkError):
    """A rule says no. Nothing was written."""

    exit_code = 3


class Unavailable(ClerkError):
    """Something outside this program is away: hall, printer, display, fonts, disk, store."""

    exit_code = 4


class Damaged(ClerkError):
    """Stored data is not what was written: a broken chain, a bad page, a torn file."""

    exit_code = 5
