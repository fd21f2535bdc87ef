"""Faults of print jobs, agency numbers, attachments and seals: pages twice, numbers twice, claims
nobody made, files nobody misses."""

from __future__ import annotations

from tests.faults.fault import Fault

_JOBS = "clerk_app/deeds/print_jobs.py"
_SPOOL = "clerk_app/storage/spool.py"
_NUMBERS = "clerk_app/deeds/agency_numbers.py"
_RULES = "clerk_app/numbering/rules.py"
_FILES = "clerk_app/storage/attachments.py"
_SEAL = "clerk_app/deeds/seal_document.py"
_T_JOBS = "tests/deeds/test_print_jobs.py"
_T_NUMBERS = "tests/deeds/test_agency_numbers.py"
_T_RULES = "tests/numbering/test_rules.py"
_T_FILES = "tests/deeds/test_attach.py"
_T_SEAL = "tests/deeds/test_seal_document.py"

SPOOL = (
    Fault(
        "a page is sent before it is written down",
        _JOBS,
        "if not spool.move(db, job.id, (JobStage.MADE,), JobStage.HANDED, **values):",
        "if not spool.move(db, job.id, (JobStage.MADE,), JobStage.MADE, **values):",
        f"{_T_JOBS} -k on_the_disk",
    ),
    Fault(
        "a page the printer still has is called printed",
        _JOBS,
        "if answer.state is JobState.FAILED:\n        return _moved(counter, job, JobStage.F",
        "if answer.state is JobState.QUEUED:\n"
        "        return _printed(counter, job, answer.words)\n"
        "    if answer.state is JobState.FAILED:\n        return _moved(counter, job, JobStage.F",
        f"{_T_JOBS} -k printer_says_so",
    ),
    Fault(
        "a page is recorded at every asking",
        _SPOOL,
        ".where(here.id == job_id, here.state.in_([str(stage) for stage in was]))",
        ".where(here.id == job_id)",
        f"{_T_JOBS} -k stale",
    ),
    Fault(
        "a page killed in the spooler's hand counts as never sent",
        _JOBS,
        "        elif job.state is JobStage.HANDED and not job.spool_job:\n"
        "            _moved(counter, job, JobStage.UNANSWERED, said=_PERHAPS)",
        "        elif job.state is JobStage.HANDED and not job.spool_job:\n"
        "            _moved(counter, job, JobStage.FAILED, said=_PERHAPS)",
        "tests/deeds/test_print_killed.py",
    ),
    Fault(
        "a printer that vanished half way counts as one that got nothing",
        _JOBS,
        "if isinstance(error, ClerkError) and error.code in NOTHING_SENT:",
        "if isinstance(error, ClerkError):",
        f"{_T_JOBS} -k half_way",
    ),
    Fault(
        "a page on its way is sent once more",
        _JOBS,
        "        if waiting is not None:\n            raise",
        "        if waiting is None and asked is None:\n            raise",
        f"{_T_JOBS} -k killed_between",
    ),
    Fault(
        "a page that may have come out is printed again unmarked",
        _SPOOL,
        "return max(recorded, printed) + int(",
        "return max(recorded, printed) + 0 * int(",
        f"{_T_JOBS} -k half_way",
    ),
    Fault(
        "a page that waits is not taken off its queue",
        _JOBS,
        "answer = _asked(job, find, lambda printer: printer.take_back(job.spool_job))",
        "answer = answer_of(JobState.FAILED)",
        f"{_T_JOBS} -k taken_off_before",
    ),
    Fault(
        "the clerk need not look before a page is given up",
        _JOBS,
        "    if job.state is JobStage.HANDED:\n        _moved",
        "    if job.state is JobStage.PRINTED:\n        _moved",
        f"{_T_JOBS} -k asked_twice",
    ),
    Fault(
        "a clerk may confirm what the printer still answers for",
        _JOBS,
        "if job.state is not JobStage.UNANSWERED:",
        "if job.state is None:",
        f"{_T_JOBS} -k killed_between",
    ),
    Fault(
        "what is learnt a day late is dated back",
        _JOBS,
        "if job.on_day and job.handed_at[:_DAY] == now[:_DAY]:",
        "if job.on_day and job.handed_at[:_DAY] <= now[:_DAY]:",
        f"{_T_JOBS} -k day_later",
    ),
    Fault(
        "a restored workstation believes spoolers of before",
        "clerk_app/deeds/restore.py",
        'spool.doubt_all(db, stamp(clock.now()), "恢复之前送去打印的，请先看有没有打出")',
        "pass",
        "tests/deeds/test_attach.py -k carries",
    ),
    Fault(
        "a page of a document lies about after it was sent",
        _JOBS,
        "    finally:\n        discard(path)",
        "    finally:\n        pass",
        f"{_T_JOBS} -k printer_says_so",
    ),
    Fault(
        "a batch goes on after trouble",
        "clerk_app/deeds/print_more.py",
        "left = tuple(number for _, number in wanted[n:])",
        "left = tuple(number for _, number in wanted[n + 1 :])",
        f"{_T_JOBS} -k batch_stops",
    ),
    Fault(
        "a saved copy counts as printed",
        "clerk_app/deeds/print_more.py",
        'SAVED = "document.saved"',
        'SAVED = "document.printed"',
        "tests/deeds/test_daily_slip.py -k saved",
    ),
    Fault(
        "a waiting page stays on the Windows queue",
        "clerk_app/devices/printing/windows_spooler.py",
        "self._system.delete(self.name, int(job))",
        "self._system.job(self.name, int(job))",
        "tests/devices/test_contract.py -k never_comes_out",
    ),
    Fault(
        "a page in the printer's hand counts as not printed",
        "clerk_app/devices/printing/cups.py",
        "return answer_of(JobState.UNKNOWN) if said.began else TAKEN_BACK",
        "return TAKEN_BACK",
        "tests/devices/test_cups.py -k hand",
    ),
    Fault(
        "an agency's number is given twice",
        "clerk_app/numbering/projection.py",
        ".values(next=n + 1)",
        ".values(next=n)",
        f"{_T_NUMBERS} -k two_blocks",
    ),
    Fault(
        "a document is issued without its agency's number",
        _NUMBERS,
        "    if block is None:\n        raise Refused(",
        "    if block is None:\n        return facts\n        raise Refused(",
        f"{_T_NUMBERS} -k two_blocks",
    ),
    Fault(
        "a restored workstation goes on with its old block",
        _RULES,
        "if (block.device, block.agency) == (device, agency)",
        "if (device, block.agency) == (device, agency)",
        f"{_T_RULES} -k live_device",
    ),
    Fault(
        "two blocks may hold the same number",
        _RULES,
        "return same and a.first <= b.last and b.first <= a.last",
        "return same and a.first < b.last and b.first < a.last",
        f"{_T_RULES} -k in_common",
    ),
    Fault(
        "numbers of a fixed length overlap the plain ones",
        _RULES,
        'return _SERIAL.sub("{n}", template)',
        "return template",
        f"{_T_RULES} -k first_fifty",
    ),
    Fault(
        "a number of last year is given this year",
        _RULES,
        "and (block.template, block.year) == (template, wanted)",
        "and (block.template, wanted) == (template, wanted)",
        f"{_T_NUMBERS} -k two_blocks",
    ),
    Fault(
        "第 stands before a number",
        _RULES,
        r'if re.search(r"第\s*\{n\}", said):',
        'if said == "第":',
        f"{_T_RULES} -k against_the_standard",
    ),
    Fault(
        "an attachment lies in plain on the disk",
        _FILES,
        "nonce + AESGCM(key).encrypt(nonce, content, name.encode())",
        "nonce + content",
        f"{_T_FILES} -k in_plain",
    ),
    Fault(
        "one attachment passes for another",
        _FILES,
        "    if hashlib.sha256(opened).hexdigest() != name:\n        raise damaged",
        "    if not opened:\n        raise damaged",
        f"{_T_FILES} -k bound",
    ),
    Fault(
        "a backup leaves the attachments behind",
        "clerk_app/storage/backup.py",
        "files = attachments.stored(folder)",
        "files = attachments.stored(folder / 'none')",
        f"{_T_FILES} -k carries",
    ),
    Fault(
        "a restore leaves the attachments behind",
        "clerk_app/deeds/restore.py",
        "for each in attachments.stored(source):",
        "for each in attachments.stored(new):",
        f"{_T_FILES} -k carries",
    ),
    Fault(
        "a backup unpacks whatever it names",
        "clerk_app/storage/backup.py",
        "if not all(attachments.is_name(",
        "if named is None and not all(attachments.is_name(",
        "tests/storage/test_backup.py -k unpacks_nothing",
    ),
    Fault(
        "another page is made while one is on its way",
        "clerk_app/deeds/print_document.py",
        "    if waiting is not None:\n        raise",
        "    if waiting is None and not number:\n        raise",
        f"{_T_JOBS} -k other_way",
    ),
    Fault(
        "a missing attachment is not missed",
        "clerk_app/deeds/attach.py",
        "                missing.append(name)",
        "                pass",
        f"{_T_FILES} -k damaged_missing",
    ),
    Fault(
        "a signature for a delivery stands without one",
        "clerk_app/deeds/attach.py",
        "found = [d for d in found if d.kind == DELIVERY_RECEIPT]",
        "found = [d for d in found if d.kind]",
        f"{_T_FILES} -k collector",
    ),
    Fault(
        "another file than ours is taken for the sealed one",
        _SEAL,
        "sealed.sha256 == sha and sealed.pdf.startswith(pdf)",
        "sealed.sha256 == sha and sealed.pdf.startswith(b'%')",
        f"{_T_SEAL} -k not_our_document",
    ),
    Fault(
        "a real hall takes a simulated seal",
        _SEAL,
        "if sealed.simulated and real:",
        "if sealed.simulated and not real:",
        f"{_T_SEAL} -k simulated_seal",
    ),
    Fault(
        "a simulated seal does not say so",
        "clerk_app/devices/seal/simulated.py",
        'SAID = "模拟电子印章，无法律效力"',
        'SAID = "电子印章"',
        f"{_T_SEAL} -k says_that_it_is",
    ),
    Fault(
        "a slip of the day counts another day",
        "clerk_app/deeds/daily_slip.py",
        "            if at == day:",
        "            if at >= day:",
        "tests/deeds/test_daily_slip.py -k can_be_counted",
    ),
)
