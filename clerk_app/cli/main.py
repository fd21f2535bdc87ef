"""The command line: parses, calls one function, prints. Exit codes are those of kernel.errors."""

from __future__ import annotations

import argparse
import json
import os
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import NoReturn

from clerk_app.cli.ports import Call, Draw, Opener
from clerk_app.kernel.errors import ClerkError, Misused, Unavailable
from clerk_app.kernel.paths import default_data_dir

VERSION = "0.1.0"
Handler = Callable[[Call], int]
_NOT_YET = (
    "watch", "usb", "enquiry", "diagnostics", "case act", "case import-online", "case report",
    "catalogue template",
)  # fmt: skip


class _Parser(argparse.ArgumentParser):
    """Wrong usage is an error like any other, so that `--json` can tell it."""

    def error(self, message: str) -> NoReturn:
        self.print_usage(sys.stderr)
        raise Misused("wrong_usage", f"用法不对：{message}")


def run(argv: Sequence[str], opener: Opener, draw: Draw | None = None) -> int:
    """Run one command and return its exit code."""
    in_json = "--json" in argv
    try:
        refuse_what_comes_later(argv)
        args = build_parser().parse_args(argv)
        return int(_handler(args.command)(Call(args, opener, Path(args.data), draw)))
    except ClerkError as error:
        if in_json:
            document = {"error": {"code": error.code, "message": error.message}}
            print(json.dumps(document, ensure_ascii=False))
        print(f"{error.message}（{error.code}）", file=sys.stderr)
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


def _handler(command: str) -> Handler:
    """Find a command's function; imported late so that `check` does not open a database."""
    if command in {"deadline", "check id", "check uscc"}:
        from clerk_app.cli import check_commands as checks

        return {
            "deadline": checks.deadline,
            "check id": checks.identity,
            "check uscc": checks.credit_code,
        }[command]
    if command.startswith("catalogue"):
        from clerk_app.cli import catalogue_commands as catalogue

        return {
            "catalogue import": catalogue.import_,
            "catalogue search": catalogue.search,
            "catalogue show": catalogue.show,
        }[command]
    if command in {"intake", "case list", "case show", "notice"}:
        from clerk_app.cli import intake_commands as intake

        return {
            "intake": intake.intake,
            "case list": intake.case_list,
            "case show": intake.case_show,
            "notice": intake.notice,
        }[command]
    if command == "demo":
        from clerk_app.cli import demo

        return demo.demo
    from clerk_app.cli import store_commands as stores

    return {
        "init": stores.init,
        "enrol": stores.enrol,
        "sync": stores.sync,
        "journal verify": stores.journal_verify,
        "station": stores.station,
        "doctor": stores.doctor,
        "backup": stores.make_backup,
        "restore": stores.restore,
    }[command]


def build_parser() -> argparse.ArgumentParser:
    """Every command and its options."""
    common = argparse.ArgumentParser(add_help=False)
    common.add_argument("--json", action="store_true", help="print one JSON document")
    common.add_argument("--operator", help="the clerk who acts, by name")
    parser: argparse.ArgumentParser = _Parser(prog="clerk_app", description="综窗工作站")
    parser.add_argument("--version", action="version", version=f"clerk_app {VERSION}")
    parser.add_argument("--data", default=str(default_data_dir()), help="the data folder")
    top = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")

    def add(
        parent: argparse._SubParsersAction[argparse.ArgumentParser],
        name: str,
        command: str,
        help_: str,
    ) -> argparse.ArgumentParser:
        made = parent.add_parser(name, parents=[common], help=help_)
        made.set_defaults(command=command)
        return made

    def group(name: str, help_: str) -> argparse._SubParsersAction[argparse.ArgumentParser]:
        made = top.add_parser(name, help=help_)
        return made.add_subparsers(dest=f"{name}_command", required=True, metavar="ACTION")

    _store_options(top, group("journal", "核查日志"), add)
    _catalogue_options(group("catalogue", "事项库"), add)
    _case_options(top, group("case", "办件"), add)
    _check_options(top, group("check", "核对号码"), add)
    for name in ("watch", "usb", "enquiry", "diagnostics"):
        add(top, name, name, "not available yet")
    return parser


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
    search = add(catalogue, "search", "catalogue search", "找事项")
    search.add_argument("text")
    search.add_argument("--limit", type=int, default=20)
    show = add(catalogue, "show", "catalogue show", "看事项和材料清单")
    show.add_argument("id")
    show.add_argument("--situation", action="append", metavar="KEY=ANSWER")
    add(catalogue, "template", "catalogue template", "not available yet")


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
    listed.add_argument("--limit", type=int, default=500)
    add(case, "show", "case show", "看一个办件").add_argument("number")
    for name in ("act", "import-online", "report"):
        add(case, name, f"case {name}", "not available yet")


def _check_options(
    top: _Parsers[argparse.ArgumentParser], check: _Parsers[argparse.ArgumentParser], add: _Add
) -> None:
    deadline = add(top, "deadline", "deadline", "数工作日")
    deadline.add_argument("--start", required=True, metavar="DATE")
    deadline.add_argument("--workdays", required=True, type=int, metavar="N")
    add(check, "id", "check id", "居民身份证号等").add_argument("number")
    add(check, "uscc", "check uscc", "统一社会信用代码").add_argument("code")
