/**
 * What has become of money on its way, be it paid or given back. UNKNOWN is not FAILED: the provider did not answer,
 * and may have moved the money; it is asked until it says. FAILED is said only when the money can move no more.
 */
export const transferStatuses = ['PENDING', 'UNKNOWN', 'SUCCEEDED', 'FAILED'] as const;
export type TransferStatus = (typeof transferStatuses)[number];

/** What a provider says of a transfer. */
export type Outcome =
  | { status: 'PENDING' }
  | { status: 'SUCCEEDED' }
  | { status: 'UNKNOWN'; reason: string }
  | { status: 'FAILED'; reason: string };

/** SUCCEEDED and FAILED are final, in whatever order a provider's messages arrive. */
const transitions: Readonly<Record<TransferStatus, readonly TransferStatus[]>> = {
  PENDING: ['UNKNOWN', 'SUCCEEDED', 'FAILED'],
  UNKNOWN: ['PENDING', 'SUCCEEDED', 'FAILED'],
  SUCCEEDED: [],
  FAILED: [],
};

export const isFinal = (status: TransferStatus): boolean => transitions[status].length === 0;

/** The status after an outcome; null when it changes nothing. */
export const nextStatus = (from: TransferStatus, outcome: Outcome): TransferStatus | null =>
  transitions[from].includes(outcome.status) ? outcome.status : null;

/** Whether the outcome says the contrary of what was final already: somebody has to look at it. */
export const contradicts = (from: TransferStatus, outcome: Outcome): boolean =>
  isFinal(from) && isFinal(outcome.status) && outcome.status !== from;

export const failureReasonOf = (outcome: Outcome): string | null =>
  'reason' in outcome ? outcome.reason : null;
