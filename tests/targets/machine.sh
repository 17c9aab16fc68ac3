# A machine: made, booted, entered, ended.

cmd_up() {
  local wanted_base='' wanted_init='' wanted_name=''
  disk='' sudo=password
  while [ $# -gt 0 ]; do
    case $1 in
      --base) wanted_base=${2:?}; shift 2 ;;
      --systemd) wanted_init=systemd; shift ;;
      --disk) disk=${2:?}; shift 2 ;;
      --sudo) sudo=${2:?}; shift 2 ;;
      -*) die "up: unknown option '$1'" ;;
      *) [ -z "$wanted_name" ] || die "up: one name only"; wanted_name=$1; shift ;;
    esac
  done
  check_name "${wanted_name:?usage: target up NAME [OPTION]...}"
  [[ $disk =~ ^([0-9]+[kKmMgG]?)?$ ]] || die "bad disk size '$disk' (for example 64m)"
  case $sudo in password | nopasswd | none) ;; *) die "bad --sudo '$sudo': password, nopasswd or none" ;; esac
  local tool
  for tool in ip unshare nsenter setpriv ssh-keygen perl pivot_root flock; do
    command -v $tool >/dev/null || die "$tool is missing: apt-get install iproute2 util-linux openssh-client perl-base"
  done

  lock_target "$wanted_name"
  name=$wanted_name T=$state_dir/targets/$wanted_name
  if [ -f "$T/meta" ]; then
    load
    [ "${wanted_base:-$base}" = "$base" ] && [ "${wanted_init:-$init}" = "$init" ] ||
      die "target '$name' exists as $init on $base (target down $name first)"
    boot
    print_info
    return
  fi

  base=${wanted_base:-bookworm} init=${wanted_init:-plain} port=0
  local info=$state_dir/bases/$base/info
  [ -f "$info" ] || die "no base '$base' yet; build it once with: target base build --suite $base"
  if grep -q '"suite":"busybox"' "$info"; then
    [ "$init" = plain ] || die "the busybox base has no systemd"
    init=busybox
  fi
  password=$(random_text 20)
  lock_all
  index=1
  while grep -qsx "index=$index" "$state_dir"/targets/*/meta; do index=$((index + 1)); done
  mkdir -p "$T"
  save
  unlock_all
  load
  trap 'status=$?; [ $status = 0 ] || destroy; exit $status' EXIT
  seed
  boot
  trap - EXIT
  print_info
}

random_text() { # LENGTH
  perl -e 'my @letters = ("a".."k", "m".."z", "A".."H", "J".."N", "P".."Z", 2..9); open(my $random, "<", "/dev/urandom");
    read $random, my $bytes, $ARGV[0]; print map { $letters[ord($_) % @letters] } split //, $bytes' "$1"
}

print_info() {
  local key; key=$(cat "$T/host_key.pub")
  printf '{"name":"%s","state":"%s","base":"%s","init":"%s","host":"127.0.0.1","port":%s,' "$name" "$(state_of)" "$base" "$init" "$port"
  printf '"user":"root","keyPath":"%s/id_ed25519","sudoUser":"%s","sudoPassword":"%s",' "$T" $user_name "$password"
  printf '"hostKeyFingerprint":"%s","knownHosts":"[127.0.0.1]:%s %s","address":"%s"}\n' \
    "$(ssh-keygen -lf "$T/host_key.pub" | cut -d' ' -f2)" "$port" "$key" "$address"
}

# The files that make this machine itself, as a layer between the base and its disk: they never show as a change.
seed() {
  local layer=$T/seed root=$state_dir/bases/$base/root
  rm -rf "$layer"
  mkdir "$layer"
  chmod --reference="$root" "$layer"
  seed_folder etc
  ssh-keygen -q -t ed25519 -N '' -C "target-$name" -f "$T/id_ed25519" </dev/null
  local home
  for home in root home/$user_name; do
    seed_folder $home/.ssh
    chmod 700 "$layer/$home/.ssh"
    install -m 600 "$T/id_ed25519.pub" "$layer/$home/.ssh/authorized_keys"
  done
  chown -R 1000:1000 "$layer/home/$user_name/.ssh"

  local hash
  hash=$(perl -e 'print crypt($ARGV[0], "\$6\$$ARGV[1]")' "$password" "$(random_text 12)")
  awk -F: -v OFS=: -v user=$user_name -v hash="$hash" '$1 == user { $2 = hash } { print }' "$root/etc/shadow" >"$layer/etc/shadow"
  chmod --reference="$root/etc/shadow" "$layer/etc/shadow"
  chown --reference="$root/etc/shadow" "$layer/etc/shadow"
  echo "$name" >"$layer/etc/hostname"
  printf '127.0.0.1\tlocalhost\n::1\tlocalhost\n%s\t%s\n' "$address" "$name" >"$layer/etc/hosts"
  case $init in busybox) seed_busybox ;; *) seed_debian ;; esac
  [ -s "$T/host_key.pub" ] || die "no host key was made for '$name'"
}

seed_folder() { # with the owner and permissions that the base has
  local path='' part
  for part in ${1//\// }; do
    path=$path/$part
    [ ! -d "$layer$path" ] || continue
    mkdir "$layer$path"
    [ ! -d "$root$path" ] || { chmod --reference="$root$path" "$layer$path"; chown --reference="$root$path" "$layer$path"; }
  done
}

seed_debian() {
  local proxy=http://10.77.0.1:3128
  seed_folder etc/ssh
  seed_folder etc/apt/apt.conf.d
  seed_folder etc/sudoers.d
  ssh-keygen -q -t ed25519 -N '' -C "$name" -f "$layer/etc/ssh/ssh_host_ed25519_key" </dev/null
  cut -d' ' -f1,2 "$layer/etc/ssh/ssh_host_ed25519_key.pub" >"$T/host_key.pub"
  printf %s "$name" | md5sum | cut -c1-32 >"$layer/etc/machine-id"
  chmod 444 "$layer/etc/machine-id"
  printf 'Acquire::http::Proxy "%s";\nAcquire::https::Proxy "%s";\n' $proxy $proxy >"$layer/etc/apt/apt.conf.d/91target-proxy"
  printf 'http_proxy=%s\nhttps_proxy=%s\nno_proxy=localhost,127.0.0.1\n' $proxy $proxy >"$layer/etc/environment"
  case $sudo in
    nopasswd) printf '%s ALL=(ALL:ALL) NOPASSWD: ALL\n' $user_name >"$layer/etc/sudoers.d/target"; chmod 440 "$layer/etc/sudoers.d/target" ;;
    none) sed "s/^\(sudo:.*:\)$user_name\$/\1/" "$root/etc/group" >"$layer/etc/group" ;;
  esac
}

seed_busybox() {
  local key=$layer/etc/dropbear/ed25519_host_key
  seed_folder etc/dropbear
  # dropbear's key format is its own, so its key tool runs, from the base and with a /tmp that is not the base's.
  unshare -m --propagation private sh -ec 'mount -t tmpfs key "$1/tmp"; chroot "$1" dropbearkey -t ed25519 -f /tmp/key >/dev/null 2>&1
    cat "$1/tmp/key" >"$2"; chroot "$1" dropbearkey -y -f /tmp/key' - "$root" "$key" | awk '/^ssh-/ { print $1 " " $2 }' >"$T/host_key.pub"
  chmod 600 "$key"
}

boot() {
  is_down || return 0
  mkdir -p "$T/disk" "$T/root"
  if [ -n "$disk" ] && ! mountpoint -q "$T/disk"; then
    mount -t tmpfs -o "size=$disk,mode=755" "target-$name" "$T/disk" || die "cannot mount a disk of size '$disk'"
  fi
  mkdir -p "$T/disk/upper" "$T/disk/scratch"
  ensure_network
  ip -n "$hub" link set "v$index" up
  ensure_forward
  [ "$(cat "$T/forward.mode")" = open ] || forward_mode open
  rm -f "$T/init.pid"
  : >"$T/console.log"
  setsid bash "$here/target" __supervise "$name" </dev/null >>"$T/console.log" 2>&1 7>&- 8>&- 9>&- &
  save_pid "$T/supervise.pid" $!
  local end=$((SECONDS + 30))
  until ssh_answers; do
    pid_alive "$T/supervise.pid" || { cat "$T/console.log" >&2; die "target '$name' stopped while booting"; }
    [ $SECONDS -lt $end ] || { tail -n 20 "$T/console.log" >&2; inotify_hint; die "target '$name' did not answer on SSH in 30 s"; }
    sleep 0.02
  done
}

ssh_answers() {
  local line=''
  exec 3<>"/dev/tcp/127.0.0.1/$port" || return 1
  read -r -t 1 line <&3 || true
  exec 3>&-
  [[ $line == SSH-* ]]
} 2>/dev/null

inotify_hint() {
  local limit; limit=$(cat /proc/sys/fs/inotify/max_user_instances)
  [ "$init" != systemd ] || [ "$limit" -ge 1024 ] ||
    note "this machine allows $limit inotify instances, about six go to each systemd target: sysctl -w fs.inotify.max_user_instances=1024"
}

# Outside of the machine: boots it, and again as long as it asks for a reboot, which PID 1 of a namespace tells by SIGHUP.
cmd___supervise() {
  use "$1"
  local status=129
  while [ $status = 129 ]; do
    mkdir -p "$cgroup"
    status=0
    nsenter --net="/run/netns/$netns" unshare --mount --pid --uts --ipc --fork --propagation private \
      bash "$here/target" __join "$name" </dev/null >>"$T/console.log" 2>&1 || status=$?
    echo 1 >"$cgroup/cgroup.kill" 2>/dev/null || true
    wait_until 10 is_down || true
    rm -f "$T/init.pid"
    remove_cgroup
  done
}

remove_cgroup() { [ ! -d "$cgroup" ] || find "$cgroup" -depth -type d -exec rmdir {} \; 2>/dev/null || true; }

# PID 1 of the new machine: joins its cgroup, then makes that the root of what it sees.
cmd___join() {
  use "$1"
  local pid
  read -r pid _ </proc/self/stat # /proc is still the outer one
  echo 0 >"$cgroup/cgroup.procs" || die "cannot join the cgroup $cgroup"
  echo "$pid" >"$T/init.pid.new"
  exec unshare --cgroup setpriv --bounding-set=-sys_module,-sys_rawio,-sys_time,-syslog,-wake_alarm,-mac_admin,-mac_override \
    bash "$here/target" __boot "$name"
}

cmd___boot() {
  use "$1"
  local root=$T/root node layers
  layers=lowerdir=$T/seed:$state_dir/bases/$base/root,upperdir=$T/disk/upper,workdir=$T/disk/scratch
  rm -rf --one-file-system "$T"/disk/scratch/* # a volatile mount, which never syncs and so is much faster, leaves a marker there
  mount -t overlay overlay -o "$layers,volatile" "$root" 2>/dev/null || mount -t overlay overlay -o "$layers" "$root" ||
    die "overlay mount failed: the state directory must lie on ext4, xfs or tmpfs, not on another overlay"
  cd "$root"
  mount -t proc proc proc -o nosuid,nodev,noexec
  mount --bind proc/sys/net proc/sys/net
  mount --rbind proc/sys proc/sys
  mount -o remount,bind,ro proc/sys
  [ ! -e proc/sysrq-trigger ] || { mount --bind proc/sysrq-trigger proc/sysrq-trigger; mount -o remount,bind,ro proc/sysrq-trigger; }
  mount -t sysfs sysfs sys -o nosuid,nodev,noexec,ro
  [ ! -d sys/fs/cgroup ] || mount -t cgroup2 cgroup2 sys/fs/cgroup -o nosuid,nodev,noexec
  mount -t tmpfs dev dev -o mode=755,size=1m,nosuid
  # Nodes of its own, never binds of the outer ones: what the target does to their mode and owner must stay inside.
  for node in null:3 zero:5 full:7 random:8 urandom:9 console:3; do mknod -m 666 "dev/${node%:*}" c 1 "${node#*:}"; done
  mknod -m 666 dev/tty c 5 0
  mkdir dev/pts dev/shm
  mount -t devpts devpts dev/pts -o newinstance,ptmxmode=0666,mode=620,gid=5
  ln -s pts/ptmx dev/ptmx
  ln -s /proc/self/fd dev/fd
  ln -s /proc/self/fd/0 dev/stdin
  ln -s /proc/self/fd/1 dev/stdout
  ln -s /proc/self/fd/2 dev/stderr
  mount -t tmpfs shm dev/shm -o mode=1777,nosuid,nodev
  mount -t tmpfs run run -o mode=755,size=64m,nosuid,nodev
  mkdir -p run/lock run/sshd run/outside
  mount -t tmpfs tmp tmp -o mode=1777,nosuid,nodev
  hostname "$name" 2>/dev/null || printf %s "$name" >/proc/sys/kernel/hostname
  mv "$T/init.pid.new" "$T/init.pid"
  pivot_root . run/outside
  cd /
  umount -l /run/outside
  rmdir /run/outside

  local clean=(env -i PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin HOME=/root TERM=linux LANG=C.UTF-8 container=marchitect)
  case $init in
    systemd) exec "${clean[@]}" /sbin/init --log-target=console --log-level=notice --show-status=no ;;
    plain) exec "${clean[@]}" /bin/sh -c 'while :; do /usr/sbin/sshd -D -e; sleep 0.2; done' ;;
    busybox) exec "${clean[@]}" /bin/sh -c 'while :; do dropbear -F -E -r /etc/dropbear/ed25519_host_key; sleep 0.2; done' ;;
  esac
}

end_processes() {
  if [ -d "$cgroup" ]; then
    echo 1 >"$cgroup/cgroup.kill" 2>/dev/null || true
    echo 0 >"$cgroup/cgroup.freeze" 2>/dev/null || true
    wait_until 20 is_down || die "processes of '$name' do not end"
  fi
  wait_until 20 pid_gone "$T/supervise.pid" || die "the supervisor of '$name' does not end"
  rm -f "$T/init.pid" "$T/supervise.pid"
  remove_cgroup
}

destroy() {
  end_processes
  end_process "$T/forward.pid"
  [ ! -e "/run/netns/$hub" ] || ip -n "$hub" link del "v$index" 2>/dev/null || true
  [ ! -e "/run/netns/$netns" ] || ip netns del "$netns"
  ! mountpoint -q "$T/disk" || umount "$T/disk" || umount -l "$T/disk"
  rm -rf --one-file-system "$T"
}

cmd_down() {
  [ $# -gt 0 ] || die "usage: target down NAME... | --all"
  local one all=("$@")
  if [ "$1" = --all ]; then
    all=()
    for one in "$state_dir"/targets/*/; do [ ! -d "$one" ] || all+=("$(basename "$one")"); done
  fi
  for one in ${all[@]+"${all[@]}"}; do
    check_name "$one"
    lock_target "$one"
    name=$one T=$state_dir/targets/$one
    if [ -f "$T/meta" ]; then load; destroy; else rm -rf --one-file-system "$T"; fi
    rm -f "$state_dir/targets/.$one.lock"
    exec 8>&-
  done
  lock_all
  if ! compgen -G "$state_dir/targets/*/meta" >/dev/null; then
    remove_hub
    [ -z "${cgroup-}" ] || rmdir "${cgroup%/*}" 2>/dev/null || true
  fi
  unlock_all
}

