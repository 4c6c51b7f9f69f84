import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The folder of the package that `moduleUrl` belongs to, be it run from its sources or from `dist`. */
export const packageRootOf = (moduleUrl: string): string => {
  let folder = dirname(fileURLToPath(moduleUrl));
  while (!existsSync(join(folder, 'package.json'))) {
    const parent = dirname(folder);
    if (parent === folder) throw new Error(`no package.json above ${moduleUrl}`);
    folder = parent;
  }
  return folder;
};
