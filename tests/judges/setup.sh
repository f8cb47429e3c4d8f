#!/usr/bin/env bash
# Fetches what the judges need: Debian packages, a Python environment and veraPDF under target/judges.
# Run it as root on Debian; what is there already is left alone.
set -euo pipefail
cd "$(dirname "$0")/../.."
home=target/judges

failed() {
    echo "setup of the judges failed: $1" >&2
    exit 1
}

packages=()
command -v pdftotext >/dev/null || packages+=(poppler-utils)
command -v qpdf >/dev/null || packages+=(qpdf)
command -v mvn >/dev/null || packages+=(maven)
command -v java >/dev/null || packages+=(default-jre-headless)
command -v strace >/dev/null || packages+=(strace)
command -v python3 >/dev/null || packages+=(python3)
python3 -c 'import ensurepip' 2>/dev/null || packages+=(python3-venv)
if ((${#packages[@]})); then
    echo "installing ${packages[*]}"
    export DEBIAN_FRONTEND=noninteractive
    apt-get -qq update </dev/null || failed "apt-get update"
    apt-get -qq install -y --no-install-recommends "${packages[@]}" </dev/null >/dev/null ||
        failed "apt-get install ${packages[*]}"
fi

mkdir -p "$home"
if ! "$home/python/bin/python" -c 'import pikepdf.pdfa, formulas, openpyxl' 2>/dev/null; then
    echo "making a Python environment in $home/python"
    rm -rf "$home/python"
    python3 -m venv "$home/python" || failed "python3 -m venv"
    "$home/python/bin/pip" install -q --disable-pip-version-check -r tests/judges/requirements.txt ||
        failed "pip install -r tests/judges/requirements.txt"
fi

if ! compgen -G "$home/verapdf/greenfield-apps-*.jar" >/dev/null; then
    echo "fetching veraPDF into $home/verapdf"
    mvn -q -B -Dstyle.color=never -f tests/judges/pom.xml dependency:copy-dependencies \
        "-DoutputDirectory=$PWD/$home/verapdf" </dev/null || failed "mvn dependency:copy-dependencies"
fi
