"""What an official e-seal service (电子印章系统) is to the rest of the program.

A document is sent as it is, with its digest; what comes back is the sealed file or a refusal. The
seal is the service's alone: nothing here ever draws one, and no picture is taken for a seal.

A service raises `Unavailable` (`seal_offline`: it cannot be reached) or `Refused`
(`seal_refused`: it will not seal this); the page is then as it was, unsealed.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from clerk_app.kernel.errors import Refused, Unavailable


@dataclass(frozen=True, slots=True)
class SealRequest:
    """What is to be sealed. `sha256` is the digest of `pdf` in hex; `agency` whose seal; `number`
    the document's; `purpose` the kind of seal: 行政许可专用章, 受理专用章."""

    number: str
    agency: str
    purpose: str
    sha256: str
    pdf: bytes


@dataclass(frozen=True, slots=True)
class Sealed:
    """What came back: the sealed PDF, the service's own number of it, and the digest of the
    document the service says it sealed. `simulated`: worth nothing."""

    pdf: bytes
    serial: str
    sha256: str
    simulated: bool = False


class SealService(Protocol):
    """A service. `name` is what the clerk calls it."""

    name: str

    def seal(self, request: SealRequest) -> Sealed:
        """Seal one document. Raises `Unavailable` (`seal_offline`), `Refused` (`seal_refused`)."""
        ...


def seal_offline() -> Unavailable:
    """The service cannot be reached."""
    return Unavailable(
        "seal_offline", "电子印章服务没有回答，文书没有盖章。请稍后再试，或者打印后到盖章处盖章"
    )


def seal_refused(why: str) -> Refused:
    """The service says no; `why` is a Chinese clause."""
    return Refused("seal_refused", f"电子印章服务没有盖章：{why}。文书仍未盖章")
