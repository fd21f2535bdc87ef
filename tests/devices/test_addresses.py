"""A printer is one text in the settings."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from clerk_app.devices.printing import (
    DOCUMENT_DRIVERS,
    SLIP_DRIVERS,
    document_printer,
    slip_printer,
)
from clerk_app.devices.printing.cups import CupsPrinter
from clerk_app.devices.printing.device_file import DeviceFilePrinter
from clerk_app.devices.printing.port import NOTHING_SENT, Condition, JobState
from clerk_app.devices.printing.tcp9100 import TcpSlipPrinter
from clerk_app.kernel.errors import Misused, Unavailable


def test_each_driver_has_its_word() -> None:
    names = ["cups", "windows", "folder", "simulated"]
    assert [driver.name for driver in DOCUMENT_DRIVERS] == names
    assert [driver.name for driver in SLIP_DRIVERS] == ["tcp", "file", "windows", "simulated"]


@pytest.mark.parametrize(
    ("address", "name"),
    [
        ("cups:HallA4", "HallA4"),
        ("cups:HallA4@10.1.0.5:8631", "HallA4"),
        ("cups:HallA4@print.hall.", "HallA4"),
        ("cups:一楼A4@[::1]:8631", "一楼A4"),
        ("folder:/srv/pages", "/srv/pages"),
        ("simulated:", "模拟打印机"),
    ],
)
def test_printers_of_pages(address: str, name: str) -> None:
    assert document_printer(address).name == name


@pytest.mark.parametrize(
    ("address", "name"),
    [
        ("tcp:10.1.0.9", "10.1.0.9:9100"),
        ("tcp:10.1.0.9:9101", "10.1.0.9:9101"),
        ("file:/dev/usb/lp0", "/dev/usb/lp0"),
        ("simulated:", "模拟小票机"),
    ],
)
def test_printers_of_slips(address: str, name: str) -> None:
    assert slip_printer(address).name == name


@pytest.mark.parametrize(
    "address",
    [
        "",
        "lpr:x",
        "tcp:",
        "tcp:h:0",
        "tcp:h:x",
        "tcp:h:65536",
        "tcp:10.1..9",
        "tcp:10.1.0.9 ",
        f"tcp:{'h' * 64}",
        "file:",
        "file:/dev/\0lp0",
        "folder:/srv/\npages",
        "folder:pages",  # it would lie where the program was started from
        "folder:../pages",
        "file:lp0",
        "cups:-h",
        "cups:Q@10.1..9",
        "cups:Q@-h",
        "cups:Q@h/x",
        "cups:Q@localhost:99999",
        "cups:Q@localhost:²",
        "cups:Q@:631",
    ],
)
def test_what_is_no_address(address: str) -> None:
    for find in (document_printer, slip_printer):
        with pytest.raises(Misused) as caught:
            find(address)
        assert caught.value.code == "bad_printer"


@pytest.mark.parametrize("server", ["10.1..9", "localhost:99999", "localhost:²", "h\0", ""])
def test_a_print_server_that_is_none_is_silent(server: str) -> None:
    printer = CupsPrinter("Q", server=server, within=0.5)
    assert printer.state().condition is Condition.OFFLINE
    assert printer.ask("Q-1").state is JobState.UNKNOWN
    assert printer.ask("Q-²").state is printer.ask(f"Q-{2**31}").state is JobState.UNKNOWN


def test_a_machine_that_is_none_is_offline() -> None:
    for slip in (
        TcpSlipPrinter("10.1..9"),
        TcpSlipPrinter("localhost", 99999),
        DeviceFilePrinter(Path("a\0b")),
    ):
        assert slip.state().condition is Condition.OFFLINE
        with pytest.raises(Unavailable) as caught:
            slip.write(b"\x1b@")
        assert caught.value.code in NOTHING_SENT


@pytest.mark.skipif(sys.platform == "win32", reason="says what other systems answer")
def test_windows_printing_elsewhere_is_told_in_words() -> None:
    for find in (document_printer, slip_printer):
        with pytest.raises(Unavailable) as caught:
            find("windows:HP")
        assert caught.value.code == "printer_unknown"


def test_finding_a_printer_loads_nothing_heavy() -> None:
    program = (
        "import sys; from clerk_app.devices.printing import document_printer, slip_printer;"
        "document_printer('cups:Q'); slip_printer('tcp:h');"
        "heavy = {'escpos', 'PIL', 'pypdfium2', 'yaml', 'segno', 'barcode'};"
        "print(sorted(heavy & set(sys.modules)))"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, check=False, text=True
    )
    assert done.stdout == "[]\n", done.stderr
