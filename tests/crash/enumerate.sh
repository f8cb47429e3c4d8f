#!/bin/sh
# Kills a run at each call that it makes on outbox and archive, one call after another, and sees that the
# next run ends as if nothing had happened. With strace's injection every point is met once, by its call
# and its path, in whichever thread, which random kills never promise. (A kill does not test syncing: what
# the kernel has taken, it keeps. The order of the syncs is read from the trace instead, at the end.)
#
#     tests/crash/enumerate.sh [-n POINTS] [-e] PLAN DAY [EARLIER_DAY...]
#
#     -n POINTS   as many points, spread evenly, the first and last among them (default: all)
#     -e          let the calls fail with ENOSPC and EIO instead of killing: the run must then end by
#                 itself with code 1 (or finish, where it can do without the call), leaving no temporary
#     PLAN DAY    the edition to be issued; EARLIER_DAYs are issued before, in peace
#
#     TONGBAO     the program (default target/debug/tongbao)
#     WORK        a folder to work in (default: a new one in TMPDIR); choose one on a real disk
#
# The plan's own outbox and archive are left alone. Workbooks are read, not disturbed: that one cannot be
# read is a fault of the inbox, with which the edition is rightly another.
#
# After each kill:
#   1. whatever PDF stands in the outbox has its SHA-256 in the manifest: nothing was sent unrecorded
#   2. the run again ends with the code that an undisturbed run has
#   3. `tongbao archive verify` finds nothing
#   4. archive and outbox are, byte for byte, those of the undisturbed run
#   5. a third run changes nothing, not even a time of change
# Prints a line for each point that fails, and a summary; exit code 0, or 1 where any failed.
# Needs strace, and a kernel that lets it trace (in a container: --cap-add=SYS_PTRACE).
set -u

points=0 errors=no
while getopts n:e option; do
    case $option in
        n) points=$OPTARG ;;
        e) errors=yes ;;
        *) exit 2 ;;
    esac
