"""The command line: parses, calls one function, prints. Exit codes are those of kernel.errors."""

from __future__ import annotations

import argparse
import json
import os
import sys
from collections.abc import Callable, Sequence
from importlib import import_module
from pathlib import Path
from typing import NoReturn

from clerk_app.cli.message_options import message_options, setting_options
from clerk_app.cli.paper_options import BOXABLE, issue_options, paper_options
from clerk_app.cli.platform_options import platform_options
from clerk_app.cli.ports import Call, Draw, Opener
from clerk_app.cli.staff_options import assistance_options, first_contact_options, staff_options
from clerk_app.cli.usage_words import help_in_words, in_words
from clerk_app.kernel.errors import ClerkError, Misused, Unavailable
from clerk_app.kernel.paths import default_data_dir

VERSION = "0.1.0"
Handler = Callable[[Call], int]
_NOT_YET = ("usb", "diagnostics")


LIST_COMMANDS = frozenset(
    f"catalogue {name}" for name in ("lint", "diff", "export", "publish", "national")
)


class _Parser(argparse.ArgumentParser):
    """Wrong usage is an error like any other, so that `--json` can tell it."""

    def format_usage(self) -> str:
        """How the command is written, with a heading of the hall's language."""
        return help_in_words(super().format_usage())

    def format_help(self) -> str:
        """The same with everything that can be written."""
        return help_in_words(super().format_help())

    def error(self, message: str) -> NoReturn:
        print(self.format_usage(), end="", file=sys.stderr)
        raise Misused("wrong_usage", f"用法不对：{in_words(message)}")


HINTS = {
    "missing_glyph": "。命令后加 --boxed，这个字就以方框加代码印出",
}
"""What a command can be given to go on, after the hall's words: the window has keys for it."""


def run(argv: Sequence[str], opener: Opener, draw: Draw | None = None) -> int:
    """Run one command and return its exit code."""
    in_json = "--json" in argv
    try:
        refuse_what_comes_later(argv)
        args = build_parser().parse_args(argv)
        return int(_handler(args.command)(Call(args, opener, Path(args.data), draw)))
    except ClerkError as error:
        said = error.message + HINTS.get(error.code, "")
        said = said.encode(errors="replace").decode()  # a word that is no text, repeated to her
        if in_json:
            document = {"error": {"code": error.code, "message": said}}
            print(json.dumps(document, ensure_ascii=False))
        print(f"{said}（{error.code}）", file=sys.stderr)
        return error.exit_code
    except BrokenPipeError:  # `… | head` has read enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0


def refuse_what_comes_later(argv: Sequence[str]) -> None:
    """A command of the published list that is not built says so, whatever its options.

    Raises `Unavailable` (`not_available_yet`): never a made-up result.
    """
    words = list(argv)
    while words and words[0].startswith("--"):
        words = words[1:] if "=" in words[0] or words[0] == "--json" else words[2:]
    for command in _NOT_YET:
        parts = command.split()
        if words[: len(parts)] == parts:
            raise Unavailable("not_available_yet", f"{command}：not available yet，尚未提供")


_HANDLERS = {
    **dict.fromkeys(("deadline", "check id", "check uscc"), "check_commands"),
    **dict.fromkeys(LIST_COMMANDS, "catalogue_lists"),
    **dict.fromkeys(
        (f"catalogue {name}" for name in ("import", "search", "show", "template")),
        "catalogue_commands",
    ),
    **dict.fromkeys(("intake", "case list", "case show"), "intake_commands"),
    **dict.fromkeys(
        ("case act", "case account", "case actions", "watch", "clock confirm", "credit import"),
        "case_commands",
    ),
    **dict.fromkeys(
        ("case report", "case link", "case import-online", "lookup"), "platform_commands"
    ),
    **dict.fromkeys(("case tell", "messages"), "message_commands"),
    **dict.fromkeys(("settings show", "settings set"), "setting_commands"),
    "demo": "demo",
    **dict.fromkeys(
        ("init", "enrol", "sync", "journal verify", "station", "doctor", "backup", "restore"),
        "store_commands",
    ),
}
"""The module of each command, imported late so that `check` does not open a database."""
_NAMES = {
    "check id": "identity", "check uscc": "credit_code", "catalogue import": "import_",
    "case list": "case_list", "case show": "case_show", "watch": "watch_command",
    "credit import": "credit_import", "case tell": "case_tell", "settings set": "set_",
    "journal verify": "journal_verify", "backup": "make_backup",
    "case import-online": "import_online_command",
}  # fmt: skip
"""The function, where it is not the command's last word."""


