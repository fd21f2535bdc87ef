"""Faults of names, characters and of the files of a hall's sentences."""

from __future__ import annotations

from tests.faults.fault import Fault

_TEXT = "clerk_app/kernel/text.py"
_FONTS = "clerk_app/notices/fonts.py"
_FILES = "clerk_app/notices/wording_files.py"
_KEEPING = "clerk_app/notices/keeping.py"
_REMEDIES = "clerk_app/notices/remedies.py"
_WORDING = "clerk_app/notices/wording.py"
_T_TEXT = "tests/kernel/test_text.py"
_T_FONTS = "tests/notices/test_fonts.py"
_T_FILES = "tests/notices/test_wording_files.py"
_T_OWN = "tests/notices/test_own_wording.py"
_T_NAMES = "tests/deeds/test_hard_names.py"

CHARACTERS = (
    Fault(
        "a decomposed Korean name prints as strokes",
        _FONTS,
        "return _JAMO.sub(",
        "return whole or _JAMO.sub(",
        f"{_T_FONTS} -k composed",
    ),
    Fault(
        "a mark without a composed form stands beside its base",
        _FONTS,
        "return not _is_jamo(char) and not _is_mark(char)",
        "return not _is_jamo(char)",
        f"{_T_FONTS} -k beside",
    ),
    Fault(
        "a compatibility ideograph with a mark becomes another character",
        _FONTS,
        'if unicodedata.normalize("NFC", cluster[0]) != cluster[0]:',
        "if not cluster:",
        f"{_T_FONTS} -k another",
    ),
    Fault(
        "a page issued before is drawn anew",
        _FONTS,
        "drawn = self._look < MARKS_LOOK or _stands_alone(char)",
        "drawn = _stands_alone(char)",
        f"{_T_FONTS} -k look_before",
    ),
    Fault(
        "a name of dots is a name",
        _TEXT,
        "    if text and not is_name(text):\n",
        "    if text and not text:\n",
        f"{_T_TEXT} -k nothing_can_be_read",
    ),
    Fault(
        "a lost character passes as text",
        _TEXT,
        "        if char == _LOST:\n",
        "        if char is None:\n",
        f"{_T_TEXT} -k damaged",
    ),
    Fault(
        "a case is taken in for nobody",
        "clerk_app/deeds/take_in.py",
        "    require_named(application)\n",
        "    require_named\n",
        f"{_T_NAMES} -k without_a_name",
    ),
    Fault(
        "the window goes on without a name",
        "clerk_app/desk/intake.py",
        "            if fault := lines.name_fault(typed, who):\n",
        '            if fault := "":\n',
        "tests/desk/test_intake.py -k no_name",
    ),
    Fault(
        "a form that is left out is not told",
        "clerk_app/notices/render.py",
        "    for label, codes in forms_dropped(facts):\n",
        "    for label, codes in ():\n",
        f"{_T_NAMES} -k print_alike",
    ),
    Fault(
        "a link to nothing lets the shipped sentence through",
        _FILES,
        "        os.lstat(path)\n    except FileNotFoundError:\n        return None\n",
        "        os.stat(path)\n    except FileNotFoundError:\n        return None\n",
        f"{_T_FILES} -k dangling",
    ),
    Fault(
        "a folder in the place of a file lets the shipped sentence through",
        _FILES,
        "    if not stat.S_ISREG(state.st_mode):\n",
        "    if stat.S_ISDIR(state.st_mode):\n        return None\n    if 0:\n",
        f"{_T_FILES} -k folder",
    ),
    Fault(
        "a key of thousands of parts holds up the paper",
        _FILES,
        "    if deep := _DEEP.search(text):\n",
        "    if deep := _DEEP.search(text[:0]):\n",
        f"{_T_FILES} -k dotted",
    ),
    Fault(
        "nested brackets end in a crash",
        _FILES,
        "    except RecursionError as error:\n",
        "    except MemoryError as error:\n",
        f"{_T_FILES} -k brackets",
    ),
    Fault(
        "what a page says may be taken back below it",
        _KEEPING,
        "    found = _TAKEN_BACK.search(text)\n",
        "    found = _TAKEN_BACK.search(text[:0])\n",
        f"{_T_OWN} -k takes",
    ),
    Fault(
        "the period of a remedy begins on any day",
        _REMEDIES,
        "        if period.begin and not _of_receipt(period.begin) and",
        "        if not period.begin and not _of_receipt(period.begin) and",
        f"{_T_OWN} -k turned_round",
    ),
    Fault(
        "a paper denies the remedies it tells",
        _WORDING,
        "        against += denied_in(text)\n",
        "        against += denied_in(text[:0])\n",
        f"{_T_OWN} -k takes",
    ),
    Fault(
        "a payment is set before a review",
        _WORDING,
        "        against += barred_in(text)\n",
        "        against += barred_in(text[:0])\n",
        f"{_T_OWN} -k denied_or_barred",
    ),
    Fault(
        "receipt of any paper begins the period",
        _REMEDIES,
        "    return not of or (bool(_PAPER",
        "    return bool(verbs) or not of or (bool(_PAPER",
        f"{_T_OWN} -k denied_or_barred",
    ),
    Fault(
        "a free service asks for money beside it",
        _WORDING,
        "    if kind == ASSISTANCE and (words",
        "    if kind == FREE and (words",
        f"{_T_OWN} -k takes",
    ),
    Fault(
        "a run of blanks holds up the page",
        "clerk_app/notices/breaking.py",
        "    runs = list(_runs(text))\n",
        "    runs = list(_runs(text[:0]))\n",
        "tests/notices/test_breaking.py -k thousands",
    ),
)
