"""An e-seal service for practice and tests. What it returns says 模拟 and is worth nothing."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass

from clerk_app.devices.seal.port import Sealed, SealRequest, seal_offline, seal_refused

SAID = "模拟电子印章，无法律效力"
_START = re.compile(rb"startxref\s+(\d+)\s+%%EOF\s*\Z")
_SIZE = re.compile(rb"/Size (\d+)")
_ROOT = re.compile(rb"/Root (\d+ \d+ R)")


@dataclass(slots=True)
class SimulatedSeal:
    """`away`: it cannot be reached; `refuses`: why it will not seal; `count`: how often it did."""

    name: str = "模拟电子印章"
    away: bool = False
    refuses: str = ""
    count: int = 0

    def seal(self, request: SealRequest) -> Sealed:
        """See `SealService.seal`. The PDF grows by a dictionary; no mark is drawn on the page."""
        if self.away:
            raise seal_offline()
        if self.refuses:
            raise seal_refused(self.refuses)
        if hashlib.sha256(request.pdf).hexdigest() != request.sha256:
            raise seal_refused("文件和摘要对不上")
        self.count += 1
        serial = f"SIM-{request.sha256[:12]}-{self.count}"
        return Sealed(_grown(request, serial), serial, request.sha256, simulated=True)


def _grown(request: SealRequest, serial: str) -> bytes:
    """The same bytes, and after them an incremental update (ISO 32000-1, 7.5.6) with a dictionary
    like that of a signature."""
    pdf = request.pdf if request.pdf.endswith(b"\n") else request.pdf + b"\n"
    start, sizes, roots = _START.search(pdf), _SIZE.findall(pdf), _ROOT.findall(pdf)
    if start is None or not sizes or not roots:
        raise seal_refused("不是能盖章的 PDF")
    number, at = int(sizes[-1]), len(pdf)
    words = (SAID.encode("utf-16-be")).hex().upper()
    entry = (
        f"{number} 0 obj\n<< /Type /Sig /Filter /ClerkSimulated /SubFilter /none\n"
        f"/Reason <FEFF{words}>\n/Name ({serial})\n/Contents <{request.sha256.upper()}> >>\n"
        "endobj\n"
    ).encode("ascii")
    table = (
        f"xref\n{number} 1\n{at:010} 00000 n \n"
        f"trailer\n<< /Size {number + 1} /Root {roots[-1].decode()} /Prev {int(start[1])}\n"
        f"/ClerkSeal {number} 0 R >>\nstartxref\n{at + len(entry)}\n%%EOF\n"
    ).encode("ascii")
    return pdf + entry + table
