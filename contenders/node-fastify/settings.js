/** A database serves at most this many connections to a part of the service, over all its workers. */
export const CONNECTIONS = 10;

/**
 * Reads all of the environment before anything is opened, so that a mistake in it is told at once.
 * What is not asked for is null.
 */
export function readSettings(env) {
  const cores = wholeNumber(env, 'CORES') ?? 1;
  const { usersUrl, shopUrl } = readDatabase(env);
  return {
    port: Number(env.PORT ?? '3000'),
    host: env.HOST ?? '127.0.0.1',
    // Each worker needs a connection of its own, so the pool bounds their number.
    workers: usersUrl === null && shopUrl === null ? cores : Math.min(cores, CONNECTIONS),
    usersUrl,
    shopUrl,
    jwtSecret: env.JWT_SECRET || null,
    jwtKey: env.JWT_KEY === 'string' ? 'string' : 'object',
    cpuWorkers: wholeNumber(env, 'CPU_WORKERS'),
    cacheEntries: wholeNumber(env, 'CACHE_ENTRIES'),
    upstreamUrl: readUpstream(env.UPSTREAM_URL),
  };
}

function wholeNumber(env, name) {
  if (!env[name]) return null;
  const number = Number(env[name]);
  if (/^\d+$/.test(env[name]) && number >= 1 && Number.isSafeInteger(number)) return number;
  throw new Error(`${name} must be a whole number from 1, not "${env[name]}"`);
}

// A database that nobody uses is a mistake; a secret without a database stays without effect.
function readDatabase({ DATABASE_URL: url, JWT_SECRET: secret, SHOP }) {
  const shop = SHOP === 'on';
  if (!url && shop) throw new Error('DATABASE_URL is missing: with SHOP=on it must be set');
  if (url && !secret && !shop) {
    throw new Error(
      'DATABASE_URL is set, but nothing uses it: set JWT_SECRET for the users, SHOP=on for the shop, or both',
    );
  }
  return { usersUrl: url && secret ? url : null, shopUrl: shop ? url : null };
}

function readUpstream(text) {
  if (!text) return null;
  const url = URL.parse(text);
  if (url?.protocol === 'http:' && url.search === '' && url.hash === '') return url.href.replace(/\/$/, '');
  throw new Error(`UPSTREAM_URL must have the form http://host:port, not "${text}"`);
}
