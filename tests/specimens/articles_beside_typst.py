"""Articles as tongbao sets them beside the same set by Typst, a picture a page.

Not part of the tests: a means to look. After `cargo test --test specimens` has left the book of specimens,

    python3 -m venv target/venv-articles
    target/venv-articles/bin/pip install typst pillow markdown-it-py
    target/venv-articles/bin/python tests/specimens/articles_beside_typst.py [NAME...]

takes every `target/specimens/NAME.texts` (Markdown and pictures, as staff would leave them), sets it with the
faces of `fonts/` in the sizes, the columns and the type area of the 简报, and leaves
`target/specimens/beside/NAME-PAGE.png`: ours left, Typst's right. `pdftoppm` (poppler) draws ours.
"""

import re
import subprocess
import sys
from pathlib import Path
from urllib.parse import unquote

import typst
from markdown_it import MarkdownIt
from PIL import Image

ROOT = Path(__file__).resolve().parents[2]
BOOK = ROOT / "target/specimens"
RESOLUTION = 100
# em, pitch and gap by columns, as schedules/styles/简报.yaml has them
SIZES = {1: (16, 28.99, 0), 2: (12, 20, 24), 3: (10.5, 17.5, 19.5)}

HEAD = """
#set page(paper: "a4", margin: (x: 57.64pt, top: 30mm, bottom: 31.77mm))
#set text(font: ((name: "Gongwen Fang", covers: "latin-in-cjk"), "FandolFang R", "Gongwen Fang", "Gongwen Rare"), size: {size}pt, lang: "zh", region: "cn")
#set text(top-edge: 0.88em, bottom-edge: -0.12em)
#set par(justify: true, leading: {leading}pt, spacing: {leading}pt, first-line-indent: (amount: 2em, all: true))
#show strong: it => text(font: "Gongwen Hei", weight: 500, it.body)
#show emph: it => text(font: ((name: "Gongwen Fang", covers: "latin-in-cjk"), "Gongwen Kai", "Gongwen Rare"), style: "normal", it.body)
#show heading: it => block(above: {pitch}pt, below: {leading}pt, text(font: if it.level <= 2 {{ "Gongwen Hei" }} else {{ "Gongwen Kai" }}, weight: 500, size: {size}pt, it.body))
#show heading.where(level: 1): it => place(top + center, float: true, scope: "parent", block(below: 7pt, text(font: "Gongwen Song", weight: 700, size: 18pt, it.body)))
#show table: set text(size: {table}pt)
#show figure.caption: it => text(font: "Gongwen Kai", size: {caption}pt, it.body)
#set table(stroke: (x, y) => (x: 0.25pt + luma(190), y: 0.35pt + luma(138)), inset: (x: 0.4em, y: 0.42em))
#set list(marker: ([•], [–], [·]))
#show quote: set text(font: "Gongwen Kai")
#set columns(gutter: {gap}pt)
#set page(columns: {columns})
"""


def escaped(text):
    """Text as Typst's markup has it."""
    return re.sub(r"([\\#*_`$<>@\[\]~/-])", r"\\\1", text)


def inline(tokens):
    out = ""
    for token in tokens or []:
        match token.type:
            case "text":
                out += escaped(token.content.replace("\u3000\u3000", ""))
            case "code_inline":
                out += escaped(token.content)
            case "softbreak":
                pass
            case "hardbreak":
                out += " \\ "
            case "strong_open":
                out += "#strong["
            case "em_open":
                out += "#emph["
            case "strong_close" | "em_close":
                out += "];"
            case "image":
                caption = token.attrs.get("title") or token.content
                out += f'\n#figure(image("{unquote(token.attrs["src"])}", width: 100%), caption: [{escaped(caption)}])\n'
    return out


