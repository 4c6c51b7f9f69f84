import { z } from 'zod';
import { roles } from '../context/viewer.js';
import { currencyField, decimalField, instantField } from './event-fields.js';

export const tenantCreatedType = 'tenant.created';
export const tenantConfigUpdatedType = 'tenant.config-updated';
export const tenantSuspendedType = 'tenant.suspended';
export const tenantReactivatedType = 'tenant.reactivated';
export const tenantDeletionRequestedType = 'tenant.deletion-requested';
export const tenantDeletionCanceledType = 'tenant.deletion-canceled';
export const tenantDeletedType = 'tenant.deleted';
export const memberInvitedType = 'member.invited';

/** Payload of `tenant.created`: the tenant's schema exists and is migrated. The key of tenant events is the tenant's id. */
export const tenantCreatedSchema = z.object({
  tenantId: z.string(),
  slug: z.string(),
  name: z.string(),
  ownerUserId: z.string(),
  baseCurrency: currencyField,
});
export type TenantCreated = z.infer<typeof tenantCreatedSchema>;

/**
 * A tenant's settings, whole. `maxPositionSize` is in units of the instrument's base; `stopLossThreshold` is the loss
 * of a position, as a fraction of its entry value, at which it is to be closed.
 */
export const tenantConfigSchema = z.object({
  aiProviders: z.object({
    primary: z.string().nullable(),
    fallback: z.string().nullable(),
    local: z.string().nullable(),
  }),
  tradingEngine: z.object({
    riskProfile: z.enum(['CONSERVATIVE', 'MODERATE', 'AGGRESSIVE']),
    maxPositionSize: decimalField,
    stopLossThreshold: decimalField,
  }),
  dataFeeds: z.array(z.string()),
});
export type TenantConfigSnapshot = z.infer<typeof tenantConfigSchema>;

/** Payload of `tenant.config-updated`, told first (version 1) right after `tenant.created`. Older versions are to be ignored. */
export const tenantConfigUpdatedSchema = z.object({
  tenantId: z.string(),
  version: z.int().positive(),
  config: tenantConfigSchema,
});
export type TenantConfigUpdated = z.infer<typeof tenantConfigUpdatedSchema>;

/** Payload of `tenant.suspended`: no sign-in, no new sessions, no keys until it is reactivated. */
export const tenantSuspendedSchema = z.object({
  tenantId: z.string(),
  reason: z.string(),
  suspendedAt: instantField,
});
export type TenantSuspended = z.infer<typeof tenantSuspendedSchema>;

/** Payload of `tenant.reactivated`. */
export const tenantReactivatedSchema = z.object({ tenantId: z.string() });
export type TenantReactivated = z.infer<typeof tenantReactivatedSchema>;

/**
 * Payload of `tenant.deletion-requested`: as after a suspension, nothing of the tenant works on, but its owners may
 * sign in to take a copy or to change their minds until `effectiveAt`.
 */
export const tenantDeletionRequestedSchema = z.object({
  tenantId: z.string(),
  deletionId: z.string(),
  effectiveAt: instantField,
});
export type TenantDeletionRequested = z.infer<typeof tenantDeletionRequestedSchema>;

/** Payload of `tenant.deletion-canceled`: the tenant is again what it was, active or suspended. */
export const tenantDeletionCanceledSchema = z.object({
  tenantId: z.string(),
  deletionId: z.string(),
  status: z.enum(['ACTIVE', 'SUSPENDED']),
});
export type TenantDeletionCanceled = z.infer<typeof tenantDeletionCanceledSchema>;

/**
 * Payload of `tenant.deleted`, an event of the platform (it has no tenant any more): schema, role, key, people and
 * settings are gone. Consumers forget what they hold in memory, files or shared tables, and never ask for its schema.
 */
export const tenantDeletedSchema = z.object({
  tenantId: z.string(),
  deletionId: z.string(),
  deletedAt: instantField,
});
export type TenantDeleted = z.infer<typeof tenantDeletedSchema>;

/** What the sealed token of an invitation is sealed for. */
export const invitationTokenContext = (invitationId: string): string =>
  `invitation token:${invitationId}`;

/**
 * Payload of `member.invited`: somebody is to be written to. `sealedToken` is sealed with the platform's envelope, so
 * that no queue holds what lets a person in.
 */
export const memberInvitedSchema = z.object({
  tenantId: z.string(),
  invitationId: z.string(),
  tenantName: z.string(),
  email: z.string(),
  role: z.enum(roles),
  sealedToken: z.string(),
  expiresAt: instantField,
});
export type MemberInvited = z.infer<typeof memberInvitedSchema>;
