import { z } from 'zod';
import type { Viewer } from '../../../foundation/context/viewer.js';
import { checkInput } from '../../../foundation/errors/check-input.js';
import { DomainError } from '../../../foundation/errors/domain-error.js';
import type { IdGenerator } from '../../../foundation/ids/id-generator.js';
import type { DomainEvent } from '../../../foundation/messaging/domain-event.js';
import type { Clock } from '../../../foundation/time/clock.js';
import { nowOf } from '../../../foundation/time/clock.js';
import type { AccessAnnouncer } from '../access/access-announcer.js';
import type { Caller } from '../access/caller.js';
import type { Reauthentication } from '../access/reauthentication.js';
import { requireSession } from '../access/reauthentication.js';
import { requireOperator } from '../access/require-member.js';
import { platformAdminScope } from '../access/role-scopes.js';
import { visibleText } from '../access/visible-text.js';
import type { OperatorEmails } from '../accounts/member.js';
import { endSessions } from '../sessions/end-sessions.js';
import type { ControlPlane } from '../tenants/control-plane.js';
import type { TenantEvents } from '../tenants/tenant-events.js';
import { stepOf } from '../tenants/tenant.js';
import type { Tenant } from '../tenants/tenant.js';
import type { Db } from '../tenants/tenant-repository.js';
import { findTenant, moveTenant } from '../tenants/tenant-repository.js';
import type { DeletionSide, TenantDeletion } from './deletion.js';
import { assertCanBeUndone } from './deletion.js';
import {
  advanceDeletion,
  findOpenDeletions,
  insertDeletion,
  listDeletions,
} from './deletion-repository.js';

export type RequestTenantDeletionInput = { slug: string; password: string; reason: string };

/** Who wants a tenant gone, and why. */
export type DeletionWish = {
  tenantId: string;
  reason: string;
  requestedBy: string;
  side: DeletionSide;
  approvedBy: string | null;
};

/** What a transaction did, to be told after its commit. */
export type Begun = { events: DomainEvent[]; endedSessions: string[]; deletion: TenantDeletion };

export type DeletionService = {
  /** By an owner, for their own tenant. @throws {DomainError} FORBIDDEN, INVALID_CREDENTIALS, INVALID_INPUT, INVALID_STATE. */
  request(caller: Caller, input: RequestTenantDeletionInput): Promise<Tenant>;
  /** By an owner who asked for it, or by an operator. @throws {DomainError} NOT_FOUND, FORBIDDEN, INVALID_STATE. */
  cancel(caller: Caller, tenantId: string): Promise<Tenant>;
  /** Part of a transaction that something else began; its outcome is told by the caller. */
  begin(tx: Db, caller: Caller, wish: DeletionWish): Promise<Begun>;
  list(viewer: Viewer, page: { first: number; afterId: string | null }): Promise<TenantDeletion[]>;
};

export type DeletionServiceDeps = {
  controlPlane: ControlPlane;
  events: TenantEvents;
  access: AccessAnnouncer;
  reauthenticate: Reauthentication;
  operators: OperatorEmails;
  graceMs: number;
  clock: Clock;
  ids: IdGenerator;
};

const wishSchema = z.object({ reason: visibleText({ min: 1, max: 500 }) });

export const createDeletionService = (deps: DeletionServiceDeps): DeletionService => ({
  async request(caller, input) {
    const owner = requireOwner(caller);
    const { reason } = checkInput(wishSchema, input);
    const tenant = await requireTenant(deps.controlPlane.db, owner.tenantId);
    if (tenant.slug !== input.slug)
      throw new DomainError('INVALID_INPUT', 'Type the slug of this tenant to confirm.', [
        'input',
        'slug',
      ]);
    await deps.reauthenticate(caller, input.password, ['input', 'password']);
    const wish = { tenantId: tenant.id, reason, requestedBy: owner.userId } as const;
    const { endedSessions } = await deps.controlPlane.transaction(async (tx) => {
      const begun = await begin(deps, tx, caller, { ...wish, side: 'OWNER', approvedBy: null });
      return { result: begun, events: begun.events };
    });
    await deps.access.ended(endedSessions);
    return { ...tenant, status: 'DELETING' };
  },

  begin: (tx, caller, wish) => begin(deps, tx, caller, wish),
  cancel: (caller, tenantId) => cancel(deps, caller, tenantId),

  async list(viewer, page) {
    requireOperator(viewer);
    return listDeletions(deps.controlPlane.db, page);
  },
});