def _handler(command: str) -> Handler:
    """Find a command's function."""
    module = _HANDLERS.get(command)
    if module is None:
        return _who_answers(command)
    found = import_module(f"clerk_app.cli.{module}")
    handler: Handler = getattr(found, _NAMES.get(command, command.rsplit(maxsplit=1)[-1]))
    return handler


def _who_answers(command: str) -> Handler:
    from clerk_app.cli import (
        assistance_commands,
        enquiry_commands,
        first_contact_commands,
        issue_commands,
        paper_commands,
        print_commands,
        staff_commands,
        ticket_commands,
    )

    return {
        **enquiry_commands.HANDLERS,
        **staff_commands.HANDLERS,
        **assistance_commands.HANDLERS,
        **first_contact_commands.HANDLERS,
        **print_commands.HANDLERS,
        **paper_commands.HANDLERS,
        **issue_commands.HANDLERS,
        **ticket_commands.HANDLERS,
    }[command]


def build_parser() -> argparse.ArgumentParser:
    """Every command and its options."""
    common = argparse.ArgumentParser(add_help=False)
    common.add_argument("--json", action="store_true", help="结果写成一个 JSON")
    common.add_argument("--operator", help="谁来办，写姓名")
    parser: argparse.ArgumentParser = _Parser(prog="clerk_app", description="综窗工作站")
    parser.add_argument(
        "--version", action="version", version=f"clerk_app {VERSION}", help="版本号"
    )
    parser.add_argument("--data", default=str(default_data_dir()), help="数据文件夹")
    top = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")

    def add(
        parent: argparse._SubParsersAction[argparse.ArgumentParser],
        name: str,
        command: str,
        help_: str,
    ) -> argparse.ArgumentParser:
        made = parent.add_parser(name, parents=[common], help=help_)
        made.set_defaults(command=command)
        if command in BOXABLE:
            made.add_argument("--boxed", action="store_true", help="字库没有的字以方框加代码印出")
        return made

    def group(name: str, help_: str) -> argparse._SubParsersAction[argparse.ArgumentParser]:
        made = top.add_parser(name, help=help_)
        return made.add_subparsers(dest=f"{name}_command", required=True, metavar="ACTION")

    _store_options(top, group("journal", "核查日志"), add)
    _catalogue_options(group("catalogue", "事项库"), add)
    _case_options(top, group("case", "办件"), add)
    load = add(group("credit", "失信名单"), "import", "credit import", "装入大厅给的失信名单")
    load.add_argument("file", metavar="FILE.csv")
    load.add_argument("--as-of", required=True, metavar="DATE", help="名单是哪一天的")
    add(group("clock", "本机时钟"), "confirm", "clock confirm", "主管确认本机时钟没有错")
    _check_options(top, group("check", "核对号码"), add)
    _enquiry_options(top, add)
    staff_options(top, add)
    assistance_options(top, add, _rows)
    paper_options(top, add)
    for name in ("usb", "diagnostics"):
        add(top, name, name, "尚未提供")
    return parser


def _rows(text: str) -> int:
    """How many rows to list, from 0 to what no register holds."""
    if not text.isdecimal() or len(text) > 9:
        raise argparse.ArgumentTypeError(f"应为不小于 0 的整数：{text}")
    return int(text)


def _at_most(length: int) -> Callable[[str], str]:
    """A text of the national library, within the length it has there."""

    def read(text: str) -> str:
        if len(text) > length:
            raise argparse.ArgumentTypeError(f"最多 {length} 个字：{text}")
        return text

    return read


