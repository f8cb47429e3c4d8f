"""PDF/A-2 as far as pikepdf.pdfa can judge it: python archive.py PDF

It judges level B alone, and what it does not know it reports. What it is known not to know is listed here,
each with the reason; anything else is a fault.
"""

import sys

import pikepdf
import pikepdf.pdfa

XMP = "ISO_19005_2:6.6.2.3.1-1"
KNOWN = {
    # CID-keyed CFF: the font program itself is judged by veraPDF
    ("pikepdf:font-program", "CIDFontType0: CFF FDArray FontMatrix is not supported"),
    # the claim of PDF/UA has to be declared by an extension schema (6.6.2.3.3), which it does not read
    (XMP, "XMP namespace pdfaExtension=http://www.aiim.org/pdfa/ns/extension/ is not permitted"),
    (XMP, "XMP namespace pdfaSchema=http://www.aiim.org/pdfa/ns/schema# is not permitted"),
    (XMP, "XMP namespace pdfaProperty=http://www.aiim.org/pdfa/ns/property# is not permitted"),
    (XMP, "XMP property pdfuaid:part is not permitted"),
    (XMP, "XMP property pdfaExtension:schemas is not permitted"),
    # level A is asked of veraPDF
    ("ISO_19005_2:6.6.4-3", "pdfaid:conformance is 'A', expected 'B'"),
}


def main(path: str) -> int:
    with pikepdf.open(path) as pdf:
        part = "3" if b"<pdfaid:part>3<" in pdf.Root.Metadata.read_bytes() else "2"
        findings = pikepdf.pdfa.check(pdf, part + "b").findings
    faults = []
    for finding in findings:
        said = str(finding).replace("ISO_19005_3", "ISO_19005_2")
        known = any(rule in said and said.endswith(message) for rule, message in KNOWN)
        print("known" if known else "FAULT", finding)
        if not known:
            faults.append(finding)
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
