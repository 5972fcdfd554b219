#!/usr/bin/env bash
# Check what this folder ships, as far as the tools at hand allow; prints what was checked and what was skipped and why.
# Takes about a minute and changes nothing outside a folder of its own, which it removes.
set -euo pipefail
cd "$(dirname "$0")/.."
make -s .venv/.dev
exec .venv/bin/python -m deploy.checks
