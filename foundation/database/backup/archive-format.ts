import { z } from 'zod';

/**
 * An archive is one gzip stream of frames: a byte that says what it is, four bytes of length, and so many bytes.
 * A head, then for each table its heading, its rows as COPY writes them, and its sum, then the closing sum over all.
 */
export const frameKinds = { head: 'A', section: 'S', rows: 'R', sum: 'E', close: 'Z' } as const;
export type FrameKind = (typeof frameKinds)[keyof typeof frameKinds];

export const formatName = 'ai-trading-platform-backup';
export const formatVersion = 1;
/** Larger than any frame that we write: a damaged length must not claim the memory. */
export const largestFrameBytes = 16 * 1024 * 1024;

const migrations = z.array(z.object({ name: z.string(), checksum: z.string() }));
export type AppliedMigrations = z.infer<typeof migrations>;

export const archivedTenantSchema = z.object({
  tenantId: z.string(),
  slug: z.string(),
  name: z.string(),
  migrations,
});
export type ArchivedTenant = z.infer<typeof archivedTenantSchema>;

export const headSchema = z.object({
  format: z.literal(formatName),
  version: z.number().int(),
  /** When the snapshot was taken, by the database's clock. */
  madeAt: z.iso.datetime(),
  scope: z.enum(['platform', 'tenant']),
  platformMigrations: migrations,
  tenants: z.array(archivedTenantSchema),
  /** Tells the key that its secrets were sealed under; null when the backup did not know it. */
  encryptionKey: z.string().nullable(),
});
export type ArchiveHead = z.infer<typeof headSchema>;

export const sectionSchema = z.object({
  /** Null for tables of the platform. */
  tenantId: z.string().nullable(),
  /** `platform` or `market`; null for a table of a tenant's schema. */
  schema: z.enum(['platform', 'market']).nullable(),
  table: z.string().regex(/^[a-z][a-z0-9_]*$/),
  columns: z.array(z.string().regex(/^[a-z][a-z0-9_]*$/)).min(1),
  /** Of a partitioned table: its partitions. */
  partitions: z.array(z.object({ name: z.string().regex(/^[a-z][a-z0-9_]*$/), bound: z.string() })),
});
export type Section = z.infer<typeof sectionSchema>;

export const sumSchema = z.object({ rows: z.number().int(), sha256: z.string() });
export type SectionSum = z.infer<typeof sumSchema>;

export const closeSchema = z.object({ sections: z.number().int(), sha256: z.string() });
