/** Why a call to a provider failed; the class decides what may be tried next. */
export const failureKinds = [
  /** The request itself is at fault: another provider would refuse it as well. */
  'INVALID_REQUEST',
  'KEY_REFUSED',
  'KEY_MISSING',
  'MODEL_NOT_FOUND',
  /** Too many calls for now, by the provider's count or by the limits configured here. */
  'RATE_LIMITED',
  /** The account with the provider is spent; waiting does not help. */
  'QUOTA_EXHAUSTED',
  'SERVER_ERROR',
  'TIMED_OUT',
  'CONNECTION_FAILED',
  /** The answer broke off. */
  'INTERRUPTED',
  'MALFORMED_ANSWER',
  'CIRCUIT_OPEN',
  /** The caller has gone. */
  'CANCELED',
] as const;
export type FailureKind = (typeof failureKinds)[number];

type Treatment = {
  /** The same provider may be asked again at once or after a pause. */
  retry: boolean;
  /** The next provider may be asked. */
  failover: boolean;
  /** It tells something about the provider's health, so that the circuit breaker counts it. */
  countsAgainst: boolean;
};

const treatment = (retry: boolean, failover: boolean, countsAgainst: boolean): Treatment => ({
  retry,
  failover,
  countsAgainst,
});

export const treatments: Readonly<Record<FailureKind, Treatment>> = {
  INVALID_REQUEST: treatment(false, false, false),
  KEY_REFUSED: treatment(false, true, false),
  KEY_MISSING: treatment(false, true, false),
  MODEL_NOT_FOUND: treatment(false, true, false),
  RATE_LIMITED: treatment(true, true, false),
  QUOTA_EXHAUSTED: treatment(false, true, false),
  SERVER_ERROR: treatment(true, true, true),
  TIMED_OUT: treatment(false, true, true),
  CONNECTION_FAILED: treatment(true, true, true),
  INTERRUPTED: treatment(true, true, true),
  MALFORMED_ANSWER: treatment(false, true, true),
  CIRCUIT_OPEN: treatment(false, true, false),
  CANCELED: treatment(false, false, false),
};

export class ProviderError extends Error {
  override readonly name = 'ProviderError';

  constructor(
    readonly kind: FailureKind,
    message: string,
    /** How long the provider asks to be left alone. */
    readonly retryAfterMs: number | null = null,
  ) {
    super(message);
  }
}

/** What an HTTP status says, where the body says nothing more exact. */
export const kindOfStatus = (status: number): FailureKind => {
  if (status === 401 || status === 403) return 'KEY_REFUSED';
  if (status === 402) return 'QUOTA_EXHAUSTED';
  if (status === 404) return 'MODEL_NOT_FOUND';
  if (status === 408 || status === 504) return 'TIMED_OUT';
  if (status === 429) return 'RATE_LIMITED';
  return status >= 400 && status < 500 && status !== 409 ? 'INVALID_REQUEST' : 'SERVER_ERROR';
};

/** Of `retry-after-ms` (milliseconds) or `retry-after` (seconds, or an HTTP date). */
export const retryAfterOf = (headers: Headers | undefined, nowMs: number): number | null => {
  const exact = Number(headers?.get('retry-after-ms') ?? Number.NaN);
  if (Number.isFinite(exact)) return Math.max(0, exact);
  const text = headers?.get('retry-after');
  if (text === null || text === undefined) return null;
  const seconds = Number(text);
  if (Number.isFinite(seconds)) return Math.max(0, seconds * 1_000);
  const at = Date.parse(text);
  return Number.isNaN(at) ? null : Math.max(0, at - nowMs);
};
