"""Places a person names to keep a file at: looked at first, told in her words."""

from __future__ import annotations

import errno
import os
import stat
import unicodedata
from pathlib import Path

from clerk_app.kernel.errors import Misused, Refused, Unavailable
from clerk_app.kernel.text import BIDI
from clerk_app.storage.faults import FULL, disk_faults, from_os
from clerk_app.storage.files import beside, discard, keep_out

_SHOWN = 200
"""Characters of a path that are repeated to her; of a longer one its beginning."""
_TOO_LONG = "文件名太长或者文件夹太深，没有写成“{}”。请换一个短的名字"


def written(typed: str) -> Path:
    """The path as it was typed. Raises `Misused` (`bad_path`) where nothing was: an empty one is
    the folder the program was started in, which nobody means."""
    if not typed.strip():
        raise Misused("bad_path", "路径是空的，没有写存在哪里。请写上")
    return Path(typed)


def file_place(home: Path, path: Path, *, ending: str = "") -> Path:
    """Where a file may be saved: outside the data folder `home`, in a folder there is, over
    nothing but a plain file that was named. `ending` is written to a name that lacks it.

    A folder, a device, a pipe or a link is never replaced: a rename would put a file in its
    place. Raises `Misused` (`inside_data`, `not_a_file`, `bad_path`), `Refused` (`file_there`: a
    file nobody named stands there), `Unavailable` (`no_file`, `read_only`, …).
    """
    _refuse_unreadable(path)
    kind = _kind(path)
    if not path.name or path.name == ".." or (kind and stat.S_ISDIR(kind)):
        raise Misused("not_a_file", f"“{shown(path)}”是文件夹。请在后面写上文件的名字")
    where = path
    if ending and path.suffix.lower() != ending:
        where = path.with_name(f"{path.name}{ending}")
        kind = _kind(where)
        if kind is not None:  # nobody was asked whether this one may be replaced
            raise Refused("file_there", f"已经有“{where.name}”，没有覆盖。请换一个名字")
    parent = _kind(where.parent, follow=True)
    if parent is None:
        keep_out(home, where)  # nobody is sent to make a folder there
        raise Unavailable("no_file", f"没有这个文件夹：{shown(where.parent)}。请先建好再存")
    if not stat.S_ISDIR(parent):
        raise _no_folder(where.parent)
    if kind is not None and not stat.S_ISREG(kind):
        raise Misused("not_a_file", f"“{shown(where)}”不是普通文件，不能写在这里。请另选一个位置")
    return keep_out(home, where)


def folder_place(home: Path, path: Path) -> Path:
    """A folder to put files in: outside the data folder `home`, made where it is not there yet,
    and such that a file can be put in it now.

    Raises `Misused` (`inside_data`, `bad_path`), `Unavailable` (`not_a_folder`, `read_only`, …).
    """
    _refuse_unreadable(path)
    kind = _kind(path, follow=True)
    if kind is None and _kind(path) is not None:
        raise Unavailable("not_a_folder", f"“{shown(path)}”是链接，指的文件夹不在。请另选一个位置")
    if kind is not None and not stat.S_ISDIR(kind):
        raise _no_folder(path)
    keep_out(home, path)
    with disk_faults(path):
        path.mkdir(parents=True, exist_ok=True)
    _try_out(path)
    return path


def _try_out(folder: Path) -> None:
    """Put a file there and take it away: nothing else tells whether it can be written, whoever
    asks and whatever disk it is."""
    tried = beside(folder / "try", "new")
    try:
        os.close(os.open(tried, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))
    except OSError as error:
        if error.errno in FULL:
            raise from_os(error, folder) from error
        said = f"“{shown(folder)}”是只读的或者没有权限，放不进文件。请另选一个位置"
        raise Unavailable("read_only", said) from error
    discard(tried)


def shown(path: Path) -> str:
    """A path as it can be told: what cannot be seen or written stands as a box.

    >>> shown(Path("a" * 210))[-3:], shown(Path("a\\udc80.pdf"))
    ('aa…', 'a□.pdf')
    """
    text = "".join("□" if _unreadable(char) else char for char in str(path))
    return text if len(text) <= _SHOWN else f"{text[:_SHOWN]}…"


def _refuse_unreadable(path: Path) -> None:
    """A name nobody can read back from the screen: NUL, line ends, half a character, what turns
    the direction of the words. Blanks of every width and hanzi of any age are names like others.
    Raises `Misused` (`bad_path`)."""
    if any(map(_unreadable, str(path))):
        raise Misused("bad_path", f"路径里有看不见或者不成字的字符：“{shown(path)}”。请重新写")


def _unreadable(char: str) -> bool:
    return char in BIDI or unicodedata.category(char) in {"Cc", "Cs", "Zl", "Zp"}


def _no_folder(path: Path) -> Unavailable:
    return Unavailable("not_a_folder", f"路径不对，应是一个文件夹：{shown(path)}")


def _kind(path: Path, *, follow: bool = False) -> int | None:
    """What stands there, a link as a link unless `follow`; None where nothing does."""
    try:
        return (path.stat() if follow else path.lstat()).st_mode
    except FileNotFoundError:
        return None
    except NotADirectoryError as error:
        raise _no_folder(path.parent) from error
    except OSError as error:
        if error.errno == errno.ENAMETOOLONG:
            raise Misused("bad_path", _TOO_LONG.format(shown(path))) from error
        if error.errno == errno.ELOOP:
            raise Misused("bad_path", f"“{shown(path)}”里的链接绕成了圈。请另选") from error
        if error.errno == errno.EINVAL:  # what Windows says of names it has no room for: a:b, a?
            raise Misused("bad_path", f"“{shown(path)}”不能作文件名，请换一个") from error
        raise from_os(error, path) from error
