import type { TenantTransaction } from '../../../foundation/database/tenant-database.js';
import type { TenantEnvelope } from '../../../foundation/crypto/tenant-envelope.js';
import {
  invitationTokenContext,
  memberInvitedSchema,
  memberInvitedType,
} from '../../../foundation/events/tenant-events.js';
import type { MemberInvited } from '../../../foundation/events/tenant-events.js';
import type { IdGenerator } from '../../../foundation/ids/id-generator.js';
import type { DomainEvent } from '../../../foundation/messaging/domain-event.js';
import type { Clock } from '../../../foundation/time/clock.js';
import { nowOf } from '../../../foundation/time/clock.js';
import type { Delivery } from '../deliveries/delivery.js';
import { newDelivery } from '../deliveries/delivery.js';
import { addDelivery } from '../deliveries/delivery-repository.js';
import type { Mailer } from '../email/mailer.js';
import type { SendOutcome } from '../webhooks/webhook-sender.js';

export const isInvitation = ({ eventType }: Delivery): boolean => eventType === memberInvitedType;

/** Has whom a tenant invites written to. The delivery keeps the token sealed, as the event did. */
export const inviteByMail = async (
  tx: TenantTransaction,
  event: DomainEvent,
  deps: { clock: Clock; ids: IdGenerator },
): Promise<Delivery[]> => {
  const invited = memberInvitedSchema.parse(event.payload);
  const delivery = newDelivery(event, deps, {
    channel: 'EMAIL',
    receiver: invited.email,
    body: invited,
  });
  return (await addDelivery(tx, delivery)) ? [delivery] : [];
};

/** Writes to whom was invited, for as long as the invitation can be accepted. */
export const mailInvitation = async (
  deps: { envelope: TenantEnvelope; clock: Clock; publicUrl: string },
  mailer: Mailer,
  { id, receiver, body }: Delivery,
): Promise<SendOutcome> => {
  const invited = memberInvitedSchema.parse(body);
  if (new Date(invited.expiresAt) <= nowOf(deps.clock))
    return { result: 'GONE', error: 'the invitation has expired' };
  const { tenantId, invitationId, sealedToken } = invited;
  const context = invitationTokenContext(invitationId);
  const token = String(await deps.envelope.open(tenantId, sealedToken, context));
  const subject = `Join ${invited.tenantName}`;
  return mailer.send(receiver, { id, subject, text: textOf(invited, token, deps.publicUrl) });
};

/** What follows the # stays in the browser: no server's log and no next page's referrer gets to see it. */
const textOf = (
  { tenantName, role, expiresAt }: MemberInvited,
  token: string,
  publicUrl: string,
): string =>
  [
    `${tenantName} invites you to its AI Trading Platform, as ${role}.`,
    '',
    `Join: ${new URL(`/#invitation=${token}`, publicUrl).href}`,
    '',
    `The link lets one person in, until ${expiresAt}. Whoever did not expect it can forget it.`,
  ].join('\n');
