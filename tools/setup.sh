#!/bin/sh
# Sets up what is missing: system libraries, the virtual environment, the fonts. Safe to repeat.
set -eu
cd "$(dirname "$0")/.."

say() { printf '%s\n' "$*" >&2; }

# What Qt needs off-screen and in a window, what the tests read paper and barcodes with, the print
# server they start, and the font of the rarest characters.
PACKAGES="libglib2.0-0 libegl1 libgl1 libdbus-1-3 libfontconfig1 libxkbcommon0 \
libxcb-cursor0 libxcb-icccm4 libxcb-image0 libxcb-keysyms1 libxcb-randr0 libxcb-render-util0 \
libxcb-shape0 libxcb-sync1 libxcb-util1 libxcb-xfixes0 libxcb-xkb1 libxkbcommon-x11-0 libx11-xcb1 \
xvfb xauth strace zbar-tools poppler-utils qpdf cups-daemon cups-client fonts-hanazono"

pick_python() {
    for name in python3.11 python3.12 python3; do
        if command -v "$name" >/dev/null 2>&1 &&
            "$name" -c 'import sys; sys.exit(not ((3, 11) <= sys.version_info < (3, 13)))'; then
            printf '%s' "$name"
            return
        fi
    done
    say "Python 3.11 or 3.12 is needed."
    exit 1
}

missing_packages() {
    for name in $PACKAGES $1; do
        dpkg-query -W -f='${Status}' "$name" 2>/dev/null | grep -q 'ok installed' ||
            printf '%s ' "$name"
    done
}

system_libraries() {
    command -v dpkg-query >/dev/null 2>&1 || {
        say "Not a Debian system: see README.md for the system libraries that Qt needs."
        return 0
    }
    extra=""
    "$python" -c 'import ensurepip' 2>/dev/null || extra="$extra python3-venv"
    command -v git >/dev/null 2>&1 || extra="$extra git"
    # the Song face of the documents comes as an npm package
    [ -s resources/fonts/NotoSerifSC-Bold.ttf ] || command -v npm >/dev/null 2>&1 ||
        extra="$extra npm"
    missing=$(missing_packages "$extra")
    [ -n "$missing" ] || return 0
    as_root=""
    if [ "$(id -u)" != 0 ]; then
        if sudo -n true 2>/dev/null; then as_root="sudo -n"; else
            say "These system packages are missing; please have them installed, then repeat:"
            say "  apt-get install --no-install-recommends $missing"
            return 0
        fi
    fi
    say "Installing system packages: $missing"
    $as_root apt-get update -q >/dev/null || say "apt-get update failed; trying with the lists at hand"
    # shellcheck disable=SC2086
    DEBIAN_FRONTEND=noninteractive $as_root apt-get install -q -y --no-install-recommends $missing \
        >/dev/null || {
        say "apt-get could not install: $missing"
        return 0
    }
}

environment() {
    lock=$("$python" -c 'import hashlib,sys;print(hashlib.sha256(open("requirements/dev.txt","rb").read()+sys.version.encode()).hexdigest())')
    if [ "$(cat .venv/lock 2>/dev/null || true)" != "$lock" ]; then
        say "Making the virtual environment (.venv)"
        # a half-made one (no ensurepip at that time, another interpreter) is made anew
        .venv/bin/python -c 'import pip' 2>/dev/null || rm -rf .venv
        [ "$(.venv/bin/python -V 2>&1)" = "$("$python" -V 2>&1)" ] || rm -rf .venv
        [ -x .venv/bin/python ] || "$python" -m venv .venv
        said=$(.venv/bin/python -m pip install -q --disable-pip-version-check \
            --require-hashes -r requirements/dev.txt 2>&1) || { say "$said"; exit 1; }
        printf '%s\n' "$lock" >.venv/lock
    fi
}

python=$(pick_python)
system_libraries
environment
.venv/bin/python -m tools.fonts
