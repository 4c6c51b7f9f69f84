import type { ErrorCode } from './error-codes.js';

/**
 * A refusal that the caller can understand and act on. Mutations answer it as a `userErrors` entry; queries as a
 * top-level error with `extensions.code`. Anything else that is thrown is a fault of ours and is masked.
 */
export class DomainError extends Error {
  override readonly name = 'DomainError';

  constructor(
    readonly code: ErrorCode,
    message: string,
    /**
     * Where in the input the fault lies, such as `['input', 'quantity']`. Not called `path`: graphql-js takes an
     * error that has one for an error of its own that was located already.
     */
    readonly inputPath?: readonly string[],
    /** Extra facts for `extensions`, such as `retryAfterMs`. */
    readonly details?: Readonly<Record<string, unknown>>,
  ) {
    super(message);
  }
}

/** All faults of one input at once, each with its own path; its own code and path are the first one's. */
export class InputFaults extends DomainError {
  constructor(readonly faults: readonly [DomainError, ...DomainError[]]) {
    super(faults[0].code, faults[0].message, faults[0].inputPath);
  }
}

export type UserError = { code: ErrorCode; message: string; path: readonly string[] | null };

export const toUserError = (error: DomainError): UserError => ({
  code: error.code,
  message: error.message,
  path: error.inputPath ?? null,
});

/**
 * Runs a command and turns a refusal into a payload with `userErrors`; `empty` gives the payload's other fields then.
 * Faults of ours are thrown on.
 */
export const answering = async <TResult extends object, TEmpty extends object>(
  empty: TEmpty,
  command: () => Promise<TResult>,
): Promise<(TResult | TEmpty) & { userErrors: UserError[] }> => {
  try {
    return { ...(await command()), userErrors: [] };
  } catch (error) {
    if (!(error instanceof DomainError) || isRequestLevel(error.code)) throw error;
    const faults = error instanceof InputFaults ? error.faults : [error];
    return { ...empty, userErrors: faults.map(toUserError) };
  }
};

/** Authentication, limits and outage stay top-level errors even in mutations. */
const isRequestLevel = (code: ErrorCode): boolean =>
  code === 'UNAUTHENTICATED' ||
  code === 'FORBIDDEN' ||
  code === 'RATE_LIMITED' ||
  code === 'SERVICE_UNAVAILABLE' ||
  code === 'DEADLINE_EXCEEDED';
