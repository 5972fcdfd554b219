#!/bin/sh
# Install zulian into PREFIX: a wheel built from this source, in a Python environment of its own, beside exactly the
# packages of the lock file, each checked by its hash. Run it again to bring PREFIX up to date.
#
#   deploy/install.sh PREFIX          the site
#   deploy/install.sh PREFIX photos   with the face check of photographs (OpenCV, 160 MB)
#
# PYTHON names the interpreter (python3); 3.11 or later with its venv module.
set -eu

if [ $# -lt 1 ]; then
  echo "usage: $0 PREFIX [photos]" >&2
  exit 2
fi
PREFIX="$1"
case "${2:-}" in
  "") LOCK=requirements.lock ;;
  photos) LOCK=requirements-photos.lock ;;
  *) echo "$0: unknown extra: $2 (photos is the only one)" >&2; exit 2 ;;
esac
SOURCE="$(cd "$(dirname "$0")/.." && pwd)"
PYTHON="${PYTHON:-python3}"
# Byte code is written now: the account that serves may not write here.
unset PYTHONDONTWRITEBYTECODE PYTHONHOME PYTHONPATH
export PIP_DISABLE_PIP_VERSION_CHECK=1

WORK="$(mktemp -d)"
trap 'rm -rf "$WORK"' EXIT

# The wheel, from a copy: the source stays as it is, and nothing left over from an older build gets in.
mkdir "$WORK/source" "$WORK/wheel"
(cd "$SOURCE" && tar -cf - --exclude=__pycache__ --exclude='*.egg-info' pyproject.toml README.md LICENSE src) |
  tar -xf - -C "$WORK/source"
"$PYTHON" -m venv "$WORK/build"
"$WORK/build/bin/pip" install -q --require-hashes -r "$SOURCE/requirements-build.lock"
"$WORK/build/bin/pip" wheel -q --no-deps --no-build-isolation --wheel-dir "$WORK/wheel" "$WORK/source"

# The environment. One whose interpreter is gone, after an upgrade of the system, is made anew.
if ! "$PREFIX/bin/python" -c "" 2>/dev/null; then
  "$PYTHON" -m venv --clear "$PREFIX"
fi
"$PREFIX/bin/pip" install -q --compile --require-hashes -r "$SOURCE/$LOCK"
"$PREFIX/bin/pip" install -q --compile --no-deps --force-reinstall "$WORK"/wheel/zulian-*.whl

# What an older version or an extra brought, and this one does not, goes.
names() { cut -d= -f1 | tr 'A-Z_.' 'a-z--' | sort -u; }
{ grep -o '^[A-Za-z0-9._-]*==' "$SOURCE/$LOCK"; printf '%s\n' pip setuptools zulian; } | names > "$WORK/wanted"
"$PREFIX/bin/pip" list --format=freeze | names > "$WORK/installed"
comm -23 "$WORK/installed" "$WORK/wanted" > "$WORK/stale"
if [ -s "$WORK/stale" ]; then
  xargs "$PREFIX/bin/pip" uninstall -q -y < "$WORK/stale"
fi
"$PREFIX/bin/pip" check -q
"$PREFIX/bin/zulian" --version
