# What both ways of killing ask of a desk, and how they choose where to kill. Sourced by enumerate.sh and
# daemon.sh; POSIX sh.

contents() { # DESK [FOLDER...]: every file with its hash, the locks aside
    (
        cd "$1" && shift || exit
        [ $# -gt 0 ] || set -- .
        find "$@" -type f ! -name .lock -exec sha256sum {} + | LC_ALL=C sort -k 2
    )
}
all_recorded() { # DESK: has each PDF in the outbox a record?
    for pdf in "$1"/outbox/*.pdf; do
        [ -e "$pdf" ] || continue
        sum=$(sha256sum <"$pdf" | cut -d' ' -f1)
        # a torn last line is no record
        cat "$1"/archive/*/manifest.jsonl 2>/dev/null | grep -q "\"sha256\":\"$sum\".*}\$" || return 1
    done
}
spread() { # POINTS [PART PARTS]: as many of the lines, spread evenly, the first and last among them; of
    # these the PARTth of PARTS
    awk -v points="$1" -v part="${2:-1}" -v parts="${3:-1}" '
        { line[NR] = $0 }
        END {
            if (points < 2 || points > NR) points = NR
            for (n = 1; n <= NR; n++) {
                if (n > 1 && int((n - 1) * (points - 1) / (NR - 1)) == int((n - 2) * (points - 1) / (NR - 1)))
                    continue
                if (chosen++ % parts == part - 1) print line[n]
            }
        }'
}
