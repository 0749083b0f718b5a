import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';

export async function saveAll(folder, files) {
  await Promise.allSettled([...files].map(([name, text]) => writeFile(join(folder, name), text)));
  return `${files.size} saved`;
}
