import type { PlatformDatabase } from '../../../foundation/database/platform-database.js';
import { recordPlatformEvents } from '../../../foundation/messaging/outbox.js';
import { serviceName } from '../tenants/control-plane.js';
import type { RefreshToken, Session } from './session.js';
import type { SessionChange, SessionStore } from './session-store.js';

type Transaction = Parameters<Parameters<PlatformDatabase['client']['$transaction']>[0]>[0];

export const createPrismaSessionStore = (platformDb: PlatformDatabase): SessionStore => {
  const { client } = platformDb;
  return {
    create: (session, tokenHash, events) =>
      client.$transaction(async (tx) => {
        await tx.session.create({
          data: {
            ...toRow(session),
            refreshTokens: { create: { hash: tokenHash, generation: session.generation } },
          },
        });
        await recordPlatformEvents(tx, serviceName, events);
      }),

    async find(tokenHash) {
      const row = await client.refreshToken.findUnique({
        where: { hash: tokenHash },
        include: { session: true },
      });
      return row && toSession(row.session);
    },

    decide: (tokenHash, nowMs, decide) =>
      client.$transaction(async (tx) => {
        const found = await lockFamily(tx, tokenHash);
        if (!found) return null;
        const { change, outcome, events = [] } = decide(found.session, found.presented);
        await save(tx, { tokenHash, sessionId: found.session.id, nowMs }, change);
        await recordPlatformEvents(tx, serviceName, events);
        return outcome;
      }),

    revoke: (sessionId, { reason, nowMs, events }) =>
      client.$transaction(async (tx) => {
        const { count } = await tx.session.updateMany({
          where: { id: sessionId, revokedAt: null },
          data: { revokedAt: new Date(nowMs), revocationReason: reason },
        });
        if (count > 0) await recordPlatformEvents(tx, serviceName, events);
      }),

    async forgetEnded(beforeMs) {
      const before = new Date(beforeMs);
      const { count } = await client.session.deleteMany({
        where: { OR: [{ expiresAt: { lt: before } }, { revokedAt: { lt: before } }] },
      });
      return count;
    },
  };
};

/** The lock on the session's row makes decisions about one family take turns. */
const lockFamily = async (
  tx: Transaction,
  tokenHash: string,
): Promise<{ session: Session; presented: RefreshToken } | null> => {
  const token = await tx.refreshToken.findUnique({ where: { hash: tokenHash } });
  if (!token) return null;
  await tx.$queryRaw`SELECT 1 FROM platform.sessions WHERE id = ${token.sessionId} FOR UPDATE`;
  const row = await tx.refreshToken.findUnique({
    where: { hash: tokenHash },
    include: { session: true },
  });
  if (!row) return null;
  const presented = {
    generation: row.generation,
    rotatedAtMs: row.rotatedAt?.getTime() ?? null,
    sealedSuccessor: row.sealedSuccessor,
  };
  return { session: toSession(row.session), presented };
};

const save = async (
  tx: Transaction,
  at: { tokenHash: string; sessionId: string; nowMs: number },
  change: SessionChange,
): Promise<void> => {
  if (change.kind === 'none') return;
  if (change.kind === 'revoked') {
    await tx.session.update({
      where: { id: at.sessionId },
      data: { revokedAt: new Date(at.nowMs), revocationReason: change.reason },
    });
    return;
  }
  // Old seals go: with them, one old token would lead along the whole chain to the current one.
  await tx.refreshToken.updateMany({
    where: { sessionId: at.sessionId, sealedSuccessor: { not: null } },
    data: { sealedSuccessor: null },
  });
  await tx.refreshToken.update({
    where: { hash: at.tokenHash },
    data: { rotatedAt: new Date(at.nowMs), sealedSuccessor: change.sealedSuccessor },
  });
  await tx.session.update({
    where: { id: at.sessionId },
    data: {
      generation: change.session.generation,
      expiresAt: new Date(change.session.expiresAtMs),
      refreshedAt: new Date(at.nowMs),
      refreshTokens: {
        create: { hash: change.successorHash, generation: change.session.generation },
      },
    },
  });
};

type SessionRow = {
  id: string;
  tenantId: string;
  userId: string;
  generation: number;
  createdAt: Date;
  expiresAt: Date;
  endsAt: Date;
  revokedAt: Date | null;
  address: string | null;
};

const toSession = (row: SessionRow): Session => ({
  id: row.id,
  tenantId: row.tenantId,
  userId: row.userId,
  generation: row.generation,
  createdAtMs: row.createdAt.getTime(),
  expiresAtMs: row.expiresAt.getTime(),
  endsAtMs: row.endsAt.getTime(),
  revokedAtMs: row.revokedAt?.getTime() ?? null,
  address: row.address,
});

const toRow = (session: Session): SessionRow => ({
  id: session.id,
  tenantId: session.tenantId,
  userId: session.userId,
  generation: session.generation,
  createdAt: new Date(session.createdAtMs),
  expiresAt: new Date(session.expiresAtMs),
  endsAt: new Date(session.endsAtMs),
  revokedAt: session.revokedAtMs === null ? null : new Date(session.revokedAtMs),
  address: session.address,
});
