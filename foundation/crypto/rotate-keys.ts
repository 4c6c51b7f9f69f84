import type { PlatformDatabase } from '../database/platform-database.js';
import type { Clock } from '../time/clock.js';
import { nowOf } from '../time/clock.js';
import type { Envelope } from './envelope.js';
import type { KeyWrapper } from './key-wrapper.js';
import { tenantKeyContext } from './tenant-envelope.js';

const batchSize = 100;

/**
 * Wraps every tenant's key anew with the wrapping key of today. Rows change one by one and stay readable before and
 * after; interrupted, it goes on where it was; two at once do no harm.
 * @returns how many were wrapped anew.
 */
export const rewrapTenantKeys = async (deps: {
  platformDb: Pick<PlatformDatabase, 'client'>;
  wrapper: KeyWrapper;
  clock: Clock;
}): Promise<number> => {
  const { tenantKey } = deps.platformDb.client;
  const current = await deps.wrapper.currentKeyId();
  let done = 0;
  for (;;) {
    const rows = await tenantKey.findMany({
      where: { wrappingKeyId: { not: current }, wrappedKey: { not: null } },
      take: batchSize,
    });
    if (rows.length === 0) return done;
    for (const { tenantId, wrappedKey } of rows) {
      if (wrappedKey === null) continue;
      const context = tenantKeyContext(tenantId);
      const key = await deps.wrapper.unwrap(wrappedKey, context);
      const { wrapped, keyId } = await deps.wrapper.wrap(key, context);
      const { count } = await tenantKey.updateMany({
        where: { tenantId, wrappedKey },
        data: { wrappedKey: wrapped, wrappingKeyId: keyId, rewrappedAt: nowOf(deps.clock) },
      });
      done += count;
    }
  }
};

/** A place where values sealed by the platform's envelope are kept. */
export type SealedPlace<TRow> = {
  /** Rows whose value was sealed with another key than the one named. */
  findOthers(currentKeyId: string, limit: number): Promise<TRow[]>;
  sealedOf(row: TRow): { sealed: string; context: string };
  /** Replaces the value unless somebody else has. */
  replace(row: TRow, sealed: string): Promise<number>;
};

/** The same for single values: signing keys, second factors. */
export const rewrapValues = async <TRow>(
  envelope: Envelope,
  place: SealedPlace<TRow>,
): Promise<number> => {
  let done = 0;
  for (;;) {
    const rows = await place.findOthers(envelope.newestKeyId, batchSize);
    if (rows.length === 0) return done;
    for (const row of rows) {
      const { sealed, context } = place.sealedOf(row);
      done += await place.replace(row, envelope.rewrap(sealed, context));
    }
  }
};
