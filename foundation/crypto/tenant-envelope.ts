import type { PlatformDatabase } from '../database/platform-database.js';
import type { RandomSource } from '../ids/id-generator.js';
import { systemRandom } from '../ids/id-generator.js';
import type { Clock } from '../time/clock.js';
import { nowOf } from '../time/clock.js';
import { openAesGcm, sealAesGcm, SealBrokenError } from './aes-gcm.js';
import type { Envelope } from './envelope.js';
import type { KeyWrapper } from './key-wrapper.js';

const version = 't1';
const keyBytes = 32;
const keyIdBytes = 9;

/** How long another process may go on using a key after it was destroyed. */
const rememberedMs = 60_000;
const mostRemembered = 5_000;

/**
 * Encryption at rest under a key of the tenant's own. Destroying that one key makes everything that was sealed for the
 * tenant unreadable, in backups too. Text form: `t1.<tenant key id>.<sealed value>`.
 */
export type TenantEnvelope = {
  /**
   * @param context what the value is and where it belongs, such as `ai_providers.key:<id>`.
   * @throws {SealBrokenError} when the tenant's key was destroyed.
   */
  seal(tenantId: string, plaintext: Uint8Array, context: string): Promise<string>;
  /**
   * Opens what was sealed for this tenant, and what the platform's envelope sealed before tenants had keys.
   * @throws {SealBrokenError} when it was changed, belongs elsewhere, or its key was destroyed.
   */
  open(tenantId: string, sealed: string, context: string): Promise<Buffer>;
};

type TenantKey = { id: string; key: Buffer };

/** What the tenant's data key is wrapped for. */
export const tenantKeyContext = (tenantId: string): string => `platform.tenant_keys:${tenantId}`;

/**
 * The envelope over `platform.tenant_keys`; a tenant's key is made when it is first needed.
 * @param deps.legacy opens values of the form `v1.…`.
 */
export const createTenantEnvelope = (deps: {
  platformDb: Pick<PlatformDatabase, 'client'>;
  wrapper: KeyWrapper;
  legacy: Envelope;
  clock: Clock;
  random?: RandomSource;
}): TenantEnvelope => {
  const { random = systemRandom } = deps;
  const remembered = new Map<string, TenantKey & { untilMs: number }>();

  const keyOf = async (tenantId: string): Promise<TenantKey> => {
    const known = remembered.get(tenantId);
    if (known && deps.clock.nowMs() < known.untilMs) return known;
    const key = (await readKey(deps, tenantId)) ?? (await makeKey(deps, tenantId, random));
    remembered.delete(tenantId);
    remembered.set(tenantId, { ...key, untilMs: deps.clock.nowMs() + rememberedMs });
    for (const oldest of remembered.keys()) {
      if (remembered.size <= mostRemembered) break;
      remembered.delete(oldest);
    }
    return key;
  };

  return {
    async seal(tenantId, plaintext, context) {
      const { id, key } = await keyOf(tenantId);
      const value = sealAesGcm(key, plaintext, context, random).toString('base64url');
      return `${version}.${id}.${value}`;
    },

    async open(tenantId, sealed, context) {
      const [tag, keyId, value, ...rest] = sealed.split('.');
      if (tag === 'v1') return deps.legacy.open(sealed, context);
      if (tag !== version || !keyId || !value || rest.length > 0)
        throw new SealBrokenError('not a value sealed for a tenant');
      const { id, key } = await keyOf(tenantId);
      if (id !== keyId) throw new SealBrokenError('sealed with the key of another tenant');
      return openAesGcm(key, Buffer.from(value, 'base64url'), context);
    },
  };
};

type Deps = Pick<Parameters<typeof createTenantEnvelope>[0], 'platformDb' | 'wrapper' | 'clock'>;

const readKey = async (
  { platformDb, wrapper }: Deps,
  tenantId: string,
): Promise<TenantKey | null> => {
  const row = await platformDb.client.tenantKey.findUnique({ where: { tenantId } });
  if (!row) return null;
  if (row.wrappedKey === null) throw new SealBrokenError('the key of this tenant was destroyed');
  return {
    id: row.keyId,
    key: await wrapper.unwrap(row.wrappedKey, tenantKeyContext(tenantId)),
  };
};

/** Of two processes that make one at the same time, the first one's counts. */
const makeKey = async (deps: Deps, tenantId: string, random: RandomSource): Promise<TenantKey> => {
  const { wrapped, keyId } = await deps.wrapper.wrap(random(keyBytes), tenantKeyContext(tenantId));
  await deps.platformDb.client.tenantKey.createMany({
    data: [
      {
        tenantId,
        keyId: Buffer.from(random(keyIdBytes)).toString('base64url'),
        wrappedKey: wrapped,
        wrappingKeyId: keyId,
        createdAt: nowOf(deps.clock),
      },
    ],
    skipDuplicates: true,
  });
  const made = await readKey(deps, tenantId);
  if (!made) throw new Error(`the key of tenant ${tenantId} is missing after it was made`);
  return made;
};
