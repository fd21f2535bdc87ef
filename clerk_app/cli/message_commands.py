"""case tell, messages: what applicants must be told, whom to call, and that they were told."""

from __future__ import annotations

from clerk_app.cli.ports import Call
from clerk_app.deeds.tell import WAYS, CallList, ToTell, give_messages, tell
from clerk_app.kernel.clock import parse_stamp
from clerk_app.kernel.ids import read_case_number
from clerk_app.kernel.masking import mask_name


def case_tell(call: Call) -> int:
    number = str(read_case_number(call.args.number))
    with call.open(writing=True) as counter:
        told = tell(counter, number, call.args.message, call.args.by)
    document = {"number": number, "key": told.key, "message": str(told.message)}
    call.answer(
        {**document, "by": call.args.by or None, "text": told.words},
        f"已记下：{number} 已{WAYS.get(call.args.by, '')}通知，{told.words}",
    )
    return 0


def messages(call: Call) -> int:
    """The call list: the telephone is shown whole, for that is what the list is for."""
    at = parse_stamp(call.args.at)
    listed = CallList()
    with call.open(writing=False) as counter:
        give_messages(counter, at, listed)
    document = [
        {
            "number": each.owed.number,
            "key": each.owed.key,
            "message": str(each.owed.message),
            "text": each.owed.words,
            "item": each.item,
            "name": mask_name(each.name),
            "phone": each.phone or None,
            "role": "agent" if each.by_agent else "applicant",
        }
        for each in listed.messages
    ]
    call.answer(document, *([_line(each) for each in listed.messages] or ["没有要通知的"]))
    return 0


def _line(each: ToTell) -> str:
    who = f"{mask_name(each.name)}{'（代办人）' if each.by_agent else ''}"
    return f"{each.owed.number}  {who}  {each.phone or '没有留电话'}  {each.owed.words}"
