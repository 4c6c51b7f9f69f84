import { afterAll, beforeAll, expect, it } from '@jest/globals';
import type { AuditRecord } from '../../../foundation/events/audit-events.js';
import { auditRecorded } from '../../../foundation/events/audit-events.js';
import { traderOf } from './operations.js';
import type { RunningTrading } from './running-trading.js';
import { runTrading } from './running-trading.js';

let trading: RunningTrading;

beforeAll(async () => {
  trading = await runTrading();
});
afterAll(() => trading.close());

it('tells the audit log of each command that took effect, once, with who gave it', async () => {
  const tenant = await trading.newTenant();
  const trader = traderOf(() => trading, tenant);
  const audited: AuditRecord[] = [];
  await trading.bus.subscribe({
    group: 'audit',
    types: [auditRecorded],
    handler: (event) => {
      audited.push(event.payload as AuditRecord);
      return Promise.resolve();
    },
  });
  await trading.quote(['EURUSD', '1.09999', '1.10000']);

  const resting = { clientOrderId: 'a', type: 'LIMIT', timeInForce: 'GTC', limitPrice: '1.00000' };
  const { order } = await trader.place(resting);
  await trader.place(resting);
  await trader.place({ clientOrderId: 'too-much', quantity: '900000000' });
  await trader.cancel(order?.id ?? '');
  await trader.cancel(order?.id ?? '');
  await trading.settleEvents(tenant.tenantId);

  expect(audited.map(({ action, outcome }) => [action, outcome])).toEqual([
    ['order.place', 'SUCCEEDED'],
    ['order.place', 'REFUSED'],
    ['order.cancel', 'SUCCEEDED'],
  ]);
  expect(audited[0]).toMatchObject({
    actor: { kind: 'USER', id: 'usr_1' },
    target: { type: 'Order', id: order?.id },
    requestId: 'req_1',
    details: { clientOrderId: 'a', symbol: 'EURUSD' },
  });
});
