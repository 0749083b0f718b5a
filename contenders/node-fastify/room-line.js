// The register of rooms stands in the primary process and the members are connected to the workers: what the two say
// to each other over the channel that Node has between them, which keeps its order.

const noMatter = () => {};

/**
 * Lets the workers enter rooms, leave them and speak in them.
 *
 * @param {ReturnType<typeof import('./room-register.js').openRegister>} register
 * @param {import('node:cluster').Worker[]} workers
 */
export function serveRegister(register, workers) {
  for (const worker of workers) {
    // A worker that ends has no members any more; that it ends is seen elsewhere.
    const tell = (message) => worker.send(message, noMatter);
    const questions = [];
    const holder = {
      confirm(name) {
        tell({ kind: 'confirm', name });
        return new Promise((resolve) => questions.push(resolve));
      },
      deliver: (name, message, sender) => tell({ kind: 'deliver', name, message, sender }),
    };
    const acts = {
      enter: ({ name }) => register.enter(name, holder).then(() => tell({ kind: 'entered', name })),
      leave: ({ name }) => register.leave(name, holder),
      say: ({ name, text, sender }) => register.say(name, text, holder, sender),
      // Answers come in the order of the questions.
      confirmed: () => questions.shift()(),
    };
    worker.on('message', (message) => acts[message.kind]?.(message));
  }
}

/**
 * The register as a worker sees it, with one holder in it.
 *
 * @param {NodeJS.Process} channel
 */
export function registerOverLine(channel) {
  const entering = new Map();
  let holder = null;
  const tell = (message) => channel.send(message, noMatter);
  const acts = {
    entered({ name }) {
      entering.get(name)();
      entering.delete(name);
    },
    confirm({ name }) {
      // If it has to leave the room, it says so before it confirms.
      holder.confirm(name);
      tell({ kind: 'confirmed' });
    },
    deliver: ({ name, message, sender }) => holder.deliver(name, message, sender),
  };
  channel.on('message', (message) => acts[message.kind]?.(message));

  return {
    enter(name, by) {
      holder = by;
      tell({ kind: 'enter', name });
      return new Promise((resolve) => entering.set(name, resolve));
    },
    leave: (name) => tell({ kind: 'leave', name }),
    say: (name, text, by, sender) => tell({ kind: 'say', name, text, sender }),
  };
}
