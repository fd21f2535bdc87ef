"""A printer is one text in the settings."""

from __future__ import annotations

import subprocess
import sys

import pytest

from clerk_app.devices.printing import (
    DOCUMENT_DRIVERS,
    SLIP_DRIVERS,
    document_printer,
    slip_printer,
)
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
    "address", ["", "lpr:x", "tcp:", "tcp:h:0", "tcp:h:x", "tcp:h:65536", "file:", "cups:-h"]
)
def test_what_is_no_address(address: str) -> None:
    for find in (document_printer, slip_printer):
        with pytest.raises(Misused) as caught:
            find(address)
        assert caught.value.code == "bad_printer"


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
