import type { InternalClient } from '../../../foundation/subgraph/internal-client.js';

export type Instruments = {
  /** @throws {DomainError} SERVICE_UNAVAILABLE when market-data does not answer. */
  exists(symbol: string): Promise<boolean>;
};

const query = `query InstrumentExists($symbol: ID!) { instrument(symbol: $symbol) { symbol } }`;

export const createMarketDataInstruments = (client: InternalClient): Instruments => ({
  async exists(symbol) {
    const { instrument } = await client.request<{ instrument: unknown }>(query, { symbol });
    return instrument !== null;
  },
});
