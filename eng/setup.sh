# What ./demo and ./test share: the environment of the dotnet commands, and installing what is missing. Sourced, in the
# repository's root.

export DOTNET_NOLOGO=1 DOTNET_CLI_TELEMETRY_OPTOUT=1 TESTINGPLATFORM_TELEMETRY_OPTOUT=1
# No build server stays behind when the script ends.
export MSBUILDDISABLENODEREUSE=1 DOTNET_CLI_USE_MSBUILD_SERVER=0 UseSharedCompilation=false

note() { printf '%s\n' "$*" >&2; }
die() { note "${0##*/}: $*"; exit 1; }

# dotnet and NuGet keep their caches in the home folder; without one they would fail, each in its own words.
if [ -z "${HOME-}" ] || [ ! -d "$HOME" ]; then
  export HOME=$PWD/artifacts/home
  mkdir -p "$HOME"
fi

# Programs of one file are built in a folder below this one, which dotnet does not make.
mkdir -p "${XDG_DATA_HOME:-$HOME/.local/share}"

command -v dotnet >/dev/null ||
  die "there is no 'dotnet' on the PATH. Install the .NET 10 SDK first: https://dotnet.microsoft.com/download"
dotnet --version >/dev/null 2>&1 ||
  die "the .NET SDK found is too old: $(dotnet --list-sdks | tr '\n' ';') 10.0.100 or newer is needed (global.json)."

# as_root COMMAND...: runs it as root, or fails without asking for a password.
as_root() {
  if [ "$(id -u)" = 0 ]; then "$@"; else sudo -n -- "$@"; fi
}
can_be_root() { [ "$(id -u)" = 0 ] || sudo -n true 2>/dev/null; }

# missing_packages NAME...: those of the Debian packages that are not installed. NAME|OTHER: either will do.
missing_packages() {
  local names name
  for names in "$@"; do
    for name in ${names//|/ }; do
      [ "$(dpkg-query -W -f '${db:Status-Status}' "$name" 2>/dev/null)" != installed ] || continue 2
    done
    printf '%s\n' "${names%%|*}"
  done
}

# install_packages NAME...: installs the missing ones. Where it may not, it says so and fails.
install_packages() {
  command -v dpkg-query >/dev/null || { note "Not a Debian-like machine; please install what these packages hold: $*"; return 1; }
  local missing
  mapfile -t missing < <(missing_packages "$@")
  [ ${#missing[@]} -gt 0 ] || return 0
  if ! can_be_root; then
    note "Missing, and this user may not install it: sudo apt-get install ${missing[*]}"
    return 1
  fi
  note "Installing ${missing[*]}"
  # A service that comes with a package is not started: we want the program, not a listening machine.
  local policy=/usr/sbin/policy-rc.d ours= done=0
  if [ ! -e "$policy" ]; then
    printf '#!/bin/sh\nexit 101\n' | as_root tee "$policy" >/dev/null && as_root chmod 755 "$policy" && ours=1
  fi
  apt_install "${missing[@]}" || { as_root apt-get update -q >&2 && apt_install "${missing[@]}"; } || done=1
  [ -z "$ours" ] || as_root rm -f "$policy"
  return $done
}
apt_install() { as_root env DEBIAN_FRONTEND=noninteractive apt-get install -q -y --no-install-recommends "$@" >&2; }
