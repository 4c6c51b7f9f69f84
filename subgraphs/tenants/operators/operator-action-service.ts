import { z } from 'zod';
import type { Viewer } from '../../../foundation/context/viewer.js';
import { checkInput } from '../../../foundation/errors/check-input.js';
import { DomainError } from '../../../foundation/errors/domain-error.js';
import type { IdGenerator } from '../../../foundation/ids/id-generator.js';
import { isIdOf } from '../../../foundation/ids/id-generator.js';
import type { DomainEvent } from '../../../foundation/messaging/domain-event.js';
import type { Clock } from '../../../foundation/time/clock.js';
import { nowOf } from '../../../foundation/time/clock.js';
import type { AccessAnnouncer } from '../access/access-announcer.js';
import type { Caller } from '../access/caller.js';
import { requireSession } from '../access/reauthentication.js';
import { requireOperator } from '../access/require-member.js';
import { visibleText } from '../access/visible-text.js';
import { endGracePeriod } from '../deletion/deletion-repository.js';
import type { DeletionService } from '../deletion/deletion-service.js';
import type { ControlPlane } from '../tenants/control-plane.js';
import type { TenantEvents } from '../tenants/tenant-events.js';
import type { TenantCommand } from '../tenants/tenant.js';
import { stepOf } from '../tenants/tenant.js';
import type { Db } from '../tenants/tenant-repository.js';
import { findTenant } from '../tenants/tenant-repository.js';
import type { OperatorAction, OperatorActionKind } from './operator-action.js';
import { decidableMs, decide, operatorActionKinds } from './operator-action.js';
import {
  findAction,
  insertAction,
  listActions,
  saveDecision,
} from './operator-action-repository.js';

export type RequestOperatorActionInput = {
  kind: OperatorActionKind;
  tenantId: string;
  reason: string;
};

/** One operator asks, another one decides; what was approved takes effect in the same transaction. */
export type OperatorActionService = {
  /** @throws {DomainError} NOT_FOUND, INVALID_STATE, INVALID_INPUT, ALREADY_EXISTS. */
  request(caller: Caller, input: RequestOperatorActionInput): Promise<OperatorAction>;
  /** @throws {DomainError} NOT_FOUND, INVALID_STATE, FORBIDDEN, CONFLICT. */
  decide(caller: Caller, input: { actionId: string; approves: boolean }): Promise<OperatorAction>;
  list(viewer: Viewer, page: { first: number; afterId: string | null }): Promise<OperatorAction[]>;
};

export type OperatorActionDeps = {
  controlPlane: ControlPlane;
  deletions: DeletionService;
  events: TenantEvents;
  access: AccessAnnouncer;
  clock: Clock;
  ids: IdGenerator;
};

type Effect = { events: readonly DomainEvent[]; endedSessions: readonly string[] };

const requestSchema = z.object({
  kind: z.enum(operatorActionKinds),
  tenantId: z.string(),
  reason: visibleText({ min: 1, max: 500 }),
});

/** The step of the tenant's life that the action stands on. */
const commandOf: Readonly<Record<OperatorActionKind, TenantCommand>> = {
  DELETE_TENANT: 'request deletion',
  END_GRACE_PERIOD: 'finish deletion',
};

export const createOperatorActionService = (deps: OperatorActionDeps): OperatorActionService => ({
  async request(caller, input) {
    const operator = requireOperatorSession(caller);
    const { kind, tenantId, reason } = checkInput(requestSchema, input);
    if (tenantId === operator.tenantId)
      throw new DomainError('INVALID_STATE', 'This is the tenant you are signed in to.', [
        'input',
        'tenantId',
      ]);
    const requestedAt = nowOf(deps.clock);
    const action: OperatorAction = {
      id: deps.ids('operatorAction'),
      kind,
      tenantId,
      reason,
      requestedBy: operator.userId,
      requestedAt,
      expiresAt: new Date(requestedAt.getTime() + decidableMs),
      status: 'PENDING',
      decidedBy: null,
      decidedAt: null,
    };
    return deps.controlPlane.transaction(async (tx) => {
      const tenant = isIdOf('tenant', tenantId) ? await findTenant(tx, tenantId) : null;
      if (!tenant)
        throw new DomainError('NOT_FOUND', 'There is no such tenant.', ['input', 'tenantId']);
      stepOf(tenant.status, commandOf[kind]);
      if (!(await insertAction(tx, action)))
        throw new DomainError('ALREADY_EXISTS', 'The same action waits for a decision.');
      return { result: action, events: [auditOf(deps, caller, action, 'request')] };
    });
  },

  async decide(caller, { actionId, approves }) {
    const operator = requireOperatorSession(caller);
    const at = nowOf(deps.clock);
    const { decided, endedSessions } = await deps.controlPlane.transaction(async (tx) => {
      const action = isIdOf('operatorAction', actionId) ? await findAction(tx, actionId) : null;
      if (!action)
        throw new DomainError('NOT_FOUND', 'There is no such action.', ['input', 'actionId']);
      const decided = decide(action, { by: operator.userId, approves, at });
      if (!(await saveDecision(tx, decided)))
        throw new DomainError('CONFLICT', 'Somebody else has just decided.');
      const effect = approves ? await takeEffect(deps, tx, caller, decided) : nothing;
      const audited = auditOf(deps, caller, decided, approves ? 'approve' : 'reject');
      return {
        result: { decided, endedSessions: effect.endedSessions },
        events: [...effect.events, audited],
      };
    });
    await deps.access.ended(endedSessions);
    return decided;
  },

  async list(viewer, page) {
    requireOperator(viewer);
    return listActions(deps.controlPlane.db, page);
  },
});

const nothing: Effect = { events: [], endedSessions: [] };

const requireOperatorSession = (caller: Caller) => {
  requireOperator(caller.viewer);
  return requireSession(caller);
};

const takeEffect = async (
  deps: OperatorActionDeps,
  tx: Db,
  caller: Caller,
  { kind, tenantId, reason, requestedBy, decidedBy, decidedAt }: OperatorAction,
): Promise<Effect> => {
  if (kind === 'DELETE_TENANT')
    return deps.deletions.begin(tx, caller, {
      tenantId,
      reason,
      requestedBy,
      side: 'OPERATOR',
      approvedBy: decidedBy,
    });
  if (!(await endGracePeriod(tx, tenantId, decidedAt ?? nowOf(deps.clock))))
    throw new DomainError('INVALID_STATE', 'There is no grace period to end.');
  return nothing;
};

/** In the log of the operator's tenant: that of the other one may be gone tomorrow. */
const auditOf = (
  { events }: OperatorActionDeps,
  caller: Caller,
  { id, kind, tenantId, reason, requestedBy }: OperatorAction,
  verb: string,
): DomainEvent =>
  events.audit(caller, {
    tenantId: requireOperator(caller.viewer).tenantId,
    action: `operator-action.${verb}`,
    target: { type: 'OperatorAction', id },
    details: { kind, tenantId, reason, requestedBy },
  });
