import { createHmac, timingSafeEqual } from 'node:crypto';
import type { ChainHead } from './audit-chain.js';

/** What a seal is over: the end of a chain, or a point along it. One is no proof of the other. */
export type SealedPlace = 'head' | 'checkpoint';

export type AuditSeals = {
  /** `<key's mark>.<HMAC-SHA256>` over the tenant, the place, the sequence and the hash. */
  seal(place: SealedPlace, tenantId: string, head: ChainHead): string;
  /** Whether it was made under one of our keys; of a rotated key that is gone nothing can be told. */
  knows(seal: string): boolean;
  /** Whether it was made under the newest key. */
  isNewest(seal: string): boolean;
  /** Whether it was made under one of our keys over just this. */
  holds(seal: string, place: SealedPlace, tenantId: string, head: ChainHead): boolean;
};

/** In the place of a seal over a chain that was found broken: nothing that is appended later makes it whole. */
export const brokenSeal = 'broken';

type SealKey = { mark: string; key: Buffer };

/** A key of its own, so that nothing sealed for another purpose passes for an audit seal. */
const sealKeyFrom = (platformKey: Uint8Array): SealKey => {
  const key = createHmac('sha256', platformKey).update('audit seals').digest();
  return { key, mark: createHmac('sha256', key).update('mark').digest('hex').slice(0, 8) };
};

/** @param platformKeys the newest first; all of them verify. They are not in the database, so who can write there cannot seal. */
export const createAuditSeals = (
  platformKeys: readonly [Uint8Array, ...Uint8Array[]],
): AuditSeals => {
  const [newest, ...older] = platformKeys;
  const current = sealKeyFrom(newest);
  const keys = [current, ...older.map(sealKeyFrom)];
  const macOf = ({ key }: SealKey, ...parts: (string | number)[]): Buffer =>
    createHmac('sha256', key).update(JSON.stringify(parts)).digest();

  const keyOf = (seal: string): SealKey | undefined =>
    keys.find(({ mark }) => mark === seal.split('.')[0]);

  return {
    knows: (seal) => keyOf(seal) !== undefined,
    isNewest: (seal) => keyOf(seal) === current,
    seal: (place, tenantId, { sequence, hash }) =>
      `${current.mark}.${macOf(current, place, tenantId, sequence, hash).toString('hex')}`,
    holds(seal, place, tenantId, { sequence, hash }) {
      const known = keyOf(seal);
      if (!known) return false;
      const given = Buffer.from(seal.split('.')[1] ?? '', 'hex');
      const expected = macOf(known, place, tenantId, sequence, hash);
      return given.length === expected.length && timingSafeEqual(given, expected);
    },
  };
};
