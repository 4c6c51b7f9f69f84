import type { TenantTransaction } from '../../../foundation/database/tenant-database.js';

export type ProviderEvent = {
  provider: string;
  eventId: string;
  type: string;
  /** As it was signed. */
  body: string;
  receivedAt: Date;
};

/** False when the event was taken before. */
export const addProviderEvent = async (
  tx: TenantTransaction,
  event: ProviderEvent,
): Promise<boolean> => {
  const { count } = await tx.paymentProviderEvent.createMany({
    data: [event],
    skipDuplicates: true,
  });
  return count === 1;
};
