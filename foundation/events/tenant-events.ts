import { z } from 'zod';
import { currencyField, decimalField, instantField } from './event-fields.js';

export const tenantCreatedType = 'tenant.created';
export const tenantConfigUpdatedType = 'tenant.config-updated';
export const tenantSuspendedType = 'tenant.suspended';
export const tenantReactivatedType = 'tenant.reactivated';

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
