/**
 * What a build may see of the environment: the means to find tools, caches and registries, and nothing else.
 * A contender at work sees even less: what its definition, its scenario and the round give it.
 */
const FOR_BUILDS = [
  /^(PATH|HOME|USER|LOGNAME|LANG|LC_ALL|TMPDIR|TZ|TERM|CI)$/u,
  /^XDG_/u,
  /^(CARGO|RUSTUP|RUST)[A-Z_]*$/u,
  /^(GO|CGO_)[A-Z0-9_]*$/u,
  /^(CC|CXX|AR|LD|CFLAGS|CXXFLAGS|LDFLAGS|PKG_CONFIG_PATH)$/u,
  /^NPM_CONFIG_/iu,
  /^(NODE_EXTRA_CA_CERTS|SSL_CERT_FILE|SSL_CERT_DIR|CURL_CA_BUNDLE)$/u,
  /^(https?|no|all)_proxy$/iu,
];

const FOR_CONTENDERS = [/^(PATH|HOME|LANG|TZ|TMPDIR)$/u];

/**
 * The part of `environment` that a build may see. `npm_*` settings of an outer npm are dropped, its NPM_CONFIG_* kept. npm's own
 * compile cache is switched off: it would stay behind among the temporary files.
 */
export function buildEnvironment(environment: NodeJS.ProcessEnv): Record<string, string> {
  return { ...allowed(environment, FOR_BUILDS), NODE_DISABLE_COMPILE_CACHE: '1' };
}

/** The part of `environment` that a contender at work may see. */
export function contenderEnvironment(environment: NodeJS.ProcessEnv): Record<string, string> {
  return allowed(environment, FOR_CONTENDERS);
}

function allowed(environment: NodeJS.ProcessEnv, patterns: readonly RegExp[]): Record<string, string> {
  const kept: Record<string, string> = {};
  for (const [name, value] of Object.entries(environment)) {
    if (value !== undefined && patterns.some((pattern) => pattern.test(name))) kept[name] = value;
  }
  return kept;
}
