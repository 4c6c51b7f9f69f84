import type {
  TenantDatabase,
  TenantTransaction,
} from '../../../foundation/database/tenant-database.js';
import type { IdGenerator } from '../../../foundation/ids/id-generator.js';
import { recordEvents } from '../../../foundation/messaging/outbox.js';
import type { OutboxRelay } from '../../../foundation/messaging/outbox-relay.js';
import type { Decimal } from '../../../foundation/money/decimal.js';
import { decimalText, zero } from '../../../foundation/money/decimal.js';
import type { Clock } from '../../../foundation/time/clock.js';
import { addSpend, markAlerted } from '../costs/spend-repository.js';
import type { TokenUsage } from '../framework/ai-provider.js';
import type { TenantProvider } from '../framework/provider-registry.js';
import { effectiveLimits } from './effective-limits.js';
import { admit, currentState, monthOf, settle } from './quota.js';
import type { QuotaAsk, QuotaLimits, QuotaState, Reservation } from './quota.js';
import {
  addReservation,
  listReservations,
  lockQuota,
  removeReservation,
  saveQuotaState,
} from './quota-repository.js';
import { alertEvent, usageEvents } from './used-events.js';

/** What a call has used, and of whom; `cost` is null where no price is known. */
export type Used = {
  provider: TenantProvider;
  model: string;
  usage: TokenUsage;
  cost: Decimal | null;
};

type Deps = {
  service: string;
  tenantDb: TenantDatabase;
  relay: OutboxRelay;
  clock: Clock;
  ids: IdGenerator;
  platformLimits: QuotaLimits;
};

/**
 * Reserve, call, settle: no call is made that could break a limit, however many ask at once and from whichever process.
 * A reservation whose call nobody saw the end of is charged as it was reserved.
 */
export class QuotaLedger {
  constructor(private readonly deps: Deps) {}

  /** @throws {DomainError} RATE_LIMITED or QUOTA_EXCEEDED. */
  reserve(tenantId: string, ask: QuotaAsk, timeoutMs: number): Promise<Reservation> {
    const { tenantDb, clock, ids, platformLimits } = this.deps;
    return tenantDb.transaction(tenantId, async (tx) => {
      const quota = await lockQuota(tx);
      const nowMs = clock.nowMs();
      const { state, open } = await this.#chargeExpired(tx, quota.state, nowMs);
      const limits = effectiveLimits(quota.own, platformLimits);
      const reserved = open
        .filter(({ monthStartMs }) => monthStartMs === state.monthStartMs)
        .reduce((sum, { cost }) => sum.plus(cost), zero);
      const admitted = admit(state, reserved, ask, { limits, nowMs });
      const reservation = {
        ...ask,
        id: ids('request'),
        minuteStartMs: admitted.minute.startMs,
        monthStartMs: admitted.monthStartMs,
        // Longer than the call may take, so that its own end settles it.
        expiresAtMs: nowMs + timeoutMs + 60_000,
      };
      await saveQuotaState(tx, admitted);
      await addReservation(tx, reservation);
      return reservation;
    });
  }

  /** Ends a call: charges and meters what was used; nothing when `used` is null. A second word changes nothing. */
  async settle(tenantId: string, reservation: Reservation, used: Used | null): Promise<void> {
    const { tenantDb, clock, relay } = this.deps;
    await tenantDb.transaction(tenantId, async (tx) => {
      const { state } = await lockQuota(tx);
      if (!(await removeReservation(tx, reservation.id))) return;
      await saveQuotaState(tx, settle(state, reservation, toAsk(used), clock.nowMs()));
      if (used) await this.#record(tx, reservation, used);
    });
    if (used) void relay.kick(tenantId);
  }

  async #record(tx: TenantTransaction, reservation: Reservation, used: Used): Promise<void> {
    const { service, clock, ids } = this.deps;
    const { provider } = used;
    const time = new Date(clock.nowMs());
    const place = { providerId: provider.id, monthStartMs: monthOf(time.getTime()) };
    const monthCost = await addSpend(tx, place, used);
    await recordEvents(
      tx,
      service,
      usageEvents(service, { ...used, reservationId: reservation.id, time }),
    );
    const { alertThreshold } = provider;
    if (alertThreshold === null || monthCost.lt(alertThreshold)) return;
    if (!(await markAlerted(tx, place, time))) return;
    const summary = `${provider.name} has cost ${decimalText(monthCost.toDecimalPlaces(2))} US dollars this month; its threshold is ${alertThreshold}.`;
    await recordEvents(tx, service, [
      alertEvent(ids, provider, { kind: 'COST_THRESHOLD', summary, time }),
    ]);
  }

  async #chargeExpired(
    tx: TenantTransaction,
    before: QuotaState,
    nowMs: number,
  ): Promise<{ state: QuotaState; open: Reservation[] }> {
    let state = currentState(before, nowMs);
    const open: Reservation[] = [];
    for (const reservation of await listReservations(tx)) {
      if (reservation.expiresAtMs > nowMs) open.push(reservation);
      else if (await removeReservation(tx, reservation.id))
        state = settle(state, reservation, reservation, nowMs);
    }
    return { state, open };
  }
}

const toAsk = (used: Used | null): QuotaAsk =>
  used
    ? { tokens: used.usage.prompt + used.usage.completion, cost: used.cost ?? zero }
    : { tokens: 0, cost: zero };
