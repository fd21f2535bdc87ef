"""The other ends of the contract tests, each with the levers that put it into a scene."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Protocol

from clerk_app.devices.printing.cups import CupsPrinter
from clerk_app.devices.printing.device_file import DeviceFilePrinter
from clerk_app.devices.printing.port import Condition, DocPrinter, JobState, SlipPrinter
from clerk_app.devices.printing.simulated import SimulatedDocPrinter, SimulatedSlipPrinter
from clerk_app.devices.printing.tcp9100 import TcpSlipPrinter
from clerk_app.devices.printing.windows_raw import WindowsRawPrinter
from clerk_app.devices.printing.windows_spooler import WindowsPrinter
from tests.devices import cupsd, windows_double
from tests.devices.slip_machine import Firmware, LineMachine, SocketMachine
from tests.devices.windows_double import WindowsDouble

# ---------------------------------------------------------------- printers of pages


class CupsRig:
    """A real server. What a printer reports reaches CUPS only while a page is in hand."""

    def __init__(self, server: cupsd.Cupsd, pdf: Path) -> None:
        self._server = server
        self._pdf = pdf
        self.printer: DocPrinter = CupsPrinter(cupsd.QUEUE, server=server.server)

    def set(self, condition: Condition) -> None:
        if condition is Condition.OFFLINE:
            self._server.say("cupsdisable", cupsd.QUEUE)
            return
        reason = {
            Condition.PAPER_OUT: "media-empty-error",
            Condition.COVER_OPEN: "cover-open-error",
            Condition.JAMMED: "media-jam-error",
        }[condition]
        self._server.hold(reason)
        self.printer.submit(self._pdf, title="在等的一份", copies=1)
        cupsd.until(lambda: self.printer.state().condition is condition)

    def set_aside(self) -> None:
        self.set(Condition.PAPER_OUT)

    def ready(self) -> None:
        self._server.go()

    def cancel(self, job: str) -> None:
        self._server.say("cancel", job.partition(" ")[0])

    def came_out(self, job: str) -> bool:
        number = job.partition(" ")[0].rpartition("-")[2]
        return (self._server.tray / f"{number}-1.pdf").exists()

    def forget(self, job: str) -> None:
        self._server.go()
        cupsd.until(lambda: self.printer.ask(job).state is JobState.DONE)
        self._server.say("cancel", "-x", "-a", cupsd.QUEUE)

    def fall_silent(self) -> None:
        self._server.kill()

    def end(self) -> None:
        self._server.go()
        if self._server.process.poll() is not None:
            self._server.again()
        self._server.say("cupsenable", cupsd.QUEUE)
        cupsd.until(lambda: self.printer.state().condition is Condition.READY)
        for paper in self._server.tray.glob("*.pdf"):  # a killed server gives numbers out again
            paper.unlink()


class WindowsRig:
    """The stand-in of Windows."""

    def __init__(self) -> None:
        self._system = WindowsDouble("HallA4")
        self.printer: DocPrinter = WindowsPrinter("HallA4", self._system)

    def set(self, condition: Condition) -> None:
        self._system.status = {
            Condition.PAPER_OUT: windows_double.PAPER_OUT,
            Condition.COVER_OPEN: windows_double.DOOR_OPEN,
            Condition.JAMMED: windows_double.PAPER_JAM,
            Condition.OFFLINE: windows_double.PAUSED,
        }[condition]

    def set_aside(self) -> None:
        self.set(Condition.PAPER_OUT)

    def ready(self) -> None:
        self._system.status = 0
        self._system.work()

    def cancel(self, job: str) -> None:
        self._system.jobs[windows_double.number_of(job)].status |= windows_double.DELETED

    def came_out(self, job: str) -> bool:
        return windows_double.number_of(job) in self._system.printed

    def forget(self, job: str) -> None:
        del self._system.jobs[windows_double.number_of(job)]

    def fall_silent(self) -> None:
        self._system.stopped = True

    def end(self) -> None:
        pass


class SimulatedRig:
    """The simulated printer itself."""

    def __init__(self) -> None:
        self._simulated = SimulatedDocPrinter()
        self.printer: DocPrinter = self._simulated

    def set(self, condition: Condition) -> None:
        self._simulated.condition = condition

    def set_aside(self) -> None:
        self.set(Condition.PAPER_OUT)

    def ready(self) -> None:
        self.set(Condition.READY)

    def cancel(self, job: str) -> None:
        self._simulated.cancel(job)

    def came_out(self, job: str) -> bool:
        return self._simulated.ask(job).state is JobState.DONE

    def forget(self, job: str) -> None:
        self._simulated.lose(job)

    def fall_silent(self) -> None:
        self._simulated.silent = True

    def end(self) -> None:
        pass


DocLever = CupsRig | WindowsRig | SimulatedRig


# ---------------------------------------------------------------- ticket printers


class SlipRig(Protocol):
    """A ticket printer and its levers."""

    printer: SlipPrinter

    def set(self, condition: Condition) -> None:
        """The printer gets into this condition."""

    def vanish_after(self, count: int) -> None:
        """It is gone after so many bytes of the next slip."""

    def be_mute(self) -> None:
        """It prints and answers nothing."""

    def slips(self) -> bytes:
        """All that was printed."""

    def end(self) -> None:
        """Put away."""


class FirmwareRig:
    """The same firmware behind a socket or a line."""

    def __init__(
        self,
        machine: SocketMachine | LineMachine,
        make: Callable[[float], SlipPrinter],
    ) -> None:
        self.machine: Firmware = machine
        self._unplug: Callable[[], None] = machine.unplug
        self._make = make
        self.printer: SlipPrinter = make(30.0)

    def set(self, condition: Condition) -> None:
        if condition is Condition.OFFLINE:
            self._unplug()
        else:
            self.machine.condition = condition.value

    def vanish_after(self, count: int) -> None:
        self.machine.vanishes_after = count

    def be_mute(self) -> None:
        self.machine.mute = True
        self.printer = self._make(1.0)  # nothing will come: no need to wait long for it

    def slips(self) -> bytes:
        return bytes(self.machine.printed)

    def end(self) -> None:
        self._unplug()


class WindowsRawRig:
    """The stand-in of Windows with a RAW queue."""

    def __init__(self) -> None:
        self.system = WindowsDouble("POS-80")
        self.printer: SlipPrinter = WindowsRawPrinter("POS-80", self.system, patience=0.2)

    def set(self, condition: Condition) -> None:
        self.system.status = {
            Condition.PAPER_OUT: windows_double.PAPER_OUT,
            Condition.COVER_OPEN: windows_double.DOOR_OPEN,
            Condition.JAMMED: windows_double.PAPER_JAM,
            Condition.OFFLINE: 0,
        }[condition]
        if condition is Condition.OFFLINE:
            self.system.attributes = windows_double.WORK_OFFLINE

    def vanish_after(self, count: int) -> None:
        self.system.stops_after = count

    def be_mute(self) -> None:
        self.system.can_retain = False

    def slips(self) -> bytes:
        return b"".join(bytes(job.data) for job in self.system.out)

    def end(self) -> None:
        pass


class SimulatedSlipRig:
    """The simulated printer itself."""

    def __init__(self) -> None:
        self._simulated = SimulatedSlipPrinter()
        self.printer: SlipPrinter = self._simulated

    def set(self, condition: Condition) -> None:
        self._simulated.condition = condition

    def vanish_after(self, count: int) -> None:
        self._simulated.vanishes_after = count

    def be_mute(self) -> None:
        self._simulated.answers = False

    def slips(self) -> bytes:
        return b"".join(self._simulated.slips)

    def end(self) -> None:
        pass


def tcp_rig() -> FirmwareRig:
    machine = SocketMachine()
    return FirmwareRig(
        machine,
        lambda within: TcpSlipPrinter("127.0.0.1", machine.port, within=within, patience=within),
    )


def line_rig() -> FirmwareRig:
    machine = LineMachine()
    return FirmwareRig(
        machine, lambda within: DeviceFilePrinter(machine.path, within=within, patience=within)
    )
