import type { DomainEvent } from '../../../foundation/messaging/domain-event.js';
import type { RefreshToken, Session } from './session.js';

/** What a decision about a presented token changes. */
export type SessionChange =
  | { kind: 'none' }
  | { kind: 'rotated'; session: Session; successorHash: string; sealedSuccessor: string }
  | { kind: 'revoked'; reason: RevocationReason };

export type RevocationReason =
  | 'TOKEN_REUSED'
  | 'SIGNED_OUT'
  | 'REVOKED'
  | 'PASSWORD_CHANGED'
  | 'ROLE_CHANGED'
  | 'MEMBER_REMOVED'
  | 'TENANT_DELETING';

export type Decision<TOutcome> = {
  change: SessionChange;
  outcome: TOutcome;
  /** What the others are told of it. */
  events?: readonly DomainEvent[];
};

/** Where sessions are kept. Tokens are known here by their hashes alone; events are saved with what they tell of. */
export type SessionStore = {
  create(session: Session, tokenHash: string, events: readonly DomainEvent[]): Promise<void>;
  find(tokenHash: string): Promise<Session | null>;
  /**
   * Lets `decide` look at the presented token and its session, and saves what it decides, while nobody else can
   * decide about the same session. Resolves with null when there is no such token.
   */
  decide<TOutcome>(
    tokenHash: string,
    nowMs: number,
    decide: (session: Session, presented: RefreshToken) => Decision<TOutcome>,
  ): Promise<TOutcome | null>;
  /** Ends the session unless it has ended already. */
  revoke(
    sessionId: string,
    how: { reason: RevocationReason; nowMs: number; events: readonly DomainEvent[] },
  ): Promise<void>;
  /** Forgets sessions that ended before `beforeMs`, and their tokens. */
  forgetEnded(beforeMs: number): Promise<number>;
};
