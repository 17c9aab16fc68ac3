# What a deployment wrote: the files of the machine by kind, permissions, owner, size, time and link, remembered and compared.
# The time is in it, so that a file rewritten with the same content shows: that is a needless write.

cmd_mark() {
  use "$@"
  check_name "${2:?usage: target mark NAME LABEL}"
  mkdir -p "$T/marks"
  files_now >"$T/marks/$2"
}

cmd_diff() {
  use "$@"
  check_name "${2:?usage: target diff NAME LABEL}"
  [ -f "$T/marks/$2" ] || die "no mark '$2' on '$name'"
  files_now >"$T/marks/.now"
  # One line a file: its path, a tab, all else.
  awk -F '\t' '
    NR == FNR { before[$1] = $2; next }
    !($1 in before) { print "A " $1; changed = 1; next }
    before[$1] != $2 { print "M " $1; changed = 1 }
    { delete before[$1] }
    END { for (path in before) { print "D " path; changed = 1 } exit changed }' "$T/marks/$2" "$T/marks/.now"
}

files_now() {
  need_up
  # Seen through the machine's first process. What the system itself keeps writing is left out, and a folder's time, which
  # only repeats that something in it changed. Tabs and newlines in a path are shown as ?.
  find "/proc/$(cat "$T/init.pid")/root/" -xdev \
    \( -path '*/root/var/log/*' -o -path '*/root/var/lib/systemd/*' -o -path '*/root/var/tmp/*' -o -path '*/root/etc/.pwd.lock' \) -prune -o \
    \( -type d -printf '/%P\0%y %m %U:%G\0' -o -printf '/%P\0%y %m %U:%G %s %T@ %l\0' \) |
    tr '\t\n\0' '??\n' | paste - - | sort
}
