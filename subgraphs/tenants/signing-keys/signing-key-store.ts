import type { JWK } from 'jose';
import type { PlatformDatabase } from '../../../foundation/database/platform-database.js';

export type SigningKey = {
  kid: string;
  publicJwk: JWK;
  sealedPrivateJwk: string;
  createdAt: Date;
  /** From when it signs, until another one does. */
  activatesAt: Date;
};

export type SigningKeyStore = {
  /** The latest activation first. */
  list(): Promise<SigningKey[]>;
  /** Adds the very first key; nothing happens when there is one already. */
  addFirst(candidate: SigningKey): Promise<void>;
  add(key: SigningKey): Promise<void>;
};

/** Any number will do as long as nothing else takes the same lock. */
const lockId = 8_008_001;

export const createPrismaSigningKeyStore = (platformDb: PlatformDatabase): SigningKeyStore => {
  const { client } = platformDb;
  return {
    async list() {
      const rows = await client.signingKey.findMany({
        orderBy: [{ activatesAt: 'desc' }, { kid: 'desc' }],
      });
      return rows.map((row) => ({ ...row, publicJwk: row.publicJwk as JWK }));
    },

    addFirst: (candidate) =>
      client.$transaction(async (tx) => {
        await tx.$executeRaw`SELECT pg_advisory_xact_lock(${lockId})`;
        if ((await tx.signingKey.count()) > 0) return;
        await tx.signingKey.create({ data: toRow(candidate) });
      }),

    async add(key) {
      await client.signingKey.create({ data: toRow(key) });
    },
  };
};

const toRow = ({ publicJwk, ...rest }: SigningKey) => ({
  ...rest,
  publicJwk: publicJwk as Record<string, string>,
});
