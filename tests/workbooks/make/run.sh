#!/bin/sh
# Makes the files under tests/workbooks/kept anew from the cases. Needs python3, node and a network once;
# the tests need neither. Run it after a case gained a format beside .xlsx, and commit what it wrote.
set -eu
make=$(cd "$(dirname "$0")" && pwd)
project=$(cd "$make/../../.." && pwd)
work=${WORK:-${TMPDIR:-/tmp}/tongbao-corpus}
mkdir -p "$work"
[ -d "$work/venv" ] || { python3 -m venv "$work/venv"; "$work/venv/bin/pip" -q install -r "$make/requirements.txt"; }
[ -d "$work/node_modules" ] || { cp "$make/package.json" "$work"; (cd "$work" && npm install --silent); }
rm -f "$project"/tests/workbooks/kept/*.xls "$project"/tests/workbooks/kept/*.et \
    "$project"/tests/workbooks/kept/*.ods "$project"/tests/workbooks/kept/*.xlsb "$project"/tests/workbooks/kept/*.xls5
(cd "$project" && GRIDS="$work/grids.json" cargo test -q --test workbooks -- --ignored grids_for_the_other_programs)
"$work/venv/bin/python" "$make/xls_ods.py" "$work/grids.json" "$project/tests/workbooks/kept"
NODE_PATH="$work/node_modules" node "$make/xlsb.cjs" "$work/grids.json" "$project/tests/workbooks/kept"
ls "$project/tests/workbooks/kept" | wc -l
