#!/usr/bin/env python3
"""Leaves a daemon alone for an hour, by a clock that makes three minutes a day, and sees that its memory,
its open files and its threads stay as they are.

    cargo build --example soak-daemon
    python3 tests/soak/soak.py [--minutes 60] [--plans 48] [--speed 480] [--slack KIB] [--samples FILE.tsv]

PLANS bulletins are due at hours of their own, so that one is issued every 86400 / SPEED / PLANS seconds
(3.75 by default). Half of them read the reference's five workbooks (xlsx, xls, ods, a ledger), half two csv
files; each runs a command when it is out, and after each twentieth edition the plans are read again. At
every edition VmRSS, RssAnon, open files, threads and children are read from /proc. The first third of the
editions is warm-up. What fails:

    memory    the last third's median above the second third's by more than 3 % and SLACK (2048 KiB). A run of less than
              some 300 editions needs more: the allocator's arenas warm for the first hundred
    files     the last third's least number of open files above the second third's; threads and
              children (also such as have ended and nobody waits for) likewise
    editions  fewer than nine in ten of those due, one that is not in the archive once, a failed firing,
              an archive that does not verify, or a daemon that does not end with 0

Exit code 0, or 1 with what failed. Linux only; nothing but Python's standard library.
"""

import argparse
import json
import os
import pathlib
import shutil
import signal
import statistics
import subprocess
import sys
import tempfile
import time

ROOT = pathlib.Path(__file__).resolve().parents[2]
TARGET = pathlib.Path(os.environ.get("CARGO_TARGET_DIR", ROOT / "target"))
START = "2021-07-13T23:30:00Z"
SIMPLE = """\
title: 通报
issuer: 办公室
measures: [{name: 户数, unit: 户}]
districts: [东城区, 西城区]
inbox: ../simple
"""


def desk(folder, plans):
    """Plans at hours of their own, and their workbooks."""
    shutil.copytree(ROOT / "tests/samples/xuchang/inbox/2021-07-14", folder / "inbox")
    (folder / "simple").mkdir()
    for name, done in (("东城区", 10), ("西城区", 20)):
        text = f"单位,当日完成户数,累计完成户数,剩余户数\n{name},0,{done},70\n"
        (folder / "simple" / f"{name}.csv").write_text(text, encoding="utf-8")
    reference = (ROOT / "schedules/house-safety.yaml").read_text(encoding="utf-8")
    own = ("series:", "schedule:", "timezone:", "inbox:", "outbox:", "archive:", "catch_up", "period:")
    reference = "".join(l + "\n" for l in reference.splitlines() if not l.startswith(own))
    (folder / "schedules").mkdir()
    for i in range(plans):
        minute = 1440 * i // plans
        text = SIMPLE if i % 2 else reference + "inbox: ../inbox\n"
        text += (
            f"series: p{i:02}\nschedule: '{minute % 60} {minute // 60} * * *'\ntimezone: UTC\n"
            "outbox: ../outbox\narchive: ../archive\ncatch_up: all\n"
            "on_success: [/bin/true]\non_fault: [/bin/true]\n"
        )
        (folder / f"schedules/p{i:02}.yaml").write_text(text, encoding="utf-8")


def sample(pid):
    """(VmRSS in kB, RssAnon in kB, open files, threads, children); None where the process is gone."""
    try:
        status = pathlib.Path(f"/proc/{pid}/status").read_text()
        files = len(os.listdir(f"/proc/{pid}/fd"))
        tasks = pathlib.Path(f"/proc/{pid}/task").glob("*/children")
        children = sum(len(task.read_text().split()) for task in tasks)
    except OSError:
        return None
    at = {line.split(":")[0]: line.split()[1] for line in status.splitlines() if ":" in line and line.split()[1:]}
    if "VmRSS" not in at:
        return None
    return int(at["VmRSS"]), int(at["RssAnon"]), files, int(at["Threads"]), children


