"""Writes a desk whose bulletin is as long as they get: 200 districts with streets, three days, articles, every
chart and carrier, a PDF a district.

    long.py FONTS FOLDER

FOLDER then holds plan.yaml and all that it names; what is made goes to FOLDER/outbox and FOLDER/archive."""

import os
import sys

DAYS = ["2021-07-12", "2021-07-13", "2021-07-14"]
DISTRICTS = 200
STREETS = 3
DIGITS = "零一二三四五六七八九"
STOCK = "丁营塘坊灵井艾庄榆林河街将官池五女店尚集苏桥蒋李椹涧桂村张潘陈曹小召邓长半截"

ARTICLE = """# 第{n}篇：{name}的做法

7月13日，{name}魏武街道的王堃、魏琦等同志走访了{n}户群众，查看了《实施方案》落实情况。“截至目前，我们共排查出存在安全隐患的
房屋863户，已拆除整治500户，完成率接近60%。”

## 一、主要做法

- 建立台账，实行**销号管理**；
- *一户一策*，日清日结。

| 单位 | 做法 | 户数 |
| --- | --- | ---: |
| {name} | 一户一策 | {n}44 |
| 其他 | 销号管理 | 1056 |
"""


def name(n):
    """Names of three to twelve characters, each unlike the others."""
    number = "".join(DIGITS[int(digit)] for digit in str(n))
    start = n * 7 % len(STOCK)
    return (STOCK * 2)[start : start + 1 + n % 9] + number + "镇"


def figures(district, street, measure, day):
    """D, C and T: some streets without a task, some done, most on their way."""
    task = (0 if (district + street) % 41 == 0 else 40 + district * 13 % 170) * (1, 57)[measure]

    def done(day):
        steps = sum((district + street + past) % 4 for past in range(day + 1))
        return min(task, task * (10 + district * 37 % 60 + steps) // 100)

    return done(day) - done(day - 1), done(day), task


def main():
    fonts, folder = (os.path.abspath(argument) for argument in sys.argv[1:])
    with open_to_write(f"{folder}/plan.yaml") as file:
        file.write(
            f"""title: 各镇房屋安全隐患集中整治工作通报
issuer: 许昌市房屋安全整治工作指挥部办公室
series: long
inbox: inbox/{{day}}
outbox: outbox
archive: archive
articles: {{folder: "articles/{{day}}", columns: 2}}
cutoff: "18:00"
period: {{from: 2021-06-15, to: 2021-09-30}}
measures: [{{name: 户数, unit: 户}}, {{name: 面积, unit: ㎡}}]
charts: [shares, ranks, remaining, days, scatter]
streets: table
burst: true
also: [text, xlsx]
attach: [figures, table]
districts: [{", ".join(name(n) for n in range(DISTRICTS))}]
"""
        )
    for n in range(6):
        with open_to_write(f"{folder}/articles/{DAYS[-1]}/{n}.md") as file:
            file.write(ARTICLE.format(n=n + 1, name=name(n)))
    head = "单位,户数当日完成（户）,户数累计完成（户）,户数任务总数（户）,面积当日完成（㎡）,面积累计完成（㎡）,面积任务总数（㎡）\n"
    for day, date in enumerate(DAYS, 1):
        for district in range(DISTRICTS):
            # now and then one sends nothing
            if district % 29 == 7 and day == len(DAYS):
                continue
            rows = [[f for m in (0, 1) for f in figures(district, s, m, day)] for s in range(STREETS)]
            with open_to_write(f"{folder}/inbox/{date}/{name(district)}.csv") as file:
                file.write(head)
                for street, row in enumerate(rows):
                    file.write(",".join([f"第{DIGITS[street + 1]}街道", *map(str, row)]) + "\n")
                file.write(",".join([name(district), *(str(sum(column)) for column in zip(*rows))]) + "\n")
    if not os.path.isdir(fonts):
        sys.exit(f"no fonts in {fonts}")


def open_to_write(path):
    os.makedirs(os.path.dirname(path), exist_ok=True)
    return open(path, "w", encoding="utf-8")


main()
