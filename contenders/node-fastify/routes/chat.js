import websocket from '@fastify/websocket';
import { error, object, pattern } from '../schemas.js';
import { textIn } from '../utterance.js';

const PATH = '/chat';
const VERSION = '13';
const GOING_AWAY = 1001;
const UNSUPPORTED_DATA = 1003;
const POLICY_VIOLATION = 1008;
const INTERNAL_ERROR = 1011;

const schema = {
  querystring: object({ room: pattern('^[a-z0-9-]{1,32}$') }),
  headers: object({ 'sec-websocket-key': pattern('^[+/0-9A-Za-z]{22}==$') }),
  response: { '4xx': error },
};

const plugin = {
  options: {
    maxPayload: 16 * 1024,
    // One message of a member in each turn of the event loop. By default ws hands over all that a read brought at once:
    // thousands of short messages, each to be sent to a whole room before anybody else is served.
    allowSynchronousEvents: false,
    // Extensions are off in ws; of the sub-protocols it would choose the first.
    handleProtocols: () => false,
  },
  errorHandler: endAfterBug,
  preClose: sendAway,
};

/** For Node's HTTP server: every other request that wishes for an upgrade is answered as if it did not. */
export const isChatUpgrade = ({ method, url, headers }) =>
  method === 'GET' && url.split('?', 1)[0] === PATH && headers.upgrade?.toLowerCase() === 'websocket';

/** @param {{ rooms: ReturnType<typeof import('../rooms.js').openRooms> }} parts */
export async function chatRoutes(app, { rooms }) {
  // Registered here, it adds its hooks to this route alone.
  await app.register(websocket, plugin);
  app.decorateRequest('seat', null);

  async function takeSeat(request) {
    const { seat, entry } = rooms.takeSeat(request.query.room);
    // Also when it goes away before the handshake is done.
    request.raw.socket.once('close', () => rooms.giveUpSeat(seat));
    request.seat = seat;
    await entry;
  }

  app.get(PATH, { websocket: true, schema, onRequest: refuseOthers, preHandler: takeSeat }, (socket, { seat }) => {
    seat.socket = socket;
    socket.on('message', (message, isBinary) => {
      // What comes after the message for which the connection is being closed.
      if (socket.readyState !== socket.OPEN) return;
      const text = isBinary ? null : textIn(message);
      if (text === null) socket.close(isBinary ? UNSUPPORTED_DATA : POLICY_VIOLATION);
      else rooms.say(seat, text);
    });
  });
}

async function refuseOthers(request, reply) {
  if (!request.ws) {
    reply.code(426).headers({ upgrade: 'websocket', connection: 'upgrade' });
    return reply.send({ error: 'a WebSocket is needed here' });
  }
  // Node's parser has let go of this connection: whatever refuses now ends it.
  reply.header('connection', 'close');
  if (request.headers['sec-websocket-version'] !== VERSION) {
    reply.code(426).header('sec-websocket-version', VERSION);
    return reply.send({ error: `the version of the WebSocket must be ${VERSION}` });
  }
}

// ws itself closes the connection of a member that breaks the protocol, with the right code; the plugin would cut it
// off before the member has read that.
function endAfterBug(failure, socket) {
  if (socket.readyState !== socket.OPEN) return;
  console.error(failure);
  socket.close(INTERNAL_ERROR);
}

/** @this {import('fastify').FastifyInstance} */
async function sendAway() {
  for (const socket of this.websocketServer.clients) socket.close(GOING_AWAY);
  this.websocketServer.close();
}
