import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { expect, test } from 'vitest';
import { runtimeSettings, settingsIn } from './runtime-settings.ts';

test('what concerns the runtime is told, and nothing else of the environment', () => {
  const environment = ['GOGC=400', 'DATABASE_URL=mysql://u:secret@h/d', 'NODE_OPTIONS=--a=1 --b', 'GOMEMLIMIT=', ''];
  const command = ['node', '--max-semi-space-size=64', 'server.js', ''];
  expect(settingsIn(environment.join('\0'), command.join('\0'))).toEqual({
    GOGC: '400',
    NODE_OPTIONS: '--a=1 --b',
    arguments: '--max-semi-space-size=64',
  });
  expect(settingsIn('', './server\0')).toEqual({});
});

test('it is read of a living process, and unknown of one that is gone', async () => {
  const child = spawn('sleep', ['600'], { env: { PATH: process.env['PATH'] ?? '', GOGC: 'off' }, stdio: 'ignore' });
  await once(child, 'spawn');
  expect(runtimeSettings(child.pid ?? 0)).toEqual({ GOGC: 'off' });
  child.kill('SIGKILL');
  await once(child, 'exit');
  expect(runtimeSettings(child.pid ?? 0)).toBeNull();
});
