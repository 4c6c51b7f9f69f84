import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { graphiqlRoutes } from '../../../gateway/pages/graphiql-routes.js';

const root = join(import.meta.dirname, '../../..');
const packageRoot = mkdtempSync(join(tmpdir(), 'explorer-'));
const folder = join(packageRoot, 'dist/gateway/graphiql');

beforeAll(() => {
  const build = spawnSync(process.execPath, ['gateway/graphiql/build.mjs', folder], {
    cwd: root,
    encoding: 'utf8',
  });
  expect([build.stderr, build.status]).toEqual(['', 0]);
});
afterAll(() => rmSync(packageRoot, { recursive: true }));

describe('the API explorer', () => {
  it('is a page with its script and style, all from the gateway itself', () => {
    expect(graphiqlRoutes(packageRoot).map(({ path }) => path)).toEqual([
      '/graphiql',
      '/graphiql/app.js',
      '/graphiql/app.css',
    ]);
    const page = readFileSync(join(folder, 'index.html'), 'utf8');
    expect(page).not.toMatch(/https?:|\/\/cdn/);
    expect(page).toContain('src="/graphiql/app.js"');
  });

  it('loads nothing from elsewhere: fonts and images are inside', () => {
    const style = readFileSync(join(folder, 'app.css'), 'utf8');
    expect(style.match(/url\((?!"?data:)[^)#]*\)/g)).toBeNull();
    expect(style).not.toContain('@import');
  });

  it('says how to build it where it is not built', () => {
    const [route, ...rest] = graphiqlRoutes(tmpdir());
    expect([route?.path, rest]).toEqual(['/graphiql', []]);
  });
});
