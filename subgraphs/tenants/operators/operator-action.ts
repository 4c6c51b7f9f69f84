import { DomainError } from '../../../foundation/errors/domain-error.js';

/** What takes two operators: it destroys something, or brings the moment nearer when it is destroyed. */
export const operatorActionKinds = ['DELETE_TENANT', 'END_GRACE_PERIOD'] as const;
export type OperatorActionKind = (typeof operatorActionKinds)[number];

export const operatorActionStatuses = ['PENDING', 'APPROVED', 'REJECTED', 'EXPIRED'] as const;
export type OperatorActionStatus = (typeof operatorActionStatuses)[number];

export type OperatorAction = {
  id: string;
  kind: OperatorActionKind;
  tenantId: string;
  reason: string;
  requestedBy: string;
  requestedAt: Date;
  /** Until when somebody may decide. */
  expiresAt: Date;
  status: OperatorActionStatus;
  decidedBy: string | null;
  decidedAt: Date | null;
};

export const decidableMs = 72 * 3_600_000;

/** Its status as time has made it. */
export const statusAt = (action: OperatorAction, nowMs: number): OperatorActionStatus =>
  action.status === 'PENDING' && nowMs >= action.expiresAt.getTime() ? 'EXPIRED' : action.status;

/**
 * The action after somebody decided.
 * @throws {DomainError} INVALID_STATE when it is not open (any more), FORBIDDEN when its author approves it.
 */
export const decide = (
  action: OperatorAction,
  decision: { by: string; approves: boolean; at: Date },
): OperatorAction => {
  const status = statusAt(action, decision.at.getTime());
  if (status !== 'PENDING')
    throw new DomainError('INVALID_STATE', `This action is ${status}.`, ['input', 'actionId']);
  if (decision.approves && decision.by === action.requestedBy)
    throw new DomainError('FORBIDDEN', 'Another operator has to approve what you asked for.');
  return {
    ...action,
    status: decision.approves ? 'APPROVED' : 'REJECTED',
    decidedBy: decision.by,
    decidedAt: decision.at,
  };
};
