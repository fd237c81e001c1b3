# What Nightjar needs from the system, in one place: sourced by run and check.
#   install_packages run|check|fuzz    installs what is missing of that list, or says what is needed and stops
# To build: a C++20 compiler, CMake, Ninja, Qt 6.4, libssh 0.10.6. To run: a font and Qt's window plugins; for practice
# an SSH server and Python with venv. To check, besides: a display without a screen. To fuzz, besides: clang with its
# sanitizers, and what names the lines of a crash.

debian_run="g++ cmake ninja-build pkg-config qt6-base-dev qt6-svg-dev libssh-dev qt6-qpa-plugins libxcb-cursor0
  fonts-dejavu-core python3 python3-venv openssh-client openssh-server ca-certificates"
debian_check="xvfb xauth"
debian_fuzz="clang libclang-rt-dev llvm"

fedora_run="gcc-c++ cmake ninja-build pkgconf-pkg-config qt6-qtbase-devel qt6-qtsvg-devel libssh-devel
  dejavu-sans-fonts python3 openssh-clients openssh-server ca-certificates"
fedora_check="xorg-x11-server-Xvfb xorg-x11-xauth"
fedora_fuzz="clang compiler-rt llvm"

arch_run="gcc cmake ninja pkgconf qt6-base qt6-svg libssh ttf-dejavu python openssh ca-certificates"
arch_check="xorg-server-xvfb xorg-xauth"
arch_fuzz="clang compiler-rt llvm"

say() { printf '%s\n' "$*" >&2; }

install_packages() {
  family=$(system_family)
  case $family in
    debian) run=$debian_run check=$debian_check fuzz=$debian_fuzz ;;
    fedora) run=$fedora_run check=$fedora_check fuzz=$fedora_fuzz ;;
    arch) run=$arch_run check=$arch_check fuzz=$arch_fuzz ;;
    *) unknown_system "$1" ;;
  esac
  case $1 in
    run) wanted=$run ;;
    check) wanted="$run $check" ;;
    fuzz) wanted="$run $check $fuzz" ;;
  esac
  missing=$(missing_packages "$family" $wanted)
  [ -n "$missing" ] || return 0
  say "Nightjar needs these packages, which are not installed yet:" $missing
  as_root=env
  if [ "$(id -u)" != 0 ]; then
    command -v sudo >/dev/null || { say "Install them as root, then run this again."; exit 1; }
    as_root="sudo env"
    say "They are installed now with sudo; it may ask for your password."
  fi
  case " $missing " in *" openssh-server "*) keep_sshd_quiet=yes ;; *) keep_sshd_quiet= ;; esac
  if [ -n "$keep_sshd_quiet" ]; then
    say "openssh-server is for the practice runtime, which starts a server of its own, on this computer only." \
      "The system's SSH service is left switched off."
  fi
  say "This takes a few minutes the first time."
  "install_$family" $missing >&2
}

# debian, fedora or arch, from os-release; empty for others.
system_family() {
  [ -r /etc/os-release ] || return 0
  for id in $(. /etc/os-release && printf '%s %s' "${ID:-}" "${ID_LIKE:-}"); do
    case $id in
      debian | ubuntu) echo debian; return ;;
      fedora | rhel) echo fedora; return ;;
      arch) echo arch; return ;;
    esac
  done
}

# missing_packages FAMILY PACKAGE…: those that are not installed, on one line.
missing_packages() {
  family=$1; shift
  case $family in
    debian)
      installed=$(dpkg-query -W -f '${db:Status-Status} ${Package}\n' "$@" 2>/dev/null | sed -n 's/^installed //p') ;;
    fedora) installed=$(rpm -q --qf '%{NAME}\n' "$@" 2>/dev/null | grep -v ' ' || true) ;;
    arch) pacman -T "$@" | tr '\n' ' '; return 0 ;;
  esac
  for package in "$@"; do
    printf '%s\n' "$installed" | grep -qxF "$package" || printf '%s ' "$package"
  done
}

install_debian() {
  $as_root apt-get update -qq
  # Debian starts a service as it is installed, unless this file says no (invoke-rc.d policy). Never replace one.
  policy=/usr/sbin/policy-rc.d ours=
  if [ -n "$keep_sshd_quiet" ] && [ ! -e "$policy" ]; then
    ours=yes
    printf '#!/bin/sh\ncase $1 in ssh | ssh.* | sshd | sshd.*) exit 101 ;; esac\nexit 0\n' |
      $as_root tee "$policy" >/dev/null
    $as_root chmod 755 "$policy"
    trap '$as_root rm -f "$policy"' EXIT INT TERM
  fi
  status=0
  $as_root DEBIAN_FRONTEND=noninteractive apt-get install -qq -y -o Dpkg::Use-Pty=0 --no-install-recommends "$@" || status=$?
  if [ -n "$ours" ]; then
    $as_root rm -f "$policy"
    trap - EXIT INT TERM
  fi
  [ "$status" = 0 ] || { say "The packages could not be installed; the lines above say why."; exit 1; }
  disable_sshd ssh.service ssh.socket
}

install_fedora() {
  $as_root dnf install -y --setopt=install_weak_deps=False "$@" || exit 1
  disable_sshd sshd.service
}

install_arch() {
  $as_root pacman -S --needed --noconfirm "$@" || exit 1
}

# disable_sshd UNIT…: not at the next start of the system either. Only where we brought the server.
disable_sshd() {
  [ -n "$keep_sshd_quiet" ] || return 0
  command -v systemctl >/dev/null && $as_root systemctl disable "$@" >/dev/null 2>&1 || true
}

unknown_system() {
  say "This system is not one that Nightjar can install packages on. It needs:"
  say "  to build: a C++20 compiler, CMake 3.22, Ninja, pkg-config, Qt 6.4 with its SVG module, libssh 0.10.6"
  say "  to run:   Python 3 with venv, a font, OpenSSH's client and server (for practice)"
  [ "$1" = run ] || say "  to check: Xvfb and xauth"
  [ "$1" != fuzz ] || say "  to fuzz:  clang with its sanitizer and fuzzer libraries"
  say "Install them, then: cmake --preset dev && cmake --build --preset dev && ctest --preset dev"
  say "(On Debian they are called:" $debian_run $debian_check")"
  exit 1
}

# How many compilers at once: one a core, but no more than memory carries (about 1 GB each).
build_jobs() {
  cores=$(getconf _NPROCESSORS_ONLN 2>/dev/null || echo 1)
  memory=$(awk '/^MemAvailable:/ {print int($2 / 1000000)}' /proc/meminfo 2>/dev/null || true)
  [ -n "$memory" ] && [ "$memory" -lt "$cores" ] && cores=$memory
  [ "$cores" -ge 1 ] || cores=1
  echo "$cores"
}
