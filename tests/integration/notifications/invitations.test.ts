import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { loadSettings } from '../../../foundation/config/settings.js';
import { envelopeFrom } from '../../../foundation/crypto/encryption-key-settings.js';
import {
  invitationTokenContext,
  memberInvitedType,
} from '../../../foundation/events/tenant-events.js';
import { notificationsSettings } from '../../../subgraphs/notifications/settings.js';
import { createNotifications } from '../../../subgraphs/notifications/subgraph.js';
import { VirtualJobQueue } from '../../fakes/virtual-job-queue.js';
import type { RunningSubgraph } from '../../support/running-subgraph.js';
import { runSubgraph } from '../../support/running-subgraph.js';
import { startSmtpServer } from '../../support/smtp-server.js';

const now = '2026-03-10T12:00:00.000Z';

let smtp: Awaited<ReturnType<typeof startSmtpServer>>;
let running: RunningSubgraph;
let jobs: VirtualJobQueue;
const settingsOf = () =>
  loadSettings(notificationsSettings, {
    PLATFORM_ENCRYPTION_KEY: Buffer.alloc(32, 3).toString('base64'),
    PUBLIC_URL: 'https://trading.example',
    SMTP_URL: smtp.url,
  });

beforeAll(async () => {
  smtp = await startSmtpServer();
  running = await runSubgraph(
    'notifications',
    (deps) => {
      jobs = new VirtualJobQueue(deps.clock);
      return createNotifications(deps, { settings: settingsOf(), jobs });
    },
    now,
  );
});
afterAll(async () => {
  await running.close();
  await smtp.stop();
});

it('whom a tenant invites is mailed the link once, and nothing that lets somebody in is kept', async () => {
  const tenantId = await running.database.provisionTenant();
  const token = 'ti_of-the-test';
  const event = running.event(tenantId, memberInvitedType, {
    ...{ tenantId, invitationId: 'ivt_1', tenantName: 'Acme', email: 'new@acme.example' },
    role: 'TRADER',
    sealedToken: envelopeFrom(settingsOf()).seal(
      Buffer.from(token),
      invitationTokenContext('ivt_1'),
    ),
    expiresAt: '2026-03-17T12:00:00.000Z',
  });
  await running.bus.publish([event]);
  await jobs.advanceTo('2026-03-10T12:00:01.000Z');
  await running.bus.publish([event]);
  await jobs.advanceTo('2026-03-10T12:00:02.000Z');

  expect(smtp.messages).toHaveLength(1);
  // Long lines travel as quoted-printable.
  const mail = smtp.messages[0]?.replace(/=\r?\n/g, '').replaceAll('=3D', '=');
  expect(mail).toContain('To: new@acme.example');
  expect(mail).toContain('Subject: Join Acme');
  expect(mail).toContain(`https://trading.example/#invitation=${token}\r\n`);

  const kept = await running.database.tenantDb.withTenant(tenantId, (db) =>
    db.notificationDelivery.findMany(),
  );
  expect(kept.map(({ receiver, status }) => [receiver, status])).toEqual([
    ['new@acme.example', 'DELIVERED'],
  ]);
  expect(JSON.stringify(kept)).not.toContain(token);
  const inbox = '{ notifications(first: 10) { nodes { id } } }';
  expect(await running.ask(tenantId, inbox, { scopes: ['notifications:read'] })).toEqual({
    data: { notifications: { nodes: [] } },
  });
});
