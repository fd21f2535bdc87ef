"""The one MetaData every table of the workstation belongs to, and the tables of storage."""

from __future__ import annotations

from sqlalchemy import MetaData

metadata = MetaData()
