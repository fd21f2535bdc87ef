"""Printers by address. A new driver is a file beside these and a line in a tuple below.

An address is one text that settings can keep: `driver:where`.

    cups:HallA4  cups:HallA4@10.1.0.5:631  windows:HP LaserJet  folder:/srv/pages  simulated:
    tcp:10.1.0.9  tcp:10.1.0.9:9100  file:/dev/usb/lp0  windows:POS-80  simulated:
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Generic, TypeVar

from clerk_app.devices.printing.port import DocPrinter, SlipPrinter
from clerk_app.kernel.errors import Misused

_Port_co = TypeVar("_Port_co", covariant=True)


@dataclass(frozen=True, slots=True)
class Driver(Generic[_Port_co]):
    """One way to reach a printer. `make` takes what follows the colon of an address, `found` tells
    which could be written there, where this computer knows."""

    name: str
    label: str
    make: Callable[[str], _Port_co]
    found: Callable[[], tuple[str, ...]] = tuple


SIMULATED = "simulated"
"""The driver of a printer that is none."""


def is_simulated(address: str) -> bool:
    """Does nothing come out of the printer at this address, whatever it says?"""
    return address.partition(":")[0].strip() == SIMULATED


def document_printer(address: str) -> DocPrinter:
    """The printer of pages at an address. Raises `Misused` (`bad_printer`)."""
    return _made(DOCUMENT_DRIVERS, address)


def slip_printer(address: str) -> SlipPrinter:
    """The ticket printer at an address. Raises `Misused` (`bad_printer`)."""
    return _made(SLIP_DRIVERS, address)


def _made(drivers: tuple[Driver[_Port_co], ...], address: str) -> _Port_co:
    name, _, where = address.partition(":")
    if not where.isprintable():
        raise Misused("bad_printer", "打印机地址里有看不见的字符，请重新写")
    for driver in drivers:
        if driver.name == name:
            return driver.make(where)
    known = "、".join(driver.name for driver in drivers)
    raise Misused("bad_printer", f"打印机地址要以 {known} 之一和冒号开头")


def _cups(where: str) -> DocPrinter:
    from clerk_app.devices.printing.cups import CupsPrinter

    name, _, server = where.partition("@")
    if server:
        host, colon, port = server.rpartition(":")
        _host(host if colon else server)
        _port(port if colon else "")
    return CupsPrinter(_named(name), server=server or "localhost:631")


def _queues() -> tuple[str, ...]:
    from clerk_app.devices.printing.cups import queues

    return () if sys.platform == "win32" else queues()


def _windows(where: str) -> DocPrinter:
    from clerk_app.devices.printing.windows_api import RealWindows
    from clerk_app.devices.printing.windows_spooler import WindowsPrinter

    return WindowsPrinter(_named(where), RealWindows())


def _folder(where: str) -> DocPrinter:
    from clerk_app.devices.printing.folder import FolderPrinter

    return FolderPrinter(_place(where))


def _simulated(_where: str) -> DocPrinter:
    from clerk_app.devices.printing.simulated import SimulatedDocPrinter

    return SimulatedDocPrinter()


def _tcp(where: str) -> SlipPrinter:
    from clerk_app.devices.printing.tcp9100 import PORT, TcpSlipPrinter

    host, _, port = where.partition(":")
    _port(port)
    return TcpSlipPrinter(_host(host), int(port or PORT))


def _file(where: str) -> SlipPrinter:
    from clerk_app.devices.printing.device_file import DeviceFilePrinter

    return DeviceFilePrinter(_place(where))


def _windows_raw(where: str) -> SlipPrinter:
    from clerk_app.devices.printing.windows_api import RealWindows
    from clerk_app.devices.printing.windows_raw import WindowsRawPrinter

    return WindowsRawPrinter(_named(where), RealWindows())


def _simulated_slip(_where: str) -> SlipPrinter:
    from clerk_app.devices.printing.simulated import SimulatedSlipPrinter

    return SimulatedSlipPrinter()


def _named(where: str) -> str:
    if not where or where.startswith("-"):
        raise Misused("bad_printer", "打印机地址冒号后面要写打印机的名字或者地址")
    return where


def _place(where: str) -> Path:
    """A folder or a device file. Where a relative one lies depends on where the program was
    started from, so that pages would go now here, now there."""
    path = Path(_named(where))
    if not path.is_absolute():
        raise Misused("bad_printer", f"“{where}”不是完整的位置：要从最上一级写起，如 /srv/pages")
    return path


def _host(host: str) -> str:
    """A machine's name or address, as the network libraries take it: no empty part, none over 63
    characters. Whether there is such a machine is found when it is asked."""
    _named(host)
    try:
        host.removesuffix(".").encode("idna")
    except UnicodeError as error:
        raise Misused("bad_printer", f"“{host}”不是主机名或网络地址，请看一看点和字") from error
    if any(char.isspace() or char in "/\\@?#" for char in host):
        raise Misused("bad_printer", f"“{host}”不是主机名或网络地址，请看一看点和字")
    return host


def _port(port: str) -> None:
    """Empty stands for the usual one."""
    if port and not (port.isascii() and port.isdecimal() and 0 < int(port) < 65536):
        raise Misused("bad_printer", "打印机地址的端口要是 1 到 65535 的数")


DOCUMENT_DRIVERS: tuple[Driver[DocPrinter], ...] = (
    Driver("cups", "打印机（Linux 的打印队列）", _cups, _queues),
    Driver("windows", "打印机（Windows 里装好的）", _windows),
    Driver("folder", "存成 PDF（文件夹）", _folder),
    Driver(SIMULATED, "模拟打印机", _simulated),
)
SLIP_DRIVERS: tuple[Driver[SlipPrinter], ...] = (
    Driver("tcp", "网络小票机", _tcp),
    Driver("file", "USB 小票机", _file),
    Driver("windows", "小票机（Windows 里装好的）", _windows_raw),
    Driver(SIMULATED, "模拟小票机", _simulated_slip),
)
