import type { AlertSeverity, RuleKind } from '../../../foundation/events/compliance-events.js';
import { DomainError } from '../../../foundation/errors/domain-error.js';

export const alertStatuses = ['OPEN', 'ACKNOWLEDGED', 'CLOSED'] as const;
export type AlertStatus = (typeof alertStatuses)[number];

export type Alert = {
  id: string;
  rule: RuleKind;
  severity: AlertSeverity;
  status: AlertStatus;
  summary: string;
  orderIds: string[];
  evidence: unknown;
  raisedAt: Date;
};

/** What a person may do with an alert; closing is final. */
const transitions: Readonly<Record<AlertStatus, readonly AlertStatus[]>> = {
  OPEN: ['ACKNOWLEDGED', 'CLOSED'],
  ACKNOWLEDGED: ['CLOSED'],
  CLOSED: [],
};

/** @throws {DomainError} INVALID_STATE when an alert in `from` cannot become `to`. */
export const assertTransition = (from: AlertStatus, to: AlertStatus): void => {
  if (!transitions[from].includes(to))
    throw new DomainError('INVALID_STATE', `An alert that is ${from} cannot become ${to}.`, [
      'input',
      'status',
    ]);
};
