# Sourced by run, test and prove: where things are, what must be installed, and how a step is shown.
# shellcheck shell=bash

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
made=$root/var/build # what the scripts make: stamps, logs, the published application; --fresh keeps it

export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1 DOTNET_SKIP_FIRST_TIME_EXPERIENCE=1
[[ ${CI:-} == true ]] && export MSBUILDDISABLENODEREUSE=1 # leave no build process behind on a build machine

# dotnet, npm and Chromium all want a home folder they can write to; a service account may have none.
if [[ -z ${HOME:-} || ! -w ${HOME:-/nonexistent} ]]; then
    HOME=$(getent passwd "$(id -u)" | cut -d: -f6 || true)
    [[ -n $HOME && -w $HOME ]] || { HOME=$root/var/home && mkdir -p "$HOME"; }
    export HOME
fi

missing=0
lacks() { # lacks 'what (Vietnamese / English)' 'what to do'
    printf 'Thiếu / missing: %s → %s\n' "$1" "$2" >&2
    missing=1
}

# What building and serving need. One line for each missing piece; the caller stops when $missing is set.
check_tools() {
    dotnet --list-sdks 2>/dev/null | grep -q '^10\.' ||
        lacks '.NET SDK 10' 'cài từ / install from https://dotnet.microsoft.com/download/dotnet/10.0'
    local node
    node=$(node --version 2>/dev/null || true)
    node=${node#v}
    [[ -n $node && ${node%%.*} -ge 20 ]] ||
        lacks "Node.js ≥ 20 (đang có / found: ${node:-không có, none})" 'cài từ / install from https://nodejs.org hoặc / or: apt-get install nodejs npm'
    command -v npm >/dev/null || lacks 'npm' 'đi cùng Node.js / comes with Node.js; Debian: apt-get install npm'
    { ldconfig -p 2>/dev/null || /sbin/ldconfig -p 2>/dev/null; } | grep libicuuc >/dev/null ||
        lacks 'libicu (chữ Việt, lịch / Unicode)' 'apt-get install libicu72 (Debian 12), libicu76 (Debian 13); Fedora: dnf install libicu'
    [[ -e /usr/share/zoneinfo/Asia/Ho_Chi_Minh ]] ||
        lacks 'múi giờ Việt Nam / time zone data (Asia/Ho_Chi_Minh)' 'apt-get install tzdata'
}

port_is_taken() { (exec 3<>"/dev/tcp/127.0.0.1/$1") 2>/dev/null; }

free_port() {
    local port
    while :; do
        port=$((20000 + RANDOM % 12000)) # below the range the kernel hands out to outgoing connections
        port_is_taken "$port" || { echo "$port"; return; }
    done
}

# step 'name' command…: one line with its seconds; the log is shown only when it fails.
step() {
    local name=$1 began=$SECONDS code=0 log
    shift
    mkdir -p "$made/log"
    log=$made/log/${1##*/}.log
    "$@" >"$log" 2>&1 </dev/null || code=$?
    if ((code)); then
        tail -n 60 "$log" >&2
        printf '  ✗ %s: lỗi / failed (%s, %s s)\n' "$name" "$log" $((SECONDS - began)) >&2
        return "$code"
    fi
    printf '  ✓ %s · %s s\n' "$name" $((SECONDS - began))
}

# The names, sizes and times of all inputs as one number: any file added, removed or changed makes another.
fingerprint() {
    find "$@" \( -name node_modules -o -name bin -o -name obj -o -path '*/wwwroot/assets' \) -prune -o -type f -printf '%p %s %T@\n' |
        LC_ALL=C sort | sha256sum | cut -d' ' -f1
}

same_as_stamp() { [[ -f $made/$1.stamp && $(<"$made/$1.stamp") == "$2" ]]; }
stamp() { mkdir -p "$made" && printf '%s' "$2" >"$made/$1.stamp"; }

# What tests/SecondSystem is made of: another system, which signs people in with ours.
second_system() {
    local lock
    lock=$(sha256sum "$root/tests/SecondSystem/package-lock.json" | cut -d' ' -f1) || return
    [[ -d $root/tests/SecondSystem/node_modules ]] && same_as_stamp second-system "$lock" || {
        (cd "$root/tests/SecondSystem" && npm ci --no-audit --no-fund) || return
        stamp second-system "$lock"
    }
}

# src/Web → src/Host/wwwroot/assets. Nothing is done when nothing changed since the last time.
web_assets() {
    local lock inputs
    lock=$(sha256sum "$root/src/Web/package-lock.json" | cut -d' ' -f1) || return
    [[ -d $root/src/Web/node_modules ]] && same_as_stamp packages "$lock" || {
        (cd "$root/src/Web" && npm ci --no-audit --no-fund) || return
        stamp packages "$lock"
    }
    inputs=$(fingerprint "$root/src/Web")
    [[ -d $root/src/Host/wwwroot/assets ]] && same_as_stamp assets "$inputs" || {
        (cd "$root/src/Web" && npm run build) || return
        stamp assets "$(fingerprint "$root/src/Web")"
    }
}
