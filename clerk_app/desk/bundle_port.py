"""What the page of a bundle (一件事) needs of the workstation."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Mapping

    from clerk_app.catalogue.model import Bundle, ServiceItem


@dataclass(frozen=True, slots=True)
class BundleFile:
    """A bundle and those of its items that are here, by the names the bundle gives them."""

    bundle: Bundle
    items: Mapping[str, ServiceItem]


class BundlePort(Protocol):
    """Called in the runner."""

    def bundle(self, key: str) -> BundleFile:
        """Raises `Refused` (`unknown_bundle`, `unknown_item`), `Damaged`."""
        ...
