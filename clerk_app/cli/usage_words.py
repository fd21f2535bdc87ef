"""What is wrong with a command's words, in Chinese: argparse says it in English.

A message it does not know stays as it is: a wrong word about the usage is worse than an English
one. Words that a type of ours says are Chinese already.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from re import Match

_ARGUMENT = re.compile(r"argument (?P<name>[^:]+): (?P<said>.*)", re.DOTALL)
_QUOTED = r"(?P<quote>['\"])(?P<value>.*)(?P=quote)"
_SHOWN = 40
_TYPES = {"int": "整数", "float": "数", "Path": "路径"}
_KNOWN: tuple[tuple[str, Callable[[Match[str]], str]], ...] = (
    (r"the following arguments are required: (.*)", lambda m: f"还要写：{_listed(m[1])}"),
    (r"unrecognized arguments: (.*)", lambda m: f"没有这样的参数：{brief(m[1])}"),
    (r"one of the arguments (.*) is required", lambda m: f"要写其中一个：{_listed(m[1], ' ')}"),
    (rf"invalid (?P<type>\w+) value: {_QUOTED}", lambda m: _no_value(m["type"], m["value"])),
    (
        rf"invalid choice: {_QUOTED} \(choose from (?P<of>.*)\)",
        lambda m: f"没有“{brief(m['value'])}”，只能写：{_listed(m['of'])}",
    ),
    (r"not allowed with argument (.*)", lambda m: f"不能和 {m[1]} 一起写"),
    (r"expected one argument", lambda _: "后面要写一个值"),
    (r"expected at most one argument", lambda _: "后面最多写一个值"),
    (r"expected at least one argument", lambda _: "后面至少写一个值"),
    (r"expected (\d+) arguments?", lambda m: f"后面要写 {m[1]} 个值"),
    (rf"ignored explicit argument {_QUOTED}", lambda m: f"后面不能写值：{brief(m['value'])}"),
    (
        r"ambiguous option: (?P<option>.*) could match (?P<of>.*)",
        lambda m: f"{m['option']} 不明确，可以是：{_listed(m['of'])}",
    ),
)


def in_words(message: str) -> str:
    """An argparse message in Chinese.

    >>> in_words("argument job: invalid int value: 'x'")
    'job：应为整数：x'
    >>> in_words("the following arguments are required: CASE, --out")
    '还要写：CASE、--out'
    """
    named = _ARGUMENT.fullmatch(message)
    said = named["said"] if named else message
    for pattern, words in _KNOWN:
        found = re.fullmatch(pattern, said, re.DOTALL)
        if found:
            said = words(found)
            break
    return f"{named['name']}：{said}" if named else said


_HEADINGS = (
    ("usage: ", "用法："),
    ("positional arguments:", "按次序写的："),
    ("options:", "选项："),
)


def help_in_words(text: str) -> str:
    """What argparse itself writes into a help text, in Chinese.

    >>> help_in_words("usage: x [-h]\\n\\noptions:\\n  -h  show this help message and exit\\n")
    '用法：x [-h]\\n\\n选项：\\n  -h  看这段说明\\n'
    """
    for heading, words in _HEADINGS:
        text = re.sub(f"^{heading}", words, text, count=1, flags=re.MULTILINE)
    return re.sub(r"show this help\s+message\s+and\s+exit", "看这段说明", text, count=1)


def _no_value(type_: str, value: str) -> str:
    wanted = _TYPES.get(type_)
    return f"应为{wanted}：{brief(value)}" if wanted else f"不能写成：{brief(value)}"


def _listed(said: str, by: str = ",") -> str:
    return "、".join(word.strip(" '\"") for word in said.split(by) if word.strip())


def brief(text: str) -> str:
    """What was typed, to be repeated: of a long one its beginning."""
    return text if len(text) <= _SHOWN else f"{text[:_SHOWN]}…"
