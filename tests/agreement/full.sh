#!/usr/bin/env bash
# The whole comparison of README.md: 100,000 expressions of five fields, 100,000 of six and seven against a
# table that Quartz writes anew, and every day of 2020 to 2037 in every zone. A JDK, Maven and some minutes.
#
#     tests/agreement/full.sh [COUNT [SEED]]        of Quartz's table; default 100000 20260823
set -euo pipefail
cd "$(dirname "$0")/../.."
count=${1:-100000} seed=${2:-20260823}
home=${CARGO_TARGET_DIR:-$PWD/target}/agreement
mkdir -p "$home"
[ -e "$home/jars/quartz-2.5.0.jar" ] ||
    mvn -q -B -Dstyle.color=never -f tests/agreement/pom.xml dependency:copy-dependencies \
        "-DoutputDirectory=$home/jars" </dev/null
java -cp "$home/jars/*" tests/agreement/QuartzTable.java "$count" "$seed" >"$home/quartz.txt"
TONGBAO_FULL=1 TONGBAO_QUARTZ_TABLE=$home/quartz.txt cargo test --test agreement -- --nocapture
