import { describe, expect, it } from '@jest/globals';
import { parse } from 'graphql';
import {
  parseManifest,
  readManifest,
  sha256,
} from '../../../gateway/documents/trusted-documents.js';
import { manifestOf } from '../../../scripts/trusted-documents-plugin.mjs';

const manifest = manifestOf([
  parse('query A { a { ...F } } fragment G on T { g } fragment Unused on T { u }'),
  parse('fragment F on T { f ...G ...G } mutation B { b }'),
]);

describe('a manifest of trusted documents', () => {
  it('has each operation with its fragments, from whatever files, and nothing else', () => {
    expect(manifest.operations.map(({ name, type }) => [name, type])).toEqual([
      ['A', 'query'],
      ['B', 'mutation'],
    ]);
    const [first] = manifest.operations;
    expect(first?.body.match(/fragment \w+/g)).toEqual(['fragment F', 'fragment G']);
    expect(first?.id).toBe(sha256(first?.body ?? ''));
  });

  it('is read back by the gateway', () => {
    const documents = parseManifest(JSON.stringify(manifest));
    expect([...documents.values()]).toEqual(manifest.operations.map(({ body }) => body));
  });

  it.each([
    ['what is not JSON', 'query A { a }', 'is not one'],
    ['what is no manifest', '{"operations":[]}', 'format'],
    [
      'an id that is not the hash of its text',
      JSON.stringify(manifest).replace(/"id":"[0-9a-f]{64}"/, '"id":"00"'),
      'A an id that is not the SHA-256',
    ],
  ])('is refused for %s', (_, json, reason) => {
    expect(() => parseManifest(json)).toThrow(reason);
  });

  it('has to be there', () => {
    expect(() => readManifest('/nowhere/manifest.json')).toThrow(
      '/nowhere/manifest.json cannot be read',
    );
  });
});
