"""The common Python way: openpyxl (read-only) with xlrd and odfpy for what it cannot read, and ReportLab.

ReportLab embeds only TrueType outlines: 楷体 stands in for the 仿宋 of the text, whose font is CFF.
"""
import io
import os

# odfpy brings defusedxml along, with which openpyxl takes a third longer: the competitor gets its faster way
os.environ["OPENPYXL_DEFUSEDXML"] = "False"

from figures import Task


def rows_of(path):
    return {".xlsx": rows_of_xlsx, ".xls": rows_of_xls, ".ods": rows_of_ods}[os.path.splitext(path)[1]](path)


def rows_of_xlsx(path):
    from openpyxl import load_workbook
    book = load_workbook(path, read_only=True, data_only=True)
    yield from book.worksheets[0].iter_rows(values_only=True)
    book.close()


def rows_of_xls(path):
    import xlrd
    sheet = xlrd.open_workbook(path).sheet_by_index(0)
    for index in range(sheet.nrows):
        yield sheet.row_values(index)


def rows_of_ods(path):
    from odf import teletype
    from odf.opendocument import load
    from odf.table import Table, TableCell, TableRow
    table = load(path).spreadsheet.getElementsByType(Table)[0]
    for row in table.getElementsByType(TableRow):
        values = []
        for cell in row.getElementsByType(TableCell):
            number = cell.getAttribute("value")
            values.append(teletype.extractText(cell) if number is None else float(number))
        yield values


def typeset(bulletin, folder):
    from reportlab.lib.colors import HexColor, black
    from reportlab.lib.enums import TA_CENTER, TA_RIGHT
    from reportlab.lib.pagesizes import A4
    from reportlab.lib.styles import ParagraphStyle
    from reportlab.lib.units import mm
    from reportlab.pdfbase import pdfmetrics
    from reportlab.pdfbase.ttfonts import TTFont
    from reportlab.platypus import HRFlowable, LongTable, Paragraph, SimpleDocTemplate, Spacer, TableStyle

    for name, file in (("Kai", "GongwenKai-Regular"), ("Hei", "GongwenHei-Medium"), ("Song", "GongwenSong-Bold")):
        pdfmetrics.registerFont(TTFont(name, os.path.join(folder, file + ".ttf")))
    red = HexColor("#c00000")

    def style(font, size, **more):
        return ParagraphStyle(font + str(size), fontName=font, fontSize=size, leading=size * 1.8, wordWrap="CJK", **more)

    body = style("Kai", 16, firstLineIndent=32)
    small = style("Kai", 14)
    story = [
        Paragraph(bulletin.MASTHEAD, style("Song", 30, alignment=TA_CENTER, textColor=red)),
        Paragraph(bulletin.NUMBER, style("Kai", 16, alignment=TA_CENTER)),
        LongTable([[Paragraph(bulletin.ISSUER, small), Paragraph(bulletin.DATE, small)]], colWidths=(114 * mm, 42 * mm)),
        HRFlowable(width="100%", thickness=1.2, color=red),
        Paragraph(bulletin.TITLE, style("Song", 22, alignment=TA_CENTER)),
    ]
    story += [Paragraph(f'<font name="Hei">{head}</font>{text}', body) for head, text in bulletin.paragraphs()]
    top = ["单位"]
    spans = [("SPAN", (0, 0), (0, 1))]
    for word, columns in bulletin.HEAD:
        spans.append(("SPAN", (len(top), 0), (len(top) + columns - 1, 0)))
        top += [word] + [""] * (columns - 1)
    rows = [top, ["", *bulletin.LEAVES], *bulletin.rows()]
    story += [
        Paragraph(bulletin.CAPTION, style("Hei", 9, alignment=TA_CENTER)),
        Paragraph(bulletin.UNITS, style("Kai", 9, alignment=TA_RIGHT)),
        Spacer(1, 4),
        LongTable(rows, repeatRows=2, style=TableStyle(spans + [
            ("FONT", (0, 0), (-1, 1), "Hei", 9), ("FONT", (0, 2), (-1, -1), "Kai", 9),
            ("ALIGN", (0, 0), (-1, -1), "CENTER"), ("VALIGN", (0, 0), (-1, -1), "MIDDLE"),
            ("GRID", (0, 0), (-1, -1), .5, black),
            ("LEFTPADDING", (0, 0), (-1, -1), 3), ("RIGHTPADDING", (0, 0), (-1, -1), 3)])),
    ]

    def page_number(canvas, document):
        canvas.setFont("Kai", 14)
        canvas.drawRightString(A4[0] - 26 * mm, 28 * mm, f"— {document.page} —")

    out = io.BytesIO()
    frame = SimpleDocTemplate(out, pagesize=A4, topMargin=37 * mm, bottomMargin=35 * mm, leftMargin=28 * mm,
                              rightMargin=26 * mm)
    frame.build(story, onFirstPage=page_number, onLaterPages=page_number)
    return out.getvalue()


def main():
    task = Task()
    bulletin = task.collect(rows_of)
    task.publish(typeset(bulletin, task.fonts), bulletin)


main()
