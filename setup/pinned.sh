#!/bin/sh
# sh setup/pinned.sh [--for program|checks|measuring|tests] COMMAND [ARGUMENT...]
# Runs a command under the pinned Node, with the repository's tools on PATH, after providing what it needs.
set -eu
case $0 in
  */*) root="$(CDPATH='' cd -- "${0%/*}/.." && pwd -P)" ;;
  *) root="$(CDPATH='' cd -- .. && pwd -P)" ;;
esac
. "$root/setup/launch.sh"

need=checks
if [ "${1-}" = --for ]; then
  need="$2"
  shift 2
fi
prepare "$need"
unset NODE_COMPILE_CACHE # coverage is less exact with it
PATH="$root/node_modules/.bin:$PATH"
exec "$@"
