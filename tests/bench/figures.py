"""What both competitors share: the styles of the workbooks, and the figures and words made of them.

A reader hands over rows (tuples of str, int, float, date or datetime, None) of a file's first sheet.
Here they become figures: exact, amounts in hundredths of a unit, shares rounded half up, ranks with ties.
Everything is tuned to the workloads: columns and first rows are known, nothing is searched for, checked
or explained. tongbao knows none of this and finds it out.
"""
import argparse
import datetime
import json
import os

DAY = datetime.date(2021, 7, 14)
DAY_TEXT = "2021.7.14"
FULL_WIDTH = str.maketrans("０１２３４５６７８９", "0123456789", ",户㎡ ")


class Task:
    """What to set, from the command line and case.json."""

    def __init__(self):
        arguments = argparse.ArgumentParser()
        for name in ("case", "fonts", "out"):
            arguments.add_argument("--" + name, required=True)
        arguments.add_argument("--figures", help="write the figures as JSON here, for comparison")
        self.options = arguments.parse_args()
        with open(os.path.join(self.options.case, "case.json"), encoding="utf-8") as file:
            case = json.load(file)
        self.fonts = self.options.fonts
        self.inbox = os.path.join(self.options.case, "inbox", DAY.isoformat())
        self.decimals = (0, case["area_decimals"])
        self.districts = case["districts"]

    def collect(self, rows_of):
        """A Bulletin of all workbooks; rows_of(path) gives the first sheet's rows."""
        districts = []
        for district in self.districts:
            path = os.path.join(self.inbox, district["file"])
            districts.append((district["name"], STYLES[district["style"]](rows_of(path))))
        return Bulletin(districts, self.decimals)

    def publish(self, pdf, bulletin):
        """Writes the PDF, synced; the figures only when asked for, which the timed runs do not."""
        with open(self.options.out, "wb") as file:
            file.write(pdf)
            file.flush()
            os.fsync(file.fileno())
        if self.options.figures:
            with open(self.options.figures, "w", encoding="utf-8") as file:
                json.dump(bulletin.as_json(), file, ensure_ascii=False)


# --- styles: rows in, [day, done, left] of 户数 and 面积 in hundredths out -------------------------


def hundredths(value, unit=1):
    if isinstance(value, str):
        value = int(value.translate(FULL_WIDTH))
    return round(value * unit * 100)


def pairs(row, at, unit=1):
    """day, done and left from six cells"""
    households = [hundredths(row[at + i]) for i in (0, 2, 4)]
    areas = [hundredths(row[at + i], unit) for i in (1, 3, 5)]
    return households, areas


def summed(rows, at, unit=1):
    households, areas = [0, 0, 0], [0, 0, 0]
    for row in rows:
        h, a = pairs(row, at, unit)
        for i in range(3):
            households[i] += h[i]
            areas[i] += a[i]
    return households, areas


def streets(rows):
    """序号 街道 任务 当日 累计 剩余, four rows of head, numbered rows, 合计"""
    return summed((row for row in rows if isinstance(row[0], (int, float))), 4)


def total_first(rows):
    """the same with areas in 万㎡"""
    return summed((row for row in rows if isinstance(row[0], (int, float))), 4, 10_000)


def jianan(rows):
    """one row of text: full-width digits, thousands separators, units"""
    return next(pairs(row, 1) for row in rows if row[0] == "建安区")


def shifan(rows):
    """办事处 任务 当日 累计 剩余; no total"""
    return summed((row for row in rows if isinstance(row[0], str) and row[0].endswith(("街道", "镇"))), 3)


def dongcheng(rows):
    """a row a street below the total, areas in 万㎡"""
    return summed((row for row in rows if row[0].endswith("街道")), 1, 10_000)


def ledger(rows, area=6, completed=10):
    """a row a household; done on or before the day, done on the day, and the rest"""
    households, areas = [0, 0, 0], [0, 0, 0]
    rows = iter(rows)
    next(rows)
    next(rows)
    for row in rows:
        size = row[area]
        if size is None or size == "":
            continue
        size = round(size * 100)
        when = row[completed]
        if not when:
            households[2] += 100
            areas[2] += size
            continue
        if isinstance(when, str):
            year, month, day = when.split(".")
            when = datetime.date(int(year), int(month), int(day))
        elif isinstance(when, datetime.datetime):
            when = when.date()
        if when > DAY:
            households[2] += 100
            areas[2] += size
        else:
            households[1] += 100
            areas[1] += size
            if when == DAY:
                households[0] += 100
                areas[0] += size
    return households, areas


def kaifa(rows):
    return ledger(rows, area=4, completed=8)


