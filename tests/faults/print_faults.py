"""Faults of the printers: claims nobody can make, pages sent twice, slips that do not scan."""

from __future__ import annotations

from tests.faults.fault import Fault

_PRINTING = "clerk_app/devices/printing"
_CUPS = "tests/devices/test_cups.py"
_CONTRACT = "tests/devices/test_contract.py"
_SLIP = "tests/devices/test_slip_bytes.py"
_PICTURE = "tests/devices/test_escpos_picture.py"

PRINT = (
    Fault(
        "a cancelled page is called printed",
        f"{_PRINTING}/cups.py",
        "7: JobState.FAILED",
        "7: JobState.DONE",
        f"{_CUPS} -k cancelled",
    ),
    Fault(
        "another page with the same number is taken for ours",
        f"{_PRINTING}/cups.py",
        "if uuid and said.uuid != uuid:",
        "if uuid and not said.uuid:",
        f"{_CUPS} -k forgotten",
    ),
    Fault(
        "a stopped queue takes pages",
        f"{_PRINTING}/cups.py",
        "if said.state == _STOPPED:\n            raise",
        "if said.state == 99:\n            raise",
        f"{_CUPS} -k stopped_queue",
    ),
    Fault(
        "a queue that takes no jobs counts as ready",
        f"{_PRINTING}/cups.py",
        "    if not said.accepting:\n        return",
        "    if said.accepting is None:\n        return",
        f"{_CUPS} -k takes_no_jobs",
    ),
    Fault(
        "severity hides the reason of a printer",
        f"{_PRINTING}/ipp.py",
        '("-error", "-warning", "-report")',
        '("-error",)',
        f"{_CUPS} -k keeps_the_page",
    ),
    Fault(
        "what a page waits for is not said",
        f"{_PRINTING}/cups.py",
        "if waits_for:",
        "if not waits_for:",
        f"{_CUPS} -k keeps_the_page",
    ),
    Fault(
        "a dead print server passes for an unknown queue",
        f"{_PRINTING}/cups.py",
        'raise offline("打印服务没有运行") from error',
        "raise unknown_printer(self.name) from error",
        f"{_CUPS} -k killed_server",
    ),
    Fault(
        "lp answers in the language of the system",
        f"{_PRINTING}/cups.py",
        '{**os.environ, "LC_ALL": "C"}',
        "{**os.environ}",
        f"{_CUPS} -k one_language",
    ),
    Fault(
        "a slip is sent to a printer that cannot print",
        f"{_PRINTING}/escpos_talk.py",
        "refuse_unready(ask_state(line, within).condition)",
        "ask_state(line, within)",
        f"{_CONTRACT} -k gets_nothing",
    ),
    Fault(
        "a slip counts as printed before the printer says so",
        f"{_PRINTING}/escpos_talk.py",
        "    if answered:\n        return answer_of(JobState.DONE)",
        "    if given:\n        return answer_of(JobState.DONE)",
        f"{_CONTRACT} -k makes_no_promise",
    ),
    Fault(
        "an answer to a raster is taken for the printer's word",
        f"{_PRINTING}/escpos_talk.py",
        "if is_realtime(byte) if realtime else is_sensor(byte):",
        "if byte >= 0:",
        f"{_CONTRACT} -k runs_out_in_the_middle",
    ),
    Fault(
        "what was sent before the printer vanished is told too low",
        f"{_PRINTING}/escpos_talk.py",
        "given += len(chunk)",
        "given = len(chunk)",
        f"{_CONTRACT} -k vanishes_half_way",
    ),
    Fault(
        "an ordinary file is printed into",
        f"{_PRINTING}/device_file.py",
        "if not stat.S_ISCHR(self._path.stat().st_mode):",
        "if stat.S_ISDIR(self._path.stat().st_mode):",
        f"{_CONTRACT} -k ordinary_file",
    ),
    Fault(
        "two programs print into one device",
        f"{_PRINTING}/device_file.py",
        "fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)",
        "fcntl.flock(handle, fcntl.LOCK_UN)",
        f"{_CONTRACT} -k in_use_by_another",
    ),
    Fault(
        "a job Windows has forgotten counts as printed",
        f"{_PRINTING}/windows_spooler.py",
        "printed or deleted, nobody can say\n            return answer_of(JobState.UNKNOWN)",
        "printed or deleted, nobody can say\n            return answer_of(JobState.DONE)",
        f"{_CONTRACT} -k forgotten",
    ),
    Fault(
        "a torn page leaves half a job in the Windows spooler",
        f"{_PRINTING}/windows_spooler.py",
        "if not ended:",
        "if ended:",
        f"{_CONTRACT} -k torn_pdf",
    ),
    Fault(
        "a Windows printer set offline counts as ready",
        f"{_PRINTING}/windows_port.py",
        "if status & away or attributes & ATTRIBUTE_WORK_OFFLINE:",
        "if status & away:",
        f"{_CONTRACT} -k gets_nothing",
    ),
    Fault(
        "modules of a code differ by a dot",
        "clerk_app/notices/escpos.py",
        "    if len(boxes) < 2:",
        "    if boxes:",
        f"{_SLIP} -k module",
    ),
    Fault(
        "a code too fine for the head is printed all the same",
        "clerk_app/notices/escpos.py",
        "    if dots < 1:",
        "    if dots < 0:",
        f"{_SLIP} -k finer",
    ),
    Fault(
        "bands overflow a slow printer's buffer",
        "clerk_app/notices/escpos.py",
        "fragment_height=BAND",
        "fragment_height=BAND * 4",
        f"{_SLIP} -k bands",
    ),
    Fault(
        "thin strokes break on a slip",
        "clerk_app/notices/escpos.py",
        'pen.fontmode = "1"',
        'pen.fontmode = "L"',
        f"{_SLIP} -k thinner",
    ),
    Fault(
        "the slip encoder prints a notice on stdout",
        "clerk_app/notices/escpos.py",
        'profile.profile_data = {**profile.profile_data, "media": {"width": {"pixels": WIDEST}}}',
        "assert profile",
        f"{_SLIP} -k says_nothing",
    ),
    Fault(
        "the slip encoder leaves a folder behind",
        "clerk_app/notices/escpos.py",
        'if "ESCPOS_CAPABILITIES_PICKLE_DIR" not in os.environ:',
        'if "ESCPOS_CAPABILITIES_PICKLE_DIR" in os.environ:',
        f"{_SLIP} -k leaves_nothing",
    ),
    Fault(
        "an unknown command is passed over in the preview",
        "clerk_app/devices/escpos_picture.py",
        "        if command is None:\n            raise _bad(name, at)",
        "        if command is None:\n            return at + 2",
        f"{_PICTURE} -k not_known",
    ),
)
