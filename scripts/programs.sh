#!/bin/sh
# Sees to the system's programs that the tests and the bench drive. Usage: programs.sh PROGRAM…
# On Debian a program's package has its name; root gets it installed, anyone else is told the one command.
set -eu
absent=""
for program in "$@"; do
    command -v "$program" >/dev/null || absent="$absent $program"
done
[ -n "$absent" ] || exit 0

install="apt-get install -y --no-install-recommends$absent"
if [ "$(id -u)" != 0 ] || ! grep -q '^ID=debian' /etc/os-release 2>/dev/null; then
    echo "There is no$absent. On Debian this installs what is missing, as root: $install" >&2
    exit 1
fi
echo "Installing$absent with apt-get."
export DEBIAN_FRONTEND=noninteractive
log=$(mktemp)
if ! { apt-get update -qq && $install -qq; } </dev/null >"$log" 2>&1; then
    cat "$log" >&2
    exit 1
fi
rm -f "$log"
