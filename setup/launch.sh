# shellcheck shell=sh
# Sourced by ../bakeoff and pinned.sh, which set `root`: everything the launcher needs to know, in sh, so that a set-up clone
# costs no second start of Node (35 ms instead of 70).

node="$root/.bakeoff/setup/bin/node"

# npm describes itself to its scripts in some forty variables, and puts folders before PATH. What Bakeoff starts shall see
# the environment a terminal gives.
forget_npm() {
  [ -n "${npm_lifecycle_event+set}" ] || return 0
  kept_path=
  rest="$PATH:"
  while [ -n "$rest" ]; do
    folder="${rest%%:*}"
    rest="${rest#*:}"
    case $folder in
      '' | */node_modules/.bin | */node-gyp-bin) ;;
      *) kept_path="$kept_path${kept_path:+:}$folder" ;;
    esac
  done
  PATH="$kept_path"
  for name in $(env | sed -n 's/^\(npm_[A-Za-z0-9_]*\)=.*/\1/p'); do
    case $name in
      npm_config_ca | npm_config_cache | npm_config_cafile | npm_config_globalconfig | npm_config_https_proxy | \
        npm_config_noproxy | npm_config_proxy | npm_config_registry | npm_config_strict_ssl | npm_config_userconfig) ;;
      *) unset "$name" ;;
    esac
  done
  unset INIT_CWD NODE COLOR
}

# Whether the pinned Node is the one of its lock file: the stamp is a copy of it.
is_node_current() {
  [ -x "$node" ] && cmp -s "$root/setup/node/package-lock.json" "$root/setup/node/node_modules/.bakeoff-stamp"
}

# Whether the packages for `program` or `tests` are those of the lock file.
are_packages_current() {
  cmp -s "$root/package-lock.json" "$root/node_modules/.bakeoff-$1-stamp"
}

# Whether a set-up for `$1` would find nothing to do. Toolchains and databases come and go: for these it looks each time.
is_current() {
  case $1 in
    program) is_node_current && are_packages_current program ;;
    checks) is_node_current && are_packages_current tests ;;
    *) false ;;
  esac
}

# Any Node from 20 on can do the set-up. Prints its path.
find_node() {
  if is_node_current; then
    echo "$node"
    return
  fi
  found="$(command -v node)" || {
    echo 'missing: Node.js 20 or newer, with npm - needed for setting Bakeoff up' >&2
    echo '         to get it: see https://nodejs.org, or on Debian: apt-get install nodejs npm' >&2
    exit 5
  }
  version="$("$found" --version)" || exit 5
  major="${version#v}"
  if [ "${major%%.*}" -lt 20 ]; then
    echo "missing: Node.js 20 or newer - needed for setting Bakeoff up; $found is $version" >&2
    echo '         to get it: see https://nodejs.org' >&2
    exit 5
  fi
  echo "$found"
}

# Provides what `$1` (program, checks, measuring or tests) needs; see setup.mjs.
prepare() {
  forget_npm
  if ! is_current "$1"; then
    starter="$(find_node)" || exit $?
    "$starter" "$root/setup/setup.mjs" "$root" "$1" </dev/null >&2 || exit $?
  fi
  # Compiled code of our own sources: without it every start strips the types again.
  NODE_COMPILE_CACHE="$root/.bakeoff/setup/compile-cache"
  PATH="$root/.bakeoff/setup/bin:$PATH"
  export NODE_COMPILE_CACHE PATH
}
