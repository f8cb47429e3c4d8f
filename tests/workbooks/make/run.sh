#!/bin/sh
# Makes the files under tests/workbooks/kept anew from grids.json. Needs python3, node and a network once;
# the tests need neither. Run it after a case gained a format beside .xlsx, or the grid of such a case
# changed, and commit what it wrote:
#
#     UPDATE_GRIDS=1 cargo test --test workbooks grids; tests/workbooks/make/run.sh
set -eu
make=$(cd "$(dirname "$0")" && pwd)
project=$(cd "$make/../../.." && pwd)
work=${WORK:-${TMPDIR:-/tmp}/tongbao-corpus}
mkdir -p "$work"
[ -d "$work/venv" ] || { python3 -m venv "$work/venv"; "$work/venv/bin/pip" -q install -r "$make/requirements.txt"; }
[ -d "$work/node_modules" ] || { cp "$make/package.json" "$work"; (cd "$work" && npm install --silent); }
rm -f "$project"/tests/workbooks/kept/*.xls "$project"/tests/workbooks/kept/*.et \
    "$project"/tests/workbooks/kept/*.ods "$project"/tests/workbooks/kept/*.xlsb "$project"/tests/workbooks/kept/*.xls5
"$work/venv/bin/python" "$make/xls_ods.py" "$make/grids.json" "$project/tests/workbooks/kept"
NODE_PATH="$work/node_modules" node "$make/xlsb.cjs" "$make/grids.json" "$project/tests/workbooks/kept"
ls "$project/tests/workbooks/kept" | wc -l
