import { describe, expect, it } from '@jest/globals';
import { InputFaults } from '../../../foundation/errors/domain-error.js';
import { seededBytes } from '../../../foundation/testing/seeded-bytes.js';
import { scopesOfRole } from '../../../subgraphs/tenants/access/role-scopes.js';
import type { ApiKey, CreateApiKeyInput } from '../../../subgraphs/tenants/api-keys/api-key.js';
import {
  checkCreateApiKey,
  effectiveScopes,
  hashSecret,
  isActive,
  mintSecret,
} from '../../../subgraphs/tenants/api-keys/api-key.js';

const creator = { scopes: ['tenant:admin', 'market:read', 'platform:admin'], nowMs: 1_000 };
const good: CreateApiKeyInput = { name: 'ci', scopes: ['market:read'], expiresAt: null };

const faultsOf = (input: CreateApiKeyInput): string[] => {
  try {
    checkCreateApiKey(input, creator);
    return [];
  } catch (error) {
    if (!(error instanceof InputFaults)) throw error;
    return error.faults.map((fault) => (fault.inputPath ?? []).join('.'));
  }
};

const key: ApiKey = {
  id: 'key_1',
  tenantId: 'ten_1',
  userId: 'usr_1',
  name: 'ci',
  prefix: 'tk_live_abcdef',
  scopes: ['market:read', 'trading:write', 'tenant:admin'],
  createdAt: new Date(0),
  expiresAt: new Date(5_000),
  revokedAt: null,
  lastUsedAt: null,
};

describe('checkCreateApiKey', () => {
  it('takes scopes that the creator holds, each once', () => {
    expect(
      checkCreateApiKey({ name: ' ci ', scopes: ['market:read', 'market:read'] }, creator),
    ).toEqual({ name: 'ci', scopes: ['market:read'], expiresAt: null });
  });

  it.each<[string, Partial<CreateApiKeyInput>, string]>([
    ['an empty name', { name: ' ' }, 'input.name'],
    ['a long name', { name: 'x'.repeat(61) }, 'input.name'],
    ['a name with a control character', { name: 'a\u0000b' }, 'input.name'],
    ['no scope', { scopes: [] }, 'input.scopes'],
    ['a scope that does not exist', { scopes: ['market:read', 'root'] }, 'input.scopes.1'],
    ['a scope the creator has not', { scopes: ['trading:write'] }, 'input.scopes.0'],
    ['the operators’ scope, even for one', { scopes: ['platform:admin'] }, 'input.scopes.0'],
    ['an expiry in the past', { expiresAt: new Date(999) }, 'input.expiresAt'],
    ['an expiry right now', { expiresAt: new Date(1_000) }, 'input.expiresAt'],
    ['an expiry that is no time', { expiresAt: new Date(Number.NaN) }, 'input.expiresAt'],
  ])('refuses %s', (_what, part, path) => {
    expect(faultsOf({ ...good, ...part })).toEqual([path]);
  });
});

describe('an API key', () => {
  it('has a secret of 256 random bits of which only a prefix and a hash are kept', () => {
    const { secret, prefix } = mintSecret(seededBytes(1));

    expect(secret).toMatch(/^tk_live_[A-Za-z0-9_-]{43}$/);
    expect(prefix).toBe(secret.slice(0, 14));
    expect(hashSecret(secret)).not.toContain(secret.slice(8, 14));
  });

  it('works until exactly its expiry, and not once it is revoked', () => {
    expect(isActive(key, 4_999)).toBe(true);
    expect(isActive(key, 5_000)).toBe(false);
    expect(isActive({ ...key, expiresAt: null }, Number.MAX_SAFE_INTEGER)).toBe(true);
    expect(isActive({ ...key, revokedAt: new Date(1) }, 2)).toBe(false);
  });

  it('can do no more than its creator can now', () => {
    expect(effectiveScopes(key, 'OWNER')).toEqual(key.scopes);
    expect(effectiveScopes(key, 'TRADER')).toEqual(['market:read', 'trading:write']);
    expect(effectiveScopes(key, 'VIEWER')).toEqual(['market:read']);
  });
});

describe('scopesOfRole', () => {
  it('never gives a weaker role what a stronger one has not', () => {
    for (const [stronger, weaker] of [
      ['OWNER', 'ADMIN'],
      ['ADMIN', 'TRADER'],
      ['ADMIN', 'ANALYST'],
      ['TRADER', 'VIEWER'],
      ['ANALYST', 'VIEWER'],
    ] as const)
      expect(scopesOfRole(stronger)).toEqual(expect.arrayContaining([...scopesOfRole(weaker)]));
  });

  it('lets only owners pay, and only owners and admins administer', () => {
    expect(scopesOfRole('OWNER')).toContain('billing:write');
    expect(scopesOfRole('ADMIN')).not.toContain('billing:write');
    for (const role of ['TRADER', 'ANALYST', 'VIEWER'] as const)
      expect(scopesOfRole(role).filter((scope) => scope.endsWith(':admin'))).toEqual([]);
  });
});
