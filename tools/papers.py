"""Every kind of document with the hardest facts, on each of its sheets, as PDF and as pictures.

    python -m tools.papers --out DIR [--plain]

Leaves `<kind>-<sheet>.pdf`, a PNG of each page (pdfium, 100 dpi) and `sheets.png`, all first pages
side by side. `--plain`: everyday facts instead of the hardest. Exit 1 when a page was not made.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

import pypdfium2
from PIL import Image

from clerk_app.kernel.errors import ClerkError
from clerk_app.notices.facts import DocumentFacts
from clerk_app.notices.fonts import installed
from clerk_app.notices.kinds import EVERY, sheets_for
from clerk_app.notices.render import render_document
from clerk_app.notices.wording import freeze
from tests.notices.hard import everyday, hardest

DPI = 100
CODE = "9F3A61C2"
_THUMB = (330, 470)
_ACROSS = 6


def papers(plain: bool) -> list[DocumentFacts]:
    """One paper of every kind, with today's sentences and look."""
    facts_of = everyday if plain else hardest
    return [freeze(facts_of(kind.KIND)) for kind in EVERY]


def pictures(path: Path) -> list[Image.Image]:
    """Each page of a PDF file as a picture, kept beside it."""
    document = pypdfium2.PdfDocument(path)
    images = [page.render(scale=DPI / 72).to_pil() for page in document]
    document.close()
    for number, image in enumerate(images, 1):
        image.save(path.with_name(f"{path.stem}-{number}.png"))
    return images


def contact_sheet(images: list[Image.Image], out: Path) -> None:
    """All first pages on one picture."""
    rows = -(-len(images) // _ACROSS)
    whole = Image.new("RGB", (_ACROSS * _THUMB[0], rows * _THUMB[1]), (120, 120, 120))
    for at, image in enumerate(images):
        small = image.copy()
        small.thumbnail((_THUMB[0] - 10, _THUMB[1] - 10))
        whole.paste(small, (at % _ACROSS * _THUMB[0] + 5, at // _ACROSS * _THUMB[1] + 5))
    whole.save(out)


def main(argv: list[str] | None = None) -> int:
    """Make them all; returns the exit code."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--plain", action="store_true")
    options = parser.parse_args(argv)
    options.out.mkdir(parents=True, exist_ok=True)
    fonts = installed()
    firsts, failed = [], 0
    for facts in papers(options.plain):
        for sheet in sheets_for(facts.kind):
            path = options.out / f"{facts.kind}-{sheet.name}.pdf"
            try:
                render_document(facts, path, fonts, journal_code=CODE, reprint=2, sheet=sheet)
            except ClerkError as error:
                print(f"{path.stem}: {error.code} {error.message}", file=sys.stderr)
                failed += 1
                continue
            images = pictures(path)
            firsts.append(images[0])
            print(f"{path.name}: {len(images)} p., {path.stat().st_size // 1024} kB")
    contact_sheet(firsts, options.out / "sheets.png")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
