/**
 * The one place where the messages of a room get their numbers, over all processes. Those that have members of a room
 * are its holders; when the last one leaves, the room is forgotten.
 *
 * @typedef {{ confirm(name: string): void | Promise<void>,
 *             deliver(name: string, message: string, sender: number | null): void }} Holder
 */
export function openRegister() {
  const rooms = new Map();

  return {
    /** From when this resolves on, the holder is handed every message of the room. */
    async enter(name, holder) {
      // A holder's last member may be gone although its leaving is still under way to here. Without this question the
      // numbers of a room that everybody has left would go on.
      const holders = [...(rooms.get(name)?.holders ?? [])];
      await Promise.all(holders.map((each) => each.confirm(name)));

      if (!rooms.has(name)) rooms.set(name, { holders: new Set(), last: 0 });
      rooms.get(name).holders.add(holder);
    },

    leave(name, holder) {
      const { holders } = rooms.get(name);
      holders.delete(holder);
      if (holders.size === 0) rooms.delete(name);
    },

    /** Encodes the message once for all members. Only its own holder knows the sender by this number. */
    say(name, text, holder, sender) {
      const room = rooms.get(name);
      room.last += 1;
      const message = JSON.stringify({ room: name, seq: room.last, text });
      for (const each of room.holders) each.deliver(name, message, each === holder ? sender : null);
    },
  };
}
