"""Clerks of this workstation, and who answers for what. Derived from events.

Letters, covers and leave stand as the facts that were entered, named by their event (`device`,
`s`); what follows from them on a day is told by the rules. So no row depends on the order in
which events arrive.
"""

from __future__ import annotations

from sqlalchemy import Column, Index, Integer, String, Table, Text

from clerk_app.storage.schema import metadata

clerks = Table(
    "clerks",
    metadata,
    Column("id", String, primary_key=True),
    Column("name", String, nullable=False),
    Column("roles", String, nullable=False),
)

delegation_letters = Table(
    "delegation_letters",
    metadata,
    Column("device", String(16), primary_key=True),
    Column("s", Integer, primary_key=True),
    Column("letter", Text, nullable=False),
    Column("grantor", String, nullable=False),
    Column("holder", String, nullable=False),
    Column("scope", Text, nullable=False),
    Column("department", Text, nullable=False),
    Column("since", String(10), nullable=False),
    Column("until", String(10), nullable=False),
)
"""授权书. `scope` is words with blanks between."""

delegation_revocations = Table(
    "delegation_revocations",
    metadata,
    Column("device", String(16), primary_key=True),
    Column("s", Integer, primary_key=True),
    Column("letter", Text, nullable=False),
    Column("on_day", String(10), nullable=False),
)

covers = Table(
    "covers",
    metadata,
    Column("device", String(16), primary_key=True),
    Column("s", Integer, primary_key=True),
    Column("a", String, nullable=False),
    Column("b", String, nullable=False),
    Column("since", String(10), nullable=False),
)
"""AB角."""

leaves = Table(
    "leaves",
    metadata,
    Column("device", String(16), primary_key=True),
    Column("s", Integer, primary_key=True),
    Column("clerk", String, nullable=False),
    Column("since", String(10), nullable=False),
    Column("until", String(10), nullable=False),
    Column("reason", Text, nullable=False),
)
"""请假 (with an `until`) and 销假 (without: back from `since` on)."""

assistance_orders = Table(
    "assistance_orders",
    metadata,
    Column("number", String(22), primary_key=True),
    Column("device", String(16), nullable=False),
    Column("day", String(10), nullable=False),
    Column("kind", String, nullable=False),
    Column("helper", String, nullable=False),
    Column("case_number", String(20), nullable=False),
    Column("name", Text, nullable=False),
    Column("id_type", String, nullable=False),
    Column("id_number", String, nullable=False),
    Column("phone", String, nullable=False),
    Index("assistance_orders_by_day", "day", "number"),
)
"""帮办代办单. The last four name the client; their event can be erased by law."""

assistance_acts = Table(
    "assistance_acts",
    metadata,
    Column("device", String(16), primary_key=True),
    Column("s", Integer, primary_key=True),
    Column("number", String(22), nullable=False),
    Column("act", String, nullable=False),
    Column("operator", String, nullable=False),
    Column("on_day", String(10), nullable=False),
    Column("what", Text, nullable=False),
    Column("kind", String, nullable=False),
    Column("reference", Text, nullable=False),
    Column("until", String(10), nullable=False),
    Index("assistance_acts_of_order", "number"),
)
"""What was done under an order: `authorised` (`what` is its scope, `on_day` to `until`), `step`
and `closed` (`what` is the result)."""

assistance_series = Table(
    "assistance_series",
    metadata,
    Column("station", String(10), primary_key=True),
    Column("year", Integer, primary_key=True),
    Column("last", Integer, nullable=False),
)
"""The last sequence used per station (county ‖ station number) and year."""
