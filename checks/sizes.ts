import { linesOf, type Finding, type TextFile } from './finding.ts';

/** Lines a source file may have, and a test file, which is read row by row. */
export const MOST_LINES = 250;
export const MOST_TEST_LINES = 400;

const SOURCE = /\.(ts|tsx|mjs|js|rs|go|sh)$/u;
const TEST = /(\.test\.[a-z]+|_test\.(?:go|rs)|\/tests\/[^/]+\.rs)$/u;

/** Source files that are longer than one can hold in mind. In Rust the tests at a file's end do not count as source. */
export function checkSizes(files: readonly TextFile[]): readonly Finding[] {
  return files
    .filter((file) => SOURCE.test(file.path))
    .flatMap((file) => {
      const limit = TEST.test(file.path) ? MOST_TEST_LINES : MOST_LINES;
      const lines = sourceLines(file);
      if (lines <= limit) return [];
      return [
        {
          check: 'sizes',
          where: file.path,
          text: `${lines} lines where ${limit} are the most: is it still one thing?`,
        },
      ];
    });
}

function sourceLines(file: TextFile): number {
  const lines = linesOf(file);
  const tests = file.path.endsWith('.rs') ? lines.findIndex((line) => line.startsWith('#[cfg(test)]')) : -1;
  return tests === -1 ? lines.length : tests;
}
