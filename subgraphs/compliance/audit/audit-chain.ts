import { createHash } from 'node:crypto';
import type { AuditRecord } from '../../../foundation/events/audit-events.js';
import { canonicalJson } from '../../../foundation/json/canonical-json.js';

/** A record in its place of the chain. */
export type ChainedRecord = AuditRecord & {
  /** Counts the tenant's records from 1, without a gap. */
  sequence: number;
  eventId: string;
  previousHash: string;
  hash: string;
};

/** The last link so far; the chain begins with sequence 0 and an empty hash. */
export type ChainHead = { sequence: number; hash: string };

export const chainStart: ChainHead = { sequence: 0, hash: '' };

/** SHA-256 over the hash before and the record's canonical form, in hexadecimal. */
const hashOf = (record: Omit<ChainedRecord, 'hash'>): string =>
  createHash('sha256').update(record.previousHash).update(canonicalJson(record)).digest('hex');

export const chainRecord = (
  head: ChainHead,
  eventId: string,
  record: AuditRecord,
): ChainedRecord => {
  const link = { ...record, eventId, sequence: head.sequence + 1, previousHash: head.hash };
  return { ...link, hash: hashOf(link) };
};

/** What a verification has found so far. */
export type ChainVerdict = { head: ChainHead; firstBroken: number | null };

/** Checks the next records of a chain, in order; once broken, a chain stays broken at that place. */
export const verifyRecords = (
  before: ChainVerdict,
  records: readonly ChainedRecord[],
): ChainVerdict => {
  let { head } = before;
  if (before.firstBroken !== null) return before;
  for (const record of records) {
    const { hash, ...link } = record;
    const follows = link.sequence === head.sequence + 1 && link.previousHash === head.hash;
    if (!follows || hashOf(link) !== hash) return { head, firstBroken: head.sequence + 1 };
    head = { sequence: link.sequence, hash };
  }
  return { head, firstBroken: null };
};
