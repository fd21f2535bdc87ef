"""Options of case report, case link, case import-online and lookup. Imports nothing heavy."""

from __future__ import annotations

import argparse
from collections.abc import Callable

_Parsers = argparse._SubParsersAction  # argparse gives the type no public name
_Add = Callable[..., argparse.ArgumentParser]


def platform_options(
    top: _Parsers[argparse.ArgumentParser], case: _Parsers[argparse.ArgumentParser], add: _Add
) -> None:
    """What joins a case to the systems above and beside this one."""
    up = add(case, "report", "case report", "一个办件的上报字段（二次录入）")
    up.add_argument("number")
    up.add_argument("--out", required=True, metavar="FILE.json")
    up.add_argument("--strict", action="store_true", help="不合上报要求就不写文件")
    up.add_argument("--force", action="store_true", help="覆盖已有的文件")
    up.add_argument("--batch", default="", help="批次号，不写用当天日期")
    up.add_argument("--source", default="", help="数据来源代码，三位，不写用 001")
    link = add(case, "link", "case link", "登记办件在另一个系统里的编号")
    link.add_argument("number")
    link.add_argument("other", metavar="OTHER")
    link.add_argument("--system", required=True, metavar="NAME", help="哪个系统")
    online = add(case, "import-online", "case import-online", "收一个预审过的网上办件")
    online.add_argument("file", metavar="FILE.json")
    online.add_argument("--out", metavar="DIR", help="文书放在这里；不写就只编号不印")
    look = add(top, "lookup", "lookup", "查共享材料，并登记谁查了什么")
    look.add_argument("kind", metavar="KIND", help="查哪一种材料或证照")
    look.add_argument("--records", required=True, metavar="DIR", help="共享材料的文件夹")
    why = look.add_mutually_exclusive_group(required=True)
    why.add_argument("--case", default="", metavar="NUMBER", help="为哪个办件查")
    why.add_argument("--item", default="", metavar="ID", help="为哪个事项查（还没有收件）")
    look.add_argument("--id-type", default="", metavar="TYPE", help="不写就查本办件申请人的")
    look.add_argument("--id-number", default="", metavar="NUMBER")
    look.add_argument("--paper", default="", metavar="NAME", help="想免交哪一份材料")
