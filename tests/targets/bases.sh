# Base roots: what a fresh machine holds. Built from Debian's packages once, then only ever read.

cmd_base() {
  local sub=${1-}
  [ $# -eq 0 ] || shift
  case $sub in
    build) build_base "$@" ;;
    list) local info; for info in "$state_dir"/bases/*/info; do [ ! -f "$info" ] || cat "$info"; done ;;
    rm)
      check_name "${1:?usage: target base rm NAME}"
      [ -d "$state_dir/bases/$1" ] || die "no base '$1'"
      lock_all
      ! grep -lsx "base=$1" "$state_dir"/targets/*/meta || die "base '$1' is in use by the targets above; take them down first"
      rm -rf --one-file-system "${state_dir:?}/bases/$1"
      ;;
    *) die "usage: target base build|list|rm" ;;
  esac
}

build_base() {
  local suite=bookworm as='' include=''
  while [ $# -gt 0 ]; do
    case $1 in
      --suite) suite=${2:?}; shift 2 ;;
      --as) as=${2:?}; shift 2 ;;
      --include) include=,${2:?}; shift 2 ;;
      *) die "base build: unknown argument '$1'" ;;
    esac
  done
  as=${as:-$suite}
  check_name "$as"
  command -v mmdebstrap >/dev/null || die "mmdebstrap is missing: apt-get install mmdebstrap debian-archive-keyring"

  exec 7>"$state_dir/bases/.$as.lock"
  flock 7
  local final=$state_dir/bases/$as new=$state_dir/bases/.building-$as mirror
  if [ -f "$final/info" ]; then
    cat "$final/info"
    return
  fi
  mirror=${MARCHITECT_TARGETS_MIRROR:-$(debian_mirror)}
  [ -n "$mirror" ] || die "this machine's apt knows no Debian archive; run apt-get update, or set MARCHITECT_TARGETS_MIRROR"
  note "building the $as root (half a minute; log: $new/log)"
  rm -rf --one-file-system "$new"
  mkdir -p "$new"

  local release=$suite variant=minbase packages=openssh-server,sudo,ca-certificates,systemd,systemd-sysv,dbus,procps,iproute2,curl prepare=prepare_debian
  if [ "$suite" = busybox ]; then
    release=bookworm variant=extract packages=busybox-static,dropbear-bin prepare=prepare_busybox
  fi
  {
    mmdebstrap --mode=root --variant=$variant --include="$packages$include" --aptopt='APT::Install-Recommends "false"' \
      --aptopt='Acquire::Languages "none"' --aptopt='Acquire::GzipIndexes "true"' "$release" "$new/root" "$mirror" &&
      $prepare "$new/root"
  } >"$new/log" 2>&1 </dev/null 7>&- || { tail -n 15 "$new/log" >&2; die "building the $as root failed"; }

  printf '{"base":"%s","suite":"%s","megabytes":%s}\n' "$as" "$suite" "$(du -sm "$new/root" | cut -f1)" >"$new/info"
  rm -rf --one-file-system "$final"
  mv "$new" "$final"
  cat "$final/info"
}

debian_mirror() { # the archive that this machine's own apt uses
  apt-get indextargets --format '$(REPO_URI) $(ORIGIN)/$(LABEL)' 'Created-By: Packages' 2>/dev/null |
    awk '$2 == "Debian/Debian" { sub("/$", "", $1); print $1; exit }'
}

prepare_debian() {
  local root=$1 certificates=/usr/local/share/ca-certificates unit
  set -e
  chroot "$root" useradd -m -u 1000 -s /bin/bash -G sudo $user_name
  # Each target gets keys and a machine id of its own.
  rm -f "$root"/etc/ssh/ssh_host_* "$root"/var/lib/dbus/machine-id
  : >"$root/etc/machine-id"
  # Where this machine's archive is behind a certificate of its own, the target must trust it too.
  if compgen -G "$certificates/*.crt" >/dev/null; then
    cp "$certificates"/*.crt "$root$certificates/"
    chroot "$root" update-ca-certificates
  fi
  mkdir -p "$root/etc/ssh/sshd_config.d" "$root/etc/systemd/journald.conf.d"
  cat >"$root/etc/ssh/sshd_config.d/target.conf" <<'SSHD'
PasswordAuthentication yes
PermitRootLogin prohibit-password
HostKey /etc/ssh/ssh_host_ed25519_key
MaxStartups 200
MaxSessions 200
SSHD
  printf '[Journal]\nStorage=volatile\nRuntimeMaxUse=8M\n' >"$root/etc/systemd/journald.conf.d/target.conf"
  # What needs devices, the real clock or the outer machine, and what would write to the disk by itself.
  for unit in console-getty.service getty@tty1.service getty.target apt-daily.timer apt-daily-upgrade.timer \
    e2scrub_all.timer e2scrub_reap.service fstrim.timer dpkg-db-backup.timer logrotate.timer systemd-tmpfiles-clean.timer \
    sys-kernel-debug.mount sys-kernel-tracing.mount sys-kernel-config.mount sys-fs-fuse-connections.mount \
    dev-hugepages.mount systemd-udevd.service systemd-udev-trigger.service systemd-resolved.service \
    systemd-networkd.service systemd-networkd.socket systemd-timesyncd.service systemd-pstore.service modprobe@.service \
    systemd-modules-load.service systemd-firstboot.service systemd-update-utmp.service systemd-update-utmp-runlevel.service \
    systemd-random-seed.service systemd-boot-random-seed.service systemd-machine-id-commit.service ssh.socket; do
    ln -sf /dev/null "$root/etc/systemd/system/$unit"
  done
  ln -sf /lib/systemd/system/multi-user.target "$root/etc/systemd/system/default.target"
  : >"$root/etc/resolv.conf"
  rm -rf "$root"/var/cache/apt/*.bin "$root"/var/lib/apt/lists/*_*
}

prepare_busybox() {
  local root=$1 busybox=/bin/busybox
  set -e
  [ -x "$root$busybox" ] || busybox=/usr/bin/busybox
  rm -rf "$root"/usr/share/{doc,man,locale,i18n}
  mkdir -p "$root"/{etc/dropbear,root,home/$user_name,proc,sys,dev,run,tmp,var/log,var/lib,usr/bin,usr/sbin,bin,sbin}
  chmod 700 "$root/root"
  chmod 1777 "$root/tmp"
  chown 1000:1000 "$root/home/$user_name"
  chmod 4755 "$root$busybox" # su
  chroot "$root" $busybox --install -s
  printf 'root:x:0:0:root:/root:/bin/sh\n%s:x:1000:1000::/home/%s:/bin/sh\nnobody:x:65534:65534:nobody:/:/bin/false\n' $user_name $user_name >"$root/etc/passwd"
  printf 'root:x:0:\ntty:x:5:\n%s:x:1000:\nnogroup:x:65534:\n' $user_name >"$root/etc/group"
  printf 'root:*:19000:0:99999:7:::\n%s:!:19000:0:99999:7:::\nnobody:*:19000:0:99999:7:::\n' $user_name >"$root/etc/shadow"
  chmod 640 "$root/etc/shadow"
  printf '/bin/sh\n/bin/ash\n' >"$root/etc/shells"
  printf 'PRETTY_NAME="busybox test target"\nID=busybox\n' >"$root/etc/os-release"
  printf 'export PATH=/usr/sbin:/usr/bin:/sbin:/bin\n' >"$root/etc/profile"
  [ -x "$root/usr/sbin/dropbear" ]
}