STYLES = {"weidu": streets, "streets": streets, "single": streets, "total-first": total_first,
          "jianan": jianan, "shifan": shifan, "dongcheng": dongcheng, "kaifa": kaifa, "ledger": ledger}


# --- figures and words ---------------------------------------------------------------------------


def percent(done, task):
    """two decimals, half up, of an exact ratio"""
    n = (done * 100_00 * 2 + task) // (2 * task)
    return f"{n // 100}.{n % 100:02}"


def ranks(shares):
    """rank and whether it is shared, by (done, task) compared exactly"""
    from fractions import Fraction
    exact = [Fraction(done, task) for done, task in shares]
    order = sorted(exact, reverse=True)
    first = {}
    for place, share in enumerate(order, 1):
        first.setdefault(share, place)
    return [(first[share], order.count(share) > 1) for share in exact]


class Bulletin:
    """The figures of a day, and the table and the paragraph that say them."""

    MEASURES = (("户数", "户"), ("面积", "㎡"))
    HEAD = ("当日进度", 2), ("累计进度", 6), ("剩余任务", 2)
    LEAVES = ("户数", "面积", "户数", "占比", "排名", "面积", "占比", "排名", "户数", "面积")
    MASTHEAD, NUMBER, DATE = "工作简报", "第67期", "2021年7月14日"
    ISSUER = "中心城区房屋安全隐患集中整治工作指挥部办公室"
    TITLE = "中心城区房屋安全隐患集中整治工作通报"
    CAPTION, UNITS = "进度统计表", "单位：户、㎡"

    def __init__(self, districts, decimals):
        self.districts = districts
        self.decimals = decimals
        self.total = [[sum(d[1][m][i] for d in districts) for i in range(3)] for m in (0, 1)]
        self.ranks = [ranks([(d[1][m][1], d[1][m][1] + d[1][m][2]) for d in districts]) for m in (0, 1)]

    def amount(self, value, measure):
        if self.decimals[measure] == 2:
            return f"{value // 100}.{value % 100:02}"
        return str((value + 50) // 100)

    def rows(self):
        """the table's body as text, 合计 last"""
        for index, (name, figures) in enumerate(self.districts):
            placed = []
            for measure in (0, 1):
                place, tied = self.ranks[measure][index]
                placed.append(f"并列{place}" if tied else str(place))
            yield self.row(name, figures, placed)
        yield self.row("合计", self.total, ("—", "—"))

    def row(self, name, figures, placed):
        cells = [name]
        cells += [self.amount(figures[m][0], m) for m in (0, 1)]
        for m in (0, 1):
            _, done, left = figures[m]
            cells += [self.amount(done, m), percent(done, done + left) + "%", placed[m]]
        cells += [self.amount(figures[m][2], m) for m in (0, 1)]
        return cells

    def paragraphs(self):
        """总体情况 and 进度靠前"""
        with_unit = [[self.amount(v, m) + self.MEASURES[m][1] for v in self.total[m]] for m in (0, 1)]
        share = [percent(t[1], t[1] + t[2]) for t in self.total]
        yield "总体情况。", (
            f"截至7月14日18时，全市累计完成{with_unit[0][1]}、{with_unit[1][1]}，分别占任务总数的{share[0]}%、{share[1]}%"
            f"；当日完成{with_unit[0][0]}、{with_unit[1][0]}；剩余{with_unit[0][2]}、{with_unit[1][2]}。")
        clauses = []
        for measure, (word, _) in enumerate(self.MEASURES):
            best = sorted(range(len(self.districts)), key=lambda i: self.ranks[measure][i][0])[:3]
            named = []
            for i in best:
                name, figures = self.districts[i]
                _, done, left = figures[measure]
                named.append(f"{name}（{percent(done, done + left)}%）")
            clauses.append(f"{word}占比居前{len(named)}位的是{'、'.join(named)}")
        yield "进度靠前。", "；".join(clauses) + "。"

    def as_json(self):
        """shaped as tongbao's figures"""
        out = {"districts": {}, "total": {}}
        for index, (name, figures) in enumerate(self.districts):
            out["districts"][name] = {
                word: dict(self.plain(figures[m], m), rank=self.ranks[m][index][0], tied=self.ranks[m][index][1])
                for m, (word, _) in enumerate(self.MEASURES)}
        for m, (word, _) in enumerate(self.MEASURES):
            out["total"][word] = self.plain(self.total[m], m)
        return out

    def plain(self, figures, measure):
        day, done, left = figures
        return {"day": self.amount(day, measure), "done": self.amount(done, measure),
                "task": self.amount(done + left, measure), "left": self.amount(left, measure),
                "share": percent(done, done + left)}
