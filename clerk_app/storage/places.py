"""Places a person names to keep a file at: looked at first, told in her words."""

from __future__ import annotations

import errno
import stat
from pathlib import Path

from clerk_app.kernel.errors import Misused, Refused, Unavailable
from clerk_app.storage.faults import disk_faults, from_os
from clerk_app.storage.files import keep_out

_SHOWN = 200
"""Characters of a path that are repeated to her; of a longer one its beginning."""
_TOO_LONG = "文件名太长或者文件夹太深，没有写成“{}”。请换一个短的名字"


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
        raise Unavailable("no_file", f"没有这个文件夹：{shown(where.parent)}。请先建好再存")
    if not stat.S_ISDIR(parent):
        raise _no_folder(where.parent)
    if kind is not None and not stat.S_ISREG(kind):
        raise Misused("not_a_file", f"“{shown(where)}”不是普通文件，不能写在这里。请另选一个位置")
    return keep_out(home, where)


def folder_place(home: Path, path: Path) -> Path:
    """A folder to put files in: outside the data folder `home`, made where it is not there yet.

    Raises `Misused` (`inside_data`, `bad_path`), `Unavailable` (`not_a_folder`, `read_only`, …).
    """
    _refuse_unreadable(path)
    kind = _kind(path, follow=True)
    if kind is not None and not stat.S_ISDIR(kind):
        raise _no_folder(path)
    keep_out(home, path)
    with disk_faults(path):
        path.mkdir(parents=True, exist_ok=True)
    return path


def shown(path: Path) -> str:
    """A path as it can be told: what cannot be seen or written stands as a box.

    >>> shown(Path("a" * 210))[-3:], shown(Path("a\\udc80.pdf"))
    ('aa…', 'a□.pdf')
    """
    text = "".join(char if char.isprintable() else "□" for char in str(path))
    return text if len(text) <= _SHOWN else f"{text[:_SHOWN]}…"


def _refuse_unreadable(path: Path) -> None:
    """A name nobody can read back from the screen: NUL, line ends, half a character."""
    if not str(path).isprintable():
        raise Misused("bad_path", f"路径里有看不见或者不成字的字符：“{shown(path)}”。请重新写")


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
