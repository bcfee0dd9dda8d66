#!/usr/bin/env bash
# Sets up the machine for one kind of work: the system packages of packages.txt, then .venv with the pinned
# packages of requirements/. What is there already is left alone. The Makefile calls it; by hand:
#   tools/setup.sh html|pdf|writing|lint|test|lock
# PYTHON           the Python to make .venv with (default: python3)
# SYSTEM_PACKAGES  `no`: do not look at system packages (another system, or a TeX Live of your own)
set -euo pipefail
cd "$(dirname "$0")/.."

python=${PYTHON:-python3}
level=${1:-}
case $level in
  html)    groups='base'          lock=report ;;
  pdf)     groups='base pdf'      lock=report ;;
  writing) groups='base'          lock=writing ;;
  lint)    groups='base'          lock=test ;;
  test)    groups='base pdf test' lock=test ;;
  lock)    groups='base'          lock=lock ;;
  *) echo "usage: $0 html|pdf|writing|lint|test|lock" >&2; exit 2 ;;
esac
log=_build/setup.log

say() { printf 'set-up: %s\n' "$*"; }
fail() { printf '\n%s\n' "$*" >&2; exit 1; }
# What a newcomer need not read goes to the log; when it fails, the end of it is what they do need.
quietly() {
  mkdir -p _build
  "$@" >"$log" 2>&1 </dev/null || { tail -n 25 "$log" >&2; return 1; }
}

"$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null ||
  fail "Rapportage needs Python 3.11 or newer; $python is $("$python" --version 2>/dev/null || echo 'not there'). Name another: make PYTHON=python3.12 ..."

# --- system packages ----------------------------------------------------------------------------------------

on_ubuntu() { grep -qs '^ID=ubuntu$' /etc/os-release; }

# A browser that the tests can drive. Not a snap: it sees neither /tmp nor hidden folders.
browser() {
  local name path
  for name in chromium google-chrome google-chrome-stable; do
    path=$(command -v "$name") && [[ $path != /snap/* ]] && return
  done
  return 1
}

# Prints the packages of the groups that are missing.
missing_packages() {
  local package installed
  installed=$(dpkg-query -W -f '${db:Status-Status} ${Package}\n' | sed -n 's/^installed //p')
  awk -v groups=" $groups " '!/^#/ && NF && index(groups, " " $1 " ") { print $2 }' packages.txt |
    while read -r package; do
      case $package in
        python3-venv) .venv/bin/python -c '' 2>/dev/null || "$python" -c 'import ensurepip, venv' 2>/dev/null ;;
        chromium) browser || on_ubuntu ;; # on Ubuntu it is an empty package around a snap: see below
        default-jre-headless) command -v java >/dev/null ;;
        *) grep -qxF -- "$package" <<<"$installed" ;;
      esac || echo "$package"
    done
}

install_packages() {
  local as_root=()
  if [[ $(id -u) != 0 ]]; then
    # sudo may ask for a password only if there is somebody to answer.
    command -v sudo >/dev/null && { sudo -n true 2>/dev/null || [[ -t 0 && -t 2 ]]; } && as_root=(sudo)
    [[ ${as_root[*]} ]] || packages_needed "$@"
  fi
  say "installing system packages: $*"
  say "(this may take some minutes; what apt-get says is in $log)"
  [[ ${as_root[*]} ]] && { sudo -v || packages_needed "$@"; }
  as_root+=(env DEBIAN_FRONTEND=noninteractive apt-get -q -o DPkg::Lock::Timeout=300)
  quietly "${as_root[@]}" update || fail 'apt-get update failed: see the lines above.'
  quietly "${as_root[@]}" install --yes --no-install-recommends "$@" || fail 'apt-get install failed: see the lines above.'
}

packages_needed() {
  fail "Rapportage needs system packages that are not on this machine:

    $*

Nothing was built. Install them (as root, or with sudo) and type the command again:

    apt-get update && apt-get install --no-install-recommends $*

Are they there in another way, such as a TeX Live of your own? Then add SYSTEM_PACKAGES=no."
}

if [[ ${SYSTEM_PACKAGES:-} != no ]] && command -v dpkg-query apt-get >/dev/null; then
  mapfile -t missing < <(missing_packages)
  [[ ${missing[*]} ]] && install_packages "${missing[@]}"
elif [[ $groups == *pdf* ]]; then
  for command in xelatex latexmk; do
    command -v "$command" >/dev/null || fail "$command is not on this machine. packages.txt lists what the PDF needs, by the names of Debian."
  done
fi

# --- .venv --------------------------------------------------------------------------------------------------

# Begin anew when a lock has changed (so that nothing stays that the new one leaves out), when this folder was moved or
# copied (the editable install names it), and when the Python underneath has gone.
current() {
  local installed
  .venv/bin/python -c '' 2>/dev/null && [[ $(cat .venv/folder 2>/dev/null) == "$PWD" ]] || return
  for installed in .venv/installed/*.txt; do
    [[ ! -e $installed ]] || cmp -s "$installed" "requirements/${installed##*/}" || return
  done
}
if ! current; then
  say "making .venv with $("$python" --version)"
  quietly "$python" -m venv --clear .venv || fail "$python could not make a virtual environment: see the lines above."
  mkdir .venv/installed
  printf '%s\n' "$PWD" >.venv/folder
fi

pip=(.venv/bin/python -m pip --disable-pip-version-check --no-input install)
if [[ ! -e .venv/installed/$lock.txt ]]; then
  say "installing requirements/$lock.txt in .venv"
  quietly "${pip[@]}" --require-hashes -r "requirements/$lock.txt" || fail "requirements/$lock.txt could not be installed: see the lines above."
  case $lock in # the larger locks hold the smaller ones
    test) cp requirements/{report,writing,test}.txt .venv/installed/ ;;
    writing) cp requirements/{report,writing}.txt .venv/installed/ ;;
    *) cp "requirements/$lock.txt" .venv/installed/ ;;
  esac
fi
# The package itself, editable; the lock of uv alone has no build backend for it.
if [[ $lock != lock ]] && ! cmp -s pyproject.toml .venv/installed/pyproject.toml; then
  quietly "${pip[@]}" --no-deps --no-build-isolation -e . || fail 'The package itself could not be installed: see the lines above.'
  cp pyproject.toml .venv/installed/
fi

# What checks the website. No scripts: that of the Nu HTML checker would fetch a Java of its own.
if [[ $level == test ]] && ! cmp -s requirements/package-lock.json .venv/installed/package-lock.json; then
  say 'installing requirements/package-lock.json in .venv'
  cp requirements/package.json requirements/package-lock.json .venv/
  quietly tools/npm.sh ci --prefix .venv --ignore-scripts --no-audit --no-fund ||
    fail 'requirements/package-lock.json could not be installed: see the lines above.'
  cp requirements/package-lock.json .venv/installed/
fi

# Ubuntu has Chromium only as a snap; Playwright's own build is made for Ubuntu.
if [[ $level == test ]] && on_ubuntu && ! browser; then
  say "installing Playwright's Chromium"
  quietly .venv/bin/python -m playwright install --with-deps --only-shell chromium ||
    fail 'No browser for the tests: install Google Chrome, or see the lines above.'
fi

touch ".venv/ready-$level"
