import { spawnSync } from 'node:child_process';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { PlatformProcess } from '../lifecycle/platform-process.js';
import { cleanUp, makeDataDir, startProcess } from '../lifecycle/platform-process.js';
import { compileProgram } from './compile-program.js';
import { firstSteps } from './first-steps.js';

const root = path.join(import.meta.dirname, '../../..');

/** What a client team types, against the running platform; it only compares with what is committed. */
const runCodegen = (url: string) =>
  spawnSync(
    process.execPath,
    ['node_modules/@graphql-codegen/cli/esm/bin.js', '--errors-only', '--check'],
    { cwd: root, encoding: 'utf8', env: { ...process.env, CODEGEN_SCHEMA: url } },
  );

const program = (send: string) => `
  import { AccountsDocument, OrdersDocument, PlaceOrderDocument } from '../../contract/__generated__/operations.js';
  import { createTypedClient } from './typed-client.js';
  const client = createTypedClient('http://localhost:3001/graphql');
  ${send}
  export { AccountsDocument, OrdersDocument, PlaceOrderDocument };
`;

describe('a client generated from the running platform', () => {
  let platform: PlatformProcess;
  let dataDir: string;

  beforeAll(async () => {
    dataDir = makeDataDir();
    platform = await startProcess(dataDir);
  });
  afterAll(() => cleanUp(dataDir));

  it('is the one that is committed: introspection tells what the supergraph file tells', () => {
    expect(runCodegen(platform.instance.url)).toMatchObject({ status: 0 });
  });

  it('carries a first program from sign-up to a resting order', async () => {
    expect(await firstSteps(platform.instance.url, 'typed@trading.example')).toMatchObject({
      symbols: expect.arrayContaining(['EURUSD']),
      accounts: [{ currency: 'USD' }],
      order: { clientOrderId: 'first-steps-1', status: 'ACCEPTED', side: 'BUY' },
      refusals: [],
    });
  });
});

describe('a program that uses the generated types', () => {
  it('compiles while it asks for what there is', () => {
    expect(
      compileProgram(
        program(`
          const { accounts } = await client.send(AccountsDocument, {});
          export const names: string[] = accounts?.map((account) => account.name) ?? [];
        `),
      ),
    ).toEqual([]);
  });

  it('does not compile when it reads a field that it did not ask for', () => {
    expect(
      compileProgram(
        program(`
          const { accounts } = await client.send(AccountsDocument, {});
          export const leverage = accounts?.[0]?.maximumLeverage;
        `),
      ),
    ).toEqual([expect.stringContaining("Property 'maximumLeverage' does not exist")]);
  });

  it('does not compile when a variable is missing or no such enum value exists', () => {
    expect(
      compileProgram(
        program(`
          await client.send(OrdersDocument, { first: 10 });
          await client.send(OrdersDocument, { accountId: 'acc_1', first: 10, status: ['DONE'] });
        `),
      ),
    ).toEqual([
      expect.stringContaining("Property 'accountId' is missing"),
      expect.stringContaining('"DONE"'),
    ]);
  });

  it('does not compile when it takes a field for sure that a dead subgraph leaves null', () => {
    expect(
      compileProgram(
        program(`
          const { accounts } = await client.send(AccountsDocument, {});
          export const count: number = accounts.length;
        `),
      ),
    ).toEqual([expect.stringContaining("'accounts' is possibly 'null'")]);
  });
});