def judge(samples, slack):
    """What grew between the second and the last third."""
    third = len(samples) // 3
    middle, last = samples[third : 2 * third], samples[2 * third :]
    wrong = []
    for column, name in ((0, "VmRSS"), (1, "RssAnon")):
        before, after = (statistics.median(s[column] for s in part) for part in (middle, last))
        print(f"{name}: median {before:.0f} kB, then {after:.0f} kB ({after - before:+.0f})")
        if after - before > max(0.03 * before, slack):
            wrong.append(f"{name} grew by {after - before:.0f} kB")
    for column, name in ((2, "open files"), (3, "threads"), (4, "children")):
        before, after = (min(s[column] for s in part) for part in (middle, last))
        most = max(s[column] for s in samples)
        print(f"{name}: at least {before}, then {after}; at most {most}")
        if after > before:
            wrong.append(f"{name} grew from {before} to {after}")
    return wrong


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--minutes", type=float, default=60)
    parser.add_argument("--plans", type=int, default=48)
    parser.add_argument("--speed", type=int, default=480, help="at most 500: the loop looks 20 times a second")
    parser.add_argument("--slack", type=int, default=2048, metavar="KIB")
    parser.add_argument("--samples", type=pathlib.Path, help="where to put a line an edition")
    parser.add_argument("--daemon", type=pathlib.Path, default=TARGET / "debug/examples/soak-daemon")
    options = parser.parse_args()
    if not options.daemon.is_file():
        sys.exit(f"{options.daemon} is missing: cargo build --example soak-daemon")

    with tempfile.TemporaryDirectory(prefix="tongbao-soak-") as made:
        folder = pathlib.Path(made)
        desk(folder, options.plans)
        arguments = ["--fonts", str(ROOT / "fonts"), "serve", "schedules"]
        # a watchdog of a tenth of a second makes the loop look at the clocks each 50 ms
        environment = {**os.environ, "WATCHDOG_USEC": "100000"}
        environment.pop("NOTIFY_SOCKET", None)
        with (folder / "log").open("wb") as log:
            daemon = subprocess.Popen(
                [options.daemon, str(options.speed), START, *arguments], cwd=folder, env=environment, stderr=log
            )
        samples, events, wrong = [], [], []
        history = folder / "schedules/.serve/history.jsonl"
        began = time.monotonic()
        try:
            seen = 0
            while time.monotonic() - began < options.minutes * 60 and daemon.poll() is None:
                time.sleep(0.2)
                count = history.read_bytes().count(b"\n") if history.exists() else 0
                if count == seen:
                    continue
                seen, taken = count, sample(daemon.pid)
                if taken:
                    samples.append(taken)
                if count % 20 == 0:
                    os.utime(folder / "schedules/p00.yaml")
                    daemon.send_signal(signal.SIGHUP)
            if daemon.poll() is None:
                daemon.send_signal(signal.SIGTERM)
            code = daemon.wait(timeout=120)
        finally:
            daemon.kill()
            daemon.wait()
        lasted = time.monotonic() - began
        if code != 0:
            wrong.append(f"the daemon ended with {code}")
        if history.exists():
            events = [json.loads(line) for line in history.read_text(encoding="utf-8").splitlines()]
        issued = [(e["series"], e["day"]) for e in events if e["event"] in ("issued", "faulty")]
        others = [e for e in events if e["event"] not in ("issued", "faulty")]
        due = int(options.minutes * 60 * options.speed * options.plans / 86400)
        print(f"{len(issued)} editions in {lasted:.0f} s, {due} due; {len(others)} other events")
        if others:
            wrong.append(f"{len(others)} firings ended otherwise, the first: {others[0]}")
        if len(issued) < 0.9 * due:
            wrong.append(f"{len(issued)} editions of {due}")
        stand = sorted((folder / "archive").glob("*/*/*.pdf"))
        if len(set(issued)) != len(issued) or len(stand) != len(issued):
            wrong.append(f"{len(issued)} editions said, {len(set(issued))} different, {len(stand)} in the archive")
        arguments = ["archive", "verify", "--archive", "archive", "--outbox", "outbox"]
        verified = subprocess.run(
            [options.daemon, "1", START, *arguments], cwd=folder, capture_output=True, text=True, check=False
        )
        if verified.returncode != 0:
            wrong.append("verify: " + (verified.stdout + verified.stderr)[-500:])
        if options.samples:
            rows = ["edition\tVmRSS\tRssAnon\tfiles\tthreads\tchildren"]
            rows += ["\t".join(map(str, (i + 1, *s))) for i, s in enumerate(samples)]
            options.samples.write_text("\n".join(rows) + "\n")
        if len(samples) < 9:
            wrong.append("fewer than nine samples")
        else:
            wrong += judge(samples, options.slack)
        if wrong:
            print((folder / "log").read_text(encoding="utf-8", errors="replace")[-2000:], file=sys.stderr)
    for what in wrong:
        print(f"FAILED {what}")
    sys.exit(1 if wrong else 0)


if __name__ == "__main__":
    main()
