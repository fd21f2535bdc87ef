"""Options of print, printers, numbers, attachment, seal, daily, ticket. Imports nothing heavy."""

from __future__ import annotations

import argparse
from collections.abc import Callable

from clerk_app.cli.usage_words import brief

_Parsers = argparse._SubParsersAction  # argparse gives the type no public name
_Add = Callable[..., argparse.ArgumentParser]
_DIGITS = 9
"""Of a whole number that is typed: none of ours is longer, and the store holds it."""
PURPOSES = ("signature", "collector_signature", "scan")
BOXABLE = frozenset(
    {
        *("intake", "notice", "enquiry", "daily", "catalogue guide"),
        *("case act", "case urge", "case materials", "case dual-notice"),
        *("assistance open", "assistance print"),
        *("print document", "print case", "print pdf"),
    }
)
"""Commands that commit or make a page: with `--boxed` no missing character stops them."""


def paper_options(top: _Parsers[argparse.ArgumentParser], add: _Add) -> None:
    """Everything that comes to paper, or is kept with it."""
    _print_options(_group(top, "print", "打印"), add)
    printers = _group(top, "printers", "打印机")
    add(printers, "list", "printers list", "本机用哪些打印机，状态怎样")
    choose = add(printers, "set", "printers set", "选打印机或者电子印章服务")
    choose.add_argument("use", choices=("document", "slip", "seal"))
    choose.add_argument("address", metavar="ADDRESS", help="如 cups:HallA4；空的就是不用")
    test = add(printers, "test", "printers test", "打一张测试页")
    test.add_argument("--printer", metavar="ADDRESS")
    test.add_argument("--out", metavar="FILE.pdf", help="只存成 PDF，不打印")
    _number_options(_group(top, "numbers", "机关文号"), add)
    _attachment_options(_group(top, "attachment", "附件"), add)
    seal = add(top, "seal", "seal", "请电子印章服务盖章")
    seal.add_argument("number", metavar="CASE")
    seal.add_argument("document", metavar="KIND")
    seal.add_argument("--out", metavar="FILE.pdf", help="把盖了章的文书另存一份")
    seal.add_argument("--service", metavar="ADDRESS")
    daily = add(top, "daily", "daily", "出日清单")
    daily.add_argument("--day", metavar="DATE", help="不写就是今天")
    where = daily.add_mutually_exclusive_group()
    where.add_argument("--out", metavar="DIR", help="存成 PDF；不写就送打印机")
    where.add_argument("--printer", metavar="ADDRESS")
    where.add_argument("--slip", action="store_true", help="打在小票机上")
    ticket = _group(top, "ticket", "取号和叫号小票")
    take = add(ticket, "take", "ticket take", "取一个号；选了小票机的打小票")
    again = add(ticket, "print", "ticket print", "再打一张小票，印“补打”")
    again.add_argument("label", metavar="LABEL", help="如 A001")
    for each in (take, again):
        each.add_argument("--business", default="", metavar="TEXT", help="办什么，20 字以内")


def issue_options(case: _Parsers[argparse.ArgumentParser], add: _Add) -> None:
    """case urge, case materials, case dual-notice: papers of a case that are no act."""
    ask = add(case, "urge", "case urge", "出催办单，催快到期或者超期的环节")
    ask.add_argument("--to", required=True, metavar="TEXT", help="催办谁")
    ask.add_argument("--by-day", required=True, metavar="DATE", help="请在这一天前（含当日）答复")
    ask.add_argument("--asked", default="", metavar="TEXT", help="请办什么；不写就按环节")
    papers = add(case, "materials", "case materials", "出材料接收清单")
    both = add(case, "dual-notice", "case dual-notice", "出书面双告知书：为什么不能办、怎样才能办")
    both.add_argument("--why", default="", metavar="TEXT", help="决定里没有写的理由")
    both.add_argument("--article", default="", metavar="TEXT", help="没有条款的理由的依据")
    both.add_argument(
        "--how", action="append", default=[], metavar="TEXT", help="怎样才能办，可写多次"
    )
    both.add_argument("--approver", default="", metavar="CLERK", help="批准人；决定里有的不用写")
    for each in (ask, papers, both):
        each.add_argument("number")
        each.add_argument("--out", metavar="DIR", help="文书放在这里；不写就只编号不印")


