const LONGEST = 1000;

/**
 * The text that a member says in a message, or null where the message is not `{"text": T}` with a text of 1 to 1000
 * characters.
 *
 * @param {Buffer} message whole and UTF-8
 */
export function textIn(message) {
  const text = parsed(message.toString())?.text;
  if (typeof text !== 'string' || text === '') return null;
  // A character takes one or two places; most texts are short enough to go without counting.
  if (text.length > LONGEST && (text.length > 2 * LONGEST || [...text].length > LONGEST)) return null;
  return text;
}

function parsed(text) {
  try {
    return JSON.parse(text);
  } catch {
    // JSON.parse throws for nothing but a member's text; no JSON says nothing.
    return null;
  }
}
