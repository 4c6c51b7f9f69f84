import { createHash } from 'node:crypto';
import { setImmediate } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { ClientBase } from 'pg';
import { loadSettings } from '../../../foundation/config/settings.js';
import { withConnection } from '../../../foundation/database/connection.js';
import { tenantSchemaOf } from '../../../foundation/database/tenant-schema.js';
import { canonicalJson } from '../../../foundation/json/canonical-json.js';
import { complianceSettings } from '../../../subgraphs/compliance/settings.js';
import { createCompliance } from '../../../subgraphs/compliance/subgraph.js';
import type { RunningSubgraph } from '../../support/running-subgraph.js';
import { runSubgraph } from '../../support/running-subgraph.js';

const hourMs = 3_600_000;
const keyOf = (byte: number) => Buffer.alloc(32, byte).toString('base64');

let running: RunningSubgraph;
/** Changes between two starts of the service. */
let keys: Record<string, string> = { PLATFORM_ENCRYPTION_KEY: keyOf(1) };

beforeAll(async () => {
  running = await runSubgraph('compliance', (deps) =>
    createCompliance(deps, {
      settings: loadSettings(complianceSettings, {
        ...keys,
        COMPLIANCE_VERIFY_EVERY_MS: String(hourMs),
      }),
    }),
  );
});
afterAll(() => running.close());

const record = async (tenantId: string, id: string): Promise<void> => {
  await running.bus.publish([
    running.event(tenantId, 'audit.recorded', {
      ...{ time: '2026-03-10T12:00:00.000Z', actor: { kind: 'USER', id: 'usr_1' } },
      ...{ action: 'order.place', target: { type: 'Order', id }, outcome: 'SUCCEEDED' },
      ...{ requestId: null, details: {} },
    }),
  ]);
};

const tenantWith = async (count: number): Promise<string> => {
  const tenantId = await running.database.provisionTenant();
  for (let n = 1; n <= count; n++) await record(tenantId, `ord_${n}`);
  return tenantId;
};

const ask = async <TData>(tenantId: string, query: string) =>
  (await running.ask<TData>(tenantId, query, { scopes: ['compliance:read'] })).data;

type Verification = { intact: boolean; firstBrokenSequence: number | null };
const verification = async (tenantId: string) =>
  (
    await ask<{ auditLogVerification: Verification }>(
      tenantId,
      '{ auditLogVerification { intact firstBrokenSequence } }',
    )
  )?.auditLogVerification;

type Alerts = { complianceAlerts: { nodes: { severity: string; rule: { kind: string } }[] } };
const alertsOf = async (tenantId: string) =>
  (
    await ask<Alerts>(
      tenantId,
      '{ complianceAlerts(first: 5) { nodes { severity rule { kind } } } }',
    )
  )?.complianceAlerts.nodes;

/** With the rights of a superuser, as somebody who has taken the database. */
const tamper = (tenantId: string, work: (admin: ClientBase) => Promise<unknown>) =>
  withConnection(running.database.superuserUrl, async (admin) => {
    await admin.query(`SET search_path TO ${tenantSchemaOf(tenantId).schema}`);
    await work(admin);
  });

const countCheckpoints = (tenantId: string) =>
  running.database.tenantDb.withTenant(tenantId, (db) => db.auditCheckpoint.count());

/** Lets the job run again and again, until what it should lead to is there. */
const verifyUntil = async (isDone: () => Promise<boolean>): Promise<void> => {
  while (!(await isDone())) {
    running.clock.advanceBy(hourMs);
    await setImmediate();
  }
};

/** Computes every hash anew, as who knows the rules of the chain but not the key can. */
const rewriteChain = async (admin: ClientBase): Promise<void> => {
  const { rows } = await admin.query<Record<string, never>>(
    'SELECT * FROM audit_records ORDER BY sequence',
  );
  let hash = '';
  let sequence = 0;
  for (const row of rows as unknown as Record<string, unknown>[]) {
    sequence += 1;
    const link = {
      ...{ sequence, eventId: row['event_id'], time: (row['time'] as Date).toISOString() },
      ...{ actor: { kind: row['actor_kind'], id: row['actor_id'] }, action: row['action'] },
      target: { type: row['target_type'], id: row['target_id'] },
      ...{ outcome: row['outcome'], requestId: row['request_id'], details: row['details'] },
      previousHash: hash,
    };
    const next = createHash('sha256').update(hash).update(canonicalJson(link)).digest('hex');
    await admin.query(
      'UPDATE audit_records SET sequence = $1, previous_hash = $2, hash = $3 WHERE event_id = $4',
      [sequence, hash, next, row['event_id']],
    );
    hash = next;
  }
  await admin.query('UPDATE audit_chain_heads SET sequence = $1, hash = $2', [sequence, hash]);
};

