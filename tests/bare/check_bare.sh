#!/usr/bin/env bash
# Does the project start on a bare Debian? Usage, as root: tests/bare/check_bare.sh [12|13]
#
# Makes a minimal Debian under var/bare/ (kept for the next time) with nothing but python3, pip and make, puts a fresh
# clone of the committed project into it, and runs `make run RUN_ARGS=--no-web` there twice as an ordinary user.
# Prints exit codes and seconds; ends with the first code that is not 0. The package mirror and pip's settings are this
# machine's own. BARE_COMMAND runs something else; BARE_SHOW=1 shows its output as it comes.
set -euo pipefail

RELEASE="${1:-12}"
case "$RELEASE" in
  12) SUITE=bookworm ;;
  13) SUITE=trixie ;;
  *) echo "Usage: $0 [12|13]" >&2; exit 2 ;;
esac
PROJECT="$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)"
BARE="$PROJECT/var/bare"
ROOT="$BARE/$SUITE"
HOME_INSIDE=/home/officer
COMMAND="${BARE_COMMAND:-make run RUN_ARGS=--no-web}"

fail() { echo "check_bare: $*" >&2; exit 2; }

[ "$(id -u)" -eq 0 ] || fail "needs root (debootstrap, chroot)"
command -v debootstrap >/dev/null || fail "debootstrap is missing: apt-get install debootstrap"

# In namespaces of its own: whatever is mounted or left running in there ends with this script, however it ends.
if [ -z "${BARE_INSIDE:-}" ]; then
  BARE_INSIDE=1 exec unshare --mount --propagation private --pid --fork --kill-child "${BASH_SOURCE[0]}" "$@"
fi

# The first Debian archive among this machine's own sources, in the old one-line form or the new one with fields.
find_mirror() {
  {
    sed -n 's/^URIs:[[:space:]]*//p' /etc/apt/sources.list.d/*.sources
    sed -nE 's/^deb[[:space:]]+(\[[^]]*\][[:space:]]+)?([^[:space:]]+).*/\2/p' /etc/apt/sources.list /etc/apt/sources.list.d/*.list
  } 2>/dev/null | tr ' ' '\n' | grep -E '/debian/?$' | head -n 1
}

make_root() {
  [ -e "$ROOT/etc/debian_version" ] && return
  local mirror="${BARE_MIRROR:-$(find_mirror)}"
  [ -n "$mirror" ] || fail "no Debian archive in /etc/apt; set BARE_MIRROR"
  echo "Making a bare Debian $RELEASE ($SUITE), once"
  rm -rf "$ROOT.part"
  mkdir -p "$BARE"
  debootstrap --variant=minbase --include=python3,python3-pip,make,ca-certificates \
    "$SUITE" "$ROOT.part" "$mirror" >"$BARE/$SUITE.debootstrap.log" 2>&1 ||
    { tail -n 20 "$BARE/$SUITE.debootstrap.log" >&2; fail "debootstrap did not finish"; }
  echo "officer:x:1000:1000::$HOME_INSIDE:/bin/sh" >>"$ROOT.part/etc/passwd"
  echo "officer:x:1000:" >>"$ROOT.part/etc/group"
  mv "$ROOT.part" "$ROOT"
}

# Folders of this machine that pip's settings point to (local wheels, a local index: its files lie beside `simple`).
list_pip_folders() {
  python3 -m pip config list 2>/dev/null | grep -oE "(file://)?/[^ '\"\\]+" | sed -E 's#^file://##; s#/simple/?$##' |
    while read -r path; do [ -d "$path" ] && echo "$path"; done | sort -u
}

give_network() {
  local file
  for file in /etc/resolv.conf /etc/hosts /etc/pip.conf /etc/ssl/certs/ca-certificates.crt; do
    if [ -e "$file" ]; then rm -f "$ROOT$file" && cp -L "$file" "$ROOT$file"; fi
  done
  rm -rf "${ROOT:?}$HOME_INSIDE"
  mkdir -p "$ROOT$HOME_INSIDE/.config/pip"
  for file in "${PIP_CONFIG_FILE:-}" "$HOME/.config/pip/pip.conf" "$HOME/.pip/pip.conf"; do
    if [ -n "$file" ] && [ -f "$file" ]; then
      cp "$file" "$ROOT$HOME_INSIDE/.config/pip/pip.conf"
      break
    fi
  done
}

mount_parts() {
  mount -t proc proc "$ROOT/proc"
  mount --rbind /dev "$ROOT/dev"
  mount -t tmpfs tmpfs "$ROOT/tmp"
  local folder
  for folder in $(list_pip_folders); do
    mkdir -p "$ROOT$folder"
    mount --bind "$folder" "$ROOT$folder"
  done
}

clone_project() {
  git clone -q --no-hardlinks "$PROJECT" "$ROOT$HOME_INSIDE/soi-cong"
  git -C "$PROJECT" log -1 --format='Project at %h (%s)'
  chown -R 1000:1000 "$ROOT$HOME_INSIDE"
}

run_inside() {
  local settings=(PATH=/usr/bin:/bin "HOME=$HOME_INSIDE" "TERM=${TERM:-dumb}") name
  while read -r name; do
    settings+=("$name=${!name}")
  done < <(compgen -e | grep -E '^(PIP_[A-Z_]+|https?_proxy|HTTPS?_PROXY|no_proxy|NO_PROXY|SSL_CERT_FILE|REQUESTS_CA_BUNDLE)$' |
    grep -vx PIP_CONFIG_FILE)
  chroot --userspec=1000:1000 --groups= "$ROOT" /usr/bin/env -i "${settings[@]}" \
    /bin/sh -c "cd $HOME_INSIDE/soi-cong && $1"
}

time_call() {
  local log="$BARE/$SUITE.$1.log" started ended status=0
  started=$(date +%s%N)
  if [ -n "${BARE_SHOW:-}" ]; then
    run_inside "$COMMAND" 2>&1 | tee "$log" || status=$?
  else
    run_inside "$COMMAND" >"$log" 2>&1 || status=$?
  fi
  ended=$(date +%s%N)
  local tenths=$(((ended - started) / 100000000))
  echo "Debian $RELEASE, $1 call of '$COMMAND': exit code $status, $((tenths / 10)).$((tenths % 10)) s"
  [ "$status" -eq 0 ] || tail -n 20 "$log"
  return "$status"
}

make_root
give_network
mount_parts
clone_project
run_inside 'cat /etc/debian_version; python3 --version; python3 -m pip --version | cut -d" " -f1-2' | paste -sd' '
time_call first
time_call second
