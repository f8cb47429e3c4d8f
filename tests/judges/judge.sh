#!/usr/bin/env bash
# Judges PDFs, and the tables beside them, by programs that had no part in making them.
#
#   tests/judges/judge.sh [--says TEXT]... PDF-OR-XLSX...
#
# Each PDF must: pass `qpdf --check`; have every font embedded and subset; show no .notdef and no mark of
# replacement; hold to PDF/A-2 (or 3, where it claims that) as far as pikepdf can tell, and to levels a and b and PDF/UA-1 by veraPDF; stay
# under 300 kB, and 40 kB more for each page beyond four; and give back every TEXT exactly, by pdftotext, with no space or break inside.
# Each table must open in openpyxl, and all its formulas give, when `formulas` reckons them anew, what is stored
# with them and what the .json of the same name says.
# All judges are heard before the script fails. setup.sh fetches what they need.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
tools=$(cd "$here/../.." && pwd)/target/judges
limit=300000
limit_a_page=40000
# the longest document takes veraPDF, and the largest table takes formulas, less than a minute
patience=300

says=()
while [[ ${1-} == --says ]]; do
    says+=("$2")
    shift 2
done
if (($# == 0)); then
    echo "usage: judge.sh [--says TEXT]... PDF..." >&2
    exit 2
fi

guilty=0
# verdict WHAT COMMAND...: hears a judge, and shows what it said only if it finds fault
verdict() {
    local what=$1 said
    shift
    if said=$("$@" 2>&1 </dev/null); then
        echo "  ok    $what"
    else
        echo "  FAULT $what"
        sed 's/^/        /' <<<"$said" | head -n 40
        guilty=1
    fi
}

is_small() {
    local size pages allowed
    size=$(stat -c %s "$1")
    pages=$(pdfinfo "$1" | awk '$1 == "Pages:" { print $2 }')
    allowed=$((limit + limit_a_page * (pages > 4 ? pages - 4 : 0)))
    echo "$size bytes in $pages pages, $allowed allowed"
    ((size < allowed))
}

fonts_are_cut_down() {
    pdffonts "$1"
    # name type encoding emb sub uni object id: the columns counted from the right, since names may have spaces
    pdffonts "$1" | tail -n +3 | awk '
        { n++; if ($(NF-4) != "yes" || $(NF-3) != "yes" || $(NF-2) != "yes") bad = 1 }
        END { if (n == 0) print "no font at all"; exit bad || n == 0 }'
}

says_text() {
    # lines of a paragraph are joined: Chinese has no spaces to lose at a line end
    pdftotext "$1" - | tr -d '\n\f' >"$scratch/text"
    grep -qF -- "$2" "$scratch/text" || { head -c 2000 "$scratch/text"; return 1; }
}

vera() {
    timeout "$patience" java -cp "$tools/verapdf/*" org.verapdf.apps.GreenfieldCliWrapper -f "$1" --format text -v "$2" >"$scratch/vera"
    cat "$scratch/vera"
    # it ends with 0 for some files that it could not read: only its own word counts
    grep -q '^PASS ' "$scratch/vera"
}

scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
for pdf in "$@"; do
    echo "$pdf"
    if [[ $pdf == *.xlsx ]]; then
        verdict "formulas reckoned anew" \
            timeout "$patience" "$tools/python/bin/python" "$here/table.py" "$pdf" "${pdf%.xlsx}.json"
        continue
    fi
    verdict "size" is_small "$pdf"
    verdict "qpdf --check" qpdf --check "$pdf"
    verdict "fonts embedded and subset" fonts_are_cut_down "$pdf"
    verdict "no .notdef, all text marked and mapped" "$tools/python/bin/python" "$here/content.py" "$pdf"
    verdict "PDF/A-2 by pikepdf" "$tools/python/bin/python" "$here/archive.py" "$pdf"
    # with files attached it claims part 3
    part=$(grep -aoP '(?<=<pdfaid:part>)[0-9]' "$pdf" || echo 2)
    for flavour in "${part}a" "${part}b" ua1; do
        verdict "veraPDF $flavour" vera "$flavour" "$pdf"
    done
    for text in ${says[@]+"${says[@]}"}; do
        verdict "says $text" says_text "$pdf" "$text"
    done
done
exit $guilty
