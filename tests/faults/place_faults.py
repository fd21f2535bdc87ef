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
        "    if any(map(_unreadable, str(path))):",
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
        "a blank of full width is no name",
        _PLACES,
        "    return char in BIDI or unicodedata.category(char) in",
        "    return not char.isprintable() or unicodedata.category(char) in",
        f"{_T_PLACES} -k can_be_read",
    ),
    Fault(
        "words that run the other way are a name",
        _PLACES,
        "    return char in BIDI or unicodedata",
        "    return unicodedata",
        f"{_T_PLACES} -k turns",
    ),
    Fault(
        "an empty path is the folder it was started in",
        _PLACES,
        "    if not typed.strip():",
        "    if typed is None:",
        f"{_T_PLACES} -k empty",
    ),
    Fault(
        "a folder that takes no file is found out later",
        _PLACES,
        "    _try_out(path)\n    return path",
        "    return path",
        f"{_T_PLACES} -k takes_no_file",
    ),
    Fault(
        "a saved page is read by every account",
        "clerk_app/storage/files.py",
        "_PRIVATE & kept | stat.S_IRUSR",
        "0o666",
        "tests/notices/test_pdf_file.py -k this_account",
    ),
    Fault(
        "a page over one that was closed to others is opened to this account's pen",
        "clerk_app/storage/files.py",
        "_PRIVATE & kept | stat.S_IRUSR",
        "_PRIVATE",
        "tests/notices/test_pdf_file.py -k this_account",
    ),
    Fault(
        "a page in a folder is read by every account",
        "clerk_app/devices/printing/folder.py",
        "os.open(to, flags, mode)",
        "os.open(to, flags)",
        "tests/devices/test_folder.py -k shared_with",
    ),
    Fault(
        "wording that stops papers is found out with the citizen at the window",
        "clerk_app/desk/papers.py",
        "        self._devices.run(self._port.wording, self._worded, self._failed)\n",
        "",
        f"{_T_OFFERED} -k refused_is_told",
    ),
    Fault(
        "a slip whose printer is no more is no longer printed",
        "clerk_app/desk/opened_papers.py",
        "        if self.talk.chosen().slip:\n            return self._seen(print_slip_again(",
        "        if failed:\n            return self._seen(print_slip_again(",
        f"{_T_OFFERED} -k is_no_more",
    ),
    Fault(
        "a notice is numbered for a place that is none",
        "clerk_app/cli/enquiry_commands.py",
        "out = call.folder_of(call.args.out) if call.args.out is not None else None",
        "out = Path(call.args.out) if call.args.out is not None else None",
        "tests/cli/test_out_places.py -k number_is_used",
    ),
    Fault(
        "a number whose page could not be made is not told",
        "clerk_app/cli/paper_commands.py",
        "        with _numbered(issued.number):",
        "        if True:",
        "tests/cli/test_out_places.py -k could_not_be_made",
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
        'out = call.file_of(args.out, ending=".pdf") if',
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
        " and kind not in WITHOUT_CASE:",
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
