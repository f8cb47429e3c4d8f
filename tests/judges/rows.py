#!/usr/bin/env python3
"""Holds a bulletin's table, as pdftotext extracts it, against a published one, row by row.

    rows.py BULLETIN.pdf PUBLISHED.csv [--misprint NAME:PRINTED:RIGHT]... [--row "NAME CELL CELL ..."]...

Every line of the csv must be found as one line of text: the name first, then its cells in their order,
others between them allowed (the bulletin has columns that the newspaper had not). A misprint is put
right first. Rows given by --row are looked for in the same way.
"""
import argparse
import csv
import subprocess
import sys


def is_within(cells, words):
    """Do the cells stand among the words, in order?"""
    rest = iter(words)
    return all(any(cell == word for word in rest) for cell in cells)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("pdf")
    parser.add_argument("csv")
    parser.add_argument("--misprint", action="append", default=[])
    parser.add_argument("--row", action="append", default=[])
    args = parser.parse_args()
    text = subprocess.run(["pdftotext", "-layout", args.pdf, "-"], capture_output=True, check=True).stdout.decode()
    lines = [line.split() for line in text.splitlines()]
    with open(args.csv, encoding="utf-8-sig") as file:
        rows = [row for row in csv.reader(file)][1:]
    for misprint in args.misprint:
        name, printed, right = misprint.split(":")
        for row in rows:
            if row[0] == name:
                row[:] = [right if cell == printed else cell for cell in row]
    rows += [row.split() for row in args.row]
    absent = [row for row in rows if not any(is_within(row, line) for line in lines)]
    for row in absent:
        print("not a row of the text:", " ".join(row))
    print(f"{len(rows) - len(absent)} of {len(rows)} rows found")
    if absent:
        print(text)
    return 1 if absent else 0


sys.exit(main())
