import { Prisma } from '../__generated__/tenant/client.js';

const serializationFailure = '40001';
const deadlockDetected = '40P01';

type DriverMeta = { driverAdapterError?: { cause?: { originalCode?: string } } };

/** PostgreSQL gave this transaction up in favour of another; nothing of it took effect and it may be tried again. */
export const isWriteConflict = (error: unknown): boolean => {
  if (!(error instanceof Prisma.PrismaClientKnownRequestError)) return false;
  if (error.code === 'P2034') return true;
  // Of raw statements Prisma passes on the driver's own error.
  const code = (error.meta as DriverMeta | undefined)?.driverAdapterError?.cause?.originalCode;
  return code === serializationFailure || code === deadlockDetected;
};

/** Prisma wraps what its pool throws in an error of its own, with the same code. */
export const isUnknownTenant = (error: unknown): boolean =>
  error instanceof Prisma.PrismaClientKnownRequestError && error.code === 'NOT_FOUND';
