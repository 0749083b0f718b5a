import { delimiter } from 'node:path';

// npm describes itself to what it starts in some forty variables. An inner `npm ci`, a cargo build or a contender that sees
// them behaves differently from one started by hand. Only where to fetch from, and with whose certificates, is passed on.
const NPM_SETTINGS_KEPT = new Set([
  'npm_config_ca',
  'npm_config_cache',
  'npm_config_cafile',
  'npm_config_globalconfig',
  'npm_config_https_proxy',
  'npm_config_noproxy',
  'npm_config_proxy',
  'npm_config_registry',
  'npm_config_strict_ssl',
  'npm_config_userconfig',
]);

// NODE is npm's name for its own interpreter; the compile cache belongs to Bakeoff's own start, not to what it starts.
const DROPPED = new Set(['INIT_CWD', 'NODE', 'NODE_ENV', 'NODE_COMPILE_CACHE', 'COLOR']);

/**
 * The environment for builds and installers: `env` without what npm added to it, with `bin` first on PATH.
 *
 * @param {Readonly<Record<string, string | undefined>>} env
 * @param {string} bin
 * @returns {Record<string, string>}
 */
export function environmentFor(env, bin) {
  /** @type {Record<string, string>} */
  const kept = {};
  for (const [name, value] of Object.entries(env)) {
    if (value === undefined || DROPPED.has(name)) continue;
    if (name.startsWith('npm_') && !NPM_SETTINGS_KEPT.has(name)) continue;
    kept[name] = value;
  }
  // Without a folder of its own for it, npm leaves a cache of compiled code in the machine's folder for temporary files.
  kept['NODE_DISABLE_COMPILE_CACHE'] = '1';
  kept['PATH'] = pathWithout(env['PATH'] ?? '', bin);
  return kept;
}

/**
 * PATH with `bin` once, in front, and without the folders npm puts before it for the time of a script.
 *
 * @param {string} path
 * @param {string} bin
 */
function pathWithout(path, bin) {
  const folders = path.split(delimiter).filter((folder) => folder !== '' && folder !== bin && !isNpmFolder(folder));
  return [bin, ...folders].join(delimiter);
}

/** @param {string} folder */
function isNpmFolder(folder) {
  return /[\\/]node_modules[\\/]\.bin$/.test(folder) || /[\\/]node-gyp-bin$/.test(folder);
}
