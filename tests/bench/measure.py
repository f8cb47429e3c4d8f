"""Runs the cases, alternating the contestants, and prints medians beside the targets of the issue.

A run is one process from its start to its end, taken by wait4: user and system CPU of it and the children
it waited for, wall time, and the largest resident set of any one process among them. Linux starts a
child's resident maximum with that of the process it was started from, so that this one imports little and
states its own size as the floor.
"""
import itertools
import json
import os
import resource
import shutil
import sys
import time

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
BENCH = os.path.join(ROOT, "target", "bench")
RELEASE = os.path.join(ROOT, "target", "release")
PYTHON = os.path.join(ROOT, "target", "bench-venv", "bin", "python")
DAY = "2021-07-14"
# the competitors start from compiled modules, whatever the caller's habit, and leave none in the sources
ENVIRONMENT = {name: value for name, value in os.environ.items() if not name.startswith("PYTHON")}
ENVIRONMENT["PYTHONPYCACHEPREFIX"] = os.path.join(BENCH, "pycache")
OURS, TYPST, REPORTLAB, BARE, INFLATE = "tongbao", "calamine+Typst", "openpyxl+ReportLab", "bare calamine", "inflate"

# case: contestants, and targets (what, of whom, at most or at least, how much)
CASES = {
    "five": ((OURS, TYPST, REPORTLAB),
             (("cpu", None, "<=", 0.050), ("wall", None, "<=", 0.120), ("rss", None, "<=", 60.0))),
    "many": ((OURS, TYPST, REPORTLAB),
             (("cpu", TYPST, ">=", 3.0), ("wall", TYPST, ">=", 3.0))),
    "ledgers": ((OURS, BARE, INFLATE, TYPST, REPORTLAB),
                (("cpu", BARE, "<=", 1.2), ("cpu", TYPST, ">=", 3.0), ("wall", TYPST, ">=", 3.0),
                 ("cpu", REPORTLAB, ">=", 30.0), ("wall", REPORTLAB, ">=", 30.0), ("rss", None, "<=", 80.0))),
    "million": ((OURS, BARE, INFLATE, TYPST), ()),
}
SAYS = {"five": "five samples", "many": "300 workbooks", "ledgers": "100,000 rows in 5 ledgers",
        "million": "1,000,000 rows in one ledger"}


# every run writes into folders of its own, and none is removed before the last run is over: what was removed a
# moment ago makes it dearer for whoever creates files next (ext4 looks through inodes just freed)
RUNS = os.path.join(BENCH, "out")
NUMBERS = itertools.count(1)


class Failed(Exception):
    pass


# --- one run -------------------------------------------------------------------------------------


def run(argv, log):
    """wall and CPU seconds, MiB resident; the exit code must be 0"""
    out = os.open(log, os.O_CREAT | os.O_TRUNC | os.O_WRONLY, 0o644)
    start = time.perf_counter()
    child = os.posix_spawn(argv[0], argv, ENVIRONMENT,
                           file_actions=[(os.POSIX_SPAWN_DUP2, out, 1), (os.POSIX_SPAWN_DUP2, out, 2)])
    _, status, used = os.wait4(child, 0)
    wall = time.perf_counter() - start
    os.close(out)
    code = os.waitstatus_to_exitcode(status)
    if code != 0:
        with open(log, encoding="utf-8", errors="replace") as text:
            raise Failed(f"exit code {code} of {' '.join(argv)}\n{text.read()[-2000:]}")
    return {"wall": wall, "cpu": used.ru_utime + used.ru_stime, "rss": used.ru_maxrss / 1024}


def contest(case, who, extra=()):
    """one run of one contestant, in fresh folders; what it spent, and where it wrote"""
    place = os.path.join(BENCH, case)
    out = os.path.join(RUNS, f"{case}-{next(NUMBERS)}")
    log = os.path.join(RUNS, f"{case}.log")
    for folder in ("outbox", "archive"):
        os.makedirs(os.path.join(out, folder))
    inbox = os.path.join(place, "inbox", DAY)
    files = [os.path.join(inbox, name) for name in sorted(os.listdir(inbox))]
    if who == OURS:
        argv = [os.path.join(RELEASE, "tongbao"), "run", os.path.join(place, "plan.yaml"), "--date", DAY,
                "--inbox", inbox, "--outbox", os.path.join(out, "outbox"),
                "--archive", os.path.join(out, "archive"), "--fonts", os.path.join(ROOT, "fonts")]
    elif who in (BARE, INFLATE):
        argv = [os.path.join(RELEASE, "examples", "bench-bare" if who == BARE else "bench-inflate"), *files]
    else:
        script = "calamine_typst.py" if who == TYPST else "openpyxl_reportlab.py"
        argv = [PYTHON, os.path.join(ROOT, "tests", "bench", script), "--case", place,
                "--fonts", os.path.join(ROOT, "fonts"), "--out", os.path.join(out, "outbox", "bulletin.pdf")]
    spent = run(argv + list(extra), log)
    if who in (OURS, TYPST, REPORTLAB):
        made = [name for name in os.listdir(os.path.join(out, "outbox")) if name.endswith(".pdf")]
        if len(made) != 1:
            raise Failed(f"{who}, {case}: expected one PDF in the outbox, found {made}")
    return spent, out


# --- do they say the same? -----------------------------------------------------------------------