def _print_options(actions: _Parsers[argparse.ArgumentParser], add: _Add) -> None:
    one = add(actions, "document", "print document", "打印一份文书")
    _document_of(one)
    one.add_argument("--copies", type=_copies, default=0, metavar="N")
    case = add(actions, "case", "print case", "打印一个办件的全部文书")
    case.add_argument("number", metavar="CASE")
    case.add_argument("--bundle", action="store_true", help="同一件事的办件一起打")
    case.add_argument("--again", action="store_true", help="打过的也再打（补打）")
    last = add(actions, "last", "print last", "补打上一份")
    again = add(actions, "again", "print again", "重打没有打出来的一份")
    again.add_argument("job", type=_job)
    for each in (one, case, last, again):
        each.add_argument("--printer", metavar="ADDRESS", help="不写就用选好的打印机")
        each.add_argument(
            "--wait", type=_seconds, default=10, metavar="SECONDS", help="最多等多久回话"
        )
    jobs = add(actions, "jobs", "print jobs", "送去打印的，还没有打出的和最近的")
    jobs.add_argument("--open", action="store_true", help="只看没有了结的")
    ask = add(actions, "ask", "print ask", "问没有了结的打得怎样了")
    ask.add_argument("job", type=_job, nargs="?", default=0)
    for name, words in (("confirm", "看过了，已打出"), ("drop", "撤下，不打了")):
        add(actions, name, f"print {name}", words).add_argument("job", type=_job)
    pdf = add(actions, "pdf", "print pdf", "另存 PDF，不算打印")
    _document_of(pdf)
    pdf.add_argument("--out", required=True, metavar="FILE.pdf")


def _number_options(actions: _Parsers[argparse.ArgumentParser], add: _Add) -> None:
    lease = add(actions, "lease", "numbers lease", "登记大厅给的一段文号")
    lease.add_argument("agency", metavar="机关", help="事项库里的部门名称")
    lease.add_argument("template", metavar="格式", help="如 示例许准〔{year}〕{n}号，{n6} 是六位")
    lease.add_argument("--first", required=True, type=_number, metavar="N")
    lease.add_argument("--last", required=True, type=_number, metavar="N")
    lease.add_argument("--year", type=_number, default=0, metavar="YYYY")
    lease.add_argument("--kind", action="append", default=[], metavar="KIND", help="可写多次")
    add(actions, "list", "numbers list", "有哪些号段，用到哪里")


def _attachment_options(actions: _Parsers[argparse.ArgumentParser], add: _Add) -> None:
    put = add(actions, "add", "attachment add", "给办件加一个附件")
    put.add_argument("number", metavar="CASE")
    put.add_argument("file", metavar="FILE")
    put.add_argument("--for", required=True, dest="purpose", choices=PURPOSES)
    put.add_argument("--document", default="", metavar="KIND", help="属于哪份文书")
    listed = add(actions, "list", "attachment list", "办件有哪些附件")
    listed.add_argument("number", metavar="CASE")
    show = add(actions, "show", "attachment show", "取出一个附件，并登记谁看了")
    show.add_argument("number", metavar="CASE")
    show.add_argument("sha256", metavar="SHA256", help="至少前 8 位")
    show.add_argument("--out", required=True, metavar="FILE")
    add(actions, "check", "attachment check", "核查附件是否都在、都完好")


def _document_of(command: argparse.ArgumentParser) -> None:
    command.add_argument("number", metavar="CASE", help="办件编号；只写一个就是文书编号")
    command.add_argument("document", metavar="KIND", nargs="?", help="文书种类或者编号")


def _job(text: str) -> int:
    """The number of a print job, as `print jobs` lists it."""
    if not (text.isascii() and text.isdecimal()) or len(text) > _DIGITS:
        raise argparse.ArgumentTypeError(f"应为打印任务的编号，print jobs 会列出：{brief(text)}")
    return int(text)


def _number(text: str) -> int:
    digits = text.removeprefix("-")
    if not (digits.isascii() and digits.isdecimal()) or len(digits) > _DIGITS:
        raise argparse.ArgumentTypeError(f"应为不超过 {_DIGITS} 位的整数：{brief(text)}")
    return int(text)


def _copies(text: str) -> int:
    if not text.isdecimal() or len(text) > _DIGITS or not 1 <= int(text) <= 99:
        raise argparse.ArgumentTypeError(f"份数应为 1 到 99：{brief(text)}")
    return int(text)


def _seconds(text: str) -> int:
    if not text.isdecimal() or len(text) > 4:
        raise argparse.ArgumentTypeError(f"应为不小于 0 的秒数：{brief(text)}")
    return int(text)


def _group(
    top: _Parsers[argparse.ArgumentParser], name: str, words: str
) -> _Parsers[argparse.ArgumentParser]:
    made = top.add_parser(name, help=words)
    return made.add_subparsers(dest=f"{name}_command", required=True, metavar="ACTION")
