import { DomainError } from '../../../foundation/errors/domain-error.js';

/**
 * How far a deletion has come. Each phase is reached by one piece of work that may be repeated, and is written down
 * before the next begins: whoever finds a deletion goes on from where it stands.
 */
export const deletionPhases = [
  'WAITING',
  'COMMITTED',
  'KEY_SHREDDED',
  'SCHEMA_DROPPED',
  'EXPORTS_REMOVED',
  'CONTROL_PLANE_ERASED',
  'CERTIFIED',
] as const;
export type DeletionPhase = (typeof deletionPhases)[number];

/** On which side the one stands who asked. */
export type DeletionSide = 'OWNER' | 'OPERATOR';

export type TenantDeletion = {
  id: string;
  tenantId: string;
  reason: string;
  requestedBy: string;
  side: DeletionSide;
  /** The second operator; null when an owner asked. */
  approvedBy: string | null;
  requestedAt: Date;
  /** When the grace period ends. */
  effectiveAt: Date;
  phase: DeletionPhase | 'CANCELED';
  /** When each phase was reached. */
  reachedAt: Readonly<Record<string, string>>;
  /** What there was before it was destroyed: rows by table. */
  inventory: Inventory | null;
  /** Signed; null until everything is gone. */
  certificate: string | null;
  finishedAt: Date | null;
};

/** Rows by table; `schema` counts the tenant's own tables, `controlPlane` those of the platform. */
export type Inventory = {
  schema: Readonly<Record<string, number>>;
  controlPlane: Readonly<Record<string, number>>;
  exports: number;
};

/** From its first phase to its last; null when there is nothing left to do. */
export const phaseAfter = (phase: TenantDeletion['phase']): DeletionPhase | null =>
  phase === 'CANCELED' ? null : (deletionPhases[deletionPhases.indexOf(phase) + 1] ?? null);

/** Whether the next piece of work may be done at `nowMs`. */
export const isDue = (
  deletion: Pick<TenantDeletion, 'phase' | 'effectiveAt'>,
  nowMs: number,
): boolean =>
  phaseAfter(deletion.phase) !== null &&
  (deletion.phase !== 'WAITING' || deletion.effectiveAt.getTime() <= nowMs);

/** @throws {DomainError} INVALID_STATE once anything has been destroyed. */
export const assertCanBeUndone = (deletion: Pick<TenantDeletion, 'phase'>): void => {
  if (deletion.phase !== 'WAITING')
    throw new DomainError('INVALID_STATE', 'The grace period is over; data are being destroyed.', [
      'input',
      'tenantId',
    ]);
};
