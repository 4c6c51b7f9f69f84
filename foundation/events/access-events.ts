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
