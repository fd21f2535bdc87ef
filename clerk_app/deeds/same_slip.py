"""Why no 日清单 is numbered. On its own: the window's presenter knows it and no deed."""

from __future__ import annotations

from clerk_app.kernel.errors import Refused


class NothingSince(Refused):
    """Nothing was recorded since `number`, the latest of today: it says all there is to say."""

    def __init__(self, number: str) -> None:
        super().__init__("nothing_since", f"出了日清单 {number} 以后没有再办过什么，没有再编号")
        self.number = number
