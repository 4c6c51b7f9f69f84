import type { AuditActor } from '../../../foundation/events/audit-events.js';
import { auditEvent } from '../../../foundation/events/audit-events.js';
import type { DomainEvent } from '../../../foundation/messaging/domain-event.js';
import type { IdGenerator } from '../../../foundation/ids/id-generator.js';
import type { Clock } from '../../../foundation/time/clock.js';
import { nowOf } from '../../../foundation/time/clock.js';
import type {
  MemberInvited,
  TenantConfigUpdated,
  TenantCreated,
  TenantDeleted,
  TenantDeletionCanceled,
  TenantDeletionRequested,
  TenantReactivated,
  TenantSuspended,
} from '../../../foundation/events/tenant-events.js';
import {
  memberInvitedType,
  tenantConfigUpdatedType,
  tenantCreatedType,
  tenantDeletedType,
  tenantDeletionCanceledType,
  tenantDeletionRequestedType,
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
    audit: (by: AuditActor, change: AuditedChange): DomainEvent =>
      auditEvent({ ids, clock }, by, change),
    created: (payload: TenantCreated) => event(tenantCreatedType, payload),
    configUpdated: (payload: TenantConfigUpdated) => event(tenantConfigUpdatedType, payload),
    suspended: (payload: TenantSuspended) => event(tenantSuspendedType, payload),
    reactivated: (payload: TenantReactivated) => event(tenantReactivatedType, payload),
    deletionRequested: (payload: TenantDeletionRequested) =>
      event(tenantDeletionRequestedType, payload),
    deletionCanceled: (payload: TenantDeletionCanceled) =>
      event(tenantDeletionCanceledType, payload),
    memberInvited: (payload: MemberInvited) => event(memberInvitedType, payload),
    /** Of the platform: nobody can write into the tenant's schema any more. */
    deleted: (payload: TenantDeleted): DomainEvent => ({
      ...event(tenantDeletedType, payload),
      tenantId: null,
    }),
  };
};

type AuditedChange = Parameters<typeof auditEvent>[2];

export type TenantEvents = ReturnType<typeof createTenantEvents>;