_Parsers = argparse._SubParsersAction  # argparse gives the type no public name
_Add = Callable[..., argparse.ArgumentParser]


def _store_options(
    top: _Parsers[argparse.ArgumentParser], journal: _Parsers[argparse.ArgumentParser], add: _Add
) -> None:
    init = add(top, "init", "init", "启用一个数据文件夹")
    init.add_argument("--hall", required=True, metavar="CODE12")
    init.add_argument("--name", required=True)
    init.add_argument("--station", metavar="NNNN")
    init.add_argument("--sample", action="store_true", help="示例事项和示例工作人员")
    init.add_argument("--practice", action="store_true", help="练习用，永远不能改作正式")
    enrol = add(top, "enrol", "enrol", "与大厅配对")
    enrol.add_argument("--hall", required=True, metavar="URL")
    enrol.add_argument("--code", required=True)
    sync = add(top, "sync", "sync", "与大厅交换一次")
    sync.add_argument("--hall", metavar="URL")
    add(journal, "verify", "journal verify", "核查日志是否完整")
    add(top, "doctor", "doctor", "检查本机缺什么")
    station = add(top, "station", "station", "登记大厅给的站点编号")
    station.add_argument("number", metavar="NNNN")
    back = add(top, "backup", "backup", "备份到一个文件")
    back.add_argument("file")
    restore = add(top, "restore", "restore", "从备份恢复到空文件夹")
    restore.add_argument("file")
    restore.add_argument("--station", metavar="NNNN")
    demo = add(top, "demo", "demo", "不用显示器演示一天")
    demo.add_argument("--out", required=True)


def _catalogue_options(catalogue: _Parsers[argparse.ArgumentParser], add: _Add) -> None:
    load = add(catalogue, "import", "catalogue import", "导入事项文件")
    load.add_argument("files", nargs="+", metavar="FILE")
    load.add_argument("--partial", action="store_true", help="文件中途损坏时收下前面完好的")
    search = add(catalogue, "search", "catalogue search", "找事项")
    search.add_argument("text")
    search.add_argument("--limit", type=_rows, default=20)
    search.add_argument("--department", metavar="NAME", help="只找这个部门的")
    search.add_argument("--type", metavar="TYPE", help="只找这种类型的")
    show = add(catalogue, "show", "catalogue show", "看事项和材料清单")
    show.add_argument("id")
    show.add_argument(
        "--situation",
        action="append",
        metavar="KEY=ANSWER",
        help="一件事里只答一个事项的，写成 ITEM:KEY=ANSWER",
    )
    lint = add(catalogue, "lint", "catalogue lint", "按发布规则检查")
    lint.add_argument("of", nargs="?", metavar="FILE", help="不写就查本机的事项库")
    diff = add(catalogue, "diff", "catalogue diff", "比较两份事项，local 是本机的事项库")
    diff.add_argument("a")
    diff.add_argument("b")
    for name, words in (("export", "导出事项库"), ("publish", "发布给其他站点")):
        made = add(catalogue, name, f"catalogue {name}", words)
        made.add_argument("file")
        made.add_argument("--force", action="store_true", help="覆盖已有的文件")
        if name == "publish":
            made.add_argument("--leave-out", action="store_true", help="不能发布的不写，其余照写")
    up = add(catalogue, "national", "catalogue national", "按国家交换库字段导出（上报）")
    up.add_argument("file")
    up.add_argument("--force", action="store_true", help="覆盖已有的文件")
    up.add_argument("--batch", type=_at_most(32), default="", help="批次号，不写用当天日期")
    up.add_argument("--source", type=_at_most(3), default="001", help="数据来源代码，三位")
    guide = add(catalogue, "guide", "catalogue guide", "印办事指南")
    guide.add_argument("id")
    guide.add_argument("--situation", action="append", metavar="KEY=ANSWER")
    guide.add_argument("--out", required=True, metavar="FILE.pdf")
    template = add(catalogue, "template", "catalogue template", "写一个空白的事项表格")
    template.add_argument("file", metavar="FILE.xlsx")
    template.add_argument("--force", action="store_true", help="覆盖已有的文件")


