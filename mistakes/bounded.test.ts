import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { runBounded } from './bounded.ts';

const folder = mkdtempSync(join(tmpdir(), 'bounded-'));
afterAll(() => rmSync(folder, { recursive: true }));

const env = { PATH: process.env['PATH'] ?? '' };
const node = (script: string) => ({ argv: [process.execPath, '--eval', script], cwd: folder });

describe('a program with a limit of time', () => {
  it('tells how it ended and what it printed', async () => {
    const ran = await runBounded(node("console.log('a'); console.error('b'); process.exitCode = 3"), env, 30_000);
    expect(ran).toEqual({ end: { kind: 'ended', code: 3 }, stdout: 'a\n', stderr: 'b\n' });
    const killed = await runBounded(node("process.kill(process.pid, 'SIGKILL')"), env, 30_000);
    expect(killed.end).toEqual({ kind: 'signal', signal: 'SIGKILL' });
  });
  it('is cut off with all it started, and what it said before is kept', async () => {
    const child = "require('node:child_process').spawn(process.execPath, ['--eval', 'setInterval(() => 0, 1000)'])";
    const script = `const { pid } = ${child}; require('node:fs').writeFileSync('pid', String(pid)); console.log('begun'); setInterval(() => 0, 1000)`;
    const ran = await runBounded(node(script), env, 3000);
    expect(ran).toMatchObject({ end: { kind: 'cut off', afterMs: 3000 } });
    if (!existsSync(join(folder, 'pid'))) return; // On a machine that busy it had not begun.
    const pid = Number(readFileSync(join(folder, 'pid'), 'utf8'));
    await expect.poll(() => isAlive(pid)).toBe(false);
  });
  it('that cannot be started is a bug, not an end', async () => {
    await expect(runBounded({ argv: [join(folder, 'nothing')], cwd: folder }, env, 1000)).rejects.toThrow('ENOENT');
  });
});

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
  } catch {
    return false;
  }
  // Killed and not yet reaped by whoever inherited it.
  const stat = `/proc/${pid}/stat`;
  return !existsSync(stat) || !/\) Z /u.test(readFileSync(stat, 'utf8'));
}