const requireOwner = (caller: Caller) => {
  const person = requireSession(caller);
  if (person.role !== 'OWNER')
    throw new DomainError('FORBIDDEN', 'Only an owner may have the tenant deleted.');
  return person;
};

const requireTenant = async (db: Db, tenantId: string): Promise<Tenant> => {
  const tenant = await findTenant(db, tenantId);
  if (!tenant)
    throw new DomainError('NOT_FOUND', 'There is no such tenant.', ['input', 'tenantId']);
  return tenant;
};

const begin = async (
  deps: DeletionServiceDeps,
  tx: Db,
  caller: Caller,
  wish: DeletionWish,
): Promise<Begun> => {
  const { tenantId, reason } = wish;
  const tenant = await requireTenant(tx, tenantId);
  await assertNoOperators(tx, tenantId, deps.operators);
  const requestedAt = nowOf(deps.clock);
  const deletion: TenantDeletion = {
    ...wish,
    id: deps.ids('tenantDeletion'),
    requestedAt,
    effectiveAt: new Date(requestedAt.getTime() + deps.graceMs),
    phase: 'WAITING',
    reachedAt: { WAITING: requestedAt.toISOString() },
    inventory: null,
    certificate: null,
    finishedAt: null,
  };
  const isMoved = await moveTenant(tx, tenantId, stepOf(tenant.status, 'request deletion'), {});
  if (!isMoved || !(await insertDeletion(tx, deletion)))
    throw new DomainError('CONFLICT', 'The tenant was changed at the same time.');
  const effectiveAt = deletion.effectiveAt.toISOString();
  return {
    deletion,
    endedSessions: await endSessions(
      tx,
      { tenantId },
      { reason: 'TENANT_DELETING', at: requestedAt },
    ),
    events: [
      deps.events.deletionRequested({ tenantId, deletionId: deletion.id, effectiveAt }),
      deps.events.audit(caller, {
        tenantId,
        action: 'tenant.request-deletion',
        target: { type: 'Tenant', id: tenantId },
        details: { reason, effectiveAt, side: wish.side, approvedBy: wish.approvedBy },
      }),
    ],
  };
};

/** Otherwise the platform could lose the last one who runs it. */
const assertNoOperators = async (
  tx: Db,
  tenantId: string,
  operators: OperatorEmails,
): Promise<void> => {
  const found = await tx.membership.count({
    where: { tenantId, user: { email: { in: [...operators] } } },
  });
  if (found > 0)
    throw new DomainError('INVALID_STATE', 'Operators of the platform are members of this tenant.');
};

const cancel = async (
  deps: DeletionServiceDeps,
  caller: Caller,
  tenantId: string,
): Promise<Tenant> => {
  const person = requireSession(caller);
  const isOperator = person.scopes.includes(platformAdminScope);
  if (!isOperator && tenantId !== person.tenantId)
    throw new DomainError('NOT_FOUND', 'There is no such tenant.', ['input', 'tenantId']);
  if (!isOperator) requireOwner(caller);
  return deps.controlPlane.transaction(async (tx) => {
    const tenant = await requireTenant(tx, tenantId);
    const { suspendedAt } = await tx.tenant.findUniqueOrThrow({ where: { id: tenantId } });
    const command = suspendedAt ? 'cancel deletion and stay suspended' : 'cancel deletion';
    const step = stepOf(tenant.status, command);
    const [deletion] = await findOpenDeletions(tx, [tenantId]);
    if (!deletion) throw new Error(`tenant ${tenantId} is DELETING without a deletion`);
    if (deletion.side === 'OPERATOR' && !isOperator)
      throw new DomainError('FORBIDDEN', 'The operators of the platform asked for this deletion.');
    assertCanBeUndone(deletion);
    const at = nowOf(deps.clock);
    if (!(await advanceDeletion(tx, deletion, { phase: 'CANCELED', at })))
      throw new DomainError('CONFLICT', 'The deletion has just begun.');
    await moveTenant(tx, tenantId, step, {});
    const status = step.to === 'SUSPENDED' ? 'SUSPENDED' : 'ACTIVE';
    return {
      result: { ...tenant, status },
      events: [
        deps.events.deletionCanceled({ tenantId, deletionId: deletion.id, status }),
        deps.events.audit(caller, {
          tenantId,
          action: 'tenant.cancel-deletion',
          target: { type: 'Tenant', id: tenantId },
          details: { deletionId: deletion.id },
        }),
      ],
    };
  });
};
