import { z } from 'zod';

/** Live word to everybody who admits clients; who missed it asks for the whole list. */
export const accessChangesChannel = 'access.changes';

/**
 * What changed about who may enter: sessions and API keys that ended (`ids`), or a tenant that is shut or open again.
 * An ended one stays ended; what was issued before is to be refused from now on.
 */
export const accessChangeSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('ended'), ids: z.array(z.string()) }),
  z.object({ kind: z.literal('tenant'), tenantId: z.string(), isOpen: z.boolean() }),
]);
export type AccessChange = z.infer<typeof accessChangeSchema>;

/** Where database-service answers the whole list: `POST {}` with a signed service identity (audience `tenants`). */
export const refusedAccessPath = '/internal/access/refused';

/** How long what was issued before an end may be presented: longer than an access token lives. */
export const refusedForMs = 16 * 60_000;

/** Sessions that ended within `refusedForMs`, and the tenants that are shut. */
export const refusedAccessSchema = z.object({
  endedIds: z.array(z.string()),
  shutTenantIds: z.array(z.string()),
});
export type RefusedAccess = z.infer<typeof refusedAccessSchema>;
