import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** Writes what differs; with `check` it only tells, and the process ends with 1. */
export const writeOrCompare = (
  root: string,
  files: readonly { path: string; text: string }[],
  check: boolean,
): void => {
  for (const { path, text } of files) {
    const file = join(root, path);
    if (existsSync(file) && readFileSync(file, 'utf8') === text) continue;
    if (check) {
      console.error(`${path} is not what it is generated from says.`);
      process.exitCode = 1;
    } else {
      mkdirSync(dirname(file), { recursive: true });
      writeFileSync(file, text);
      console.log(`Wrote ${path}.`);
    }
  }
};
