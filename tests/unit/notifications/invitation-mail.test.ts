import { expect, it } from '@jest/globals';
import { VirtualClock } from '../../../foundation/time/virtual-clock.js';
import { mailInvitation } from '../../../subgraphs/notifications/invitations/invitation-mail.js';

it('an invitation is mailed until the millisecond before it expires', async () => {
  const expiresAt = '2026-03-17T12:00:00.000Z';
  const body = {
    ...{ tenantId: 'ten_1', invitationId: 'ivt_1', tenantName: 'Acme', email: 'new@acme.example' },
    ...{ role: 'VIEWER', sealedToken: 'sealed', expiresAt },
  };
  const delivery = {
    ...{ id: 'dlv_1', eventId: 'evt_1', eventType: 'member.invited', receiver: body.email, body },
    ...{ channel: 'EMAIL' as const, status: 'PENDING' as const, attempts: 0, lastError: null },
    ...{ createdAt: new Date(0), nextAttemptAt: null, deliveredAt: null },
  };
  const mailer = {
    send: () => Promise.resolve({ result: 'DELIVERED' as const }),
    close: () => undefined,
  };
  const envelope = {
    seal: () => Promise.reject(new Error('nothing is sealed here')),
    open: () => Promise.resolve(Buffer.from('ti_1')),
  };
  const outcomeAt = async (nowMs: number) =>
    (
      await mailInvitation(
        { envelope, clock: new VirtualClock(nowMs), publicUrl: 'https://trading.example' },
        mailer,
        delivery,
      )
    ).result;
  const expiresMs = Date.parse(expiresAt);
  expect(await outcomeAt(expiresMs - 1)).toBe('DELIVERED');
  expect(await outcomeAt(expiresMs)).toBe('GONE');
});