def markup(tokens):
    """Block tokens as Typst's markup."""
    out, lists, cells = "", [], None
    for token in tokens:
        match token.type:
            case "heading_open":
                out += "\n" + "=" * int(token.tag[1]) + " "
            case "heading_close" | "paragraph_close":
                out += "\n\n" if not lists else "\n"
            case "bullet_list_open":
                lists.append("-")
            case "ordered_list_open":
                lists.append("+")
            case "bullet_list_close" | "ordered_list_close":
                lists.pop()
                out += "\n"
            case "list_item_open":
                out += "  " * (len(lists) - 1) + lists[-1] + " "
            case "blockquote_open":
                out += "\n#quote(block: true)["
            case "blockquote_close":
                out += "]\n"
            case "hr":
                out += "\n#align(center, line(length: 25%, stroke: 0.7pt))\n"
            case "table_open":
                cells, columns = [], 0
            case "th_open":
                columns += 1
            case "table_close":
                heads = "".join(f"[{cell}]," for cell in cells[:columns])
                rest = "".join(f"[{cell}]," for cell in cells[columns:])
                out += f"\n#block(width: 100%, align(center, table(columns: {columns}, table.header({heads}), {rest})))\n"
                cells = None
            case "inline":
                text = inline(token.children)
                if cells is None:
                    out += text
                else:
                    cells.append(text)
    return out


def pages(name, texts):
    """Typst's pages of a specimen's texts."""
    columns = int(re.search(r"(\d)栏", name)[1])
    size, pitch, gap = SIZES[columns]
    table = 10.5 if columns == 1 else 9
    source = HEAD.format(
        size=size, pitch=pitch, leading=pitch - size, gap=gap, columns=columns, table=table, caption=min(size, 10.5)
    )
    reader = MarkdownIt("commonmark").enable("table")
    # in the order of their numbers, as a folder of texts is read
    files = sorted(texts.glob("*.md"), key=lambda path: (int(re.match(r"\d*", path.stem)[0] or 0), path.stem))
    for at, path in enumerate(files):
        body = re.sub(r"^\u3000+", "", path.read_text(), flags=re.M)
        source += ("\n#colbreak(weak: true)\n" if at else "") + markup(reader.parse(body))
    made = BOOK / "beside" / f"{name}.typ"
    beside = texts / f"{name}.typ"
    made.write_text(source)
    beside.write_text(source)
    target = made.with_suffix("").as_posix() + "-typst-{p}.png"
    try:
        typst.compile(beside, output=target, format="png", ppi=RESOLUTION, font_paths=[str(ROOT / "fonts")])
    finally:
        beside.unlink()
    return sorted(made.parent.glob(f"{name}-typst-*.png"), key=lambda p: int(p.stem.rsplit("-", 1)[1]))


def side_by_side(name):
    for old in (BOOK / "beside").glob(f"{name}-*.png"):
        old.unlink()
    ours = BOOK / "beside" / f"{name}-ours"
    subprocess.run(["pdftoppm", "-r", str(RESOLUTION), "-png", BOOK / f"{name}.pdf", ours], check=True)
    left = sorted(ours.parent.glob(f"{name}-ours-*.png"))
    right = pages(name, BOOK / f"{name}.texts")
    for number in range(max(len(left), len(right))):
        sheets = [Image.open(side[number]).convert("RGB") if number < len(side) else None for side in (left, right)]
        width, height = next(sheet for sheet in sheets if sheet).size
        pair = Image.new("RGB", (2 * width, height), "white")
        for at, sheet in enumerate(sheets):
            if sheet:
                pair.paste(sheet, (at * width, 0))
        pair.save(BOOK / "beside" / f"{name}-{number + 1}.png")
    for sheet in left + right:
        sheet.unlink()


def main():
    (BOOK / "beside").mkdir(parents=True, exist_ok=True)
    names = sys.argv[1:] or sorted(path.stem for path in BOOK.glob("*.texts"))
    for name in names:
        side_by_side(name)
        print(name)


if __name__ == "__main__":
    main()
