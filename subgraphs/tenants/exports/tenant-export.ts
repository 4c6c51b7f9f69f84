import { DomainError } from '../../../foundation/errors/domain-error.js';

export const exportStatuses = ['REQUESTED', 'READY', 'FAILED', 'EXPIRED'] as const;
export type ExportStatus = (typeof exportStatuses)[number];

/** A copy of everything a tenant owns. */
export type TenantExport = {
  id: string;
  tenantId: string;
  requestedBy: string;
  requestedAt: Date;
  status: ExportStatus;
  attempts: number;
  bytes: bigint | null;
  sha256: string | null;
  finishedAt: Date | null;
  /** When the file is removed. */
  expiresAt: Date | null;
  failure: string | null;
};

/** REQUESTED → READY → EXPIRED, or FAILED after the last attempt. */
const steps: Readonly<Record<ExportStatus, readonly ExportStatus[]>> = {
  REQUESTED: ['READY', 'FAILED'],
  READY: ['EXPIRED'],
  FAILED: [],
  EXPIRED: [],
};

export const mostAttempts = 3;
export const keptMs = 7 * 24 * 3_600_000;

const moved = (one: TenantExport, to: ExportStatus): TenantExport => {
  if (!steps[one.status].includes(to))
    throw new DomainError('INVALID_STATE', `An export that is ${one.status} cannot be ${to}.`);
  return { ...one, status: to };
};

export const finished = (
  one: TenantExport,
  file: { bytes: number; sha256: string },
  at: Date,
): TenantExport => ({
  ...moved(one, 'READY'),
  bytes: BigInt(file.bytes),
  sha256: file.sha256,
  finishedAt: at,
  expiresAt: new Date(at.getTime() + keptMs),
});

/** After an attempt that did not work: to be tried again, until it was tried often enough. */
export const attemptFailed = (one: TenantExport, failure: string, at: Date): TenantExport => {
  const attempts = one.attempts + 1;
  if (attempts < mostAttempts) return { ...one, attempts, failure };
  return { ...moved(one, 'FAILED'), attempts, failure, finishedAt: at };
};

export const expired = (one: TenantExport): TenantExport => moved(one, 'EXPIRED');
