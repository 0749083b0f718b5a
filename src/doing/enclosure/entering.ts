/**
 * Run by `/bin/sh` as the first thing of every tree: raises the limit of open files, enters the groups, says so on descriptor 3
 * and becomes the command. Paths and command come as positional arguments, so no text of a user is ever read as shell.
 * `$1` is the number of groups, `$2` is `say` where this script reports the entry; then groups, then the command.
 * While it enters, the shell's complaints go to descriptor 3: they are the reason of a failed start, not the command's output.
 */
export const ENTER = `exec 4>&2 2>&3
ulimit -S -n "$(ulimit -H -n)"
n=$1; say=$2; shift 2
while [ "$n" -gt 0 ]; do
  echo "$$" > "$1/cgroup.procs" || exit 125
  n=$((n - 1)); shift
done
if [ "$say" = say ]; then
  echo entered >&3
  exec "$@" 2>&4 4>&- 3>&-
fi
exec "$@" 2>&4 4>&-`;

/**
 * Run by `/bin/sh` as process 1 of a PID namespace: a process 1 ignores every signal it has no handler for and must reap
 * orphans, and no contender is written for that. The command keeps standard input, which a shell would take from a background job.
 */
export const NAMESPACE_INIT = `exec 5<&0
"$@" <&5 5<&- 3>&- &
child=$!
echo entered >&3
exec 3>&- 5<&- < /dev/null
wait "$child"
exit $?`;

/** What descriptor 3 says once the tree is where it belongs. */
export const ENTERED = 'entered\n';
