"""How results reach people (送达) as every part of the program reads it."""

from __future__ import annotations

from enum import StrEnum


class DeliveryMethod(StrEnum):
    """领取方式."""

    COUNTER = "counter"
    EMS = "ems"
    HOME = "home"
    ONLINE = "online"
