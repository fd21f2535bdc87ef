"""init, backup, restore, journal verify, doctor, enrol, sync."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from clerk_app.cli.ports import Call, passphrase
from clerk_app.deeds.assign_station import assign
from clerk_app.deeds.examine import examine
from clerk_app.kernel.clock import stamp
from clerk_app.kernel.errors import Damaged, Unavailable
from clerk_app.storage.backup import backup
from clerk_app.storage.places import file_place, written
from clerk_app.sync import engine


def init(call: Call) -> int:
    args = call.args
    made = call.opener.create(
        call.folder,
        hall=args.hall,
        name=args.name,
        station=args.station or "",
        operator=args.operator or "管理员",
        passphrase=passphrase(),
        sample=args.sample,
        practice=args.practice,
    )
    loaded = 0
    if args.sample:
        from clerk_app.deeds.import_catalogue import import_catalogue
        from clerk_app.kernel.paths import resource

        with call.opener.open(call.folder, passphrase()) as counter:
            seed = resource("seed/catalogue_sample.json")
            loaded = import_catalogue(counter, [seed]).imported
    clerks = [{"name": who, "password": password} for who, password in made.passwords]
    call.answer(
        {
            "device": made.device,
            "hall": args.hall,
            "station": args.station,
            "recovery_code": made.recovery_code,
            "clerks": clerks,
            "items": loaded,
            **({"practice": True} if args.practice else {}),
        },
        f"已启用：{args.name}（{args.hall}），设备 {made.device}",
        f"恢复码（只显示这一次，请抄下锁好）：{made.recovery_code}",
        *(
            f"示例工作人员 {who}，密码 {password}（只显示这一次）"
            for who, password in made.passwords
        ),
        *([f"已载入示例事项 {loaded} 项"] if loaded else []),
        *(["练习用：文书都标示例，不上报、不同步，不能改作正式"] if args.practice else []),
        *(
            []
            if args.station or args.practice
            else ["还没有站点编号：先 enrol，或用 station NNNN 登记大厅给的号"]
        ),
    )
    return 0


def station(call: Call) -> int:
    """A station number given later, by the hall and not by pairing."""
    with call.open(writing=True) as counter:
        assign(counter, call.args.number)
    call.answer({"station": call.args.number}, f"站点编号 {call.args.number}，可以正式编号了")
    return 0


def make_backup(call: Call) -> int:
    with call.open(writing=False) as counter:
        # through a link to where it leads: a hall may keep its backups on another disk
        path = file_place(call.folder, written(call.args.file).resolve())
        at = stamp(call.opener.clock.now())
        made = backup(counter.store, counter.folder, counter.journal, path, at)
    call.answer(
        {
            "path": str(made.path),
            "events": made.events,
            "head": made.head,
            "attachments": made.attachments,
            "missing": list(made.missing),
        },
        f"已备份 {made.events} 条事件、{made.attachments} 个附件到 {made.path}",
        *(f"附件不在，没有备份：{name}" for name in made.missing),
    )
    return 0


def restore(call: Call) -> int:
    station = call.args.station or ""
    file = Path(call.args.file)
    device, events = call.opener.restore(
        call.folder, file, passphrase=passphrase(), station=station
    )
    call.answer(
        {"device": device, "events": events, "station": station or None},
        f"已恢复 {events} 条事件，新设备 {device}",
        "可以编号" if station else "还不能编号：需要大厅给新的站点编号",
    )
    return 0


def journal_verify(call: Call) -> int:
    with call.open(writing=False) as counter, counter.store.reading() as db:
        counter.viewer.require_journal()
        counter.store.check_pages()
        found = counter.journal.verify(db)
    head = found.heads[0] if found.heads else None
    call.answer(
        {
            "events": found.events,
            "head": head.hash.hex() if head else None,
            "ok": found.ok,
            "first_bad": found.first_bad or None,
        },
        f"{found.events} 条事件，" + ("完整" if found.ok else f"坏在 {found.first_bad}"),
    )
    return 0 if found.ok else Damaged.exit_code


def doctor(call: Call) -> int:
    report = examine(call.folder)
    lines = [f"{'好' if c.ok else '缺'}  {c.name}：{c.detail}" for c in report]
    checks = [{"name": c.name, "ok": c.ok, "detail": c.detail} for c in report]
    ok = all(c.ok for c in report)
    call.answer({"ok": ok, "checks": checks}, *lines)
    return 0 if ok else Unavailable.exit_code


def enrol(call: Call) -> int:
    with call.open(writing=True) as counter:
        counter.viewer.require_administration()
        paired = engine.enrol(
            counter.store, counter.journal, call.args.hall, call.args.code, counter.act()
        )
    call.answer(
        {"hall": paired.hall, "name": paired.name, "station": paired.station, "url": paired.url},
        f"已与 {paired.name} 配对，站点编号 {paired.station}",
    )
    return 0


def sync(call: Call) -> int:
    with call.open(writing=True) as counter:
        done = engine.synchronise(
            counter.store,
            counter.journal,
            url=call.args.hall or "",
            made_at=stamp(call.opener.clock.now()),
        )
    document: dict[str, Any] = {
        "pushed": done.pushed,
        "pulled": done.pulled,
        "conflicts": done.conflicts,
        "head": done.head,
        "durable": done.durable,
        "bytes_sent": done.bytes_sent,
        "bytes_received": done.bytes_received,
        "requests": done.requests,
    }
    call.answer(document, f"已上传 {done.pushed} 条，收到 {done.pulled} 条")
    return 0
