import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';

export async function saveAll(folder: string, files: ReadonlyMap<string, string>): Promise<string> {
  await Promise.all([...files].map(([name, text]) => writeFile(join(folder, name), text)));
  return `${files.size} saved`;
}
