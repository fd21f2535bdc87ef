"""Clerks (工作人员) as every part of the program reads them."""

from __future__ import annotations

from dataclasses import dataclass

from clerk_app.kernel.roles import Role, Viewer


@dataclass(frozen=True, slots=True)
class Clerk:
    """One clerk. `id` is opaque and stands in event headers; the name is never there."""

    id: str
    name: str
    roles: frozenset[Role]

    @property
    def viewer(self) -> Viewer:
        return Viewer(self.id, self.roles)
