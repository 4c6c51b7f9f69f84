import type { Meter } from '../../../foundation/events/usage-events.js';
import type { Decimal } from '../../../foundation/money/decimal.js';
import { parseDecimal } from '../../../foundation/money/decimal.js';
import type { InternalClient } from '../../../foundation/subgraph/internal-client.js';

export type UsedByMeter = ReadonlyMap<Meter, Decimal>;

/** What usage-monitoring says was used. */
export type UsageReader = {
  /**
   * What the tenant used of each meter from `from` to each of `ends`.
   * @throws {DomainError} SERVICE_UNAVAILABLE when usage-monitoring does not answer.
   */
  totals(tenantId: string, from: Date, ends: readonly Date[]): Promise<UsedByMeter[]>;
};

/** The coarsest granularity: only the total is read. */
const query = `query Totals($from: DateTime!, $to: DateTime!) {
  usage(from: $from, to: $to, granularity: MONTH) { meter total }
}`;

type Answer = { usage: { meter: Meter; total: string }[] };

export const createUsageReader = (client: () => InternalClient): UsageReader => ({
  totals: (tenantId, from, ends) =>
    Promise.all(
      ends.map(async (to) => {
        if (to <= from) return new Map<Meter, Decimal>();
        const { usage } = await client().request<Answer>(query, { from, to }, tenantId);
        return new Map(usage.map(({ meter, total }) => [meter, parseDecimal(total)]));
      }),
    ),
});
