#!/bin/bash
# Kills the daemon, or lets it meet an error, at each call that it makes on outbox, archive and its own
# folder while it catches up two missed editions; starts it again, undisturbed, and sees that every edition
# stands once. As enumerate.sh does for a single run, with strace's injection: each point is met by its call
# and its path.
#
#     tests/crash/daemon.sh [-n POINTS] [-e ERRORS] [-p PART/PARTS]
#
#     -n POINTS   as many points, spread evenly, the first and last among them (default: all)
#     -e ERRORS   `kill`, or errors of which each call fails with each: default "kill EIO ENOSPC EACCES"
#     -p 1/2      the first of two halves of the points, for two processes side by side
#
#     TONGBAO     the program (default target/debug/tongbao)
#     WORK        a folder to work in (default: a new one in TMPDIR)
#
# The disturbed daemon ends by the kill, or with 75 or 1 where it cannot start, or goes on; a firing that
# is to be tried again is taken up by the next start at once. Then, before the next start:
#   1. whatever PDF stands in the outbox is whole: its SHA-256 is in the manifest
#   2. state.json and status.json are whole, where they stand
# and after it, when both editions stand and the daemon was asked to end:
#   3. it ends with 0, and `tongbao archive verify` finds nothing
#   4. archive and outbox are, byte for byte, those of the undisturbed daemon: each edition once
#   5. no temporary is left anywhere
#   6. the history tells of both firings, and of none that failed for good; status.json says that it ended
# Prints a line for each point that fails, and a summary; exit code 0, or 1 where any failed.
# Needs strace, and a kernel that lets it trace (in a container: --cap-add=SYS_PTRACE).
set -u

points=0 errors="kill EIO ENOSPC EACCES" part=1 parts=1
while getopts n:e:p: option; do
    case $option in
        n) points=$OPTARG ;;
        e) errors=$OPTARG ;;
        p) part=${OPTARG%/*} parts=${OPTARG#*/} ;;
        *) sed -n '2,/^set/p' "$0" | sed '$d; s/^# \{0,1\}//' >&2; exit 2 ;;
    esac
done
root=$(cd "$(dirname "$0")/../.." && pwd -P)
. "$root/tests/crash/common.sh"
tongbao=$(realpath "${TONGBAO:-$root/target/debug/tongbao}")
command -v strace >/dev/null || { echo "strace is missing" >&2; exit 2; }
[ -x "$tongbao" ] || { echo "$tongbao is missing: cargo build, or set TONGBAO" >&2; exit 2; }
daemon=
trap '[ -z "$daemon" ] || kill -KILL "$daemon" 2>/dev/null; [ -n "${WORK:-}" ] || rm -rf "$work"' EXIT
if [ -n "${WORK:-}" ]; then mkdir -p "$WORK" && work=$WORK; else work=$(mktemp -d); fi
work=$(cd "$work" && pwd -P)

calls=openat,write,fsync,rename,renameat2,mkdir,unlink,ftruncate
hour=$(date -u +%-H)
missed=2

# the hour of the firings lies as far from now as it can: no new one comes while this runs
desk=$work/before
rm -rf "$desk"
mkdir -p "$desk/schedules" "$desk/inbox"
cat >"$desk/schedules/a.yaml" <<PLAN
title: 通报
issuer: 办公室
inbox: ../inbox
outbox: ../outbox
archive: ../archive
timezone: UTC
schedule: '0 $(((hour + 12) % 24)) * * *'
catch_up: all
catch_up_days: 30
measures: [{name: 户数, unit: 户}]
districts: [东城区, 西城区]
PLAN
for district in 东城区 西城区; do
    printf '单位,当日完成户数,累计完成户数,剩余户数\n%s,0,10,70\n' $district >"$desk/inbox/$district.csv"
done

