/** One sign-in, and the chain of refresh tokens that keeps it alive. Times are milliseconds since the epoch. */
export type Session = {
  id: string;
  tenantId: string;
  userId: string;
  /** Which token of the chain is current, counted from 0. */
  generation: number;
  createdAtMs: number;
  /** When it ends unless it is refreshed before. */
  expiresAtMs: number;
  /** When it ends however often it is refreshed. */
  endsAtMs: number;
  revokedAtMs: number | null;
  /** Where it was started; null when the gateway did not tell. */
  address: string | null;
};

/** A token of the chain. */
export type RefreshToken = {
  generation: number;
  /** When its successor was issued; null for the current one. */
  rotatedAtMs: number | null;
  /** The successor, readable only by who holds this token. */
  sealedSuccessor: string | null;
};

export const accessTokenLifetimeMs = 15 * 60_000;
export const idleLifetimeMs = 30 * 24 * 3_600_000;
export const longestLifetimeMs = 90 * 24 * 3_600_000;
/** How long the token before the current one still leads to it: two tabs, or an answer lost on the way. */
export const repeatGraceMs = 30_000;

/**
 * What to do with a presented refresh token (RFC 9700, 4.14.2).
 * - ROTATE: it is current; issue its successor.
 * - REPEAT: it was current until a moment ago; answer with the same successor, so that there is one chain.
 * - REUSED: somebody kept an old token; end the session, for we cannot tell the thief from the owner.
 * - ENDED: the session is over.
 */
export type RefreshVerdict = 'ROTATE' | 'REPEAT' | 'REUSED' | 'ENDED';

export const judgeRefresh = (
  session: Session,
  presented: RefreshToken,
  nowMs: number,
): RefreshVerdict => {
  if (session.revokedAtMs !== null || nowMs >= session.expiresAtMs) return 'ENDED';
  if (presented.generation === session.generation) return 'ROTATE';
  const isPrevious = presented.generation === session.generation - 1;
  const rotatedAtMs = presented.rotatedAtMs ?? -Infinity;
  return isPrevious && nowMs < rotatedAtMs + repeatGraceMs ? 'REPEAT' : 'REUSED';
};

export const openSession = (
  start: { sessionId: string; tenantId: string; userId: string; address: string | null },
  nowMs: number,
): Session => ({
  id: start.sessionId,
  tenantId: start.tenantId,
  userId: start.userId,
  address: start.address,
  generation: 0,
  createdAtMs: nowMs,
  expiresAtMs: nowMs + idleLifetimeMs,
  endsAtMs: nowMs + longestLifetimeMs,
  revokedAtMs: null,
});

/** The session after its current token was rotated. */
export const refreshed = (session: Session, nowMs: number): Session => ({
  ...session,
  generation: session.generation + 1,
  expiresAtMs: Math.min(nowMs + idleLifetimeMs, session.endsAtMs),
});
