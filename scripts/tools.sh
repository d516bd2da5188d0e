#!/bin/sh
# Says in one sentence what is missing to set Sotto up. Usage: tools.sh PYTHON
set -eu
python=$1

missing() {
    echo "Sotto needs $1" >&2
    exit 1
}

command -v "$python" >/dev/null || missing "Python 3.11 or later, and there is no $python; on Debian: apt-get install python3 python3-venv."
"$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))' ||
    missing "Python 3.11 or later, and $python is $("$python" --version); name another with: make PYTHON=…"
"$python" -c 'import ensurepip, venv' 2>/dev/null ||
    missing "Python's venv module with ensurepip; on Debian: apt-get install python3-venv."
command -v node >/dev/null || missing "Node.js 20 or later, and there is no node; see https://nodejs.org/."
node -e 'process.exit(process.versions.node.split(".")[0] < 20 ? 1 : 0)' ||
    missing "Node.js 20 or later, and node is $(node --version)."
command -v npm >/dev/null || missing "npm, which comes with Node.js; on Debian: apt-get install npm."
