"""Ours and Typst's, side by side: a picture a page, for somebody to look at.

    cargo test --test specimens every_specimen
    python3 -m venv target/typst && target/typst/bin/pip install typst==0.15.2 pillow
    target/typst/bin/python tests/specimens/compare.py [NAME...]

The test leaves each specimen as a PDF in target/specimens, and its content as Typst's markup in
target/specimens/typst. This sets the markup with the fonts of the repository and no others, and lays each
page beside ours into target/specimens/beside/NAME-PAGE.png: ours left, Typst's right. Needs pdftoppm. Without
names all specimens are compared but those with texts of the day, which `articles_beside_typst.py` lays beside.
No test needs it; what it showed is mended in the program, and told in COMPARED.md.
"""
import io
import subprocess
import sys
import tempfile
from pathlib import Path

import typst
from PIL import Image

BOOK = Path("target/specimens")
DPI = 80


def ours(pdf):
    """Our pages, as pictures."""
    with tempfile.TemporaryDirectory() as folder:
        subprocess.run(["pdftoppm", "-r", str(DPI), "-png", pdf, f"{folder}/page"], check=True)
        return [Image.open(path).convert("RGB") for path in sorted(Path(folder).iterdir())]


def theirs(markup, fonts):
    """Typst's pages, as pictures."""
    made = typst.compile(markup.read_bytes(), font_paths=fonts, format="png", ppi=float(DPI))
    pages = made if isinstance(made, list) else [made]
    return [Image.open(io.BytesIO(page)).convert("RGB") for page in pages]


def beside(left, right):
    """Two pages with a grey gap; a page that one of them lacks is left grey."""
    pages = [page for page in (left, right) if page]
    width, height = (max(page.size[i] for page in pages) for i in (0, 1))
    sheet = Image.new("RGB", (width * 2 + 16, height), "#999999")
    for at, page in ((0, left), (width + 16, right)):
        if page:
            sheet.paste(page, (at, 0))
    return sheet


def main(names):
    out = BOOK / "beside"
    out.mkdir(parents=True, exist_ok=True)
    fonts = typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=["fonts"])
    for markup in sorted((BOOK / "typst").glob("*.typ")):
        has_texts = (BOOK / f"{markup.stem}.texts").exists()
        if markup.stem not in names if names else has_texts:
            continue
        for old in out.glob(f"{markup.stem}-*.png"):
            old.unlink()
        left, right = ours(BOOK / f"{markup.stem}.pdf"), theirs(markup, fonts)
        print(f"{markup.stem}\tours {len(left)}\tTypst {len(right)}")
        for page in range(max(len(left), len(right))):
            sides = [pages[page] if page < len(pages) else None for pages in (left, right)]
            beside(*sides).save(out / f"{markup.stem}-{page + 1}.png")


main(sys.argv[1:])
