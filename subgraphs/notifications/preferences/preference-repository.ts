import type {
  TenantClient,
  TenantTransaction,
} from '../../../foundation/database/tenant-database.js';
import type { Channel } from '../templates/notification-kinds.js';
import type { Choices } from './effective-channels.js';

const addressId = 1;

export const findChoices = async (db: TenantClient | TenantTransaction): Promise<Choices> => {
  const rows = await db.notificationPreference.findMany();
  return new Map(rows.map((row) => [row.kind, row.channels as Channel[]]));
};

export const saveChoice = async (
  tx: TenantTransaction,
  kind: string,
  chosen: readonly Channel[],
): Promise<void> => {
  const data = { channels: [...chosen] };
  await tx.notificationPreference.upsert({
    where: { kind },
    create: { kind, ...data },
    update: data,
  });
};

/** Where the tenant's e-mail goes; null until it is told. */
export const findEmail = async (db: TenantClient | TenantTransaction): Promise<string | null> =>
  (await db.notificationAddress.findUnique({ where: { id: addressId } }))?.email ?? null;

export const saveEmail = async (tx: TenantTransaction, email: string): Promise<void> => {
  await tx.notificationAddress.upsert({
    where: { id: addressId },
    create: { id: addressId, email },
    update: { email },
  });
};
