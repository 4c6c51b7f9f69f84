import { createHash } from 'node:crypto';
import { z } from 'zod';
import type { Role } from '../../../foundation/context/viewer.js';
import { checkInput } from '../../../foundation/errors/check-input.js';
import type { RandomSource } from '../../../foundation/ids/id-generator.js';
import { idPrefixes } from '../../../foundation/ids/id-generator.js';
import { visibleText } from '../access/visible-text.js';
import type { TenantScope } from '../access/role-scopes.js';
import { scopesOfRole, tenantScopes } from '../access/role-scopes.js';

export type ApiKey = {
  id: string;
  tenantId: string;
  /** Who made it: the key acts for this person and can never do more than they. */
  userId: string;
  name: string;
  /** The first characters of the secret, by which people recognise a key. */
  prefix: string;
  scopes: readonly string[];
  createdAt: Date;
  expiresAt: Date | null;
  revokedAt: Date | null;
  lastUsedAt: Date | null;
};

const secretPrefix = 'tk_live_';
const shownCharacters = secretPrefix.length + 6;

/** 256 random bits; the prefix lets secret scanners recognise a leaked one. */
export const mintSecret = (random: RandomSource): { secret: string; prefix: string } => {
  const secret = `${secretPrefix}${Buffer.from(random(32)).toString('base64url')}`;
  return { secret, prefix: secret.slice(0, shownCharacters) };
};

/** A plain hash is enough for 256 random bits, and looking up by it tells nothing about the secret by its time. */
export const hashSecret = (secret: string): string =>
  createHash('sha256').update(secret).digest('base64url');

export const isApiKeyId = (id: string): boolean => id.startsWith(`${idPrefixes.apiKey}_`);

export type CreateApiKeyInput = {
  name: string;
  scopes: readonly string[];
  expiresAt?: Date | null;
};

/** @throws {InputFaults} naming every field at fault. */
export const checkCreateApiKey = (
  input: CreateApiKeyInput,
  creator: { scopes: readonly string[]; nowMs: number },
): { name: string; scopes: TenantScope[]; expiresAt: Date | null } => {
  const scope = z
    .enum(tenantScopes, { error: 'This scope does not exist.' })
    .refine((name) => creator.scopes.includes(name), { error: 'You do not hold this scope.' });
  return checkInput(
    z.object({
      name: visibleText({ min: 1, max: 60 }),
      scopes: z
        .array(scope)
        .min(1, 'Give the key at least one scope.')
        .max(tenantScopes.length, 'Name each scope once.')
        .transform((names) => [...new Set(names)]),
      expiresAt: z
        .date()
        .refine((date) => date.getTime() > creator.nowMs, {
          error: 'Give a time in the future.',
        })
        .nullish()
        .transform((date) => date ?? null),
    }),
    input,
  );
};

/** Whether the key works at `nowMs`; it ends exactly at its expiry. */
export const isActive = (key: ApiKey, nowMs: number): boolean =>
  key.revokedAt === null && (key.expiresAt === null || nowMs < key.expiresAt.getTime());

/** What the key may do now that its creator has `role`. */
export const effectiveScopes = (key: ApiKey, role: Role): readonly string[] => {
  const allowed: readonly string[] = scopesOfRole(role);
  return key.scopes.filter((scope) => allowed.includes(scope));
};
