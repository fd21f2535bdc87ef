"""Cases as lists read them, with the whole state as JSON in `detail`. Derived from events."""

from __future__ import annotations

from sqlalchemy import Column, Index, Integer, String, Table, Text, text

from clerk_app.storage.schema import metadata

cases = Table(
    "cases",
    metadata,
    Column("number", String(20), primary_key=True),
    Column("item", String, nullable=False),
    Column("item_name", Text, nullable=False),
    Column("applicant", Text, nullable=False),
    Column("state", String, nullable=False),
    Column("received_on", String(10), nullable=False),
    Column("due_on", String(10), nullable=False),
    Column("operator", String, nullable=False),
    Column("rating", Integer, nullable=False),
    Column("version", Integer, nullable=False),
    Column("detail", Text, nullable=False),
    Column("open", Integer, nullable=False),  # 1: someone owes the applicant an answer
    Column("owner", String, nullable=False),  # whose turn it is
    Column("waiting_on", String(10), nullable=False),  # until when the applicant owes papers
    Column("deem_on", String(10), nullable=False),  # last day before silence is acceptance
    Column("deliver_on", String(10), nullable=False),  # until when the result must be handed over
    Column("suspended", Integer, nullable=False),
    Column("conflicts", Integer, nullable=False),
    # the day the case was first known, which no act moves
    Column("opened_on", String(10), nullable=False, server_default=text("''")),
    Index("cases_by_day", "received_on", "number"),
    Index("cases_open_by_due", "due_on", "number", sqlite_where=text("open = 1")),
    Index("cases_open_of_clerk", "operator", "due_on", sqlite_where=text("open = 1")),
    Index("cases_waiting", "waiting_on", "number", sqlite_where=text("waiting_on != ''")),
    Index("cases_to_deem", "deem_on", "number", sqlite_where=text("deem_on != ''")),
    Index("cases_to_deliver", "deliver_on", "number", sqlite_where=text("deliver_on != ''")),
    Index("cases_suspended", "number", sqlite_where=text("suspended = 1")),
    Index("cases_in_conflict", "number", sqlite_where=text("conflicts > 0")),
)

credit_blocks = Table(
    "credit_blocks",
    metadata,
    Column("case_number", String(20), primary_key=True),
    Column("applicant", String, nullable=False),
    Column("until", String(10), nullable=False),
    Column("why", String, nullable=False),
    Index("credit_blocks_by_applicant", "applicant", "until"),
)
"""Whom 容缺 is barred to, and until when: a promise that was not kept here. `applicant` is as in
`given_papers`."""

credit_list = Table(
    "credit_list",
    metadata,
    Column("applicant", String, primary_key=True),
    Column("why", Text, nullable=False),
)
"""失信名单 as the hall last gave it: loaded whole, not journalled. `applicant` is as in
`given_papers`."""

case_counts = Table(
    "case_counts",
    metadata,
    Column("state", String, primary_key=True),
    Column("cases", Integer, nullable=False),
)
"""How many cases stand in each state: counting them anew reads every row there is."""

case_links = Table(
    "case_links",
    metadata,
    Column("linked", String, primary_key=True),
    Column("case_number", String(20), primary_key=True),
)
"""The numbers a case has in other systems, by that number. Derived from events."""

series = Table(
    "number_series",
    metadata,
    Column("station", String(10), primary_key=True),
    Column("year", Integer, primary_key=True),
    Column("last", Integer, nullable=False),
)
"""The last sequence used per station (county ‖ station number) and year."""

given_papers = Table(
    "given_papers",
    metadata,
    Column("case_number", String(20), primary_key=True),
    Column("applicant", String, nullable=False),
    Column("given_on", String(10), nullable=False),
    Column("item", String(500), nullable=False),
    Column("item_name", Text, nullable=False),
    Column("item_hash", String(64), nullable=False),
    Column("outcome", String, nullable=False),
    Column("barred", Integer, nullable=False),  # 1: concealment was found (行政许可法 art. 78)
    Column("papers", Text, nullable=False),  # JSON: [name, state] of each
    Index("given_papers_by_applicant", "applicant", "given_on"),
)
"""What each applicant gave, a row a case. `applicant` is type and number of the identity; it is
as safe as the events it comes from, since the whole file is encrypted."""