serve() { # DESK [STRACE...]: in the background; its process is $daemon
    local desk=$1
    shift
    cd "$desk" || exit 2
    "$@" "$tongbao" --fonts "$root/fonts" serve schedules >>"$desk.out" 2>&1 &
    daemon=$!
    cd "$work" || exit 2
}
runs() { # is the daemon alive?
    kill -0 "$daemon" 2>/dev/null
}
ended() { # waits for the daemon; its code
    wait "$daemon" 2>/dev/null
    local code=$?
    daemon=
    return $code
}
until_ended() { # SECONDS: false where it still runs then
    local steps=$(($1 * 20))
    while runs && [ $steps -gt 0 ]; do sleep 0.05; steps=$((steps - 1)); done
    ! runs
}
settled() { # DESK: is nothing in hand, and everything told?
    grep -q '"queue": \[\]' "$1/schedules/.serve/state.json" 2>/dev/null &&
        [ "$(cat "$1/schedules/.serve/history.jsonl" 2>/dev/null | grep -cE '"event":"(issued|stands)"')" -ge $missed ]
}
given_up() { # DESK: has a firing failed for good?
    grep -qE '"event":"(failed|skipped)"' "$1/schedules/.serve/history.jsonl" 2>/dev/null
}
has_begun() { # DESK: does the daemon say so?
    grep -q '"running": true' "$1/schedules/.serve/status.json" 2>/dev/null
}
retried() { # DESK: is a firing put off?
    grep -q '"tries": [1-9]' "$1/schedules/.serve/state.json" 2>/dev/null
}
is_whole() { # NAME in the daemon's folder: JSON from its first brace to its last, where it stands
    local file=$desk/schedules/.serve/$1
    [ ! -e "$file" ] || [ "$(head -c 1 "$file")$(tail -c 2 "$file")" = "{}" ]
}

# the desk before: a daemon that served it, and was stopped as many days ago
serve "$desk"
while runs && ! has_begun "$desk"; do sleep 0.05; done
kill -TERM "$daemon"
ended || { cat "$desk.out" >&2; exit 2; }
ago=$(date -u -d "$missed days ago" +%Y-%m-%dT%H:%M:%S)
sed -i -E "s/(\"(last|seen|since)\": \"[^\"]*)/\"\2\": \"$ago/; s/\"$ago\"/&/" "$desk/schedules/.serve/state.json"
sed -i -E "s/\"(seen|since)\": \"$ago\"/\"\1\": \"${ago}Z\"/" "$desk/schedules/.serve/state.json"
rm -f "$desk"/schedules/.serve/{status.json,tongbao.prom} "$desk.out"

# undisturbed, and traced
cp -a "$work/before" "$work/after"
serve "$work/after" strace -D -f -o "$work/count" -y -e trace=$calls
steps=600
until settled "$work/after" || [ $((steps -= 1)) = 0 ]; do sleep 0.05; done
sleep 0.3
kill -TERM "$daemon"
ended || { cat "$work/after.out" >&2; echo "the undisturbed daemon does not end well" >&2; exit 2; }
contents "$work/after" outbox archive >"$work/expected"
[ "$(grep -c 'outbox/.*\.pdf$' "$work/expected")" = $missed ] ||
    { cat "$work/after.out" >&2; echo "the undisturbed daemon did not issue $missed editions" >&2; exit 2; }

