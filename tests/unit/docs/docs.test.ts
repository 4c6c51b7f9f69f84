import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from '@jest/globals';

const read = (file: string): string => readFileSync(file, 'utf8');

const services = JSON.parse(read('platform/services.json')) as { name: string; port: number }[];
const { scripts } = JSON.parse(read('package.json')) as { scripts: Record<string, string> };

const pages = [
  'README.md',
  'prisma/README.md',
  'gateway/README.md',
  ...readdirSync('docs', { recursive: true, encoding: 'utf8' }).map((name) => `docs/${name}`),
  ...readdirSync('subgraphs').map((name) => `subgraphs/${name}/README.md`),
].filter((file) => file.endsWith('.md') && existsSync(file));

const matches = (text: string, pattern: RegExp): string[] =>
  [...text.matchAll(pattern)].map(([, found = '']) => found);

describe.each(pages)('%s', (file) => {
  it('links to files that are there', () => {
    const links = matches(read(file), /\]\((?!https?:)([^)#\s]+)[^)]*\)/g);

    expect(links.filter((link) => !existsSync(path.join(path.dirname(file), link)))).toEqual([]);
  });

  it('names commands that package.json has', () => {
    const commands = matches(read(file), /npm run (?:-s )?([a-z][\w:-]*)/g);

    expect(commands.filter((command) => !(command in scripts))).toEqual([]);
  });

  it('names files of the repository that are there', () => {
    const paths = matches(
      read(file),
      /`((?:foundation|gateway|platform|prisma|scripts|subgraphs|tests)\/[\w./-]+)`/g,
    );

    expect(paths.filter((name) => !existsSync(name))).toEqual([]);
  });
});

describe('docs/architecture.md', () => {
  it('has every service with its port', () => {
    const page = read('docs/architecture.md');
    const rows = matches(page, /^\|\s*([\w-]+\s*\|\s*\d+)\s*\|/gm).map((row) =>
      row.replaceAll(/[\s|]+/g, ':'),
    );

    expect(rows.sort()).toEqual(services.map(({ name, port }) => `${name}:${port}`).sort());
  });
});
