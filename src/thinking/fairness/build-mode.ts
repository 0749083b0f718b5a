/** How a program was built: as it is shipped, or as it is looked into. */
export type BuildMode = 'for release' | 'for debugging';

/** Options of `go build` that put checks into a program, or leave its optimisations out, which are what a release has not. */
const GO_CHECKS = ['-race', '-msan', '-asan'];

/**
 * What the words of build commands tell. Null where none of them is of a compiler whose words are known here: of a package manager, or of a
 * script that may do anything.
 *
 * @param built each command as its words; null where they are not known.
 */
export function buildMode(built: readonly (readonly string[])[] | null): BuildMode | null {
  const modes = (built ?? []).flatMap((words) => modeOf(words) ?? []);
  return modes.find((mode) => mode === 'for debugging') ?? modes[0] ?? null;
}

function modeOf(words: readonly string[]): BuildMode | null {
  const names = words.map((word) => word.split('/').at(-1) ?? '');
  if (follows(names, 'cargo', 'build')) return isCargoRelease(words) ? 'for release' : 'for debugging';
  if (follows(names, 'go', 'build')) return isGoChecked(words) ? 'for debugging' : 'for release';
  return null;
}

/** Whether the verb stands behind its program, whatever stands before (`env NAME=value`) or between (`+nightly`). */
function follows(names: readonly string[], program: string, verb: string): boolean {
  const at = names.indexOf(program);
  return at !== -1 && names.indexOf(verb, at) !== -1;
}

/** Cargo builds without optimisations unless it is told otherwise; every profile but those of its developers begins from a release. */
function isCargoRelease(words: readonly string[]): boolean {
  const at = words.findIndex((word) => word === '--profile' || word.startsWith('--profile='));
  const profile = at === -1 ? null : (words[at]?.split('=')[1] ?? words[at + 1] ?? null);
  return words.includes('--release') || words.includes('-r') || (profile !== null && !/^(?:dev|test)$/u.test(profile));
}

function isGoChecked(words: readonly string[]): boolean {
  return words.some((word, at) => {
    const flags = word === '-gcflags' ? (words[at + 1] ?? '') : word.startsWith('-gcflags=') ? word : '';
    return GO_CHECKS.includes(word) || /(?:^|[\s=])-N(?:\s|$)/u.test(flags);
  });
}
