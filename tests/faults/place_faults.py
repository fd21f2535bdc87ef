"""Faults of where pages are saved, of what a run says of another, of the slip of the day."""

from __future__ import annotations

from tests.faults.fault import Fault

_PLACES = "clerk_app/storage/places.py"
_T_PLACES = "tests/storage/test_places.py"
_T_LIMITS = "tests/deeds/test_print_limits.py"
_T_CLI = "tests/cli/test_print_places.py"
_T_OFFERED = "tests/desk/test_papers_offered.py"

PLACES = (
    Fault(
        "a page takes the place of a pipe",
        "clerk_app/notices/pdf.py",
        "        _refuse_no_file(path)\n",
        "",
        "tests/notices/test_pdf_file.py -k no_pipe",
    ),
    Fault(
        "a copy takes the place of a pipe or a link",
        _PLACES,
        "    if kind is not None and not stat.S_ISREG(kind):",
        "    if kind is None and not stat.S_ISREG(kind):",
        f"{_T_PLACES} -k no_plain_file",
    ),
    Fault(
        "a link is looked through",
        _PLACES,
        "path.stat() if follow else path.lstat()",
        "path.stat() if follow else path.stat()",
        f"{_T_PLACES} -k no_plain_file",
    ),
    Fault(
        "a name that is no text is a bug",
        _PLACES,
        "    if not str(path).isprintable():",
        "    if str(path) == '':",
        f"{_T_PLACES} -k read_back",
    ),
    Fault(
        "a name that is too long is a fault of the disk",
        _PLACES,
        "error.errno == errno.ENAMETOOLONG",
        "error.errno == errno.ELOOP",
        f"{_T_PLACES} -k too_long",
    ),
    Fault(
        "the copy of another is recorded as ours",
        "clerk_app/deeds/print_document.py",
        "hashlib.sha256(content)",
        "hashlib.sha256(path.read_bytes())",
        f"{_T_LIMITS} -k whoever",
    ),
    Fault(
        "a hundred copies of one page",
        "clerk_app/deeds/print_jobs.py",
        "    if not 0 <= asked.copies <= MOST_COPIES:",
        "    if not 0 <= asked.copies:",
        f"{_T_LIMITS} -k hundred",
    ),
    Fault(
        "a page of a newer program stops a batch",
        "clerk_app/deeds/print_more.py",
        '"newer_template", ',
        "",
        f"{_T_LIMITS} -k newer_program",
    ),
    Fault(
        "pages of this run are taken for those of the last",
        "clerk_app/deeds/print_jobs.py",
        " if job.id in left.jobs]",
        "]",
        f"{_T_LIMITS} -k last_run",
    ),
    Fault(
        "a slip of a day before there was a journal",
        "clerk_app/deeds/daily_slip.py",
        "    if first and on.isoformat() < min(first):",
        "    if not first and on.isoformat() < min(first):",
        f"{_T_LIMITS} -k before_there_was",
    ),
    Fault(
        "the command uses up a number for a printer that is off",
        "clerk_app/cli/paper_commands.py",
        "    refuse_unready(port.state().condition)",
        "    port.state()",
        f"{_T_CLI} -k used_up",
    ),
    Fault(
        "a page is sealed for a place that is none",
        "clerk_app/cli/paper_commands.py",
        "out = save_place(counter, Path(args.out)) if",
        "out = Path(args.out) if",
        f"{_T_CLI} -k no_command_puts",
    ),
    Fault(
        "a printer is somewhere else when started from somewhere else",
        "clerk_app/devices/printing/__init__.py",
        "    if not path.is_absolute():",
        "    if not path.name:",
        f"{_T_CLI} -k wherever",
    ),
    Fault(
        "a slip that was issued and never printed is forgotten",
        "clerk_app/desk/opened_waiting.py",
        ' or text(body, "kind") in WITHOUT_CASE:',
        ":",
        f"{_T_OFFERED} -k without_a_case",
    ),
    Fault(
        "what a key said is said again",
        "clerk_app/desk/papers.py",
        " and job.id not in facts.told:",
        ":",
        f"{_T_OFFERED} -k told_once",
    ),
)
