"""Official e-seal services by address. A new one is a file beside `simulated.py` and a line here.

simulated:
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from clerk_app.devices.seal.port import SealService
from clerk_app.kernel.errors import Misused


@dataclass(frozen=True, slots=True)
class SealDriver:
    """One way to reach a service. `make` takes what follows the colon of an address."""

    name: str
    label: str
    make: Callable[[str], SealService]


def seal_service(address: str) -> SealService:
    """The service at an address. Raises `Misused` (`bad_seal_service`)."""
    name, _, where = address.partition(":")
    for driver in SEAL_DRIVERS:
        if driver.name == name:
            return driver.make(where)
    known = "、".join(driver.name for driver in SEAL_DRIVERS)
    raise Misused("bad_seal_service", f"电子印章服务的地址要以 {known} 之一和冒号开头")


def _simulated(_where: str) -> SealService:
    from clerk_app.devices.seal.simulated import SimulatedSeal

    return SimulatedSeal()


SEAL_DRIVERS: tuple[SealDriver, ...] = (SealDriver("simulated", "模拟电子印章", _simulated),)
