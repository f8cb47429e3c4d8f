// Writes the corpus' .xlsb with SheetJS, and .xls of Excel 5 in GBK record by record, since no writer at hand
// makes one, from the grids that run.sh hands over.
// Usage: node xlsb.cjs GRIDS.json KEPT
const fs = require("fs"), path = require("path"), XLSX = require("xlsx"), codepage = require("codepage");

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

// SheetJS does not write the flag: bit 0 of BrtWbProp, record 153, in workbook.bin
function epoch1904(bytes) {
  const zip = XLSX.CFB.read(bytes, { type: "buffer" });
  const part = XLSX.CFB.find(zip, "/xl/workbook.bin");
  const at = Buffer.from(part.content).indexOf(Buffer.from([0x99, 0x01]));
  part.content[at + 3] |= 1;
  return XLSX.CFB.write(zip, { type: "buffer", fileType: "zip", compression: true });
}

// [MS-XLS] as Excel 5 wrote it: a stream Book, texts in the code page that it names
function excel5(book) {
  const record = (kind, ...parts) => {
    const body = Buffer.concat(parts), head = Buffer.alloc(4);
    head.writeUInt16LE(kind, 0);
    head.writeUInt16LE(body.length, 2);
    return Buffer.concat([head, body]);
  };
  const u16 = (...ns) => { const b = Buffer.alloc(2 * ns.length); ns.forEach((n, i) => b.writeUInt16LE(n, 2 * i)); return b; };
  const gbk = (text) => Buffer.from(codepage.utils.encode(936, text));
  const f64 = (n) => { const b = Buffer.alloc(8); b.writeDoubleLE(n); return b; };
  const sheets = book.sheets.map((sheet) => {
    const cells = sheet.rows.flatMap((row, r) => row.map((c, k) => {
      if (c === null) return Buffer.alloc(0);
      const at = u16(sheet.top + r, sheet.left + k, 0);
      return c.t === "n" ? record(0x203, at, f64(c.v)) : record(0x204, at, u16(gbk(c.v).length), gbk(c.v));
    }));
    return Buffer.concat([record(0x809, u16(0x500, 0x10, 0, 0)), ...cells, record(0x0A)]);
  });
  const names = book.sheets.map((sheet) => gbk(sheet.name));
  const bound = (at, name) => { const b = Buffer.alloc(7); b.writeUInt32LE(at, 0); b[6] = name.length; return record(0x85, b, name); };
  const head = Buffer.concat([record(0x809, u16(0x500, 5, 0, 0)), record(0x42, u16(936))]);
  let at = head.length + names.reduce((sum, name) => sum + 11 + name.length, 0) + 4;
  const bounds = names.map((name, i) => { const b = bound(at, name); at += sheets[i].length; return b; });
  const out = XLSX.CFB.utils.cfb_new();
  const stream = Buffer.concat([head, ...bounds, record(0x0A), ...sheets]);
  // what is shorter than 4,096 bytes would go into the mini stream; Excel pads likewise
  XLSX.CFB.utils.cfb_add(out, "/Book", Buffer.concat([stream, Buffer.alloc(Math.max(0, 4096 - stream.length))]));
  return XLSX.CFB.write(out, { type: "buffer" });
}

for (const book of JSON.parse(fs.readFileSync(grids))) {
  const ending = book.name.split(".").pop();
  if (ending === "xls5") fs.writeFileSync(path.join(kept, book.name), excel5(book));
  if (ending !== "xlsb") continue;
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
  const bytes = XLSX.write(out, { bookType: "xlsb", type: "buffer", bookSST: true, compression: true });
  fs.writeFileSync(path.join(kept, book.name), book.is_1904 ? epoch1904(bytes) : bytes);
}

// an OLE container as Excel writes it for a workbook with a password: what is inside is noise of no use
const cfb = XLSX.CFB.utils.cfb_new();
const noise = Buffer.from(Array.from({ length: 4352 }, (_, i) => (i * 7919 + 13) % 251));
XLSX.CFB.utils.cfb_add(cfb, "/EncryptionInfo", Buffer.concat([Buffer.from([4, 0, 4, 0, 0x40, 0, 0, 0]), Buffer.from("<encryption/>")]));
XLSX.CFB.utils.cfb_add(cfb, "/EncryptedPackage", noise);
fs.writeFileSync(path.join(kept, "encrypted.xlsx"), XLSX.CFB.write(cfb, { type: "buffer" }));
