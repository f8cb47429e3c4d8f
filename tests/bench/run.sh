#!/bin/sh
# The benchmarks, from nothing to the table: tests/bench/run.sh [--quick] [--strict] [CASE…]
#   --quick   three rounds, openpyxl over the ledgers once: under two minutes once built, for CI
#   --strict  exit 1 when a target is missed (a shared machine misses them now and then)
#   CASE      five, many, ledgers (all three by default), million (only when named)
# Needs Rust and Python 3.9 or later with venv and pip; the competitors go to target/bench-venv.
set -eu
cd "$(dirname "$0")/../.."
case " $* " in
  *" million "*) million=--million ;;
  *) million= ;;
esac

cargo build --release --locked --bin tongbao \
  --example bench-workloads --example bench-bare --example bench-inflate
target/release/examples/bench-workloads target/bench $million

[ -x target/bench-venv/bin/python ] || python3 -m venv target/bench-venv
target/bench-venv/bin/python -m pip install --quiet --disable-pip-version-check -r tests/bench/requirements.txt

# what the build and the workloads left unwritten is not to be paid for by the first sync measured
sync
exec target/bench-venv/bin/python tests/bench/measure.py "$@"
