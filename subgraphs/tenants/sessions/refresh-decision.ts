import type { DomainError } from '../../../foundation/errors/domain-error.js';
import type { DomainEvent } from '../../../foundation/messaging/domain-event.js';
import type { RandomSource } from '../../../foundation/ids/id-generator.js';
import {
  hashRefreshToken,
  mintRefreshToken,
  openSuccessor,
  sealSuccessor,
} from './refresh-token.js';
import type { RefreshToken, Session } from './session.js';
import { judgeRefresh, refreshed } from './session.js';
import type { Decision } from './session-store.js';

export type RefreshOutcome =
  | { kind: 'live'; session: Session; refreshToken: string }
  | { kind: 'ended' }
  | { kind: 'reused' }
  | { kind: 'barred'; because: DomainError };

/** A store's `decide` for one presented token: what changes, and what the caller is told. */
export const decideRefresh =
  (request: {
    token: string;
    /** Why the member may not come in now; the session waits for better times. */
    barred: DomainError | null;
    nowMs: number;
    random: RandomSource;
    /** What is told when the token turns out to be an old one. */
    reuseEvent: DomainEvent;
  }) =>
  (session: Session, presented: RefreshToken): Decision<RefreshOutcome> => {
    const verdict = judgeRefresh(session, presented, request.nowMs);
    if (verdict === 'ENDED') return unchanged({ kind: 'ended' });
    if (verdict === 'REUSED')
      return {
        change: { kind: 'revoked', reason: 'TOKEN_REUSED' },
        outcome: { kind: 'reused' },
        events: [request.reuseEvent],
      };
    if (request.barred) return unchanged({ kind: 'barred', because: request.barred });
    return verdict === 'REPEAT'
      ? repeat(request.token, session, presented)
      : rotate(request, session);
  };

const repeat = (
  token: string,
  session: Session,
  presented: RefreshToken,
): Decision<RefreshOutcome> => {
  if (presented.sealedSuccessor === null)
    throw new Error(`session ${session.id}: the token before the current one lost its successor`);
  const refreshToken = openSuccessor(token, presented.sealedSuccessor);
  return unchanged({ kind: 'live', session, refreshToken });
};

const rotate = (
  { token, nowMs, random }: { token: string; nowMs: number; random: RandomSource },
  session: Session,
): Decision<RefreshOutcome> => {
  const refreshToken = mintRefreshToken(random);
  const next = refreshed(session, nowMs);
  return {
    change: {
      kind: 'rotated',
      session: next,
      successorHash: hashRefreshToken(refreshToken),
      sealedSuccessor: sealSuccessor(token, refreshToken, random),
    },
    outcome: { kind: 'live', session: next, refreshToken },
  };
};

const unchanged = (outcome: RefreshOutcome): Decision<RefreshOutcome> => ({
  change: { kind: 'none' },
  outcome,
});
