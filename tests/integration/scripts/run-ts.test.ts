import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'run-ts-'));
});
afterEach(() => {
  rmSync(folder, { recursive: true });
});

const runTypeScript = (...args: string[]) =>
  new Promise<{ code: number; stdout: string; stderr: string }>((resolve) => {
    const child = execFile(process.execPath, ['scripts/run-ts.mjs', ...args], (_, stdout, stderr) =>
      resolve({ code: child.exitCode ?? -1, stdout, stderr }),
    );
  });

const write = (name: string, text: string): string => {
  const file = join(folder, name);
  writeFileSync(file, text);
  return file;
};

describe('run-ts', () => {
  it('runs a source with what it imports, its arguments and its own address', async () => {
    write('greeting.ts', `export const greeting: string = 'hello from ' + import.meta.url;`);
    const main = write(
      'main.ts',
      `import { greeting } from './greeting.js';\nconsole.log(greeting, ...process.argv.slice(2));`,
    );

    const { code, stdout } = await runTypeScript(main, '--fast', '3');

    expect(stdout).toBe(`hello from file://${folder}/greeting.ts --fast 3\n`);
    expect(code).toBe(0);
  });

  it('reports an error at its line in the source', async () => {
    const main = write('main.ts', `type Unused = { a: 1 };\n\nthrow new Error('no');\n`);

    const { code, stderr } = await runTypeScript(main);

    expect(code).toBe(1);
    expect(stderr).toContain('main.ts:3');
  });

  it('says in one sentence that a file is missing', async () => {
    expect(await runTypeScript('nowhere.ts')).toEqual({
      code: 2,
      stdout: '',
      stderr: 'There is no file nowhere.ts.\n',
    });
  });
});
