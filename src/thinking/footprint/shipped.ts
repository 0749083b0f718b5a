/** Folders into which a build puts what is started: beside them only the manifest is needed. */
const BUILT = new Set(['dist', 'build', 'out']);
/** Fetched packages are counted by themselves; the rest is of tests, tools and editors. */
const LEFT_FOLDERS = /^(?:node_modules|target|coverage|tests?|__tests__|__pycache__|\..*)$/u;
const LEFT_FILES =
  /^(?:\..*|.*\.(?:test|spec)\.[cm]?[jt]sx?|.*\.(?:md|tsbuildinfo|d\.[cm]?ts|map)|contender\.yaml|package-lock\.json|tsconfig.*\.json|.*\.lock)$/u;

/** The folder of a Node.js contender in which all lies that was built: `dist` where it starts `dist/main.js`; null where nothing is built. */
export function shippedFolder(script: string): string | null {
  const [first = '', second] = script.replace(/^\.\//u, '').split('/');
  return second !== undefined && BUILT.has(first) ? first : null;
}

/** Whether a file or folder, by its path below the contender's, must be shipped for it to run; `folder` is `shippedFolder`'s. */
export function shipsFile(path: string, isFolder: boolean, folder: string | null): boolean {
  const parts = path.split('/');
  const name = parts.at(-1) ?? path;
  if (folder !== null && parts[0] !== folder) return path === 'package.json';
  return isFolder ? !LEFT_FOLDERS.test(name) : !LEFT_FILES.test(name);
}
