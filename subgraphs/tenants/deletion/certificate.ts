import { SignJWT } from 'jose';
import type { SigningKeyRing } from '../signing-keys/signing-key-ring.js';
import { signingAlgorithm } from '../signing-keys/signing-key-ring.js';
import { tokenIssuer } from '../sessions/access-token.js';
import type { Tenant } from '../tenants/tenant.js';
import type { TenantDeletion } from './deletion.js';

export const certificateType = 'tenant-deletion+jwt';

/**
 * Says what was destroyed, when, at whose wish and with whose consent: a JWS that carries its public key, so that it
 * can be checked when the platform is gone. The key's thumbprint is its `kid`, which stands in platform.signing_keys.
 */
export const signCertificate = async (
  keys: SigningKeyRing,
  deletion: TenantDeletion,
  tenant: Pick<Tenant, 'createdAt'>,
  finishedAt: Date,
): Promise<string> => {
  const { kid, privateKey, publicJwk } = await keys.current();
  const { requestedBy, approvedBy, reason, side, inventory } = deletion;
  return new SignJWT({
    reason,
    requestedBy: { userId: requestedBy, as: side },
    approvedBy: approvedBy === null ? null : { userId: approvedBy, as: 'OPERATOR' },
    tenantCreatedAt: tenant.createdAt.toISOString(),
    requestedAt: deletion.requestedAt.toISOString(),
    phases: { ...deletion.reachedAt, CERTIFIED: finishedAt.toISOString() },
    destroyed: { ...inventory, encryptionKey: 'shredded' },
  })
    .setProtectedHeader({ alg: signingAlgorithm, kid, typ: certificateType, jwk: publicJwk })
    .setIssuer(tokenIssuer)
    .setSubject(deletion.tenantId)
    .setJti(deletion.id)
    .setIssuedAt(Math.floor(finishedAt.getTime() / 1_000))
    .sign(privateKey);
};
