import type { CandleInterval } from '../../../foundation/events/candle-events.js';
import type { ServedModel } from './served-model.js';

/** The served models of all tenants, in memory: every closed candle asks which ones wait for it. */
export class ModelTable {
  readonly #byTenant = new Map<string, readonly ServedModel[]>();
  /** By symbol and interval. */
  #byMarket = new Map<string, ServedModel[]>();

  /** Replaces what is known of a tenant. */
  set(tenantId: string, models: readonly ServedModel[]): void {
    this.#byTenant.set(tenantId, models);
    const byMarket = new Map<string, ServedModel[]>();
    for (const model of [...this.#byTenant.values()].flat()) {
      const key = marketOf(model.symbol, model.interval);
      byMarket.set(key, [...(byMarket.get(key) ?? []), model]);
    }
    this.#byMarket = byMarket;
  }

  waitingFor(symbol: string, interval: CandleInterval): readonly ServedModel[] {
    return this.#byMarket.get(marketOf(symbol, interval)) ?? [];
  }

  find(tenantId: string, modelId: string): ServedModel | null {
    const models = this.#byTenant.get(tenantId) ?? [];
    return models.find((model) => model.modelId === modelId) ?? null;
  }
}

const marketOf = (symbol: string, interval: CandleInterval): string => `${symbol} ${interval}`;
