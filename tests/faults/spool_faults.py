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
        "a page printed after the backup is printed again unmarked",
        "clerk_app/deeds/print_document.py",
        "return int(all(each.header.device == live for each in prints))",
        "return 0",
        f"{_T_JOBS} -k after_the_backup",
    ),
    Fault(
        "a page the printer gets after a restore does not know of the lost one",
        _JOBS,
        "spool.pages_out(db, facts.number, found.printed) + found.lost",
        "spool.pages_out(db, facts.number, found.printed)",
        f"{_T_JOBS} -k after_the_backup",
    ),
    Fault(
        "what is known to be printed before the backup counts as lost too",
        "clerk_app/deeds/print_document.py",
        "return int(all(each.header.device == live for each in prints))",
        "return 1",
        f"{_T_JOBS} -k after_the_backup",
    ),
    Fault(
        "the last page comes again on another sheet",
        "clerk_app/deeds/print_more.py",
        "number, printer, sheet=sheet, find=find)",
        "number, printer, find=find)",
        f"{_T_JOBS} -k same_sheet",
    ),
    Fault(
        "a print does not say its sheet",
        _JOBS,
        '        body["sheet"] = job.sheet',
        "        pass",
        f"{_T_JOBS} -k same_sheet",
    ),
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
        "return TAKEN_BACK if state is JobState.FAILED else answer_of(state)",
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
        "return one.first <= two.last and two.first <= one.last",
        "return one.first < two.last and two.first < one.last",
        f"{_T_RULES} -k in_common",
    ),
    Fault(
        "numbers of a fixed length overlap the plain ones",
        _RULES,
        "if (one.head, one.tail) == (two.head, two.tail):",
        "if (one.head, one.tail, one.width) == (two.head, two.tail, two.width):",
        f"{_T_RULES} -k first_fifty",
    ),
    Fault(
        "a number prints like another block's words and number",
        _RULES,
        "return any(two.prints(one.text(n)) for n in two.digits() if one.first <= n <= one.last)",
        "return False",
        f"{_T_RULES} -k prints_alike",
    ),
    Fault(
        "a year written out is another series than the year filled in",
        _RULES,
        "    year = str(block.year)",
        "    year = _YEAR",
        f"{_T_RULES} -k prints_alike",
    ),
    Fault(
        "a digit stands beside the number",
        _RULES,
        "if _BESIDE.search(said):",
        "if not said:",
        f"{_T_RULES} -k against_the_standard",
    ),
    Fault(
        "a template writes its year out",
        _RULES,
        "if _LITERAL_YEAR.search(said):",
        "if not said:",
        f"{_T_RULES} -k against_the_standard",
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
        "for each in (*attachments.stored(source), ",
        "for each in (*attachments.stored(new), ",
        f"{_T_FILES} -k carries",
    ),
    Fault(
        "a backup unpacks whatever it names",
        "clerk_app/storage/backup.py",
        "if not allowed[folder](file):",
        "if not file:",
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
    Fault(
        "half a page of a killed program stays in the data folder",
        _JOBS,
        '(counter.folder / SPOOL).glob("*")',
        '(counter.folder / SPOOL).glob("*.pdf")',
        f"{_T_JOBS} -k half_written",
    ),
    Fault(
        "a page goes to a printer that is none",
        _JOBS,
        "        refuse_simulated(db, address)\n",
        "        assert address\n",
        f"{_T_JOBS} -k simulated",
    ),
    Fault(
        "a real hall chooses a printer that is none",
        "clerk_app/deeds/printers.py",
        "refuse_simulated(db, printers.slip)",
        "assert db",
        f"{_T_JOBS} -k simulated",
    ),
    Fault(
        "a sample hall with a station of its own counts as a sample",
        "clerk_app/deeds/printers.py",
        "if here.station or not here.sample:",
        "if not here.sample:",
        f"{_T_JOBS} -k simulated",
    ),
    Fault(
        "a page is cleared at the spooler before it is settled",
        _JOBS,
        "if job.spool_job and not job.is_open:",
        "if job.spool_job:",
        f"{_T_JOBS} -k settled_page",
    ),
    Fault(
        "what is nobody's half page is removed",
        "clerk_app/deeds/sweep_pages.py",
        "if _HALF.fullmatch(half.name) and now",
        "if now",
        "tests/deeds/test_sweep_pages.py -k half",
    ),
    Fault(
        "going past a printer chooses it",
        "clerk_app/desk/print_settings.py",
        'document_driver=driver, document_where=""))',
        'document_driver=driver, document_where=""))\n            self.keep(which, "")',
        "tests/desk/test_papers.py -k only_when",
    ),
    Fault(
        "a bug in one look ends the looking",
        "clerk_app/desk/papers.py",
        "        try:\n            return self._port.facts()\n"
        "        finally:\n            self._asked = False\n",
        "        facts = self._port.facts()\n        self._asked = False\n        return facts\n",
        "tests/desk/test_papers.py -k bug_in_one_look",
    ),
    Fault(
        "a bug in one asking ends the asking",
        "clerk_app/desk/opened_papers.py",
        "        finally:\n            self._state_ms",
        "        except ClerkError:\n            raise\n        else:\n            self._state_ms",
        "tests/ui/test_papers_screen.py -k bug_in_one_asking",
    ),
)
