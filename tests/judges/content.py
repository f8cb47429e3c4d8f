"""What the pages show, glyph by glyph: python content.py PDF

No glyph 0 (.notdef) is shown; every code shown has a width and an entry in the font's map to text, and none
is mapped to U+FFFD; everything is drawn within marked content, either an artifact or a numbered piece that
the structure's parent tree knows.
"""

import re
import sys

import pikepdf


def mapped_codes(font: pikepdf.Object) -> dict[int, str]:
    cmap = font.ToUnicode.read_bytes().decode("ascii")
    pairs = re.findall(r"^<([0-9A-F]{4})> <((?:[0-9A-F]{4})+)>$", cmap, re.MULTILINE)
    return {int(code, 16): bytes.fromhex(text).decode("utf-16-be") for code, text in pairs if code != "0000"}


def widths(font: pikepdf.Object) -> set[int]:
    codes, entries = set(), list(font.DescendantFonts[0].W)
    for first, row in zip(entries[::2], entries[1::2]):
        codes.update(range(int(first), int(first) + len(row)))
    return codes


def faults_of_page(page: pikepdf.Page, parents: list) -> list[str]:
    faults, font, shown = [], None, 0
    fonts = {name: (mapped_codes(f), widths(f)) for name, f in page.resources.get("/Font", {}).items()}
    marks: list[tuple[str, int | None]] = []
    numbers = []
    for operands, operator in pikepdf.parse_content_stream(page):
        match str(operator):
            case "BMC":
                marks.append((str(operands[0]), None))
            case "BDC":
                number = operands[1].get("/MCID")
                marks.append((str(operands[0]), None if number is None else int(number)))
                if number is not None:
                    numbers.append(int(number))
            case "EMC":
                marks.pop()
            case "Tf":
                font = str(operands[0])
            case "Tj" | "TJ" as show:
                strings = operands if show == "Tj" else operands[0]
                for string in (s for s in strings if isinstance(s, pikepdf.String)):
                    data = bytes(string)
                    for code in (int.from_bytes(data[i : i + 2], "big") for i in range(0, len(data), 2)):
                        shown += 1
                        text, known = fonts[font]
                        if code == 0:
                            faults.append("glyph 0 (.notdef) is shown")
                        if code not in known:
                            faults.append(f"{font}: code {code} has no width")
                        if "\ufffd" in text.get(code, "\ufffd"):
                            faults.append(f"{font}: code {code} is mapped to no text")
            case "'" | '"':
                faults.append(f"text shown by {operator}, which no layout asks for")
        if str(operator) in {"Tj", "TJ", "S", "f", "re", "sh", "Do"}:
            if not any(tag == "/Artifact" or number is not None for tag, number in marks):
                faults.append(f"{operator} outside of marked content")
    if marks:
        faults.append("marked content is left open")
    if numbers != list(range(len(parents))):
        faults.append(f"pieces {numbers}, but the parent tree knows {len(parents)}")
    if shown == 0:
        faults.append("no text at all")
    return faults


def main(path: str) -> int:
    faults = []
    with pikepdf.open(path) as pdf:
        nums = list(pdf.Root.StructTreeRoot.ParentTree.Nums)
        parents = {int(key): value for key, value in zip(nums[::2], nums[1::2])}
        for number, page in enumerate(pdf.pages, 1):
            key = int(page.obj.StructParents)
            faults += [f"page {number}: {fault}" for fault in faults_of_page(page, list(parents[key]))]
    print("\n".join(sorted(set(faults))) or f"{path}: nothing found")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
