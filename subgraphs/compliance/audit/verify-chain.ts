import type { ChainedRecord, ChainHead, ChainVerdict } from './audit-chain.js';
import { chainStart, verifyRecords } from './audit-chain.js';
import type { AuditSeals, SealedPlace } from './audit-seal.js';

export type SealedHead = ChainHead & { seal: string | null };

/** What a tenant's log consists of: its records come in order, some at a time. */
export type StoredChain = {
  tenantId: string;
  /** Read first: records that are appended meanwhile only make the chain longer. */
  end: SealedHead;
  checkpoints: readonly (ChainHead & { seal: string })[];
  recordsAfter(sequence: number): Promise<readonly ChainedRecord[]>;
};

export type AuditVerification = {
  /** The last record up to which the chain holds. */
  verifiedThrough: number;
  intact: boolean;
  firstBrokenSequence: number | null;
};

/** Walks the whole chain and keeps the hashes of the places that are sealed. */
const walk = async (
  chain: StoredChain,
): Promise<{ verdict: ChainVerdict; hashes: Map<number, string> }> => {
  const wanted = new Set([chain.end, ...chain.checkpoints].map(({ sequence }) => sequence));
  const hashes = new Map([[chainStart.sequence, chainStart.hash]]);
  let verdict: ChainVerdict = { head: chainStart, firstBroken: null };
  for (;;) {
    const records = await chain.recordsAfter(verdict.head.sequence);
    for (const { sequence, hash } of records) if (wanted.has(sequence)) hashes.set(sequence, hash);
    verdict = verifyRecords(verdict, records);
    if (records.length === 0 || verdict.firstBroken !== null) return { verdict, hashes };
  }
};

/**
 * Whether a log is as it was written. The chain tells of a record that was changed, moved or removed; the seals tell of
 * a chain that was computed anew as a whole, or that ends early together with its head.
 */
export const verifyChain = async (
  chain: StoredChain,
  seals: AuditSeals,
): Promise<AuditVerification> => {
  const { tenantId, end, checkpoints } = chain;
  const { verdict, hashes } = await walk(chain);
  const isSealed = (head: SealedHead, place: SealedPlace): boolean =>
    head.seal === null || seals.holds(head.seal, place, tenantId, head);
  /** A record that is missing at its place is the walk's to tell. */
  const isRewritten = ({ sequence, hash }: ChainHead): boolean =>
    hashes.has(sequence) && hashes.get(sequence) !== hash;

  const breaks: number[] = verdict.firstBroken === null ? [] : [verdict.firstBroken];
  // Between the last seal that holds and the first that does not, every record is in doubt.
  let held = 0;
  let longest = 0;
  // One under a key that is gone says nothing; the end must be sealed under one that is there.
  const places = checkpoints
    .filter(({ seal }) => seals.knows(seal))
    .sort((one, other) => one.sequence - other.sequence);
  for (const [place, head] of [
    ...places.map((checkpoint) => ['checkpoint', checkpoint] as const),
    ['head', end] as const,
  ]) {
    longest = Math.max(longest, head.sequence);
    if (!isSealed(head, place) || isRewritten(head)) breaks.push(held + 1);
    else held = head.sequence;
  }
  if (verdict.firstBroken === null && verdict.head.sequence < longest)
    breaks.push(verdict.head.sequence + 1);

  const firstBrokenSequence = breaks.length === 0 ? null : Math.min(...breaks);
  return {
    verifiedThrough: firstBrokenSequence === null ? verdict.head.sequence : firstBrokenSequence - 1,
    intact: firstBrokenSequence === null,
    firstBrokenSequence,
  };
};
