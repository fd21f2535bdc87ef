"""Roles and who is looking. A `Viewer` is an argument of every query on people's data."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from clerk_app.kernel.errors import Refused


class Role(StrEnum):
    """What a clerk may do. 系统、业务、审计 duties are kept apart (等保 三员分立)."""

    CLERK = "clerk"
    SUPERVISOR = "supervisor"
    ADMINISTRATOR = "administrator"
    AUDITOR = "auditor"


_CASES = frozenset({Role.CLERK, Role.SUPERVISOR})
_JOURNAL = frozenset({Role.AUDITOR, Role.ADMINISTRATOR, Role.SUPERVISOR})


@dataclass(frozen=True, slots=True)
class Viewer:
    """A signed-in clerk: opaque id and roles."""

    clerk: str
    roles: frozenset[Role]

    def may_see_cases(self) -> bool:
        """Clerks and supervisors see cases; administrators and auditors do not."""
        return bool(self.roles & _CASES)

    def require_cases(self) -> None:
        """Raise `Refused` (`not_allowed`) unless cases may be seen."""
        if not self.may_see_cases():
            raise Refused("not_allowed", "您的角色不能查看或办理办件")

    def require_journal(self) -> None:
        """Raise `Refused` (`not_allowed`) unless the journal may be checked."""
        if not self.roles & (_JOURNAL | _CASES):
            raise Refused("not_allowed", "您的角色不能核查日志")

    def require_administration(self) -> None:
        """Raise `Refused` (`not_allowed`) unless clerks, pairing and restore may be changed."""
        if Role.ADMINISTRATOR not in self.roles:
            raise Refused("not_allowed", "只有管理员可以做这件事")
