import type { RefreshToken, Session } from '../../../subgraphs/tenants/sessions/session.js';
import type { SessionStore } from '../../../subgraphs/tenants/sessions/session-store.js';

type StoredToken = RefreshToken & { sessionId: string };

/** Passes the same suite as the real one (session-store-contract.ts). */
export const createMemorySessionStore = (): SessionStore & {
  /** Every token that was ever stored, with its session. */
  all(): { hash: string; token: RefreshToken; session: Session }[];
} => {
  const sessions = new Map<string, Session>();
  const tokens = new Map<string, StoredToken>();

  const revoke = (sessionId: string, nowMs: number): void => {
    const session = sessions.get(sessionId);
    if (session?.revokedAtMs === null) sessions.set(sessionId, { ...session, revokedAtMs: nowMs });
  };

  return {
    all: () =>
      [...tokens].flatMap(([hash, token]) => {
        const session = sessions.get(token.sessionId);
        return session ? [{ hash, token, session }] : [];
      }),

    create(session, tokenHash) {
      sessions.set(session.id, session);
      tokens.set(tokenHash, {
        sessionId: session.id,
        generation: session.generation,
        rotatedAtMs: null,
        sealedSuccessor: null,
      });
      return Promise.resolve();
    },

    find(tokenHash) {
      const token = tokens.get(tokenHash);
      return Promise.resolve((token && sessions.get(token.sessionId)) ?? null);
    },

    async decide(tokenHash, nowMs, decide) {
      await Promise.resolve();
      const token = tokens.get(tokenHash);
      const session = token && sessions.get(token.sessionId);
      if (!session) return null;
      const { change, outcome } = decide(session, token);
      if (change.kind === 'revoked') revoke(session.id, nowMs);
      if (change.kind === 'rotated') {
        for (const other of tokens.values())
          if (other.sessionId === session.id) other.sealedSuccessor = null;
        token.rotatedAtMs = nowMs;
        token.sealedSuccessor = change.sealedSuccessor;
        sessions.set(session.id, change.session);
        tokens.set(change.successorHash, {
          sessionId: session.id,
          generation: change.session.generation,
          rotatedAtMs: null,
          sealedSuccessor: null,
        });
      }
      return outcome;
    },

    revoke(sessionId, { nowMs }) {
      revoke(sessionId, nowMs);
      return Promise.resolve();
    },

    forgetEnded(beforeMs) {
      let forgotten = 0;
      for (const session of [...sessions.values()]) {
        if (session.expiresAtMs >= beforeMs && (session.revokedAtMs ?? Infinity) >= beforeMs)
          continue;
        sessions.delete(session.id);
        for (const [hash, token] of tokens) if (token.sessionId === session.id) tokens.delete(hash);
        forgotten++;
      }
      return Promise.resolve(forgotten);
    },
  };
};
