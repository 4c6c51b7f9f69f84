import type { DomainEvent } from '../../../foundation/messaging/domain-event.js';
import type { IdGenerator } from '../../../foundation/ids/id-generator.js';
import type { Clock } from '../../../foundation/time/clock.js';
import { nowOf } from '../../../foundation/time/clock.js';
import type {
  TenantConfigUpdated,
  TenantCreated,
  TenantReactivated,
  TenantSuspended,
} from '../../../foundation/events/tenant-events.js';
import {
  tenantConfigUpdatedType,
  tenantCreatedType,
  tenantReactivatedType,
  tenantSuspendedType,
} from '../../../foundation/events/tenant-events.js';

/** Makes the events of this service; those of one tenant are delivered in order. */
export const createTenantEvents = ({ ids, clock }: { ids: IdGenerator; clock: Clock }) => {
  const event = (type: string, payload: { tenantId: string }): DomainEvent => ({
    id: ids('event'),
    type,
    tenantId: payload.tenantId,
    key: payload.tenantId,
    occurredAt: nowOf(clock).toISOString(),
    payload,
  });
  return {
    created: (payload: TenantCreated) => event(tenantCreatedType, payload),
    configUpdated: (payload: TenantConfigUpdated) => event(tenantConfigUpdatedType, payload),
    suspended: (payload: TenantSuspended) => event(tenantSuspendedType, payload),
    reactivated: (payload: TenantReactivated) => event(tenantReactivatedType, payload),
  };
};

export type TenantEvents = ReturnType<typeof createTenantEvents>;
