import type { Random } from '../../../foundation/ids/seeded-random.js';
import type { Decimal } from '../../../foundation/money/decimal.js';
import { zero } from '../../../foundation/money/decimal.js';
import type { Clock } from '../../../foundation/time/clock.js';
import { nowOf } from '../../../foundation/time/clock.js';
import { priceOf } from '../costs/price.js';
import type { TokenUsage } from '../framework/ai-provider.js';
import type { Deadline } from '../framework/deadline.js';
import { createDeadline } from '../framework/deadline.js';
import type { Reservation } from '../quotas/quota.js';
import type { QuotaLedger } from '../quotas/quota-ledger.js';
import type { Attempt } from '../routing/call-in-order.js';
import { callInOrder } from '../routing/call-in-order.js';
import type { Candidate, Errand, Router } from '../routing/router.js';

/** What was used and what it costs in US dollars; null where no price is known. */
export type PricedUsage = { usage: TokenUsage; cost: Decimal | null };

type Deps = {
  clock: Clock;
  random: Random;
  router: Router;
  ledger: QuotaLedger;
  onKeyRefused: (tenantId: string, provider: Candidate) => Promise<void>;
};

type Call<TAnswer> = (candidate: Candidate, signal: AbortSignal) => Promise<TAnswer>;

/** An errand that was admitted: whom to ask, how long, and what is reserved for it. */
export type OpenErrand = {
  tenantId: string;
  candidates: Candidate[];
  reservation: Reservation;
  deadline: Deadline;
};

export type Answered<TAnswer> = { answer: TAnswer; callee: Candidate; attempts: Attempt[] };

/** The way of every call: choose, reserve, ask, settle. */
export class AICalls {
  constructor(private readonly deps: Deps) {}

  /** @throws {DomainError} when nobody can do it, or a limit stands against it. */
  async open(
    tenantId: string,
    errand: Errand,
    limit: { timeoutMs: number; signal?: AbortSignal },
  ): Promise<OpenErrand> {
    const { router, ledger, clock } = this.deps;
    const candidates = await router.candidates(tenantId, errand);
    const tokens = errand.estimate.prompt + errand.estimate.completion;
    // The dearest of them: any may be the one that answers.
    const cost = candidates.reduce(
      (most, { estimatedCost }) => (estimatedCost?.gt(most) ? estimatedCost : most),
      zero,
    );
    const reservation = await ledger.reserve(tenantId, { tokens, cost }, limit.timeoutMs);
    const deadline = createDeadline(clock, limit.timeoutMs, limit.signal);
    return { tenantId, candidates, reservation, deadline };
  }

  ask<TAnswer>(open: OpenErrand, call: Call<TAnswer>): Promise<Answered<TAnswer>> {
    const onKeyRefused = (provider: Candidate) => this.deps.onKeyRefused(open.tenantId, provider);
    return callInOrder({ ...this.deps, onKeyRefused }, open.candidates, open.deadline, call);
  }

  /** Charges and meters what was used, and prices it. */
  async settle(
    { tenantId, reservation }: OpenErrand,
    provider: Candidate,
    { model, usage }: { model: string; usage: TokenUsage },
  ): Promise<PricedUsage> {
    const now = nowOf(this.deps.clock);
    // The answer may name a dated version that the price list does not have.
    const cost = priceOf({ ...provider, model }, usage, now) ?? priceOf(provider, usage, now);
    await this.deps.ledger.settle(tenantId, reservation, { provider, model, usage, cost });
    return { usage, cost };
  }

  /** Gives back what was reserved: nothing was used. */
  release({ tenantId, reservation }: OpenErrand): Promise<void> {
    return this.deps.ledger.settle(tenantId, reservation, null);
  }

  /** One errand from its beginning to its end. */
  async run<TAnswer extends { model: string; usage: TokenUsage }>(
    tenantId: string,
    errand: Errand,
    timeoutMs: number,
    call: Call<TAnswer>,
  ): Promise<Answered<TAnswer> & PricedUsage> {
    const open = await this.open(tenantId, errand, { timeoutMs });
    try {
      const answered = await this.ask(open, call).catch(async (error: unknown) => {
        await this.release(open);
        throw error;
      });
      return { ...answered, ...(await this.settle(open, answered.callee, answered.answer)) };
    } finally {
      open.deadline.close();
    }
  }
}