def _case_options(
    top: _Parsers[argparse.ArgumentParser], case: _Parsers[argparse.ArgumentParser], add: _Add
) -> None:
    intake = add(top, "intake", "intake", "按文件收一件")
    intake.add_argument("file")
    intake.add_argument("--out", required=True)
    notice = add(top, "notice", "notice", "补打文书")
    notice.add_argument("kind")
    notice.add_argument("number")
    notice.add_argument("--out", required=True)
    listed = add(case, "list", "case list", "办件列表")
    listed.add_argument("--limit", type=_rows, default=500)
    add(case, "show", "case show", "看一个办件").add_argument("number")
    act = add(case, "act", "case act", "办件的一个动作")
    act.add_argument("number")
    act.add_argument("action", metavar="ACTION", help="case actions 列出全部动作和必填项")
    act.add_argument("file", metavar="FILE.json")
    act.add_argument("--out", metavar="DIR", help="文书放在这里；不写就只编号不印")
    add(case, "actions", "case actions", "有哪些动作，各要写什么")
    told = add(case, "account", "case account", "登记红名单上一项的责任")
    told.add_argument("number")
    told.add_argument("finding", metavar="FINDING", help="watch 的 red_list 里的 finding")
    told.add_argument("--reason", required=True, metavar="TEXT", help="查明的原因")
    told.add_argument("--measure", required=True, metavar="TEXT", help="怎样处理的")
    told.add_argument("--by", required=True, metavar="CLERK", help="认定的主管或管理员")
    seen = add(top, "watch", "watch", "某一天的红黄灯、视为受理和要打的电话")
    seen.add_argument("--at", required=True, metavar="DATETIME")
    issue_options(case, add)
    platform_options(top, case, add)
    message_options(top, case, add)
    setting_options(top, add)


def _enquiry_options(top: _Parsers[argparse.ArgumentParser], add: _Add) -> None:
    ask = add(top, "enquiry", "enquiry", "登记一次咨询，印一次性告知书")
    ask.add_argument("--item", metavar="ID", help="问的事项；不写就是首问登记")
    ask.add_argument("--situation", action="append", metavar="KEY=ANSWER")
    ask.add_argument("--subject", metavar="TEXT", help="问的是什么")
    ask.add_argument("--way", default="counter", choices=("counter", "phone", "online", "letter"))
    ask.add_argument("--outcome", choices=("answered", "led_to_window", "handed_over", "no_item"))
    ask.add_argument("--follow", metavar="TEXT", help="怎样处理，转给谁")
    ask.add_argument("--enterprise", metavar="TEXT", help="经营类别，另印后置审批告知书")
    ask.add_argument("--caller", metavar="NAME", help="要回电的人")
    ask.add_argument("--phone", help="回电的电话")
    ask.add_argument("--out", metavar="DIR")
    actions = ask.add_subparsers(dest="enquiry_command", metavar="ACTION")
    listed = add(actions, "list", "enquiry list", "咨询台账")
    listed.add_argument("--day", metavar="DATE")
    listed.add_argument("--open", action="store_true", help="只看还没有答复的")
    listed.add_argument("--limit", type=_rows, default=500)
    close = add(actions, "close", "enquiry close", "登记答复")
    close.add_argument("number")
    close.add_argument("--answer", required=True, metavar="TEXT")
    first_contact_options(actions, add)


def _check_options(
    top: _Parsers[argparse.ArgumentParser], check: _Parsers[argparse.ArgumentParser], add: _Add
) -> None:
    deadline = add(top, "deadline", "deadline", "数工作日")
    deadline.add_argument("--start", required=True, metavar="DATE")
    deadline.add_argument("--workdays", required=True, type=int, metavar="N")
    add(check, "id", "check id", "居民身份证号等").add_argument("number")
    add(check, "uscc", "check uscc", "统一社会信用代码").add_argument("code")
