import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Viewer } from '../../../foundation/context/viewer.js';
import type { RunningTenants } from './running-tenants.js';
import { newOwner, runTenants } from './running-tenants.js';

let tenants: RunningTenants;
beforeAll(async () => {
  tenants = await runTenants();
});
afterAll(() => tenants.close());

const update = (viewer: Viewer, input: object) =>
  tenants.ask(
    'mutation ($input: UpdateTenantConfigInput!) { updateTenantConfig(input: $input) { userErrors { code } } }',
    { input },
    viewer,
  );
const history = async (viewer: Viewer, first: number, after: string | null = null) => {
  const { data, errors } = await tenants.ask(
    `query ($first: Int!, $after: String) {
      tenantConfigHistory(first: $first, after: $after) {
        nodes { version changedAt changedBy dataFeeds tradingEngine { maxPositionSize } }
        pageInfo { hasNextPage endCursor }
      }
    }`,
    { first, after },
    viewer,
  );
  if (errors) return { refused: errors[0]?.extensions['code'] };
  return data?.['tenantConfigHistory'] as {
    nodes: { version: number; changedBy: string | null; dataFeeds: string[] }[];
    pageInfo: { hasNextPage: boolean; endCursor: string };
  };
};

describe('tenantConfigHistory', () => {
  it('keeps every version with who changed it, and pages through them newest first', async () => {
    const { viewer } = await newOwner(tenants, 'history@acme.example');
    const other = await newOwner(tenants, 'elsewhere@acme.example');
    for (const feed of ['replay', 'oanda', 'simulator'])
      await update(viewer, { dataFeeds: [feed] });
    await update(viewer, { dataFeeds: ['stale'], expectedVersion: 1 });
    await update(viewer, { dataFeeds: [] });

    const first = await history(viewer, 3);
    expect(first).toMatchObject({
      nodes: [
        { version: 4, changedBy: viewer.userId, dataFeeds: ['simulator'] },
        { version: 3, changedBy: viewer.userId, dataFeeds: ['oanda'] },
        { version: 2, changedBy: viewer.userId, dataFeeds: ['replay'] },
      ],
      pageInfo: { hasNextPage: true },
    });
    const cursor = 'pageInfo' in first ? first.pageInfo.endCursor : null;
    expect(await history(viewer, 3, cursor)).toMatchObject({
      nodes: [
        {
          version: 1,
          changedBy: null,
          dataFeeds: ['simulator'],
          tradingEngine: { maxPositionSize: '100000' },
        },
      ],
      pageInfo: { hasNextPage: false },
    });
    expect(await history(other.viewer, 10)).toMatchObject({ nodes: [{ version: 1 }] });
    expect(await history(viewer, 3, Buffer.from('0').toString('base64url'))).toEqual({
      refused: 'INVALID_INPUT',
    });
  });

  it('has no gap and no double when many change at once', async () => {
    const { viewer } = await newOwner(tenants, 'at-once@acme.example');

    await Promise.all(
      Array.from({ length: 4 }, (_, index) => update(viewer, { dataFeeds: [`feed-${index}`] })),
    );

    const all = await history(viewer, 50);
    const versions = 'nodes' in all ? all.nodes.map(({ version }) => version) : [];
    expect(versions).toEqual(Array.from(versions, (_, index) => versions.length - index));
    const now = await tenants.ask('{ viewer { tenant { config { version } } } }', {}, viewer);
    expect(now.data).toEqual({ viewer: { tenant: { config: { version: versions[0] } } } });
  });
});
