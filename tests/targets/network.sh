# The network: each target has a namespace of its own, tied to a hub namespace that nothing outside reaches. Two small Perl
# programs bridge the gap: forward.pl (127.0.0.1:PORT here -> the target's sshd) and proxy.pl (the targets' HTTP -> here).

ensure_hub() { # under lock_all
  if [ ! -e "/run/netns/$hub" ]; then
    ip netns add "$hub"
    ip -n "$hub" -batch - <<'LINKS' || die "cannot set up the network of the targets; the kernel needs veth and bridge"
link set lo up
link add br0 type bridge
addr add 10.77.0.1/16 dev br0
link set br0 up
LINKS
  fi
  pid_alive "$state_dir/proxy.pid" && return
  rm -f "$state_dir/proxy.ready"
  setsid perl "$here/proxy.pl" "/run/netns/$hub" "$state_dir/proxy.ready" </dev/null >"$state_dir/proxy.log" 2>&1 7>&- 8>&- 9>&- &
  save_pid "$state_dir/proxy.pid" $!
  wait_until 5 test -e "$state_dir/proxy.ready" || die "the HTTP proxy for the targets did not start: $(cat "$state_dir/proxy.log")"
}

remove_hub() { # under lock_all
  end_process "$state_dir/proxy.pid"
  rm -f "$state_dir"/proxy.{ready,log}
  [ ! -e "/run/netns/$hub" ] || ip netns del "$hub"
}

ensure_network() {
  local mac
  # Fixed, so that no neighbour's entry for this address goes stale when the machine is made again.
  mac=$(printf '02:4d:54:00:%02x:%02x' $((index / 256)) $((index % 256)))
  lock_all
  ensure_hub
  unlock_all
  [ ! -e "/run/netns/$netns" ] || return 0
  ip -n "$hub" link del "v$index" 2>/dev/null || true
  ip netns add "$netns"
  ip -n "$hub" -batch - <<LINKS
link add v$index type veth peer name eth0 address $mac netns $netns
link set v$index master br0 up
LINKS
  ip -n "$netns" -batch - <<LINKS
link set lo up
addr add $address/16 dev eth0
link set eth0 up
route add default via 10.77.0.1
LINKS
}

ensure_forward() {
  pid_alive "$T/forward.pid" && return
  rm -f "$T"/forward.{port,mode,wanted}
  setsid perl "$here/forward.pl" "/run/netns/$hub" "$T" "$port" "$address" </dev/null >"$T/forward.log" 2>&1 7>&- 8>&- 9>&- &
  save_pid "$T/forward.pid" $!
  wait_until 5 test -s "$T/forward.port" || die "the port forwarder did not start: $(cat "$T/forward.log")"
  port=$(cat "$T/forward.port")
  save
}

forward_mode() { # open | hold | reset | drop (which ends as open)
  pid_alive "$T/forward.pid" || die "the port forwarder of '$name' is not running (see: target start $name)"
  local pid
  read -r pid _ <"$T/forward.pid"
  rm -f "$T/forward.mode"
  echo "$1" >"$T/forward.wanted"
  kill -HUP "$pid"
  wait_until 5 test -s "$T/forward.mode" || die "the port forwarder of '$name' does not answer"
}
