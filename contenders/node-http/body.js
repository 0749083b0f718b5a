import { Refusal } from './refusal.js';

const LIMIT = 1024 * 1024;
// The media type alone; parameters such as charset may follow. JSON on the wire is UTF-8 whatever they say.
const JSON_TYPE = /^application\/json\s*(?:;|$)/i;

/**
 * The JSON value in the body of a request, whatever its kind. Throws a Refusal when it has another type, is too long or is not JSON.
 *
 * @param {import('node:http').IncomingMessage} req
 * @returns {Promise<unknown>}
 */
export async function readJson(req) {
  if (!JSON_TYPE.test(req.headers['content-type'] ?? '')) throw new Refusal(415, 'the body must be application/json');
  const bytes = await readBytes(req);
  try {
    return JSON.parse(bytes.toString('utf8'));
  } catch (error) {
    throw new Refusal(400, error.message);
  }
}

/** All bytes of the body. Beyond the limit nothing is kept: what still comes is thrown away, so that the answer can be read. */
function readBytes(req) {
  // Who says beforehand that it is too long need not be listened to; Node drops what is unread when the answer is out.
  if (Number(req.headers['content-length']) > LIMIT) throw tooLong();
  return new Promise((resolve, reject) => {
    const chunks = [];
    let length = 0;
    req.on('data', (chunk) => {
      length += chunk.length;
      if (length <= LIMIT) {
        chunks.push(chunk);
      } else {
        chunks.length = 0;
        reject(tooLong());
      }
    });
    req.on('end', () => resolve(chunks.length === 1 ? chunks[0] : Buffer.concat(chunks)));
    // The client has gone in the middle of its body: nobody is left to read an answer, and it is no error of ours.
    req.on('error', () => reject(new Refusal(400, 'the body ended too early')));
  });
}

const tooLong = () => new Refusal(413, `the body is longer than ${LIMIT} bytes`);