done
shift $((OPTIND - 1))
. "$(dirname "$0")/common.sh"
[ $# -ge 2 ] || { sed -n '2,/^set/p' "$0" | sed '$d; s/^# \{0,1\}//' >&2; exit 2; }
plan=$1 day=$2
shift 2

tongbao=${TONGBAO:-target/debug/tongbao}
command -v strace >/dev/null || { echo "strace is missing" >&2; exit 2; }
[ -x "$tongbao" ] || { echo "$tongbao is missing: cargo build, or set TONGBAO" >&2; exit 2; }
if [ -n "${WORK:-}" ]; then mkdir -p "$WORK" && work=$WORK; else work=$(mktemp -d) && trap 'rm -rf "$work"' EXIT; fi

# a path is met by its true name, also through a file's descriptor
work=$(cd "$work" && pwd -P)

# the calls by which files come, change and go; openat is there for the files it creates
calls="openat write fsync renameat2 mkdir unlink ftruncate"
traced=$(echo $calls | tr ' ' ',')

run() { # DESK DAY: one edition
    "$tongbao" run "$plan" --date "$2" --outbox "$1/outbox" --archive "$1/archive" >"$1.out" 2>&1
}
disturbed() { # DESK PATH INJECTION: the edition of $day, disturbed at a call on PATH
    # in a shell of its own, which tells the file, not the terminal, that strace was killed
    (
        strace -f -o "$1.trace" -P "$1/$2" -e trace="$traced" -e inject="$3" \
            "$tongbao" run "$plan" --date "$day" --outbox "$1/outbox" --archive "$1/archive"
        exit $?
    ) >"$1.out" 2>&1
}
verify() { # DESK
    "$tongbao" archive verify --archive "$1/archive" --outbox "$1/outbox" >"$1.out" 2>&1
}
changed() { # DESK: every file with its time of change
    (cd "$1" && find . -type f ! -name .lock -printf '%p %T@ %s\n' | LC_ALL=C sort)
}

# the desk before the edition, and after an undisturbed run
rm -rf "$work/before" "$work/after"
mkdir -p "$work/before"
for earlier in "$@"; do
    run "$work/before" "$earlier"; code=$?
    [ $code = 0 ] || [ $code = 3 ] || { cat "$work/before.out" >&2; echo "$earlier: code $code" >&2; exit 2; }
done
cp -a "$work/before" "$work/after"
strace -f -y -o "$work/count" -e trace="$traced" \
    "$tongbao" run "$plan" --date "$day" --outbox "$work/after/outbox" --archive "$work/after/archive" \
    >"$work/after.out" 2>&1
expected=$?
[ $expected = 0 ] || [ $expected = 3 ] || { cat "$work/after.out" >&2; echo "$day: code $expected" >&2; exit 2; }
contents "$work/after" >"$work/expected"
verify "$work/after" || { cat "$work/after.out" >&2; echo "the undisturbed run is not sound" >&2; exit 2; }

fail() { # WHAT: the point failed
    failed=$((failed + 1))
    echo "FAILED $call $path $n${error:+ $error}: $1"
    sed 's/^/    /' "$desk.out" | tail -n 3
}
again() { # the run after the disturbance: must end as the undisturbed one
    run "$desk" "$day"; code=$?
    [ $code = $expected ] || [ $code = 0 ] || { fail "run again: code $code, expected $expected"; return; }
    verify "$desk" || { fail "verify after the run again"; return; }
    contents "$desk" | cmp -s - "$work/expected" || {
        contents "$desk" | diff - "$work/expected" >"$desk.out"
        fail "other files than an undisturbed run"
        return
    }
    before=$(changed "$desk")
    run "$desk" "$day"
    [ "$(changed "$desk")" = "$before" ] || fail "a third run changed something"
}

# each point: CALL PATH N, the Nth CALL on PATH
awk -v root="$work/after/" '
    match($2, /^[a-z0-9]+\(/) {
        call = substr($2, 1, RLENGTH - 1)
        if (!(at = index($0, root))) next
        path = substr($0, at + length(root))
        sub(/[">,].*/, "", path)
        print call, path, ++n[call, path]
    }' "$work/count" >"$work/points"
all=$(wc -l <"$work/points")
[ "$all" -gt 0 ] || { echo "the trace shows no call on outbox or archive" >&2; exit 2; }
spread "$points" <"$work/points" >"$work/chosen"

failed=0 met=0 desk=$work/desk
while read -r call path n; do
    for error in $([ $errors = yes ] && echo ENOSPC EIO || echo kill); do
        rm -rf "$desk"
        cp -a "$work/before" "$desk"
        met=$((met + 1))
        if [ $errors = yes ]; then
            disturbed "$desk" "$path" "$call:error=$error:when=$n"; code=$?
            grep -q '(INJECTED)$' "$desk.trace" || { fail "the point was not met"; continue; }
            case $code in 0 | 1 | 3) ;; *) fail "ended with code $code"; continue ;; esac
            [ -z "$(find "$desk" -name '.tmp-*')" ] || [ "$call" = unlink ] || { fail "left a temporary"; continue; }
        else
            error=
            disturbed "$desk" "$path" "$call:signal=SIGKILL:when=$n"
            grep -q 'killed by SIGKILL' "$desk.trace" || { fail "the point was not met"; continue; }
        fi
        all_recorded "$desk" || { fail "the outbox holds what has no record"; continue; }
        again
    done
done <"$work/chosen"
cut -d' ' -f1 "$work/chosen" | sort | uniq -c | awk '{ print $2 ": " $1 }'

echo "the order of syncs and renames, undisturbed:"
grep -E 'fsync|renameat2|manifest.jsonl.*O_APPEND' "$work/count" | sed -E "s#$work/after/##g; s/^/    /"
echo "$met points, $failed failed"
[ $failed = 0 ]
