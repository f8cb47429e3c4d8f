// Writes the corpus' .xlsb, and .xls of Excel 5 (BIFF5), with SheetJS, from the grids that run.sh hands over.
// Usage: node xlsb.cjs GRIDS.json KEPT
const fs = require("fs"), path = require("path"), XLSX = require("xlsx");

const [grids, kept] = process.argv.slice(2);
const ERRORS = { "#NULL!": 0, "#DIV/0!": 7, "#VALUE!": 15, "#REF!": 23, "#NAME?": 29, "#NUM!": 36, "#N/A": 42 };
const HIDDEN = { hidden: 1, veryHidden: 2 };

function cell(c) {
  switch (c.t) {
    case "s": return { t: "s", v: c.v };
    case "n": return { t: "n", v: c.v, ...(c.z ? { z: c.z } : {}) };
    case "d": return { t: "n", v: c.v, z: "yyyy\\-mm\\-dd" };
    case "b": return { t: "b", v: c.v };
    case "e": return { t: "e", v: ERRORS[c.v], w: c.v };
    case "f": {
      const number = Number(c.v);
      if (c.v === null) return { t: "n", f: c.f };
      return c.v in ERRORS ? { t: "e", v: ERRORS[c.v], f: c.f } : { t: "n", v: number, f: c.f };
    }
  }
}

for (const book of JSON.parse(fs.readFileSync(grids))) {
  const ending = book.name.split(".").pop();
  if (ending !== "xlsb" && ending !== "xls5") continue;
  const out = XLSX.utils.book_new();
  out.Workbook = { Sheets: [], WBProps: { date1904: book.is_1904 } };
  for (const sheet of book.sheets) {
    const ws = {};
    let bottom = sheet.top, right = sheet.left;
    sheet.rows.forEach((row, r) => row.forEach((c, k) => {
      if (c === null) return;
      const at = { r: sheet.top + r, c: sheet.left + k };
      ws[XLSX.utils.encode_cell(at)] = cell(c);
      bottom = Math.max(bottom, at.r);
      right = Math.max(right, at.c);
    }));
    ws["!ref"] = XLSX.utils.encode_range({ s: { r: sheet.top, c: sheet.left }, e: { r: bottom, c: right } });
    ws["!merges"] = sheet.merges.map(([t, l, b, r]) => ({ s: { r: t, c: l }, e: { r: b, c: r } }));
    XLSX.utils.book_append_sheet(out, ws, sheet.name);
    out.Workbook.Sheets.push({ name: sheet.name, Hidden: HIDDEN[sheet.hidden] || 0 });
  }
  const bookType = ending === "xls5" ? "biff5" : "xlsb";
  XLSX.writeFile(out, path.join(kept, book.name), { bookType, bookSST: true, compression: true });
}
