import { randomBytes } from 'node:crypto';
import type { Clock } from '../time/clock.js';

/** Fills and returns a buffer of `length` unpredictable (or, for replays, seeded) bytes. */
export type RandomSource = (length: number) => Uint8Array;

export const systemRandom: RandomSource = (length) => randomBytes(length);

/** The kinds of thing that carry an id; the prefix tells a reader what an id names. */
export const idPrefixes = {
  tenant: 'ten',
  user: 'usr',
  session: 'ses',
  apiKey: 'key',
  invitation: 'ivt',
  tenantDeletion: 'del',
  tenantExport: 'exp',
  operatorAction: 'opa',
  account: 'acc',
  order: 'ord',
  orderEvent: 'oev',
  fill: 'fil',
  position: 'pos',
  strategy: 'str',
  signal: 'sig',
  backtest: 'bkt',
  event: 'evt',
  request: 'req',
  instance: 'ins',
  provider: 'prv',
  model: 'mdl',
  trainingJob: 'job',
  prediction: 'prd',
  subscription: 'sub',
  invoice: 'inv',
  payment: 'pay',
  refund: 'ref',
  ledgerEntry: 'led',
  notification: 'ntf',
  webhookEndpoint: 'whe',
  delivery: 'dlv',
  auditRecord: 'aud',
  complianceAlert: 'cal',
  usageRecord: 'use',
} as const;

export type IdKind = keyof typeof idPrefixes;

/** Makes ids such as `ord_01hw3zq8y5v9t2m4k6n8p0r1s3`: type-prefixed, unique, ordered by time. */
export type IdGenerator = (kind: IdKind) => string;

const alphabet = '0123456789abcdefghjkmnpqrstvwxyz';

const encodeTime = (timeMs: number): string => {
  let rest = timeMs;
  let text = '';
  for (let i = 0; i < 10; i++) {
    text = alphabet.charAt(rest % 32) + text;
    rest = Math.floor(rest / 32);
  }
  return text;
};

const idForm = new RegExp(`^([a-z]{3})_[${alphabet}]{26}$`);

/** Whether `text` has the form of an id of this kind; nothing else needs to be looked up. */
export const isIdOf = (kind: IdKind, text: string): boolean =>
  idForm.exec(text)?.[1] === idPrefixes[kind];

/**
 * Time-ordered ids in the ULID layout (48 bits of milliseconds, 80 random bits, Crockford base 32, lower case).
 * Ids made within one millisecond still sort in the order they were made: the random part counts up.
 */
export const createIdGenerator = (
  clock: Clock,
  random: RandomSource = systemRandom,
): IdGenerator => {
  let lastMs = -1;
  let digits: number[] = [];
  return (kind) => {
    const nowMs = Math.max(clock.nowMs(), lastMs);
    if (nowMs === lastMs) increment(digits);
    else digits = Array.from(random(16), (byte) => byte % 32);
    lastMs = nowMs;
    return `${idPrefixes[kind]}_${encodeTime(nowMs)}${digits.map((digit) => alphabet.charAt(digit)).join('')}`;
  };
};

const increment = (digits: number[]): void => {
  for (let i = digits.length - 1; i >= 0; i--) {
    const next = (digits[i] ?? 0) + 1;
    digits[i] = next % 32;
    if (next < 32) return;
  }
};
