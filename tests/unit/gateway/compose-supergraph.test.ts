import { afterAll, describe, expect, it } from '@jest/globals';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const root = join(import.meta.dirname, '../../..');
const folder = mkdtempSync(join(tmpdir(), 'compose-'));
const out = join(folder, 'supergraph.graphql');
afterAll(() => rmSync(folder, { recursive: true }));

/** Writes a rover configuration over these subgraphs and composes it. */
const compose = (subgraphs: Record<string, string>, ...args: string[]) => {
  const lines = Object.entries(subgraphs).flatMap(([name, sdl], i) => {
    if (sdl !== '') writeFileSync(join(folder, `${name}.graphql`), sdl);
    return [
      `  ${name}:`,
      `    routing_url: http://localhost:${i + 1}/graphql`,
      `    schema: { file: ${name}.graphql }`,
    ];
  });
  const config = join(folder, 'supergraph.yaml');
  writeFileSync(config, ['subgraphs:', ...lines, ''].join('\n'));
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    ['scripts/compose-supergraph.mjs', '--config', config, '--out', out, ...args],
    { cwd: root, encoding: 'utf8' },
  );
  return { status, stdout, stderr };
};

const one = 'type Query { a: Int }';
const two = 'type Query { b: Int }';

describe('composing the supergraph', () => {
  it('writes it, and then finds it up to date', () => {
    expect(compose({ one, two }).status).toBe(0);
    expect(readFileSync(out, 'utf8')).toContain(
      '@join__graph(name: "two", url: "http://localhost:2/graphql")',
    );
    expect(compose({ one, two }, '--check').status).toBe(0);
  });

  it('finds a supergraph that is out of date, or missing, and leaves it alone', () => {
    compose({ one, two });
    const before = readFileSync(out, 'utf8');
    const stale = compose({ one, two: 'type Query { c: Int }' }, '--check');
    expect([stale.status, readFileSync(out, 'utf8')]).toEqual([1, before]);
    expect(stale.stderr).toContain('is not what');
    rmSync(out);
    expect(compose({ one, two }, '--check').stderr).toContain('is missing');
  });

  it('names the subgraph that is at fault', () => {
    expect(compose({ one, broken: 'type Query {' }).stderr).toMatch(
      /broken: broken\.graphql:1:13 Syntax Error/,
    );
    expect(compose({ one, absent: '' }).stderr).toContain(
      'absent: there is no file absent.graphql',
    );
    const clash = compose({ one: 'type Query { a: Int }', two: 'type Query { a: String }' });
    expect(clash.status).toBe(1);
    expect(clash.stderr).toMatch(/FIELD_TYPE_MISMATCH \[one, two\]/);
  });

  it('tells its hints', () => {
    const { stdout } = compose({
      one: '"One." type Query { a: Int }',
      two: '"Two." type Query { b: Int }',
    });
    expect(stdout).toContain('hint INCONSISTENT_DESCRIPTION');
  });

  it('refuses @context, which the gateway would ignore silently', () => {
    const link = (names: string) =>
      `extend schema @link(url: "https://specs.apollo.dev/federation/v2.9", import: [${names}])\n`;
    const { stderr, status } = compose({
      one: `${link('"@key", "@context", "@fromContext"')}
        type Query { a: A }
        type A @key(fields: "id") @context(name: "c") { id: ID! x: String b: B }
        type B @key(fields: "id") { id: ID! y(x: String @fromContext(field: "$c { x }")): String }`,
      two,
    });
    expect([status, stderr]).toEqual([1, expect.stringContaining('@context is not supported')]);
  });

  it('refuses an @override that nobody could switch on', () => {
    const link =
      'extend schema @link(url: "https://specs.apollo.dev/federation/v2.7", import: ["@key", "@override"])\n';
    const { stderr, status } = compose({
      one: `${link} type Query { a: A } type A @key(fields: "id") { id: ID! x: Int }`,
      two: `${link} type A @key(fields: "id") { id: ID! x: Int @override(from: "one", label: "beta") }`,
    });
    expect([status, stderr]).toEqual([
      1,
      expect.stringContaining('@override(label: "beta") is not supported'),
    ]);
  });
});
