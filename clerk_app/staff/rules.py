"""Rules of sign-in: passwords and the growing delay after wrong ones."""

from __future__ import annotations

from clerk_app.kernel.errors import Refused

SHORTEST_PASSWORD = 6
FREE_ATTEMPTS = 4
LONGEST_WAIT_SECONDS = 900


def check_password(password: str) -> None:
    """Raise `Refused` (`weak_password`) for one that is too short."""
    if len(password) < SHORTEST_PASSWORD:
        raise Refused("weak_password", f"密码至少 {SHORTEST_PASSWORD} 位")


def wait_seconds(failures: int) -> int:
    """How long to wait after that many wrong passwords in a row: 0 for the first four, then
    10, 20, 40 … up to 15 minutes.

    >>> [wait_seconds(n) for n in (0, 4, 5, 6, 20)]
    [0, 0, 10, 20, 900]
    """
    if failures <= FREE_ATTEMPTS:
        return 0
    return int(min(10 * 2 ** (failures - FREE_ATTEMPTS - 1), LONGEST_WAIT_SECONDS))
