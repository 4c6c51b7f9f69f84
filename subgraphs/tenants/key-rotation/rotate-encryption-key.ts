import type { Envelope } from '../../../foundation/crypto/envelope.js';
import { createLocalKeyWrapper } from '../../../foundation/crypto/key-wrapper.js';
import { rewrapTenantKeys, rewrapValues } from '../../../foundation/crypto/rotate-keys.js';
import type { PlatformDatabase } from '../../../foundation/database/platform-database.js';
import type { Clock } from '../../../foundation/time/clock.js';
import { secondFactorContext } from '../second-factor/second-factor-service.js';
import { signingKeyContext } from '../signing-keys/signing-key-ring.js';

export type RotatedKeys = { tenantKeys: number; signingKeys: number; secondFactors: number };

/**
 * Brings everything that the control plane keeps sealed under the newest platform key, while the services run on: they
 * open with both keys. Afterwards nothing needs the old one.
 * @param deps.envelope with the new key first and the old one after it.
 */
export const rotateEncryptionKey = async (deps: {
  platformDb: PlatformDatabase;
  envelope: Envelope;
  clock: Clock;
}): Promise<RotatedKeys> => {
  const { envelope } = deps;
  const { signingKey, secondFactor } = deps.platformDb.client;
  const sealedByOther = (currentKeyId: string) => ({ not: { startsWith: `v1.${currentKeyId}.` } });
  return {
    tenantKeys: await rewrapTenantKeys({ ...deps, wrapper: createLocalKeyWrapper(envelope) }),

    signingKeys: await rewrapValues(envelope, {
      findOthers: (current, take) =>
        signingKey.findMany({ where: { sealedPrivateJwk: sealedByOther(current) }, take }),
      sealedOf: ({ kid, sealedPrivateJwk }) => ({
        sealed: sealedPrivateJwk,
        context: signingKeyContext(kid),
      }),
      async replace({ kid, sealedPrivateJwk }, sealed) {
        const where = { kid, sealedPrivateJwk };
        return (await signingKey.updateMany({ where, data: { sealedPrivateJwk: sealed } })).count;
      },
    }),

    secondFactors: await rewrapValues(envelope, {
      findOthers: (current, take) =>
        secondFactor.findMany({ where: { sealedSecret: sealedByOther(current) }, take }),
      sealedOf: ({ userId, sealedSecret }) => ({
        sealed: sealedSecret,
        context: secondFactorContext(userId),
      }),
      async replace({ userId, sealedSecret }, sealed) {
        const where = { userId, sealedSecret };
        return (await secondFactor.updateMany({ where, data: { sealedSecret: sealed } })).count;
      },
    }),
  };
};
