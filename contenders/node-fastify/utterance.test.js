import assert from 'node:assert/strict';
import { test } from 'node:test';
import { textIn } from './utterance.js';

const read = (message) => textIn(Buffer.from(message));

const texts = ['a', '🪴', '"\\\n\r\t', '\0', '</script>', '\u2028', '\ud800', ' ', 'x'.repeat(1000), '🪴'.repeat(1000)];
test('a text of 1 to 1000 characters is read as it is, and unknown keys are ignored', () => {
  for (const text of texts) assert.equal(read(JSON.stringify({ room: 'x', text, seq: [1] })), text);
  assert.equal(read(' {"text" : "\\u0000\\/\\ud83e\\udeb4"} '), '\0/🪴');
  assert.equal(read('{"text":"a","text":"b","__proto__":{"text":"c"}}'), 'b');
});

const broken = {
  'nothing': '',
  'no JSON': 'hello',
  'half of it': '{"text":"a"',
  'two of them': '{"text":"a"}{"text":"b"}',
  'no text': '{}',
  'a text by inheritance': '{"__proto__":{"text":"a"}}',
  'an empty text': '{"text":""}',
  'a text of 1001 characters': JSON.stringify({ text: 'x'.repeat(1001) }),
  'a text of 1001 characters of two places': JSON.stringify({ text: '🪴'.repeat(1001) }),
  'a text of 1001 characters of both kinds': JSON.stringify({ text: `x${'🪴'.repeat(1000)}` }),
  'a text that is a number': '{"text":7}',
  'a text that is null': '{"text":null}',
  'a text that is a list': '{"text":["a"]}',
  'a list': '[{"text":"a"}]',
  'a bare text': '"text"',
  'null': 'null',
};
for (const [name, message] of Object.entries(broken)) {
  test(`a message that is ${name} says nothing`, () => assert.equal(read(message), null));
}
