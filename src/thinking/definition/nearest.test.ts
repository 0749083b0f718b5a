import { expect, test } from 'vitest';

import { didYouMean, nearest } from './nearest.ts';

const WORDS = ['name', 'baseline', 'contenders', 'scenarios', 'profile', 'cores', 'objective', 'margin'];

test.each([
  ['nmae', 'name', 'two letters swapped'],
  ['contender', 'contenders', 'a letter missing'],
  ['Profile', 'profile', 'another case'],
  ['scenaros', 'scenarios', 'a letter missing inside'],
  ['obj', 'objective', 'the beginning of the word'],
  ['marginal', 'margin', 'the word with an ending'],
])('%s is taken for %s: %s', (word, meant) => {
  expect(nearest(word, WORDS)).toBe(meant);
});

test('a word that resembles none has no nearest word', () => {
  expect(nearest('kubernetes', WORDS)).toBeNull();
  expect(nearest('', WORDS)).toBeNull();
  expect(nearest('name', [])).toBeNull();
});

test('three slips are too many', () => {
  expect(nearest('cnotednres', ['contenders'])).toBeNull();
});

test('a single letter is not taken for another one', () => {
  expect(nearest('q', ['n'])).toBeNull();
});

test('the closer of two words wins, whatever their order', () => {
  expect(nearest('quik', ['quiet', 'quick'])).toBe('quick');
  expect(nearest('quik', ['quick', 'quiet'])).toBe('quick');
});

test('the hint is a whole clause', () => {
  expect(didYouMean('quik', ['quick', 'smoke'])).toBe('did you mean quick?');
  expect(didYouMean('thorough', ['quick', 'smoke'])).toBeNull();
});
