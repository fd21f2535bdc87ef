"""The codes of the platform as they are configured: files a hall edits, no code of the program."""

from __future__ import annotations

import tomllib
from typing import Any

from clerk_app.kernel.errors import Damaged
from clerk_app.kernel.paths import resource
from clerk_app.reporting.model import Codes, CodeTable
from clerk_app.storage.faults import disk_faults

FILES = ("codes/national.toml", "codes/case.toml")
_ABOUT = frozenset({"source", "checked"})


def load_codes() -> Codes:
    """Every table of codes; of one name the later file counts.

    Raises `Damaged` (`bad_codes`) naming the file that cannot be read, `Unavailable`.
    """
    found: dict[str, CodeTable] = {}
    for name in FILES:
        with disk_faults():
            data = resource(name).read_bytes()
        try:
            tables = tomllib.loads(data.decode("utf-8"))
            found.update((key, _table(table)) for key, table in tables.items())
        except (ValueError, AttributeError, KeyError) as error:
            raise Damaged("bad_codes", f"代码表 {name} 读不出来，请核对写法：{error}") from error
    return found


def _table(table: dict[str, Any]) -> CodeTable:
    codes = {words: str(code) for words, code in table.items() if words not in _ABOUT}
    return CodeTable(codes, str(table["source"]), table.get("checked") is True)
