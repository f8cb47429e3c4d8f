"""The fastest ready-made way: python-calamine reads, the Typst package of PyPI sets and writes the PDF.

The same fonts in the same roles as tongbao; Typst looks in no other folder. Its markup is built as one
string and compiled from memory.
"""
import typst
from python_calamine import CalamineWorkbook

from figures import Task

FRAME = """
#set page(paper: "a4", margin: (top: 37mm, left: 28mm, right: 26mm, bottom: 35mm),
  footer: context align(right)[#text(size: 14pt)[— #counter(page).display() —]])
#set text(font: ("FandolFang R", "Gongwen Fang Ext", "Gongwen Kai"), lang: "zh", region: "cn", size: 16pt)
#set par(first-line-indent: (amount: 2em, all: true), justify: true, leading: 13pt, spacing: 13pt)
#let hei(x) = text(font: "Gongwen Hei")[#x]
#let song(x, ..rest) = text(font: "Gongwen Song", weight: "bold", ..rest)[#x]
#align(center, song(size: 30pt, fill: rgb("#c00000"))[%(masthead)s])
#align(center)[%(number)s]
#grid(columns: (1fr, auto), text(size: 14pt)[%(issuer)s], text(size: 14pt)[%(date)s])
#line(length: 100%%, stroke: 1.2pt + rgb("#c00000"))
#v(8pt)
#align(center, song(size: 22pt)[%(title)s])

%(paragraphs)s

#set text(size: 9pt)
#set par(first-line-indent: 0em)
#align(center, hei[%(caption)s])
#align(right)[%(units)s]
#table(columns: 11, align: center + horizon, inset: (x: 3pt, y: 6pt), stroke: .5pt,
table.header(table.cell(rowspan: 2)[#hei[单位]], %(head)s),
%(rows)s)
"""


def rows_of(path):
    return CalamineWorkbook.from_path(path).get_sheet_by_index(0).iter_rows()


def markup(bulletin):
    head = ", ".join(f"table.cell(colspan: {n})[#hei[{word}]]" for word, n in bulletin.HEAD)
    head += ", " + ", ".join(f"[#hei[{word}]]" for word in bulletin.LEAVES)
    return FRAME % {
        "masthead": bulletin.MASTHEAD, "number": bulletin.NUMBER, "issuer": bulletin.ISSUER,
        "date": bulletin.DATE, "title": bulletin.TITLE, "caption": bulletin.CAPTION, "units": bulletin.UNITS,
        "paragraphs": "\n\n".join(f"#hei[{head}]{text}" for head, text in bulletin.paragraphs()),
        "head": head,
        "rows": "\n".join("".join(f"[{cell}]," for cell in row) for row in bulletin.rows()),
    }


def main():
    task = Task()
    bulletin = task.collect(rows_of)
    fonts = typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[task.fonts])
    pdf = typst.compile(markup(bulletin).encode(), font_paths=fonts)
    task.publish(pdf, bulletin)


main()
