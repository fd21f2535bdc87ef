"""Faults of the ways to a printer: two originals, slips with holes, pages that lie upside down."""

from __future__ import annotations

from tests.faults.fault import Fault

_PRINTING = "clerk_app/devices/printing"
_LP = "tests/devices/test_lp.py"
_IPP = "tests/devices/test_ipp.py"
_CALLS = "tests/devices/test_windows_calls.py"
_TALK = "tests/devices/test_slip_talk.py"
_FILE = "tests/devices/test_device_file.py"

DEVICE = (
    Fault(
        "an lp that does not come back sent nothing",
        f"{_PRINTING}/cups.py",
        "as error:\n            raise gone_silent() from error",
        'as error:\n            raise offline("打印服务没有回答") from error',
        f"{_LP} -k come_back",
    ),
    Fault(
        "an lp that fails with strange words sent nothing",
        f"{_PRINTING}/cups.py",
        '            raise offline("打印服务没有收下")\n        raise gone_silent()',
        '            raise offline("打印服务没有收下")\n        raise offline("打印服务没有收下")',
        f"{_LP} -k other_words",
    ),
    Fault(
        "a stopped page is free to be printed as the first",
        f"{_PRINTING}/cups.py",
        "6: JobState.QUEUED",
        "6: JobState.FAILED",
        f"{_IPP} -k no_longer_come_out",
    ),
    Fault(
        "another's page of the same number is cancelled",
        f"{_PRINTING}/cups.py",
        "            self._said(job)  # ours, and not another one's of the same number\n",
        "",
        f"{_IPP} -k anothers_page",
    ),
    Fault(
        "an open door is not known",
        f"{_PRINTING}/cups.py",
        '("cover-open", "door-open", "interlock-open")',
        '("cover-open",)',
        f"{_IPP} -k condition",
    ),
    Fault(
        "the server's list does not say which paper it is",
        f"{_PRINTING}/cups.py",
        '"-t", title]',
        '"-t", self.name]',
        f"{_IPP} -k lp_is_told",
    ),
    Fault(
        "a slip has holes where the spooler took less",
        f"{_PRINTING}/windows_raw.py",
        "sent += taken",
        "sent += _CHUNK",
        f"{_CALLS} -k takes_less",
    ),
    Fault(
        "half a slip stays with the spooler",
        f"{_PRINTING}/windows_raw.py",
        "                if taken == 0:\n                    job.abort()\n",
        "                if taken == 0:\n",
        f"{_CALLS} -k takes_no_more",
    ),
    Fault(
        "a slip that prints is not followed to its end",
        f"{_PRINTING}/windows_raw.py",
        "if state in (JobState.DONE, JobState.FAILED, JobState.UNKNOWN):",
        "if state is not JobState.QUEUED:",
        f"{_CALLS} -k followed",
    ),
    Fault(
        "printed slips stay listed",
        f"{_PRINTING}/windows_raw.py",
        "                if state is JobState.DONE:\n",
        "                if state is JobState.FAILED:\n",
        f"{_CALLS} -k followed",
    ),
    Fault(
        "a page of Windows lies upside down",
        f"{_PRINTING}/windows_api.py",
        "range(len(sheet.grey) - stride, -1, -stride)",
        "range(0, len(sheet.grey), stride)",
        f"{_CALLS} -k upright",
    ),
    Fault(
        "a page of Windows is shifted by the printer's margin",
        f"{_PRINTING}/windows_api.py",
        "left = -gdi.GetDeviceCaps(device, _PHYSICALOFFSETX)",
        "left = 0",
        f"{_CALLS} -k upright",
    ),
    Fault(
        "a sheet that was not drawn comes out white",
        f"{_PRINTING}/windows_api.py",
        "if drawn in (0, _GDI_ERROR):",
        "if drawn is None:",
        f"{_CALLS} -k does_not_draw",
    ),
    Fault(
        "a document that was given up prints as far as it went",
        f"{_PRINTING}/windows_api.py",
        "        self._gdi.AbortDoc(self._device)\n",
        "",
        f"{_CALLS} -k does_not_draw",
    ),
    Fault(
        "a slip is written into a document that did not begin",
        f"{_PRINTING}/windows_api.py",
        "if number <= 0 or not self._spool.StartPagePrinter(handle):",
        "if number <= 0:",
        f"{_CALLS} -k does_not_begin",
    ),
    Fault(
        "a document without a page stays on the queue",
        f"{_PRINTING}/windows_api.py",
        "            if number > 0:  # begun",
        "            if number < 0:  # begun",
        f"{_CALLS} -k does_not_begin",
    ),
    Fault(
        "the sensor of the paper's end is not heard",
        f"{_PRINTING}/escpos_talk.py",
        "cause & 0x20 or paper & 0x60",
        "cause & 0x20",
        f"{_TALK} -k one_flag",
    ),
    Fault(
        "an answer to another program counts",
        f"{_PRINTING}/escpos_talk.py",
        "    answers.forget()\n",
        "",
        f"{_TALK} -k whoever_asked_before",
    ),
    Fault(
        "the clerk looks for a slip that was never sent",
        f"{_PRINTING}/escpos_talk.py",
        'raise offline("打印机一接通就断开") from error',
        "raise gone(0, len(data)) from error",
        f"{_TALK} -k took_nothing",
    ),
    Fault(
        "a printer that hung up is waited for",
        f"{_PRINTING}/tcp9100.py",
        "        if not got:  # the printer closed its side\n",
        "        if got is None:  # the printer closed its side\n",
        f"{_TALK} -k hangs_up",
    ),
    Fault(
        "a slow printer is cut off",
        f"{_PRINTING}/device_file.py",
        "                left = left[taken:]\n                until = time.monotonic() + within\n",
        "                left = left[taken:]\n",
        f"{_FILE} -k slow_printer",
    ),
    Fault(
        "a serial line without a carrier holds the window up",
        f"{_PRINTING}/device_file.py",
        "os.O_RDWR | os.O_NONBLOCK",
        "os.O_RDWR",
        f"{_FILE} -k without_waiting",
    ),
    Fault(
        "a driver that only says that it is ready is asked for ever",
        f"{_PRINTING}/device_file.py",
        "            elif wait > 0:",
        "            elif within > 0:",
        f"{_FILE} -k says_ready",
    ),
    Fault(
        "a printer that can only listen counts as pulled out",
        f"{_PRINTING}/device_file.py",
        "_MUTE = {errno.EAGAIN, errno.EINVAL}",
        "_MUTE = {errno.EAGAIN}",
        f"{_FILE} -k only_listen",
    ),
    Fault(
        "a printer whose buffer is full counts as pulled out",
        f"{_PRINTING}/device_file.py",
        "                taken = 0\n",
        "                raise Broken(len(left)) from None\n",
        f"{_FILE} -k full_buffer",
    ),
    Fault(
        "a page in a folder is lost when the power goes",
        f"{_PRINTING}/folder.py",
        "            os.fsync(file.fileno())  #",
        "            assert file  #",
        "tests/devices/test_folder.py -k settled",
    ),
    Fault(
        "a page in a folder is flushed by a handle Windows refuses",
        f"{_PRINTING}/folder.py",
        "            os.fsync(file.fileno())  #",
        "            os.fsync(os.open(to, os.O_RDONLY))  #",
        "tests/devices/test_folder.py -k settled",
    ),
    Fault(
        "a page that is kept has not reached the disk",
        "clerk_app/notices/pdf.py",
        "                os.fsync(stream.fileno())\n",
        "",
        "tests/devices/test_folder.py -k kept",
    ),
    Fault(
        "pages go to a folder of where the program was started",
        f"{_PRINTING}/__init__.py",
        "if not path.is_absolute():",
        "if not path.name:",
        "tests/devices/test_addresses.py -k no_address",
    ),
)
