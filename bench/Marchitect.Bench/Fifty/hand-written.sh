#!/bin/sh
# The state of the section 'fifty' by hand: renders here, sends one archive, and adds there the lines that are missing.
#
#   hand-written.sh VALUES TEMPLATE ssh [OPTION...] HOST
#
# VALUES is a folder of lists, which FiftyState.cs writes: folders, sites (path, name, port), links (path, target), lines.
set -eu
values=$1 template=$2
shift 2
stage=$(mktemp -d)
trap 'rm -rf "$stage"' EXIT
mkdir "$stage/fifty"
cd "$stage/fifty"

xargs mkdir <"$values/folders"
awk '
  NR == FNR { text = text $0 "\n"; next }
  {
    site = text
    gsub(/\{\{ site.name \}\}/, $2, site)
    gsub(/\{\{ site.port \}\}/, $3, site)
    printf "%s", site >$1
    close($1)
  }
' "$template" "$values/sites"
while read -r path target; do
  ln -s "$target" "$path"
done <"$values/links"

tar -c -C "$stage" fifty | "$@" "
  cd && tar -x && cd fifty && while read -r line; do
    grep -qsxF -- \"\$line\" settings || echo \"\$line\" >>settings
  done <<'END'
$(cat "$values/lines")
END"
