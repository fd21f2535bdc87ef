"""Options of case tell, messages and settings. Imports nothing heavy."""

from __future__ import annotations

import argparse
from collections.abc import Callable

_Parsers = argparse._SubParsersAction  # argparse gives the type no public name
_Add = Callable[..., argparse.ArgumentParser]
TOLD_BY = ("phone", "sms", "counter", "letter", "online")


def message_options(
    top: _Parsers[argparse.ArgumentParser], case: _Parsers[argparse.ArgumentParser], add: _Add
) -> None:
    """What applicants must be told."""
    told = add(case, "tell", "case tell", "记下已经通知申请人")
    told.add_argument("number")
    told.add_argument("message", metavar="MESSAGE", help="messages 列出的 key，或者 message")
    told.add_argument("--by", choices=TOLD_BY, default="", help="怎样通知的")
    listed = add(top, "messages", "messages", "某一天要通知谁、说什么")
    listed.add_argument("--at", required=True, metavar="DATETIME")


def setting_options(top: _Parsers[argparse.ArgumentParser], add: _Add) -> None:
    """The numbers a hall sets itself."""
    made = top.add_parser("settings", help="本地规定的数")
    actions = made.add_subparsers(dest="settings_command", required=True, metavar="ACTION")
    add(actions, "show", "settings show", "看本地规定和出处")
    put = add(actions, "set", "settings set", "改一个数，写明出处")
    put.add_argument("name", metavar="NAME")
    put.add_argument("value", metavar="VALUE")
    put.add_argument("--source", required=True, metavar="TEXT", help="哪个文件规定的")
