import type { TenantTransaction } from '../database/tenant-database.js';
import type { Clock } from '../time/clock.js';
import { nowOf } from '../time/clock.js';

/**
 * Marks an event as handled, inside the transaction that handles it.
 * @param consumer the handler's name, stable over releases.
 * @returns false when this consumer has handled the event before: do nothing then.
 */
export const handleOnce = async (
  tx: TenantTransaction,
  consumer: string,
  eventId: string,
  clock: Clock,
): Promise<boolean> => {
  const { count } = await tx.inboxEvent.createMany({
    data: [{ consumer, eventId, handledAt: nowOf(clock) }],
    skipDuplicates: true,
  });
  return count === 1;
};
