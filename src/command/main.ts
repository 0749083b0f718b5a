import { program } from './program.ts';
import { EXIT, type Stop, type Stream, type World } from './world.ts';

/** The first signal asks for a tidy stop; the second ends the program at once, and the janitor tidies after it. */
function stopOnSignals(): Stop {
  const controller = new AbortController();
  let code: number = EXIT.ok;
  const onSignal = (asked: number) => (): void => {
    if (controller.signal.aborted) process.exit(asked);
    code = asked;
    controller.abort();
  };
  process.on('SIGINT', onSignal(130));
  process.on('SIGTERM', onSignal(143));
  process.on('SIGHUP', onSignal(129));
  return { signal: controller.signal, code: () => code };
}

function streamOf(stream: NodeJS.WriteStream): Stream {
  // A reader that goes away (`| head -1`) ends the words, not the run.
  stream.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') throw error;
  });
  return {
    write: (text) => {
      stream.write(text);
    },
    isTTY: stream.isTTY,
    columns: stream.columns,
  };
}

const world: World = {
  args: process.argv.slice(2),
  cwd: process.cwd(),
  env: process.env,
  out: streamOf(process.stdout),
  err: streamOf(process.stderr),
  clock: () => performance.now(),
  now: () => new Date(),
  stop: stopOnSignals(),
};

try {
  process.exitCode = await program(world);
} catch (error) {
  const text = error instanceof Error ? (error.stack ?? error.message) : String(error);
  world.err.write(`bakeoff: this is a bug in Bakeoff, please report it with what follows\n${text}\n`);
  process.exitCode = EXIT.bug;
}
