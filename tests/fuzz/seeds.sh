#!/bin/sh
# The corpus to start from: the samples whole, and the parts of them that the target wraps.
set -eu
here=$(dirname "$0")
samples=$here/../samples/xuchang/inbox
corpus=$here/corpus/workbook
mkdir -p "$corpus"
seed() { # seed KIND NAME: stdin behind the byte that says as what it is handed in
    { printf "\\$(printf %03o "$1")"; cat; } >"$corpus/$2"
}
for file in "$samples"/*/*; do
    name=$(basename "$(dirname "$file")")-$(cksum <"$file" | cut -d' ' -f1)
    case $file in
    *.xlsx)
        seed 0 "$name.xlsx" <"$file"
        for part in $(unzip -Z1 "$file" | grep -E 'worksheets/sheet|sharedStrings|styles'); do
            case $part in *worksheets*) kind=1 ;; *sharedStrings*) kind=2 ;; *) kind=3 ;; esac
            unzip -p "$file" "$part" | seed $kind "$name-$(basename "$part")"
        done
        ;;
    *.ods)
        seed 0 "$name.ods" <"$file"
        unzip -p "$file" content.xml | sed 's/.*<table:table [^>]*>//; s/<\/table:table>.*//' | seed 4 "$name-rows"
        ;;
    *.xls) seed 7 "$name.xls" <"$file" ;;
    esac
done
printf '单位,累计户数,累计面积㎡,剩余户数,剩余面积㎡\n魏都区,1,2,3,4\n' | seed 6 csv
ls "$corpus" | wc -l