cmd_reset() {
  use "$@"
  lock_target "$name"
  end_processes
  if [ -n "$disk" ]; then ! mountpoint -q "$T/disk" || umount "$T/disk"; else rm -rf --one-file-system "$T/disk"; fi
  rm -rf "$T/marks"
  boot
  print_info
}

cmd_info() { use "$@"; print_info; }
cmd_log() { use "$@"; cat "$T/console.log"; }
cmd_list() {
  local meta
  for meta in "$state_dir"/targets/*/meta; do
    [ -f "$meta" ] || continue
    use "$(basename "$(dirname "$meta")")"
    print_info
  done
}

cmd_exec() {
  use "$@"
  shift
  [ "${1-}" != -- ] || shift
  [ $# -gt 0 ] || die "usage: target exec NAME -- COMMAND..."
  inside "$@"
}

inside() { # COMMAND..., in its namespaces and its cgroup, so that it ends with the machine
  need_up
  mkdir -p "$cgroup/exec"
  bash -c 'echo $$ >"$1/cgroup.procs"; pid=$2; shift 2; exec nsenter -t "$pid" -m -u -i -n -p -C "$@"' - "$cgroup/exec" "$(cat "$T/init.pid")" \
    env -i PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin HOME=/root LANG=C.UTF-8 TERM="${TERM:-dumb}" "$@"
}

cmd_ssh() {
  use "$@"
  shift
  printf '[127.0.0.1]:%s %s\n' "$port" "$(cat "$T/host_key.pub")" >"$T/known_hosts"
  exec ssh -F none -p "$port" -i "$T/id_ed25519" -o IdentitiesOnly=yes -o UserKnownHostsFile="$T/known_hosts" \
    -o StrictHostKeyChecking=yes -o LogLevel=ERROR root@127.0.0.1 "$@"
}
