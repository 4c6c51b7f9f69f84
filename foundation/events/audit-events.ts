import { z } from 'zod';
import type { Viewer } from '../context/viewer.js';
import type { IdGenerator } from '../ids/id-generator.js';
import type { DomainEvent } from '../messaging/domain-event.js';
import type { Clock } from '../time/clock.js';
import { nowOf } from '../time/clock.js';
import { instantField } from './event-fields.js';

export const auditRecorded = 'audit.recorded';

export const actorKinds = ['USER', 'SERVICE', 'SYSTEM'] as const;
export const auditOutcomes = ['SUCCEEDED', 'REFUSED'] as const;

/** Who did what to which thing, and with what outcome. */
export const auditRecordSchema = z.object({
  time: instantField,
  actor: z.object({ kind: z.enum(actorKinds), id: z.string() }),
  /** `noun.verb`, such as `order.place`. */
  action: z.string(),
  target: z.object({ type: z.string(), id: z.string() }),
  outcome: z.enum(auditOutcomes),
  /** The request that caused it; null for what the platform did by itself. */
  requestId: z.string().nullable(),
  /** Facts that a reviewer needs; never a secret. */
  details: z.record(z.string(), z.unknown()),
});
export type AuditRecord = z.infer<typeof auditRecordSchema>;

/** Who acts: somebody signed in, a sibling service, or the platform by itself. */
export type AuditActor = { viewer: Viewer; requestId: string } | { system: string };

/**
 * The event that tells the audit log of a change. Write it with `recordEvents` in the transaction of the change, so
 * that there is never the one without the other.
 * @param change.tenantId whose log it belongs to; the log keeps the order of each tenant's records.
 */
export const auditEvent = (
  deps: { clock: Clock; ids: IdGenerator },
  by: AuditActor,
  change: Pick<AuditRecord, 'action' | 'target'> & {
    tenantId: string;
    outcome?: AuditRecord['outcome'];
    details?: AuditRecord['details'];
  },
): DomainEvent<AuditRecord> => {
  const time = nowOf(deps.clock).toISOString();
  return {
    id: deps.ids('event'),
    type: auditRecorded,
    tenantId: change.tenantId,
    key: `audit:${change.tenantId}`,
    occurredAt: time,
    payload: {
      time,
      actor: actorOf(by),
      action: change.action,
      target: change.target,
      outcome: change.outcome ?? 'SUCCEEDED',
      requestId: 'requestId' in by ? by.requestId : null,
      details: change.details ?? {},
    },
  };
};

const actorOf = (by: AuditActor): AuditRecord['actor'] => {
  if ('system' in by) return { kind: 'SYSTEM', id: by.system };
  switch (by.viewer.kind) {
    case 'user':
      return { kind: 'USER', id: by.viewer.userId };
    case 'service':
      return { kind: 'SERVICE', id: by.viewer.name };
    case 'anonymous':
      return { kind: 'SYSTEM', id: 'anonymous' };
  }
};
