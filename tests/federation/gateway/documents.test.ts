import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { parse } from 'graphql';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sha256 } from '../../../gateway/documents/trusted-documents.js';
import { manifestOf } from '../../../scripts/trusted-documents-plugin.mjs';
import { listen, startPlatform, until } from './fixture/test-platform.js';
import type { Answer, TestPlatform } from './fixture/test-platform.js';

const operations = parse(`
  query Prices { prices { ...P } }
  subscription Live { prices { ...P } }
  fragment P on Price { symbol ...Q }
  fragment Q on Price { bid }`);
const folder = mkdtempSync(join(tmpdir(), 'manifest-'));
const file = join(folder, 'manifest.json');
const manifest = manifestOf([operations]);
writeFileSync(file, JSON.stringify(manifest));
const [pricesOperation, live] = manifest.operations;

let open: TestPlatform;
let strict: TestPlatform;
beforeAll(async () => {
  open = await startPlatform({ environment: { GATEWAY_TRUSTED_DOCUMENTS_FILE: file } });
  strict = await startPlatform({
    environment: { GATEWAY_TRUSTED_DOCUMENTS_FILE: file, GATEWAY_DOCUMENTS: 'trusted' },
  });
});
afterAll(async () => {
  await Promise.all([open.close(), strict.close()]);
  rmSync(folder, { recursive: true });
});

const prices = {
  prices: [
    { symbol: 'EURUSD', bid: '1.6' },
    { symbol: 'XAUUSD', bid: '1.6' },
  ],
};

const send = async (platform: TestPlatform, body: unknown): Promise<Omit<Answer, 'headers'>> => {
  const response = await fetch(`${platform.url}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
  return { status: response.status, ...((await response.json()) as object) };
};
const persisted = (hash: string) => ({ persistedQuery: { version: 1, sha256Hash: hash } });
const codeOf = ({ errors }: Pick<Answer, 'errors'>): unknown => errors?.[0]?.extensions['code'];

describe('a document of the manifest', () => {
  it('runs by its id, however the client writes it', async () => {
    const { id = '' } = pricesOperation ?? {};
    for (const body of [
      { documentId: id },
      { documentId: `sha256:${id}` },
      { extensions: persisted(id) },
    ])
      expect(await send(open, body)).toEqual({ status: 200, data: prices });
  });

  it('runs by GET, too, as a cache in front would ask', async () => {
    const query = new URLSearchParams({
      extensions: JSON.stringify(persisted(pricesOperation?.id ?? '')),
    });
    const response = await fetch(`${open.url}/graphql?${query.toString()}`, {
      headers: { 'apollo-require-preflight': '1' },
    });
    expect(await response.json()).toEqual({ data: prices });
  });

  it('is refused when nobody knows its id', async () => {
    const refused = await send(open, { documentId: sha256('nothing') });
    expect([refused.status, codeOf(refused)]).toEqual([400, 'PERSISTED_QUERY_NOT_FOUND']);
  });
});

describe('a persisted query', () => {
  it('is known from the first time it comes with its hash', async () => {
    const query = '{ price(symbol: "AB") { bid } }';
    const extensions = persisted(sha256(query));
    expect(codeOf(await send(open, { extensions }))).toBe('PERSISTED_QUERY_NOT_FOUND');
    const answer = { status: 200, data: { price: { bid: '1.2' } } };
    expect(await send(open, { query, extensions })).toEqual(answer);
    expect(await send(open, { extensions })).toEqual(answer);
  });

  it('is not known by a hash that is not its own', async () => {
    const extensions = persisted(sha256('{ prices { bid } }'));
    const refused = await send(open, { query: '{ secret }', extensions });
    expect([refused.status, codeOf(refused)]).toEqual([400, 'BAD_REQUEST']);
    expect(codeOf(await send(open, { extensions }))).toBe('PERSISTED_QUERY_NOT_FOUND');
  });

  it('keeps to the limits, whichever way it comes back', async () => {
    const query = `{ ${Array.from({ length: 60 }, (_, i) => `a${i}: __typename`).join(' ')} }`;
    const extensions = persisted(sha256(query));
    for (const body of [{ query, extensions }, { extensions }, { documentId: sha256(query) }])
      expect(codeOf(await send(open, body))).toBe('OPERATION_TOO_COMPLEX');
  });
});

describe('where only trusted documents run', () => {
  it('takes them by id and by text', async () => {
    expect(await send(strict, { documentId: pricesOperation?.id })).toMatchObject({ data: prices });
    expect(await send(strict, { query: pricesOperation?.body })).toMatchObject({ data: prices });
  });

  it('refuses every other text, registers none, and says why', async () => {
    const query = '{ prices { bid } }';
    for (const body of [{ query }, { query, extensions: persisted(sha256(query)) }]) {
      const refused = await send(strict, body);
      expect([refused.status, codeOf(refused)]).toEqual([400, 'DOCUMENT_NOT_TRUSTED']);
    }
    expect(codeOf(await send(strict, { extensions: persisted(sha256(query)) }))).toBe(
      'PERSISTED_QUERY_NOT_FOUND',
    );
  });

  it('holds on sockets as well', async () => {
    const client = strict.connect();
    await expect(listen(client, '{ __typename }').next()).rejects.toMatchObject([
      { extensions: { code: 'DOCUMENT_NOT_TRUSTED' } },
    ]);
    const stream = listen(client, live?.body ?? '');
    const next = stream.next();
    await until(() => strict.world.prices.listeners > 0, 'somebody listens');
    strict.world.prices.emit({ symbol: 'A', bid: '1' });
    expect(await next).toMatchObject({ data: { prices: { symbol: 'A', bid: '1' } } });
    await stream.stop();
    await strict.disconnect();
  });
});
