import assert from 'node:assert/strict';
import { test } from 'node:test';
import { availabilityFrom } from './availability.js';

const stock = (changes = {}) => ({ sku: 123, available: 17, warehouse: 'W3', ...changes });
const said = (status, value) => availabilityFrom(status, JSON.stringify(value));

test('the level follows from the pieces', () => {
  const levels = [0, 1, 9, 10, 49].map((available) => said(200, stock({ available })).found.level);
  assert.deepEqual(levels, ['none', 'low', 'low', 'ok', 'ok']);
});

test('what the upstream says beyond its three fields goes no further', () => {
  assert.deepEqual(said(200, stock({ price: 1, level: 'ok' })).found, {
    sku: 123,
    available: 17,
    warehouse: 'W3',
    level: 'ok',
  });
});

test('404 is an answer, whatever its body', () => {
  assert.equal(availabilityFrom(404, '<html>').refusal, 'not found');
});

const broken = {
  'another status': [500, JSON.stringify(stock())],
  'a status that is nearly right': [201, JSON.stringify(stock())],
  'a redirection': [302, JSON.stringify(stock())],
  'no body': [200, ''],
  'no JSON': [200, 'not json'],
  'half an answer': [200, '{"sku":123,"avail'],
  'two answers': [200, `${JSON.stringify(stock())}{}`],
  'null': [200, 'null'],
  'a list': [200, '[123,17,"W3"]'],
  'a text': [200, '"sku"'],
  'no sku': [200, JSON.stringify(stock({ sku: undefined }))],
  'a sku that is a text': [200, JSON.stringify(stock({ sku: '123' }))],
  'no pieces': [200, JSON.stringify(stock({ available: undefined }))],
  'pieces that are a text': [200, JSON.stringify(stock({ available: '17' }))],
  'pieces that are null': [200, JSON.stringify(stock({ available: null }))],
  'half a piece': [200, JSON.stringify(stock({ available: 0.5 }))],
  'more pieces than a number holds': [200, '{"sku":123,"available":1e400,"warehouse":"W3"}'],
  'no warehouse': [200, JSON.stringify(stock({ warehouse: undefined }))],
  'a warehouse that is a number': [200, JSON.stringify(stock({ warehouse: 3 }))],
};
for (const [name, [status, text]] of Object.entries(broken)) {
  test(`an upstream that answers with ${name} is a bad gateway, and it is said why`, () => {
    const { found, refusal, cause } = availabilityFrom(status, text);
    assert.deepEqual([found, refusal, typeof cause], [undefined, 'bad gateway', 'string']);
  });
}
