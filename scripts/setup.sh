#!/bin/sh
# Sets up what running (`run`) or testing (`test`) needs, and nothing that is already there:
# Python packages from a lock file into .venv, system packages only where no wheel serves.
set -eu
cd "$(dirname "$0")/.."

say() { printf '== %s\n' "$*"; }
fail() { printf '!! %s\n' "$*" >&2; exit 1; }
have() { command -v "$1" >/dev/null 2>&1; }

as_root() {
    if [ "$(id -u)" -eq 0 ]; then "$@"
    elif have sudo; then sudo "$@"
    else fail "This needs the administrator: run as root: $*"
    fi
}

apt_ready=
apt_install() {  # reason, then package names
    reason=$1; shift
    have apt-get || fail "$reason: install $* with this system's own package manager, then try again."
    say "$reason: installing $* with apt-get"
    [ -n "$apt_ready" ] || as_root apt-get update -qq
    apt_ready=yes
    as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "$@" </dev/null >/dev/null
}

# --- Python -----------------------------------------------------------------------------

usable() { "$1" -c 'import sys, ssl, sqlite3; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; }
complete() { "$1" -c 'import ensurepip, venv' 2>/dev/null; }

find_python() {  # prints the best interpreter: new enough, and able to make an environment
    fallback=
    for name in ${PYTHON_FOR_VENV:-} python3.13 python3.12 python3.11 python3; do
        usable "$name" || continue
        if complete "$name"; then echo "$name"; return; fi
        fallback=${fallback:-$name}
    done
    echo "$fallback"
}

make_environment() {  # folder
    [ ! -x "$1/bin/python" ] || ! usable "$1/bin/python" || return 0
    python=$(find_python)
    if [ -z "$python" ]; then
        apt_install "Python 3.11 or newer is missing" python3 python3-venv
        python=$(find_python)
        [ -n "$python" ] || fail "This system's Python is older than 3.11: install Python 3.11 or newer, then try again."
    fi
    complete "$python" || apt_install "$python cannot make an environment yet" "${python##*/}-venv"
    say "Making $1 with $("$python" -V)"
    rm -rf "$1"
    "$python" -m venv "$1"
}

install_locked() {  # lock file, stamp
    if [ -f "$2" ] && [ "$(cat "$2")" = "$(cksum <"$1")" ] && usable .venv/bin/python; then return 0; fi
    make_environment .venv
    say "Installing $(grep -c '==' "$1") packages of $1 into .venv (a few minutes the first time)"
    .venv/bin/python -m pip install -qq --disable-pip-version-check --no-input \
        --only-binary :all: --require-hashes -r "$1"
    cksum <"$1" >"$2"
}

# --- What only the tests need -----------------------------------------------------------

have_postgres() { have initdb || ls /usr/lib/postgresql/*/bin/initdb >/dev/null 2>&1; }

have_chromium() {
    [ -n "${CHROMIUM:-}" ] || have chromium || have google-chrome ||
        ls "$HOME"/.cache/ms-playwright/chromium-*/chrome-linux*/chrome >/dev/null 2>&1
}

distribution() { (. /etc/os-release 2>/dev/null && echo "${ID:-}") || true; }

install_chromium() {
    if [ "$(distribution)" != ubuntu ]; then
        apt_install "The browser tests need Chromium" chromium
        return
    fi
    # Ubuntu's package of that name is an empty shell around a snap.
    say "The browser tests need Chromium: fetching Playwright's own, with its system libraries"
    .venv/bin/python -m playwright install --with-deps chromium ||
        fail "No Chromium could be fetched: install one by hand (for instance 'snap install chromium') and name it: CHROMIUM=/path/to/chromium make test"
}

install_for_tests() {
    have_postgres || apt_install "The tests start a PostgreSQL of their own (the one that Debian starts is not used)" postgresql
    have redis-server || apt_install "The tests start a Redis of their own (the one that Debian starts is not used)" redis-server
    have_chromium || install_chromium
}

case "${1:-}" in
    run) install_locked requirements.run.lock .venv/.run-ready ;;
    test)
        install_locked requirements.lock .venv/.test-ready
        install_for_tests
        ;;
    train) make_environment .venv-train ;;
    *) fail "usage: scripts/setup.sh run|test|train" ;;
esac
