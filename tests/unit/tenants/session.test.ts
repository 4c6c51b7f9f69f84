import { describe, expect, it } from '@jest/globals';
import { SealBrokenError } from '../../../foundation/crypto/aes-gcm.js';
import { seededBytes } from '../../../foundation/testing/seeded-bytes.js';
import {
  hashRefreshToken,
  mintRefreshToken,
  openSuccessor,
  sealSuccessor,
} from '../../../subgraphs/tenants/sessions/refresh-token.js';
import {
  idleLifetimeMs,
  judgeRefresh,
  longestLifetimeMs,
  openSession,
  refreshed,
  repeatGraceMs,
} from '../../../subgraphs/tenants/sessions/session.js';

const session = openSession(
  { sessionId: 'ses_1', tenantId: 'ten_1', userId: 'usr_1', address: null },
  0,
);
const current = { generation: 0, rotatedAtMs: null, sealedSuccessor: null };
const once = refreshed(session, 1_000);
const previous = { generation: 0, rotatedAtMs: 1_000, sealedSuccessor: 'sealed' };

describe('judgeRefresh', () => {
  it('rotates the current token until the very moment the session expires', () => {
    expect(judgeRefresh(session, current, 0)).toBe('ROTATE');
    expect(judgeRefresh(session, current, idleLifetimeMs - 1)).toBe('ROTATE');
    expect(judgeRefresh(session, current, idleLifetimeMs)).toBe('ENDED');
  });

  it('repeats the answer for the previous token for exactly 30 seconds', () => {
    expect(repeatGraceMs).toBe(30_000);
    expect(judgeRefresh(once, previous, 1_000)).toBe('REPEAT');
    expect(judgeRefresh(once, previous, 30_999)).toBe('REPEAT');
    expect(judgeRefresh(once, previous, 31_000)).toBe('REUSED');
  });

  it('takes any older token for a stolen one, however young', () => {
    expect(judgeRefresh(refreshed(once, 1_001), previous, 1_002)).toBe('REUSED');
  });

  it('tells nothing about tokens of a session that was revoked', () => {
    const revoked = { ...once, revokedAtMs: 1_500 };

    expect(judgeRefresh(revoked, previous, 40_000)).toBe('ENDED');
    expect(judgeRefresh(revoked, { ...current, generation: 1 }, 1_600)).toBe('ENDED');
  });

  it('never prolongs a session beyond its 90 days', () => {
    const late = refreshed(session, longestLifetimeMs - 1_000);

    expect(late.expiresAtMs).toBe(longestLifetimeMs);
    expect(refreshed(session, 5_000).expiresAtMs).toBe(5_000 + idleLifetimeMs);
  });
});

describe('refresh tokens', () => {
  it('carry 256 random bits and are stored as a hash', () => {
    const token = mintRefreshToken(seededBytes(1));

    expect(token).toMatch(/^rt_[A-Za-z0-9_-]{43}$/);
    expect(hashRefreshToken(token)).not.toContain(token.slice(3, 12));
    expect(hashRefreshToken(token)).toHaveLength(43);
  });

  it('lead to their successor only whoever holds them', () => {
    const random = seededBytes(2);
    const [token, other, successor] = [
      mintRefreshToken(random),
      mintRefreshToken(random),
      mintRefreshToken(random),
    ];
    const sealed = sealSuccessor(token, successor, random);

    expect(openSuccessor(token, sealed)).toBe(successor);
    expect(() => openSuccessor(other, sealed)).toThrow(SealBrokenError);
  });
});
