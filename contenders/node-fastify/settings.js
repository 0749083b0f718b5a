import { createSecretKey } from 'node:crypto';
import { publicKeyFrom } from './token-key.js';

/** A database serves this many connections to a part of the service, over all its workers, unless told otherwise. */
const CONNECTIONS = 10;
/** For a whole answer of the upstream, unless told otherwise. */
const PATIENCE_MS = 2000;

/**
 * Reads all of the environment before anything is opened, so that a mistake in it is told at once.
 * What is not asked for is null.
 */
export function readSettings(env) {
  const cores = wholeNumber(env, 'CORES') ?? 1;
  const tokens = readTokens(env);
  const { users, shop } = readDatabase(env, tokens);
  return {
    port: Number(env.PORT ?? '3000'),
    host: env.HOST ?? '127.0.0.1',
    // Each worker needs a connection of its own to each part, so the pools bound their number.
    workers: Math.min(cores, users?.connections ?? cores, shop?.connections ?? cores),
    users,
    shop,
    tokens,
    cpuWorkers: wholeNumber(env, 'CPU_WORKERS'),
    cacheEntries: wholeNumber(env, 'CACHE_ENTRIES'),
    upstreamUrl: readUpstream(env.UPSTREAM_URL),
    upstreamPatienceMs: wholeNumber(env, 'UPSTREAM_PATIENCE_MS') ?? PATIENCE_MS,
  };
}

/** How many of a pool's connections the worker at a place gets. At least one, as `workers` is bounded by the pools. */
export function shareOf(connections, workers, place) {
  return Math.floor(connections / workers) + (place < connections % workers ? 1 : 0);
}

function wholeNumber(env, name) {
  if (!env[name]) return null;
  const number = Number(env[name]);
  if (/^\d+$/.test(env[name]) && number >= 1 && Number.isSafeInteger(number)) return number;
  throw new Error(`${name} must be a whole number from 1, not "${env[name]}"`);
}

/** One of the words, of which the first is the default. */
function oneOf(env, name, words) {
  if (!env[name]) return words[0];
  if (words.includes(env[name])) return env[name];
  throw new Error(`${name} must be ${words.slice(0, -1).join(', ')} or ${words.at(-1)}, not "${env[name]}"`);
}

/** What tokens are verified by, with the key as the library is given it. */
function readTokens(env) {
  const algorithm = oneOf(env, 'JWT_ALGORITHM', ['HS256', 'RS256', 'ES256']);
  const library = oneOf(env, 'JWT_LIBRARY', ['jsonwebtoken', 'fast-jwt', 'jose']);
  const asText = env.JWT_KEY === 'string';
  if (asText && library !== 'jsonwebtoken') {
    throw new Error(`JWT_KEY=string is about jsonwebtoken: leave it out with JWT_LIBRARY=${library}`);
  }
  if (algorithm !== 'HS256') {
    if (env.JWT_PUBLIC_KEY) return { library, algorithm, key: publicKeyFrom(env.JWT_PUBLIC_KEY, algorithm) };
    throw new Error(`JWT_PUBLIC_KEY is missing: with JWT_ALGORITHM=${algorithm} it must be set`);
  }
  if (!env.JWT_SECRET) return null;
  // The secret's UTF-8 bytes are the key.
  return { library, algorithm, key: asText ? env.JWT_SECRET : createSecretKey(Buffer.from(env.JWT_SECRET, 'utf8')) };
}

// A database that nobody uses is a mistake; a key without a database stays without effect.
function readDatabase(env, tokens) {
  const url = env.DATABASE_URL;
  const shop = env.SHOP === 'on';
  if (!url && shop) throw new Error('DATABASE_URL is missing: with SHOP=on it must be set');
  if (url && tokens === null && !shop) {
    throw new Error(
      'DATABASE_URL is set, but nothing uses it: set JWT_SECRET (or JWT_ALGORITHM and JWT_PUBLIC_KEY) for the users, ' +
        'SHOP=on for the shop, or both',
    );
  }
  const users = {
    url,
    connections: wholeNumber(env, 'DB_POOL') ?? CONNECTIONS,
    driver: oneOf(env, 'DB_DRIVER', ['mysql2', 'mariadb']),
    statements: oneOf(env, 'DB_STATEMENTS', ['prepared', 'text']),
  };
  return { users: url && tokens !== null ? users : null, shop: shop ? { url, connections: CONNECTIONS } : null };
}

function readUpstream(text) {
  if (!text) return null;
  const url = URL.parse(text);
  if (url?.protocol === 'http:' && url.search === '' && url.hash === '') return url.href.replace(/\/$/, '');
  throw new Error(`UPSTREAM_URL must have the form http://host:port, not "${text}"`);
}
