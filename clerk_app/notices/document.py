"""A document before it is laid out: an ordered list of blocks. Frozen and pure.

PDF, screen, slip and archive formats all start from here. Lengths are millimetres. Every
text is plain: `<b>` in a name is five characters.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum


@dataclass(frozen=True, slots=True)
class Masthead:
    """The head of page 1: case number as bars, QR, hall, title, 文号, number, copies.

    `case_number` is that of a case or, with its own `case_label`, of an enquiry; empty: no bars.
    `addressee` is 主送 of a formal letter; no other sheet shows it.
    """

    hall: str
    title: str
    number: str
    case_number: str
    copies: str
    agency_number: str = ""
    query: str = ""
    query_note: str = ""
    case_label: str = "办件编号"
    number_label: str = "文书编号"
    addressee: str = ""


class Whose(Enum):
    """Whose identity a field tells."""

    BEFORE = "before"
    """Of whoever the field before it names: it shares a line with that one, or begins one."""
    OWN = "own"
    """Of a person it names itself."""


@dataclass(frozen=True, slots=True)
class Field:
    """A label and what is filled in. `wide` takes the whole line.

    `whose` is set where a number says who somebody is: on a line with another person's name it
    would be read as theirs.
    """

    label: str
    value: str
    wide: bool = False
    whose: Whose | None = None


@dataclass(frozen=True, slots=True)
class Fields:
    """The facts block under the head: two fields a line, wide ones alone."""

    rows: tuple[Field, ...]


@dataclass(frozen=True, slots=True)
class Heading:
    """一级标题; never the last thing on a page."""

    text: str


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Running text; `indent` in characters; `small` for remarks; `keep` with what follows."""

    text: str
    indent: int = 2
    small: bool = False
    keep: bool = False


@dataclass(frozen=True, slots=True)
class Highlight:
    """One date or figure the citizen looks for first."""

    label: str
    value: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class Highlights:
    """Two or three highlights side by side."""

    cells: tuple[Highlight, ...]


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table: heading, width, and whether figures stand at its right edge."""

    title: str
    width_mm: float
    figures: bool = False


@dataclass(frozen=True, slots=True)
class Cell:
    """Text of a table cell; `remark` stands below it, small and grey."""

    text: str
    remark: str = ""


@dataclass(frozen=True, slots=True)
class Table:
    """Rows between rules. The heading is repeated on every page; a row stays whole if it can."""

    columns: tuple[Column, ...]
    rows: tuple[tuple[Cell, ...], ...]


@dataclass(frozen=True, slots=True)
class Listing:
    """Short entries in two columns, read line by line: (number, text)."""

    entries: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Closing:
    """The last words beside the place of the seal: 45 mm square kept free, never a picture.

    `contact` are the parts of the last paragraph (窗口电话：…), each kept on one line. `beside`
    are those whose seals have their places on the same line where it is wide enough.
    """

    paragraphs: tuple[str, ...]
    signer: str
    date: str
    heading: str = ""
    seal_label: str = "（盖章）"
    contact: tuple[str, ...] = ()
    beside: tuple[Closing, ...] = ()

    @property
    def texts(self) -> tuple[str, ...]:
        """The paragraphs, and the contact as the last of them."""
        told = (f"{'；'.join(self.contact)}。",) if self.contact else ()
        return (*self.paragraphs, *told)


@dataclass(frozen=True, slots=True)
class Signature:
    """Lines to sign on, side by side."""

    labels: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Note:
    """Small grey text under the signatures."""

    text: str


@dataclass(frozen=True, slots=True)
class Stub:
    """回执联: torn off below a perforation and kept by the window, with its own bars and lines to
    sign on. The last block of a document; it stands at the foot of the last page."""

    label: str
    title: str
    text: str
    number: str
    case_number: str = ""
    signers: tuple[str, ...] = ("签收人", "日期")


@dataclass(frozen=True, slots=True)
class TicketHead:
    """The head of a slip of the queue: the hall, and the number bigger than all else."""

    hall: str
    label: str
    number: str
    business: str
    mark: str = ""


@dataclass(frozen=True, slots=True)
class TicketRules:
    """What to do with the number, beside the QR or above it where there is no room beside."""

    paragraphs: tuple[str, ...]
    query: str = ""
    query_note: str = ""


Block = (
    Masthead
    | Fields
    | Heading
    | Paragraph
    | Highlights
    | Table
    | Listing
    | Closing
    | Signature
    | Note
    | Stub
    | TicketHead
    | TicketRules
)


@dataclass(frozen=True, slots=True)
class Document:
    """A composed document: its blocks and what stands on every page.

    `letter`: a formal letter, set after GB/T 9704 on A4. `margin` is the small line under the foot
    that tells which versions of catalogue, look and wording the page was made from. `template` is
    the look: what was issued under an old one prints in it for ever.
    """

    kind: str
    title: str
    number: str
    hall: str
    blocks: tuple[Block, ...]
    foot: str = "未盖章无效"
    sample: bool = False
    number_label: str = "文书编号"
    letter: bool = False
    margin: str = ""
    template: int = 1
