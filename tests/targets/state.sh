# What is remembered of each target, and locks. A target's folder $T holds
#   meta           its settings, as shell assignments
#   seed/ disk/    layers over the base root: its identity; what it wrote
#   *.pid          "pid starttime" of the processes of ours
#   host_key.pub id_ed25519 console.log forward.*

tag=   # tells the namespaces of this state directory from those of another

open_state() {
  case $state_dir in
    *[:,\\\"\'\ ]*) die "the state directory may not contain : , \\ quotes or spaces, as overlay mounts cannot take them: $state_dir" ;;
  esac
  mkdir -p "$state_dir/bases" "$state_dir/targets"
  chmod 700 "$state_dir" # setuid programs of the roots, and the targets' keys, are nobody else's
  state_dir=$(readlink -f "$state_dir")
  tag=$(printf %s "$state_dir" | sha256sum)
  tag=${tag:0:8}
  hub=mt-$tag-hub
}

check_name() {
  [[ $1 =~ ^[a-z]([a-z0-9-]{0,28}[a-z0-9])?$ ]] ||
    die "bad name '$1': use a-z, 0-9 and -, at most 30 characters, starting with a letter"
}

use() { # NAME: it must exist
  check_name "${1:?which target?}"
  name=$1 T=$state_dir/targets/$1
  [ -f "$T/meta" ] || die "no target '$name' (see: target list)"
  load
}

load() {
  . "$T/meta"
  netns=mt-$tag-$name
  address=10.77.$((index / 250)).$((index % 250 + 2))
  cgroup=$(awk '$3 == "cgroup2" { print $2; exit }' /proc/mounts)
  [ -n "$cgroup" ] || die "no cgroup v2 is mounted on this machine; it is what ends a target with all its processes"
  cgroup=$cgroup/marchitect-targets-$tag/$name
}

save() {
  printf '%s\n' "base=$base" "init=$init" "index=$index" "port=$port" "disk=$disk" "sudo=$sudo" "password=$password" >"$T/meta.new"
  mv "$T/meta.new" "$T/meta"
}

# The lock files' descriptors (7, 8, 9) are closed for whatever outlives this command.
lock_target() { exec 8>"$state_dir/targets/.$1.lock"; flock -w 60 8 || die "target '$1' is busy in another process"; }
lock_all() { exec 9>"$state_dir/.lock"; flock -w 60 9 || die "another process holds $state_dir/.lock"; }
unlock_all() { exec 9>&-; }

wait_until() { # SECONDS COMMAND...
  local tries=$(($1 * 100))
  shift
  until "$@"; do
    tries=$((tries - 1))
    [ $tries -gt 0 ] || return 1
    sleep 0.01
  done
}

# A process is known by its id and its start time, so that nothing else is ever ended in its place.
start_time() {
  local stat
  stat=$(cat "/proc/$1/stat" 2>/dev/null) || return 1
  set -- ${stat##*) }
  [ "$1" != Z ] && echo "${20}"
}
save_pid() { printf '%s %s\n' "$2" "$(start_time "$2")" >"$1.new"; mv "$1.new" "$1"; }
pid_alive() {
  local pid started
  [ -f "$1" ] && read -r pid started <"$1" && [ -n "${started-}" ] && [ "$(start_time "$pid")" = "$started" ]
}
pid_gone() { ! pid_alive "$1"; }
end_process() { # PIDFILE
  local pid
  if pid_alive "$1"; then
    read -r pid _ <"$1"
    kill "$pid" 2>/dev/null || true
    wait_until 2 pid_gone "$1" || kill -9 "$pid" 2>/dev/null || true
  fi
  rm -f "$1"
}

is_up() { grep -qs '^populated 1' "$cgroup/cgroup.events"; }
is_down() { ! is_up; }
is_frozen() { grep -qs '^frozen 1' "$cgroup/cgroup.events"; }
need_up() { is_up && [ -f "$T/init.pid" ] || die "target '$name' is not running (see: target start $name)"; }

state_of() {
  if is_down; then echo stopped
  elif is_frozen; then echo frozen
  elif [ "$(cat "$T/forward.mode" 2>/dev/null)" != open ]; then echo cut
  else echo running; fi
}
