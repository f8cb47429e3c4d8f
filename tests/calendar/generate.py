#!/usr/bin/env python3
"""Writes workdays.csv beside itself: every day of 2024 to 2026, and whether it is a workday in China,
by the package chinesecalendar 1.11.0 (MIT), which reads the same notices as schedules/calendars/china.yaml
but was written by other hands. To make it again:

    pip install chinesecalendar==1.11.0 && python3 tests/calendar/generate.py
"""

import datetime
import pathlib
from importlib.metadata import version

import chinese_calendar

rows = [f"# chinesecalendar {version('chinesecalendar')}: day,workday"]
day = datetime.date(2024, 1, 1)
while day <= datetime.date(2026, 12, 31):
    rows.append(f"{day},{int(chinese_calendar.is_workday(day))}")
    day += datetime.timedelta(days=1)
pathlib.Path(__file__).with_name("workdays.csv").write_text("\n".join(rows) + "\n", encoding="utf-8")