const attacks: [string, (admin: ClientBase) => Promise<unknown>, number][] = [
  [
    'a record was changed',
    (admin) => admin.query(`UPDATE audit_records SET action = 'x' WHERE sequence = 2`),
    2,
  ],
  [
    'a record was deleted',
    (admin) => admin.query('DELETE FROM audit_records WHERE sequence = 2'),
    2,
  ],
  [
    'two records changed places',
    async (admin) => {
      await admin.query('UPDATE audit_records SET sequence = -sequence WHERE sequence IN (2, 3)');
      await admin.query('UPDATE audit_records SET sequence = 5 + sequence WHERE sequence < 0');
    },
    2,
  ],
  [
    'the last records were cut off',
    (admin) => admin.query('DELETE FROM audit_records WHERE sequence > 2'),
    3,
  ],
  [
    'the last records were cut off and the head moved back',
    async (admin) => {
      await admin.query('DELETE FROM audit_records WHERE sequence > 2');
      await rewriteChain(admin);
    },
    1,
  ],
  [
    'a record was changed and the whole chain computed anew',
    async (admin) => {
      await admin.query(`UPDATE audit_records SET action = 'x' WHERE sequence = 2`);
      await rewriteChain(admin);
    },
    1,
  ],
  [
    'a record was deleted and the whole chain computed anew',
    async (admin) => {
      await admin.query('DELETE FROM audit_records WHERE sequence = 2');
      await rewriteChain(admin);
    },
    1,
  ],
];

describe('an audit log in a database that somebody has taken', () => {
  it.each(attacks)('is found out when %s', async (_, attack, firstBroken) => {
    const tenantId = await tenantWith(4);
    expect(await verification(tenantId)).toEqual({ intact: true, firstBrokenSequence: null });
    await tamper(tenantId, attack);
    expect(await verification(tenantId)).toEqual({
      intact: false,
      firstBrokenSequence: firstBroken,
    });
  });

  it('stays found out when more is recorded afterwards', async () => {
    const tenantId = await tenantWith(3);
    await tamper(tenantId, rewriteChain);
    await tamper(tenantId, async (admin) => {
      await admin.query(`UPDATE audit_records SET action = 'x' WHERE sequence = 2`);
      await rewriteChain(admin);
    });
    await record(tenantId, 'ord_later');
    expect(await verification(tenantId)).toMatchObject({ intact: false });
  });

  it('cannot be ended at a checkpoint with the checkpoint’s own seal', async () => {
    const tenantId = await tenantWith(2);
    await verifyUntil(async () => (await countCheckpoints(tenantId)) === 1);
    await record(tenantId, 'ord_later');
    await tamper(tenantId, async (admin) => {
      await admin.query('DELETE FROM audit_records WHERE sequence > 2');
      await admin.query(
        'UPDATE audit_chain_heads SET (sequence, hash, seal) = (SELECT sequence, hash, seal FROM audit_checkpoints)',
      );
    });
    expect(await verification(tenantId)).toEqual({ intact: false, firstBrokenSequence: 3 });
  });
});

describe('the verifier', () => {
  it('seals what it found intact, once for each state', async () => {
    const tenantId = await tenantWith(2);
    await verifyUntil(async () => (await countCheckpoints(tenantId)) === 1);
    await record(tenantId, 'ord_3');
    await verifyUntil(async () => (await countCheckpoints(tenantId)) === 2);
    expect(await alertsOf(tenantId)).toEqual([]);
  });

  it('raises one alert about what it found broken, and tells the metrics', async () => {
    const tenantId = await tenantWith(2);
    await tamper(tenantId, (admin) => admin.query('DELETE FROM audit_records WHERE sequence = 1'));
    await verifyUntil(async () => ((await alertsOf(tenantId)) ?? []).length > 0);
    const expected = [{ severity: 'HIGH', rule: { kind: 'AUDIT_INTEGRITY' } }];
    expect(await alertsOf(tenantId)).toEqual(expected);
    const other = await tenantWith(1);
    await verifyUntil(async () => (await countCheckpoints(other)) === 1);
    expect(await alertsOf(tenantId)).toEqual(expected);
    const metrics = await (await fetch(`${running.url()}/metrics`)).text();
    expect(metrics).toMatch(/compliance_audit_logs_broken\{service="compliance-monitor"\} [1-9]/);
  });

  it('knows a log that was sealed under the key before, and seals it under the new one', async () => {
    const tenantId = await tenantWith(2);
    await verifyUntil(async () => (await countCheckpoints(tenantId)) === 1);
    const sealOf = () =>
      running.database.tenantDb.withTenant(tenantId, async (db) =>
        (await db.auditChainHead.findFirst())?.seal?.slice(0, 8),
      );
    const before = await sealOf();

    keys = { PLATFORM_ENCRYPTION_KEY: keyOf(2), PLATFORM_ENCRYPTION_KEY_PREVIOUS: keyOf(1) };
    await running.restart();
    await verifyUntil(async () => (await sealOf()) !== before);
    expect(await verification(tenantId)).toEqual({ intact: true, firstBrokenSequence: null });

    keys = { PLATFORM_ENCRYPTION_KEY: keyOf(2) };
    await running.restart();
    expect(await verification(tenantId)).toEqual({ intact: true, firstBrokenSequence: null });
    await tamper(tenantId, rewriteChain);
    await tamper(tenantId, async (admin) => {
      await admin.query(`UPDATE audit_records SET action = 'x' WHERE sequence = 1`);
      await rewriteChain(admin);
    });
    expect(await verification(tenantId)).toMatchObject({ intact: false });
  });
});
