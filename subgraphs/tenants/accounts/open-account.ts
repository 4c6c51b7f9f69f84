import type { IdGenerator, RandomSource } from '../../../foundation/ids/id-generator.js';
import type { Clock } from '../../../foundation/time/clock.js';
import { nowOf } from '../../../foundation/time/clock.js';
import { insertConfig } from '../configuration/config-repository.js';
import { defaultTenantConfig } from '../configuration/tenant-config.js';
import type { ControlPlane } from '../tenants/control-plane.js';
import type { Tenant } from '../tenants/tenant.js';
import type { Db } from '../tenants/tenant-repository.js';
import { insertTenant } from '../tenants/tenant-repository.js';
import { insertMembership, insertUser } from './account-repository.js';
import type { Member } from './member.js';
import type { PasswordHasher } from './password-hasher.js';
import type { CheckedSignUp } from './sign-up-input.js';
import { slugCandidates } from './slug.js';

/** Records a tenant, its owner and its settings in one transaction; null when the address has an account. */
export const openAccount = async (
  deps: {
    controlPlane: ControlPlane;
    passwords: PasswordHasher;
    clock: Clock;
    ids: IdGenerator;
    random: RandomSource;
  },
  wanted: CheckedSignUp,
): Promise<Member | null> => {
  const passwordHash = await deps.passwords.hash(wanted.password);
  const createdAt = nowOf(deps.clock);
  const userId = deps.ids('user');
  const { email, tenantName: name, baseCurrency } = wanted;

  return deps.controlPlane.transaction(async (tx) => {
    if (!(await insertUser(tx, { id: userId, email, passwordHash, createdAt })))
      return { result: null, events: [] };
    const tenant = await insertWithFreeSlug(tx, deps.random, {
      id: deps.ids('tenant'),
      name,
      baseCurrency,
      status: 'PROVISIONING',
      suspensionReason: null,
      createdAt,
    });
    await insertMembership(tx, { tenantId: tenant.id, userId, role: 'OWNER', createdAt });
    await insertConfig(tx, {
      tenantId: tenant.id,
      version: 1,
      config: defaultTenantConfig,
      updatedAt: createdAt,
    });
    return { result: { userId, email, role: 'OWNER', tenant } as const, events: [] };
  });
};

const insertWithFreeSlug = async (
  tx: Db,
  random: RandomSource,
  tenant: Omit<Tenant, 'slug'>,
): Promise<Tenant> => {
  const candidates = slugCandidates(tenant.name, random);
  for (;;) {
    const candidate = { ...tenant, slug: candidates.next().value };
    if (await insertTenant(tx, candidate)) return candidate;
  }
};