def compare(case):
    """every figure of tongbao's record against those of both competitors; the competitors are asked for theirs"""
    _, out = contest(case, OURS)
    archive = os.path.join(out, "archive")
    found = [os.path.join(folder, name) for folder, _, names in os.walk(archive)
             for name in names if name.endswith(f"{DAY}.json")]
    if len(found) != 1:
        raise Failed(f"{case}: expected one record in the archive, found {found}")
    with open(found[0], encoding="utf-8") as file:
        record = json.load(file)
    ours = {"districts": {d["name"]: d["figures"] for d in record["districts"]}, "total": record["total"]}
    for who in (c for c in CASES[case][0] if c in (TYPST, REPORTLAB)):
        answer = os.path.join(RUNS, f"{case}.figures.json")
        contest(case, who, ("--figures", answer))
        with open(answer, encoding="utf-8") as file:
            theirs = json.load(file)
        if list(theirs["districts"]) != list(ours["districts"]):
            raise Failed(f"{case}: {who} has other districts than tongbao")
        rows = [*((n, f, ours["districts"][n]) for n, f in theirs["districts"].items()),
                ("合计", theirs["total"], ours["total"])]
        for name, figures, of_ours in rows:
            for measure, cells in figures.items():
                for cell, value in cells.items():
                    if plain(of_ours[measure].get(cell)) != plain(value):
                        raise Failed(f"{case}: {name} {measure} {cell}: tongbao {of_ours[measure].get(cell)}, {who} {value}")


def plain(value):
    """12.50 and 12.5 are the same amount"""
    return value.rstrip("0").rstrip(".") if isinstance(value, str) and "." in value else value


# --- all of them ---------------------------------------------------------------------------------


def measure(case, rounds, slow_rounds):
    """runs of each contestant, one after the other in every round, after one that is not counted"""
    runs = {}
    for number in range(-1, rounds):
        for who in CASES[case][0]:
            slow = who == REPORTLAB and case == "ledgers"
            if slow and (number >= slow_rounds or (number < 0 and slow_rounds < rounds)):
                continue
            spent, _ = contest(case, who)
            if number >= 0:
                runs.setdefault(who, []).append(spent)
    return runs


def median(runs, what):
    """the middle one; rounds are odd in number"""
    return sorted(run[what] for run in runs)[len(runs) // 2]


def report(case, runs):
    """rows for the table; the targets, met or missed"""
    lines, verdicts = [], []
    ours = {what: median(runs[OURS], what) for what in ("cpu", "wall", "rss")}
    for who, each in runs.items():
        spent = {what: median(each, what) for what in ("cpu", "wall", "rss")}
        low, high = (pick(run["cpu"] for run in each) for pick in (min, max))
        ratio = "" if who == OURS else f"{spent['cpu'] / ours['cpu']:.2f} / {spent['wall'] / ours['wall']:.2f}"
        lines.append(f"| {SAYS[case]} | {who} | {len(each)} | {spent['cpu'] * 1000:.0f} "
                     f"({low * 1000:.0f}–{high * 1000:.0f}) | {spent['wall'] * 1000:.0f} | {spent['rss']:.0f} | {ratio} |")
    for what, of, sense, bound in CASES[case][1]:
        value, says = ours[what], what
        unit = {"cpu": "s", "wall": "s", "rss": "MiB"}[what]
        if of:
            theirs, unit = median(runs[of], what), "×"
            value, says = (value / theirs, f"{what} of tongbao / {of}") if sense == "<=" else (
                theirs / value, f"{what} of {of} / tongbao")
        met = value <= bound if sense == "<=" else value >= bound
        verdicts.append((met, f"| {SAYS[case]} | {says} | {sense.replace('<=', '≤').replace('>=', '≥')} {bound:g} {unit} "
                              f"| {value:.3g} {unit} | {'met' if met else '**missed**'} |"))
    if BARE in runs and INFLATE in runs:
        verdicts.append((True, f"| {SAYS[case]} | cpu of bare calamine / inflate | (5 to 6 expected) | "
                               f"{median(runs[BARE], 'cpu') / median(runs[INFLATE], 'cpu'):.3g} × | reported |"))
    return lines, verdicts


def machine():
    """cores, CPU, memory, kernel; no names"""
    with open("/proc/cpuinfo", encoding="utf-8") as file:
        model = next((line.split(":")[1].strip() for line in file if line.startswith("model name")), "unknown CPU")
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    return f"{len(os.sched_getaffinity(0))} cores, {model}, {memory:.0f} GiB, Linux {os.uname().release.split('-')[0]}"


def main(arguments):
    quick = "--quick" in arguments
    cases = [a for a in arguments if a in CASES] or ["five", "many", "ledgers"]
    rounds, slow_rounds = (3, 1) if quick else (11, 7)
    print(f"{machine()}; {rounds} rounds, medians (CPU: lowest–highest); floor of resident memory "
          f"{resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MiB\n", flush=True)
    shutil.rmtree(RUNS, ignore_errors=True)
    lines, verdicts, raw = [], [], {}
    for case in cases:
        compare(case)
        raw[case] = measure(case, 5 if case == "million" and not quick else rounds, slow_rounds)
        table, judged = report(case, raw[case])
        lines += table
        verdicts += judged
    print("| case | who | runs | CPU ms | wall ms | RSS MiB | CPU / wall of tongbao's |\n|---|---|--:|--:|--:|--:|--:|")
    print("\n".join(lines))
    print("\n| case | what | target | found | |\n|---|---|--:|--:|---|")
    print("\n".join(line for _, line in verdicts))
    shutil.rmtree(RUNS, ignore_errors=True)
    with open(os.path.join(BENCH, "runs.json"), "w", encoding="utf-8") as file:
        json.dump(raw, file, indent=1)
    return 1 if "--strict" in arguments and not all(met for met, _ in verdicts) else 0


if __name__ == "__main__":
    try:
        sys.exit(main(sys.argv[1:]))
    except Failed as failure:
        sys.exit(f"error: {failure}")
