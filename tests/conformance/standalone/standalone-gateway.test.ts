import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { post, serveSubgraphs } from '../support/foreign-graph.js';
import { startStandalone } from './standalone-process.js';
import type { StandaloneProcess } from './standalone-process.js';

const sources = {
  books: {
    sdl: `
      extend schema @link(url: "https://specs.apollo.dev/federation/v2.9", import: ["@key", "@authenticated"])
      type Query { books: [Book] diary: String @authenticated }
      type Book @key(fields: "isbn") { isbn: ID! title: String }`,
    resolvers: {
      Query: {
        books: () => [{ isbn: '1', title: 'One' }],
        diary: () => 'dear diary',
      },
    },
  },
  reviews: {
    sdl: `
      extend schema @link(url: "https://specs.apollo.dev/federation/v2.0", import: ["@key"])
      type Book @key(fields: "isbn") { isbn: ID! stars: Int }`,
    resolvers: {
      Book: { __resolveReference: ({ isbn }: { isbn: string }) => ({ isbn, stars: 5 }) },
    },
  },
};

let folder: string;
let subgraphs: Awaited<ReturnType<typeof serveSubgraphs>>;
let gateway: StandaloneProcess;
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'standalone-'));
  subgraphs = await serveSubgraphs(sources);
  writeFileSync(join(folder, 'supergraph.graphql'), subgraphs.supergraphSdl);
  gateway = startStandalone({ SUPERGRAPH_PATH: 'supergraph.graphql', PORT: '0' }, folder);
});
afterAll(async () => {
  await gateway.stop();
  await subgraphs.close();
  rmSync(folder, { recursive: true });
});

const booksQuery = '{ books { isbn title stars } }';
const books = { books: [{ isbn: '1', title: 'One', stars: 5 }] };

describe('npm run gateway', () => {
  it('serves a supergraph of another make over the addresses that it names, with no further setting', async () => {
    const url = await gateway.listening;
    expect((await fetch(`${url}/readyz`)).status).toBe(200);
    expect(await post(url, booksQuery)).toEqual({ data: books });
  });

  it('says that nobody can sign in where there are no keys to check tokens with', async () => {
    const headers = { authorization: 'Bearer some-token' };
    const { errors } = await post(await gateway.listening, booksQuery, {}, headers);
    expect(errors?.[0]?.extensions?.['code']).toBe('SERVICE_UNAVAILABLE');
  });

  it('stops in good order', async () => {
    const other = startStandalone({ SUPERGRAPH_PATH: 'supergraph.graphql', PORT: '0' }, folder);
    await other.listening;
    expect(await other.stop()).toBe(0);
  });
});

describe('without authentication', () => {
  it('takes everybody for nobody, whatever token they send, and keeps closed what the schema protects', async () => {
    const open = startStandalone(
      { SUPERGRAPH_PATH: 'supergraph.graphql', PORT: '0', GATEWAY_AUTHENTICATION: 'off' },
      folder,
    );
    const url = await open.listening;
    const headers = { authorization: 'Bearer some-token' };
    expect(await post(url, booksQuery, {}, headers)).toEqual({ data: books });
    const { errors } = await post(url, '{ diary }', {}, headers);
    expect(errors?.[0]?.extensions?.['code']).toBe('UNAUTHENTICATED');
    expect(open.output()).toContain('GATEWAY_AUTHENTICATION is off');
    await open.stop();
  });

  it.each([
    [
      'in production',
      {
        GATEWAY_AUTHENTICATION: 'off',
        NODE_ENV: 'production',
        SUPERGRAPH_PATH: 'supergraph.graphql',
      },
      'refused where NODE_ENV is production',
    ],
    [
      'on trusted documents that it was not given',
      { GATEWAY_DOCUMENTS: 'trusted', SUPERGRAPH_PATH: 'supergraph.graphql' },
      'needs GATEWAY_TRUSTED_DOCUMENTS_FILE',
    ],
    ['without a supergraph', {}, 'SUPERGRAPH_PATH: is missing'],
    [
      'with one that is not there',
      { SUPERGRAPH_PATH: 'nowhere.graphql' },
      'nowhere.graphql cannot be read',
    ],
  ])('does not start %s', async (_, environment, sentence) => {
    const refused = startStandalone({ PORT: '0', ...environment }, folder);
    expect(await refused.exit).toBe(1);
    expect(refused.output()).toContain(sentence);
  });
});
