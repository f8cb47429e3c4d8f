"""Reckons every formula of an .xlsx anew, by a program that had no part in writing it, and holds what comes out
against the values stored beside the formulas and against the figures as JSON.

    table.py XLSX JSON

The file must open in openpyxl; the program that reckons is `formulas`."""

import json
import re
import sys
from decimal import ROUND_HALF_UP, Decimal

import formulas
import numpy
import openpyxl

# a stored value is the nearest double, and so is each step on the way to it
GIVE = 1e-9
HEAD = 4


def plain(value):
    """A cell's value as Python has it; formulas gives arrays of one."""
    value = numpy.asarray(value, dtype=object).ravel()[0]
    return value.item() if isinstance(value, numpy.generic) else value


def is_same(one, other):
    if isinstance(one, (int, float)) and isinstance(other, (int, float)):
        return abs(one - other) <= GIVE * max(1, abs(one), abs(other))
    return str(one) == str(other)


def reckoned(path):
    """Every cell's value, reckoned from the formulas alone: A1 to value."""
    solution = formulas.ExcelModel().loads(path).finish().calculate()
    cells = {}
    for name, ranges in solution.items():
        cell = re.fullmatch(r"'\[.*\](.*)'!([A-Z]+[0-9]+)", str(name))
        if cell and hasattr(ranges, "value"):
            cells[cell[2]] = plain(ranges.value)
    return cells


def printed(share, places):
    """As the bulletin prints it: half up, in percent. The double may lie a hair below the half."""
    step = Decimal(1).scaleb(-places)
    return str((Decimal(repr(share)) * 100 + Decimal("1e-11")).quantize(step, ROUND_HALF_UP))


class Judge:
    def __init__(self, path, figures):
        self.formulas = openpyxl.load_workbook(path).active
        self.stored = openpyxl.load_workbook(path, data_only=True).active
        self.figures = figures
        self.names = [measure["name"] for measure in figures["measures"]]
        self.cells = reckoned(path)
        self.faults = []
        self.seen = 0

    def expect(self, row, column, wanted, what):
        """The cell's value is that of the figures; a word where they have none."""
        found = self.cells.get(self.formulas.cell(row, column).coordinate, self.stored.cell(row, column).value)
        self.seen += 1
        if wanted is None:
            if isinstance(found, (int, float)):
                self.faults.append(f"{what}: {found}, where the figures have none")
        elif not isinstance(found, (int, float)) or not is_same(float(found), float(Decimal(wanted))):
            self.faults.append(f"{what}: {found}, not {wanted}")

    def recalculated(self):
        """Every formula against the value stored with it."""
        many = 0
        for row in self.formulas.iter_rows():
            for cell in row:
                if not (isinstance(cell.value, str) and cell.value.startswith("=")):
                    continue
                many += 1
                stored, anew = self.stored[cell.coordinate].value, self.cells.get(cell.coordinate)
                if stored is None or anew is None or not is_same(stored, anew):
                    self.faults.append(f"{cell.coordinate} {cell.value}: stored {stored!r}, reckoned {anew!r}")
        return many

    def row(self, row, of, figures, is_total):
        n = len(self.names)
        for i, name in enumerate(self.names):
            cells = figures.get(name) or {}
            day, done = 2 + i, 2 + n + 3 * i
            what = f"{of} {name}"
            self.expect(row, day, cells.get("day"), f"{what} day")
            self.expect(row, done, cells.get("done"), f"{what} done")
            self.expect(row, 2 + 4 * n + i, cells.get("left"), f"{what} left")
            share = self.cells.get(self.formulas.cell(row, done + 1).coordinate)
            wanted = cells.get("share")
            if wanted is None:
                self.expect(row, done + 1, None, f"{what} share")
            elif not isinstance(share, (int, float)) or printed(float(share), places(wanted)) != wanted:
                self.faults.append(f"{what} share: {share}, not {wanted} %")
            self.expect(row, done + 2, None if is_total else cells.get("rank"), f"{what} rank")

    def hold(self):
        row = HEAD
        for district in self.figures["districts"]:
            row += 1
            # over the first of a group stands its name alone
            if self.stored.cell(row, 1).value != district["name"] and self.is_blank(row):
                row += 1
            if self.stored.cell(row, 1).value != district["name"]:
                self.faults.append(f"row {row} is {self.stored.cell(row, 1).value}, not {district['name']}")
            figures = {name: dict(of) for name, of in district["figures"].items()}
            self.row(row, district["name"], figures, False)
        self.row(row + 1, "合计", self.figures["total"], True)

    def is_blank(self, row):
        return all(self.stored.cell(row, column).value is None for column in range(2, 2 + 5 * len(self.names)))


def places(share):
    return len(share.partition(".")[2])


def main():
    path, figures = sys.argv[1:]
    with open(figures, encoding="utf-8") as file:
        judge = Judge(path, json.load(file))
    many = judge.recalculated()
    judge.hold()
    for fault in judge.faults:
        print(fault)
    print(f"{path}: {many} formulas reckoned anew, {judge.seen} cells held against the figures, {len(judge.faults)} faults")
    return 1 if judge.faults or not many else 0


sys.exit(main())
