// In bytes, frame heads included.
const MOST_WAITING = 1024 * 1024;
const TEXT = { binary: false };

const isOpen = ({ socket }) => socket !== null && socket.readyState === socket.OPEN;
// From before the handshake, so that nothing is missed after it, until the connection begins to close and all that came
// over it is said.
const isTaken = (seat) => seat.socket === null || isOpen(seat) || seat.unsaid.length > 0;

/**
 * The rooms as far as their members are connected to this process.
 *
 * @param {{ enter(name: string, holder: object): Promise<void>, leave(name: string, holder: object): void,
 *           say(name: string, text: string, holder: object, sender: number): void }} register
 */
export function openRooms(register) {
  const rooms = new Map();
  const holder = { confirm: (name) => forgetIfEmpty(rooms.get(name)), deliver };
  let lastNumber = 0;

  function open(name) {
    const room = { name, seats: new Set(), isEntered: false, entry: null };
    room.entry = register.enter(name, holder).then(() => {
      room.isEntered = true;
      // Whoever waited may have gone away.
      forgetIfEmpty(room);
    });
    rooms.set(name, room);
    return room;
  }

  // A room that is being entered stays until it is: leaving must not overtake entering.
  function forgetIfEmpty(room) {
    if (room === undefined || rooms.get(room.name) !== room || !room.isEntered) return;
    for (const seat of room.seats) if (isTaken(seat)) return;
    rooms.delete(room.name);
    register.leave(room.name, holder);
  }

  function deliver(name, message, sender) {
    const bytes = Buffer.from(message);
    for (const seat of rooms.get(name)?.seats ?? []) {
      if (seat.number === sender) goOn(seat);
      else if (isOpen(seat)) send(seat.socket, bytes);
    }
  }

  const sayFirst = ({ room, unsaid, number }) => register.say(room.name, unsaid[0], holder, number);

  // Called when the first of what the member has to say has its number.
  function goOn(seat) {
    seat.unsaid.shift();
    if (seat.unsaid.length > 0) sayFirst(seat);
    else if (seat.isGivenUp) remove(seat);
    else if (seat.socket.isPaused) seat.socket.resume();
  }

  function remove(seat) {
    seat.room.seats.delete(seat);
    if (seat.room.seats.size === 0) forgetIfEmpty(seat.room);
  }

  return {
    /**
     * A seat in a room for a connection that is about to become a WebSocket, which is then its `socket`. That may
     * happen when `entry` has resolved.
     */
    takeSeat(name) {
      // Where every connection is closing the room is a new one, although some are not closed yet.
      forgetIfEmpty(rooms.get(name));
      const room = rooms.get(name) ?? open(name);
      lastNumber += 1;
      const seat = { number: lastNumber, room, socket: null, unsaid: [], isGivenUp: false };
      room.seats.add(seat);
      return { seat, entry: room.entry };
    },

    giveUpSeat(seat) {
      seat.isGivenUp = true;
      if (seat.unsaid.length === 0) remove(seat);
    },

    /**
     * Says a text to all others in the room. Where another process gives the numbers, a member's next text waits until
     * the last one has its number, and the member is not read meanwhile: however fast it speaks, one message of it is
     * under way.
     */
    say(seat, text) {
      seat.unsaid.push(text);
      if (seat.unsaid.length === 1) sayFirst(seat);
      if (seat.unsaid.length > 0) seat.socket.pause();
    },
  };
}

function send(socket, bytes) {
  socket.send(bytes, TEXT);
  if (socket.bufferedAmount > MOST_WAITING) socket.terminate();
}
