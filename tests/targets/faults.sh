# What goes wrong with machines.

cmd_cut() {
  use "$@"
  lock_target "$name"
  case ${2-} in
    '') forward_mode hold ;;
    --reset) forward_mode reset ;;
    *) die "cut: unknown option '$2'" ;;
  esac
  ip -n "$hub" link set "v$index" down
}
cmd_heal() { use "$@"; lock_target "$name"; ip -n "$hub" link set "v$index" up; forward_mode open; }
cmd_drop() { use "$@"; lock_target "$name"; forward_mode drop; }

cmd_freeze() { use "$@"; need_up; echo 1 >"$cgroup/cgroup.freeze"; wait_until 5 is_frozen || die "'$name' does not freeze"; }
cmd_thaw() { use "$@"; need_up; echo 0 >"$cgroup/cgroup.freeze"; }

cmd_kill() {
  use "$@"
  lock_target "$name"
  ! pid_alive "$T/forward.pid" || { forward_mode reset; ip -n "$hub" link set "v$index" down; }
  end_processes
}
cmd_start() { use "$@"; lock_target "$name"; boot; print_info; }

cmd_fill() {
  use "$@"
  [ -n "$disk" ] || die "target '$name' has no disk of its own; create it with --disk SIZE"
  rm -f "$T/disk/ballast"
  fallocate -l "$(stat -f -c '%a * %S' "$T/disk" | awk '{ print $1 * $3 }')" "$T/disk/ballast"
}
cmd_unfill() { use "$@"; rm -f "$T/disk/ballast"; }

cmd_ro() { use "$@"; inside mount -o remount,ro / || die "'$name' has a file open for writing, so it cannot be made read-only"; }
cmd_rw() { use "$@"; inside mount -o remount,rw /; }
