import type { TenantTransaction } from '../../../foundation/database/tenant-database.js';
import type { AuditActor } from '../../../foundation/events/audit-events.js';
import { auditEvent } from '../../../foundation/events/audit-events.js';
import type { ModelPromoted } from '../../../foundation/events/model-events.js';
import { modelPromoted } from '../../../foundation/events/model-events.js';
import type { IdGenerator } from '../../../foundation/ids/id-generator.js';
import type { DomainEvent } from '../../../foundation/messaging/domain-event.js';
import { recordEvents } from '../../../foundation/messaging/outbox.js';
import type { Clock } from '../../../foundation/time/clock.js';
import { nowOf } from '../../../foundation/time/clock.js';
import { setCurrentVersion } from './model-repository.js';

/** Makes a version the current one and tells who serves it; false when there is no such version. */
export const promoteVersion = async (
  tx: TenantTransaction,
  { tenantId, modelId, version }: { tenantId: string; modelId: string; version: number },
  by: AuditActor,
  deps: { service: string; clock: Clock; ids: IdGenerator },
): Promise<boolean> => {
  const promoted = await setCurrentVersion(tx, modelId, version);
  if (!promoted) return false;
  const time = nowOf(deps.clock).toISOString();
  const told: DomainEvent<ModelPromoted> = {
    id: deps.ids('event'),
    type: modelPromoted,
    tenantId,
    key: modelId,
    occurredAt: time,
    payload: { ...promoted, time },
  };
  const audited = auditEvent(deps, by, {
    tenantId,
    action: 'model.promote',
    target: { type: 'Model', id: modelId },
    details: { version },
  });
  await recordEvents(tx, deps.service, [told, audited]);
  return true;
};