# each point: CALL PATH N, the Nth CALL on PATH: as the program writes it (strace compares texts), or of a
# descriptor, whose path is whole
awk -v root="$work/after/" '
    match($2, /^[a-z0-9]+\(/) {
        call = substr($2, 1, RLENGTH - 1)
        if (call == "write" || call == "fsync" || call == "ftruncate") {
            if (!(at = index($0, "<" root))) next
            path = substr($0, at + 1 + length(root))
            sub(/>.*/, "", path)
            shown = "/" path
        } else {
            if (!match($0, /"[^"]*"/)) next
            shown = path = substr($0, RSTART + 1, RLENGTH - 2)
        }
        sub(/^schedules\/\.\.\//, "", path)
        if (path ~ /^(outbox|archive|schedules\/\.serve)(\/|$)/) print call, shown, ++n[call, shown]
    }' "$work/count" >"$work/points"
all=$(wc -l <"$work/points")
[ "$all" -gt 0 ] || { echo "the trace shows no call on outbox, archive or state" >&2; exit 2; }
spread "$points" "$part" "$parts" <"$work/points" >"$work/chosen"

# bash tells of each process that was killed, which is what they are for
exec 2> >(grep -v ': *[0-9]* Killed ' >&2)

failed=0 met=0 desk=$work/desk
fail() { # WHAT: the point failed
    failed=$((failed + 1))
    echo "FAILED $call $path $n $error: $1"
    sed 's/^/    /' "$desk.out" | tail -n 4
}
stopped() { # asks the daemon to end; its code
    kill -TERM "$daemon" 2>/dev/null
    until_ended 60 || { kill -KILL "$daemon"; echo "does not end" >>"$desk.out"; }
    ended
}
disturbed() { # until the daemon is dead, has settled, or puts a firing off
    local steps=600 code
    while runs && ! settled "$desk" && ! retried "$desk" && ! given_up "$desk" && [ $((steps -= 1)) -gt 0 ]; do sleep 0.05; done
    stopped
    code=$?
    if [ "$error" = kill ]; then
        grep -q 'killed by SIGKILL' "$desk.trace" || { fail "the point was not met"; return 1; }
    else
        grep -q '(INJECTED)$' "$desk.trace" || { fail "the point was not met"; return 1; }
        case $code in 0 | 1 | 75) ;; *) fail "ended with code $code"; return 1 ;; esac
    fi
    all_recorded "$desk" || { fail "the outbox holds what has no record"; return 1; }
    is_whole state.json && is_whole status.json || { fail "state or status is not whole"; return 1; }
}
undisturbed() { # the next start: settles everything, and ends well
    local steps=600 ended
    # of the one before; a daemon that is not ready yet would end by the signal itself
    rm -f "$desk/schedules/.serve/status.json"
    serve "$desk"
    while runs && ! { settled "$desk" && has_begun "$desk"; } && ! given_up "$desk" && [ $((steps -= 1)) -gt 0 ]; do sleep 0.05; done
    stopped
    ended=$?
    [ $ended = 0 ] || { fail "the next start ended with $ended"; return; }
    settled "$desk" || { fail "the next start did not settle both firings"; return; }
    "$tongbao" archive verify --archive "$desk/archive" --outbox "$desk/outbox" >"$desk.out" 2>&1 ||
        { fail "verify"; return; }
    contents "$desk" outbox archive | cmp -s - "$work/expected" || {
        contents "$desk" outbox archive | diff - "$work/expected" >"$desk.out"
        fail "other files than the undisturbed daemon's"
        return
    }
    [ -z "$(find "$desk" -name '.tmp-*')" ] || { fail "left a temporary"; return; }
    if given_up "$desk"; then fail "a firing was given up"; return; fi
    is_whole status.json && grep -q '"running": false' "$desk/schedules/.serve/status.json" ||
        fail "the status does not say that it ended"
}

while read -r call path n; do
    for error in $errors; do
        rm -rf "$desk" "$desk.out" "$desk.trace"
        cp -a "$work/before" "$desk"
        met=$((met + 1))
        case $path in /*) on=$desk$path ;; *) on=$path ;; esac
        case $error in kill) what=signal=SIGKILL ;; *) what=error=$error ;; esac
        serve "$desk" strace -D -f -o "$desk.trace" -P "$on" -e trace=$calls -e inject="$call:$what:when=$n"
        disturbed && undisturbed
    done
done <"$work/chosen"

echo "$(wc -l <"$work/chosen") of $all points, each with: $errors"
cut -d' ' -f1 "$work/chosen" | sort | uniq -c | awk '{ print "    " $2 ": " $1 }'
echo "$met disturbances, $failed failed"
[ $failed = 0 ]
