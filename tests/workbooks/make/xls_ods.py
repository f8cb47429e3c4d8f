#!/usr/bin/env python3
"""Writes the corpus' .xls, .et (xlwt, BIFF8) and .ods (odfpy) from the grids that run.sh hands over.

Usage: xls_ods.py GRIDS.json KEPT
"""
import datetime as dt, json, os, sys, zipfile
import xlwt
from odf.opendocument import OpenDocumentSpreadsheet
from odf.style import Style, TableProperties
from odf.table import CoveredTableCell, Table, TableCell, TableRow
from odf.text import P

ODS_FORMULA = "of:="
# xlwt spells this one with a mark of its own
XLWT_ERRORS = {"#N/A": "#N/A!"}


def xls(book, path):
    out = xlwt.Workbook(encoding="utf-8")
    out.dates_1904 = book["is_1904"]
    for sheet in book["sheets"]:
        ws = out.add_sheet(sheet["name"])
        ws.visibility = {None: 0, "hidden": 1, "veryHidden": 2}[sheet["hidden"]]
        corners = {(m[0], m[1]): m for m in sheet["merges"]}
        for r, row in enumerate(sheet["rows"], sheet["top"]):
            for c, cell in enumerate(row, sheet["left"]):
                if cell is None:
                    continue
                style = xlwt.Style.default_style
                if cell["t"] == "d":
                    style = xlwt.easyxf(num_format_str="yyyy\\-mm\\-dd")
                elif cell.get("z"):
                    style = xlwt.easyxf(num_format_str=cell["z"])
                value = cell.get("v")
                if cell["t"] == "f":
                    # xlwt stores no result with a formula: an .xls of a library, as districts' systems export it
                    value = xlwt.Formula(cell["f"])
                if (r, c) in corners:
                    top, left, bottom, right = corners[(r, c)]
                    ws.write_merge(top, bottom, left, right, value, style)
                elif cell["t"] == "e":
                    ws.row(r).set_cell_error(c, XLWT_ERRORS.get(value, value), style)
                else:
                    ws.write(r, c, value, style)
        for n in sheet["hidden_rows"]:
            ws.row(n - 1).hidden = True
    out.save(path)


def ods(book, path):
    doc = OpenDocumentSpreadsheet()
    unseen = Style(name="unseen", family="table")
    unseen.addElement(TableProperties(display="false"))
    doc.automaticstyles.addElement(unseen)
    for sheet in book["sheets"]:
        table = Table(name=sheet["name"], **({"stylename": unseen} if sheet["hidden"] else {}))
        corners = {(m[0], m[1]): m for m in sheet["merges"]}
        if sheet["top"]:
            # skipped rows are one row that is repeated, as LibreOffice writes them
            blank = TableRow(numberrowsrepeated=sheet["top"])
            blank.addElement(TableCell())
            table.addElement(blank)
        for r, row in enumerate(sheet["rows"], sheet["top"]):
            tr = TableRow()
            if sheet["left"]:
                tr.addElement(TableCell(numbercolumnsrepeated=sheet["left"]))
            for c, cell in enumerate(row, sheet["left"]):
                tr.addElement(ods_cell(cell, corners.get((r, c)), sheet["merges"], r, c))
            table.addElement(tr)
        doc.spreadsheet.addElement(table)
    doc.save(path)
    timeless(path)


def ods_cell(cell, merge, merges, r, c):
    spans = {}
    if merge:
        spans = {"numberrowsspanned": merge[2] - merge[0] + 1, "numbercolumnsspanned": merge[3] - merge[1] + 1}
    if cell is None:
        covered = any(m[0] <= r <= m[2] and m[1] <= c <= m[3] for m in merges)
        return CoveredTableCell() if covered else TableCell()
    kind, value = cell["t"], cell.get("v")
    shown = value
    if kind == "n":
        made = TableCell(valuetype="float", value=value, **spans)
    elif kind == "d":
        made, shown = TableCell(valuetype="date", datevalue=cell["iso"], **spans), cell["iso"]
    elif kind == "b":
        made = TableCell(valuetype="boolean", booleanvalue=str(value).lower(), **spans)
    elif kind == "f":
        formula = ODS_FORMULA + cell["f"]
        if value is None:
            return TableCell(formula=formula, **spans)
        made = TableCell(valuetype="float", value=value, formula=formula, **spans)
    else:
        made = TableCell(valuetype="string", **spans)
    for line in str(shown).split("\n"):
        made.addElement(P(text=line))
    return made


def timeless(path):
    """The same bytes at every run: entries in order, without the hour at which they were made."""
    with zipfile.ZipFile(path) as zf:
        parts = [(i.filename, zf.read(i)) for i in zf.infolist() if i.filename != "meta.xml"]
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as zf:
        for name, data in parts:
            info = zipfile.ZipInfo(name, (2021, 7, 14, 18, 0, 0))
            info.compress_type = zipfile.ZIP_STORED if name == "mimetype" else zipfile.ZIP_DEFLATED
            zf.writestr(info, data)


def strings_declared(path):
    """An .xlsx whose table of strings claims 4,294,967,295 of them (calamine issue 684)."""
    main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    rel = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    packages = "http://schemas.openxmlformats.org/package/2006"
    parts = {
        "[Content_Types].xml": f'<Types xmlns="{packages}/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/></Types>',
        "_rels/.rels": f'<Relationships xmlns="{packages}/relationships"><Relationship Id="r" Type="{rel}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
        "xl/workbook.xml": f'<workbook xmlns="{main}" xmlns:r="{rel}"><sheets><sheet name="S" sheetId="1" r:id="a"/></sheets></workbook>',
        "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{packages}/relationships"><Relationship Id="a" Type="{rel}/worksheet" Target="worksheets/sheet1.xml"/><Relationship Id="b" Type="{rel}/sharedStrings" Target="sharedStrings.xml"/></Relationships>',
        "xl/sharedStrings.xml": f'<sst xmlns="{main}" uniqueCount="4294967295"><si><t>x</t></si></sst>',
        "xl/worksheets/sheet1.xml": f'<worksheet xmlns="{main}"><sheetData/></worksheet>',
    }
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as zf:
        for name, text in parts.items():
            zf.writestr(zipfile.ZipInfo(name, (2021, 7, 14, 18, 0, 0)), text)


if __name__ == "__main__":
    strings_declared(os.path.join(sys.argv[2], "strings-declared.xlsx"))
    with open(sys.argv[1]) as f:
        books = json.load(f)
    for book in books:
        path = os.path.join(sys.argv[2], book["name"])
        ending = book["name"].rsplit(".", 1)[1]
        if ending in ("xls", "et"):
            xls(book, path)
        elif ending == "ods":
            ods(book, path)
