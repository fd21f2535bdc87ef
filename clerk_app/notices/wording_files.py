"""The files sentences are read from: which there is, and what stands in it.

Whatever is at the place of a file of the hall's and cannot be read is named: a hall that has
written sentences would else have the shipped ones printed without a word.
"""

from __future__ import annotations

import os
import re
import stat
import tomllib
from pathlib import Path

from clerk_app.kernel.errors import Misused

MOST_BYTES = 256 * 1024
"""The longest file of sentences; the longest shipped one has six thousand bytes."""
MOST_LEVELS = 32
"""Parts of a dotted key. A sentence has one; a key of thousands takes the reader seconds."""

_PART = r"""(?:[A-Za-z0-9_-]+|"[^"\n]*"|'[^'\n]*')"""
_DEEP = re.compile(rf"(?<![A-Za-z0-9_-])(?:{_PART}[ \t]*\.[ \t]*){{{MOST_LEVELS}}}")
_AT = re.compile(r"at line (\d+), column (\d+)")
_KEY = re.compile(r"""^[ \t]*(["']?)([A-Za-z0-9_-]+)\1[ \t]*=""", re.MULTILINE)
_NAME = re.compile("[A-Za-z0-9_-]{1,60}")
_NUMBER = re.compile(r"=[ \t]*\[*[ \t]*([+-]?[0-9][0-9_.:T-]*)")
_TWICE = ("Cannot overwrite a value", "Cannot declare", "Cannot mutate")


def names_in(folder: Path) -> tuple[str, ...] | None:
    """What lies in a folder, by name; None where there is no such folder.

    Raises `Misused` (`bad_wording`) where something is at its place that is no folder or that
    cannot be looked into.
    """
    try:
        os.lstat(folder)
    except FileNotFoundError:
        return None
    except OSError as error:
        raise _closed(folder, error) from error
    try:
        names = [path.name for path in folder.iterdir()]
        # a name in another encoding is shown with question marks, so that it can be told at all
        found = (name.encode("utf-8", "replace").decode() for name in names)
        return tuple(sorted(found))
    except (FileNotFoundError, NotADirectoryError) as error:
        raise Misused(
            "bad_wording", f"用语文件夹 {folder.name} 不是文件夹，或者是一个断了的链接，请改正"
        ) from error
    except OSError as error:
        raise _closed(folder, error) from error


def state_of(path: Path) -> os.stat_result | None:
    """The state of a plain file, followed to where a link leads; None where nothing is there.

    Raises `Misused` (`bad_wording`) for anything else, and for a file that is too long.
    """
    try:
        os.lstat(path)
    except FileNotFoundError:
        return None
    except OSError as error:
        raise _unread(path, "文件打不开") from error
    try:
        state = path.stat()
    except OSError as error:  # a link to nothing, or to itself
        raise _unread(path, "这是一个断了的链接，或者没有权限") from error
    if not stat.S_ISREG(state.st_mode):
        raise _unread(path, "这里不是文件")
    if state.st_size > MOST_BYTES:
        raise _unread(path, f"文件太大，最多 {MOST_BYTES // 1024} KB")
    return state


def texts_in(path: Path) -> dict[str, str]:
    """The sentences of a file by their names, as they are written.

    Raises `Misused` (`bad_wording`), naming the file and what is wrong, for all that is not plain
    `key = "text"` TOML in UTF-8.
    """
    state_of(path)
    try:
        with path.open("rb") as file:
            content = file.read(MOST_BYTES + 1)  # it may have grown since
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise _unread(path, "不是 UTF-8 编码，请用 UTF-8 编码另存") from error
    except OSError as error:
        raise _unread(path, "文件打不开") from error
    if len(content) > MOST_BYTES:
        raise _unread(path, f"文件太大，最多 {MOST_BYTES // 1024} KB")
    if deep := _DEEP.search(text):
        line = text.count("\n", 0, deep.start()) + 1
        raise _unread(path, f"第{line}行的名称层数太多，一句只要一个名称")
    try:
        read = tomllib.loads(text)
    except RecursionError as error:
        raise _unread(path, "括号层数太多，一句只要一段带引号的文字") from error
    except tomllib.TOMLDecodeError as error:
        raise _unread(path, _why(str(error), text)) from error
    except ValueError as error:  # a number of thousands of digits, a day that is not
        raise _unread(path, f"{_where_bare(text)}一句要写在引号里，不能是数字或者日期") from error
    for key, value in read.items():
        if not _NAME.fullmatch(key):
            raise Misused(
                "bad_wording", f"用语文件 {path.name} 里有一句的名称写法不对：{ascii(key)[:40]}"
            )
        if not isinstance(value, str):
            raise Misused("bad_wording", f"用语文件 {path.name} 的“{key}”应为一段文字")
    return read


def _why(said: str, text: str) -> str:
    """What is wrong with a file, in the hall's words."""
    if said.startswith(_TWICE):
        keys = [found[2] for found in _KEY.finditer(text)]
        twice = dict.fromkeys(key for key in keys if keys.count(key) > 1)
        named = "、".join(f"“{key}”" for key in list(twice)[:3])
        return f"{named or '有一句'}写了两遍，请只留一遍"
    if at := _AT.search(said):
        return f"第{at[1]}行第{at[2]}列写法不对"
    return "末尾不完整，少了引号或者内容"


def _where_bare(text: str) -> str:
    """The line that begins with the longest number, if one does."""
    found = max(_NUMBER.finditer(text), key=lambda each: len(each[1]), default=None)
    return f"第{text.count(chr(10), 0, found.start(1)) + 1}行：" if found else ""


def _unread(path: Path, why: str) -> Misused:
    return Misused("bad_wording", f"用语文件 {path.name} 读不出来：{why}")


def _closed(folder: Path, error: OSError) -> Misused:
    right = isinstance(error, PermissionError)
    why = "没有权限" if right else "链接断了，或者磁盘有问题"
    return Misused("bad_wording", f"用语文件夹 {folder.name} 打不开：{why}，请管理员检查")
