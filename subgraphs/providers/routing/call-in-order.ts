import { DomainError } from '../../../foundation/errors/domain-error.js';
import type { Random } from '../../../foundation/ids/seeded-random.js';
import type { Clock } from '../../../foundation/time/clock.js';
import type { RetryConfig } from '../configuration/provider-config.js';
import type { Deadline } from '../framework/deadline.js';
import { createDeadline, pause } from '../framework/deadline.js';
import type { FailureKind } from '../framework/provider-error.js';
import { ProviderError, treatments } from '../framework/provider-error.js';
import type { ProviderStatus } from '../framework/provider-registry.js';

/** One try of one provider and how it ended. */
export type Attempt = {
  provider: string;
  outcome: 'SUCCEEDED' | FailureKind;
  latencyMs: number;
};

/** What the order of calls needs to know of a provider. */
export type Callee = {
  name: string;
  status: ProviderStatus;
  retry: RetryConfig;
  timeoutMs: number;
};

/** A provider that asks for a longer pause is left, unless it is the last one. */
const patienceMs = 1_000;

type Deps<TCallee> = {
  clock: Clock;
  random: Random;
  /** Told when a provider turns its key down. */
  onKeyRefused: (callee: TCallee) => Promise<void>;
};

/**
 * Asks the providers one after the other until one answers: the only retry loop there is. What may be tried next
 * depends on the class of the failure; a request that is at fault itself is not taken elsewhere.
 * @param ask one try; its signal ends it after the provider's own time limit, or with `deadline`.
 * @throws {DomainError} INVALID_INPUT, DEADLINE_EXCEEDED or SERVICE_UNAVAILABLE, with all `attempts` in its details.
 */
export const callInOrder = async <TCallee extends Callee, TAnswer>(
  deps: Deps<TCallee>,
  callees: readonly TCallee[],
  deadline: Deadline,
  ask: (callee: TCallee, signal: AbortSignal) => Promise<TAnswer>,
): Promise<{ answer: TAnswer; callee: TCallee; attempts: Attempt[] }> => {
  const attempts: Attempt[] = [];
  for (const [index, callee] of callees.entries()) {
    const isLast = index === callees.length - 1;
    const answered = await callOne(deps, callee, { deadline, ask, attempts, isLast });
    if (answered) return { answer: answered.answer, callee, attempts };
    if (deadline.remainingMs() === 0) throw timedOut(attempts);
  }
  throw new DomainError(
    'SERVICE_UNAVAILABLE',
    `No AI provider answered: ${attempts.map(({ provider, outcome }) => `${provider} ${outcome}`).join(', ')}.`,
    undefined,
    { attempts },
  );
};

type Round<TCallee, TAnswer> = {
  deadline: Deadline;
  ask: (callee: TCallee, signal: AbortSignal) => Promise<TAnswer>;
  attempts: Attempt[];
  isLast: boolean;
};

/** Null when the next provider is to be asked. */
const callOne = async <TCallee extends Callee, TAnswer>(
  deps: Deps<TCallee>,
  callee: TCallee,
  round: Round<TCallee, TAnswer>,
): Promise<{ answer: TAnswer } | null> => {
  const { deadline, attempts, isLast } = round;
  if (callee.status !== 'ACTIVE') {
    attempts.push({ provider: callee.name, outcome: callee.status, latencyMs: 0 });
    return null;
  }
  for (let retries = 0; ; retries++) {
    const result = await callOnce(deps, callee, round);
    if (!(result instanceof ProviderError)) return { answer: result.answer };
    const { failover, retry } = treatments[result.kind];
    if (result.kind === 'KEY_REFUSED') await deps.onKeyRefused(callee);
    if (result.kind === 'INVALID_REQUEST')
      throw new DomainError(
        'INVALID_INPUT',
        `${callee.name} refused the request: ${result.message}`,
        ['input'],
        { attempts },
      );
    if (!failover) throw result;
    if (deadline.remainingMs() === 0) throw timedOut(attempts);
    if (!retry || retries >= callee.retry.maxRetries) return null;
    const delayMs = Math.max(result.retryAfterMs ?? 0, backoffMs(callee.retry, retries, deps));
    if (delayMs >= deadline.remainingMs() || (delayMs > patienceMs && !isLast)) return null;
    if (delayMs > 0) await pause(deps.clock, delayMs, deadline.signal);
  }
};

/** One try, its outcome noted. */
const callOnce = async <TCallee extends Callee, TAnswer>(
  { clock }: Deps<TCallee>,
  callee: TCallee,
  { deadline, ask, attempts }: Round<TCallee, TAnswer>,
): Promise<{ answer: TAnswer } | ProviderError> => {
  const startedAtMs = clock.nowMs();
  const note = (outcome: Attempt['outcome']): void => {
    attempts.push({ provider: callee.name, outcome, latencyMs: clock.nowMs() - startedAtMs });
  };
  const limit = createDeadline(clock, callee.timeoutMs, deadline.signal);
  try {
    const answer = await ask(callee, limit.signal);
    // A stream goes on after its first part: only its own time limit ends here.
    limit.lift();
    note('SUCCEEDED');
    return { answer };
  } catch (error) {
    limit.close();
    if (!(error instanceof ProviderError)) throw error;
    note(error.kind);
    return error;
  }
};

/** Grows with every retry; between half and all of it, so that many callers do not return at once. */
const backoffMs = (
  { initialDelay, backoffMultiplier }: RetryConfig,
  retries: number,
  { random }: { random: Random },
): number => Math.round(initialDelay * backoffMultiplier ** retries * (0.5 + random() / 2));

const timedOut = (attempts: Attempt[]): DomainError =>
  new DomainError('DEADLINE_EXCEEDED', 'No AI provider answered in time.', undefined, { attempts });
