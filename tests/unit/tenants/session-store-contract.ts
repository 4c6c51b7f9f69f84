import { expect, it } from '@jest/globals';
import type { Session } from '../../../subgraphs/tenants/sessions/session.js';
import { refreshed } from '../../../subgraphs/tenants/sessions/session.js';
import type {
  Decision,
  SessionChange,
  SessionStore,
} from '../../../subgraphs/tenants/sessions/session-store.js';

const none: Decision<'seen'> = { change: { kind: 'none' }, outcome: 'seen' };

const rotation = (session: Session, successorHash: string, nowMs: number): SessionChange => ({
  kind: 'rotated',
  session: refreshed(session, nowMs),
  successorHash,
  sealedSuccessor: `seal of ${successorHash}`,
});

/** What every SessionStore does. `newSession` makes sessions of a member that the store may refer to. */
export const describeSessionStore = (
  storeOf: () => SessionStore,
  newSession: () => Session,
): void => {
  const hash = (session: Session, generation: number) => `${session.id}/${generation}`;
  const rotate = (session: Session, generation: number, nowMs: number) =>
    storeOf().decide(hash(session, generation), nowMs, (current) => ({
      change: rotation(current, hash(session, generation + 1), nowMs),
      outcome: 'rotated',
    }));

  it('finds a session by the hash of its token, and nothing by another', async () => {
    const session = newSession();
    await storeOf().create(session, hash(session, 0), []);

    await expect(storeOf().find(hash(session, 0))).resolves.toEqual(session);
    await expect(storeOf().find('nothing')).resolves.toBeNull();
    await expect(storeOf().decide('nothing', 0, () => none)).resolves.toBeNull();
  });

  it('keeps a rotation: a new current token, the old one with its successor', async () => {
    const session = newSession();
    const nowMs = session.createdAtMs + 1_000;
    await storeOf().create(session, hash(session, 0), []);

    await expect(rotate(session, 0, nowMs)).resolves.toBe('rotated');

    await expect(storeOf().find(hash(session, 1))).resolves.toEqual(refreshed(session, nowMs));
    await storeOf().decide(hash(session, 0), nowMs, (_session, presented) => {
      expect(presented).toMatchObject({
        generation: 0,
        rotatedAtMs: nowMs,
        sealedSuccessor: `seal of ${hash(session, 1)}`,
      });
      return none;
    });
  });

  it('destroys the way from older tokens to the current one', async () => {
    const session = newSession();
    const nowMs = session.createdAtMs + 1_000;
    await storeOf().create(session, hash(session, 0), []);
    await rotate(session, 0, nowMs);
    await rotate(session, 1, nowMs + 1);

    await storeOf().decide(hash(session, 0), nowMs + 2, (current, presented) => {
      expect(current.generation).toBe(2);
      expect(presented).toMatchObject({ generation: 0, sealedSuccessor: null });
      return none;
    });
  });

  it('keeps a revocation, the first one’s time', async () => {
    const session = newSession();
    const nowMs = session.createdAtMs + 1_000;
    await storeOf().create(session, hash(session, 0), []);

    await storeOf().decide(hash(session, 0), nowMs, () => ({
      change: { kind: 'revoked', reason: 'TOKEN_REUSED' },
      outcome: 'gone',
    }));
    await storeOf().revoke(session.id, { reason: 'SIGNED_OUT', nowMs: nowMs + 1, events: [] });

    await expect(storeOf().find(hash(session, 0))).resolves.toMatchObject({ revokedAtMs: nowMs });
  });

  it('saves nothing when the decision throws', async () => {
    const session = newSession();
    await storeOf().create(session, hash(session, 0), []);

    await expect(
      storeOf()
        .decide(hash(session, 0), 0, () => {
          throw new Error('no decision');
        })
        .catch((error: unknown) => (error as Error).message),
    ).resolves.toBe('no decision');

    await expect(storeOf().find(hash(session, 0))).resolves.toEqual(session);
  });

  it('forgets what ended long ago, with its tokens, and nothing else', async () => {
    const [expired, revoked, live] = [newSession(), newSession(), newSession()];
    await storeOf().create(
      { ...expired, expiresAtMs: 4_999, endsAtMs: 4_999 },
      hash(expired, 0),
      [],
    );
    await storeOf().create(revoked, hash(revoked, 0), []);
    await storeOf().revoke(revoked.id, { reason: 'SIGNED_OUT', nowMs: 4_999, events: [] });
    await storeOf().create(live, hash(live, 0), []);

    await expect(storeOf().forgetEnded(5_000)).resolves.toBe(2);

    await expect(storeOf().find(hash(expired, 0))).resolves.toBeNull();
    await expect(storeOf().find(hash(revoked, 0))).resolves.toBeNull();
    await expect(storeOf().find(hash(live, 0))).resolves.toEqual(live);
  });
};
