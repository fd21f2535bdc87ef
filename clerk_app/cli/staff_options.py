"""Options of staff, assistance, enquiry handover and enquiry report. Imports nothing heavy."""

from __future__ import annotations

import argparse
from collections.abc import Callable

_Parsers = argparse._SubParsersAction  # argparse gives the type no public name
_Add = Callable[..., argparse.ArgumentParser]
_Rows = Callable[[str], int]


def staff_options(top: _Parsers[argparse.ArgumentParser], add: _Add) -> None:
    """staff letter | leave | cover …"""
    staff = top.add_parser("staff", help="授权、请假和替岗")
    kinds = staff.add_subparsers(dest="staff_command", required=True, metavar="KIND")
    letter = _group(kinds, "letter", "授权书（首席代表授权）")
    grant = add(letter, "grant", "staff letter grant", "登记授权书")
    grant.add_argument("letter", metavar="文号")
    grant.add_argument("--to", required=True, metavar="CLERK", help="被授权的工作人员")
    grant.add_argument("--scope", required=True, action="append", metavar="WORD", help="可写多次")
    grant.add_argument("--since", required=True, metavar="DATE")
    grant.add_argument("--until", required=True, metavar="DATE")
    grant.add_argument("--department", default="", metavar="NAME", help="只授权这个部门的")
    revoke = add(letter, "revoke", "staff letter revoke", "撤销授权书")
    revoke.add_argument("letter", metavar="文号")
    revoke.add_argument("--on", metavar="DATE", help="从哪一天起不算，不写就是今天")
    letters = add(letter, "list", "staff letter list", "看授权书")
    letters.add_argument("--of", metavar="CLERK", help="只看这个人的")
    leave = _group(kinds, "leave", "请假")
    take = add(leave, "take", "staff leave take", "登记请假")
    take.add_argument("--clerk", default="", metavar="CLERK", help="不写就是本人")
    take.add_argument("--since", required=True, metavar="DATE")
    take.add_argument("--until", required=True, metavar="DATE")
    take.add_argument("--reason", default="", metavar="TEXT")
    end = add(leave, "end", "staff leave end", "销假")
    end.add_argument("--clerk", default="", metavar="CLERK", help="不写就是本人")
    end.add_argument("--on", metavar="DATE", help="哪一天起上班，不写就是今天")
    leaves = add(leave, "list", "staff leave list", "谁哪一天不在，谁替岗")
    leaves.add_argument("--since", metavar="DATE", help="不写就是今天")
    leaves.add_argument("--until", metavar="DATE", help="不写就看一个月")
    cover = _group(kinds, "cover", "AB 角")
    pair = add(cover, "set", "staff cover set", "定 B 角")
    pair.add_argument("--a", required=True, metavar="CLERK")
    who = pair.add_mutually_exclusive_group(required=True)
    who.add_argument("--b", default="", metavar="CLERK")
    who.add_argument("--none", action="store_true", help="不再有 B 角")
    pair.add_argument("--since", metavar="DATE", help="从哪一天起，不写就是今天")
    covers = add(cover, "list", "staff cover list", "看 AB 角和当天谁替谁")
    covers.add_argument("--day", metavar="DATE", help="不写就是今天")


def assistance_options(top: _Parsers[argparse.ArgumentParser], add: _Add, rows: _Rows) -> None:
    """assistance open | authorise | step | close | list. `rows` reads a --limit."""
    kinds = _group(top, "assistance", "帮办代办，不收费")
    begin = add(kinds, "open", "assistance open", "开帮办代办单")
    begin.add_argument("--client", required=True, metavar="NAME", help="帮谁办")
    begin.add_argument("--id-type", default="", metavar="TYPE")
    begin.add_argument("--id-number", default="", metavar="NUMBER")
    begin.add_argument("--phone", default="")
    begin.add_argument("--kind", default="on_behalf", choices=("help", "on_behalf"))
    begin.add_argument("--helper", default="", metavar="CLERK", help="不写就是本人")
    begin.add_argument("--case", default="", metavar="NUMBER", help="哪一个办件")
    _authorisation(begin, required=False)
    more = add(kinds, "authorise", "assistance authorise", "登记或续办委托")
    more.add_argument("number")
    _authorisation(more, required=True)
    step = add(kinds, "step", "assistance step", "登记办了什么")
    step.add_argument("number")
    step.add_argument("--what", required=True, metavar="TEXT")
    step.add_argument("--on", metavar="DATE", help="不写就是今天")
    close = add(kinds, "close", "assistance close", "登记结果，单子办完")
    close.add_argument("number")
    close.add_argument("--result", required=True, metavar="TEXT")
    paper = add(kinds, "print", "assistance print", "印帮办代办单；又办了事就出新的，否则补打")
    paper.add_argument("number")
    paper.add_argument("--out", required=True, metavar="FILE.pdf")
    listed = add(kinds, "list", "assistance list", "看帮办代办单")
    listed.add_argument("--open", action="store_true", help="只看还没有办完的")
    listed.add_argument("--limit", type=rows, default=500)


def first_contact_options(actions: _Parsers[argparse.ArgumentParser], add: _Add) -> None:
    """enquiry handover, enquiry report."""
    hand = add(actions, "handover", "enquiry handover", "转交还没有答复的咨询")
    hand.add_argument("number")
    hand.add_argument("--to", required=True, metavar="TEXT", help="哪个部门、窗口或工作人员")
    hand.add_argument("--reason", required=True, metavar="TEXT")
    hand.add_argument("--kind", default="body", choices=("window", "body", "clerk"))
    told = add(actions, "report", "enquiry report", "首问负责：各人首问、转交、答复、待答复")
    told.add_argument("--since", metavar="DATE")
    told.add_argument("--until", metavar="DATE")


def _authorisation(parser: argparse.ArgumentParser, *, required: bool) -> None:
    parser.add_argument(
        "--authorised",
        required=required,
        choices=("letter", "oral"),
        help="授权委托书，或口头委托并有记录",
    )
    parser.add_argument("--reference", default="", metavar="TEXT", help="委托书编号或记录在哪里")
    parser.add_argument("--scope", default="", metavar="TEXT", help="委托办理什么")
    parser.add_argument("--since", metavar="DATE", help="不写就是今天")
    parser.add_argument("--until", required=required, metavar="DATE")


def _group(
    parent: _Parsers[argparse.ArgumentParser], name: str, words: str
) -> _Parsers[argparse.ArgumentParser]:
    made = parent.add_parser(name, help=words)
    return made.add_subparsers(dest=f"{name}_action", required=True, metavar="ACTION")
