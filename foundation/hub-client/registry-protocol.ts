import { z } from 'zod';

/** UP: does its work. DEGRADED: does part of it. DOWN: cannot be reached. UNKNOWN: nobody has told. */
export const serviceStatuses = ['UP', 'DEGRADED', 'DOWN', 'UNKNOWN'] as const;
export type ServiceStatus = (typeof serviceStatuses)[number];

/** Paths of the hub's registry; POST with JSON, for services of the platform. */
export const registryPaths = {
  register: '/registry/register',
  renew: '/registry/renew',
  deregister: '/registry/deregister',
} as const;

/** The name for which identities are signed that call the hub. */
export const hubAudience = 'hub';

const kebabName = z.string().regex(/^[a-z0-9][a-z0-9-]{0,62}$/, 'must be a kebab-case name');
const instanceId = z.string().regex(/^[A-Za-z0-9_-]{1,64}$/, 'must be an id');

/** What an instance says of itself with every heartbeat. */
export const healthReportSchema = z.object({
  status: z.enum(['UP', 'DEGRADED']),
  /** What it needs, and how it finds that. */
  dependencies: z
    .array(
      z.object({
        name: z.string().regex(/^[\w .:/-]{1,64}$/, 'must be a short name'),
        status: z.enum(serviceStatuses),
      }),
    )
    .max(50, 'must have at most 50 entries'),
});
export type HealthReport = z.infer<typeof healthReportSchema>;

export const registrationSchema = z.object({
  instanceId,
  service: kebabName,
  /** Where it answers, such as `http://10.0.0.7:9000`. */
  url: z.url({ protocol: /^https?$/ }).max(2_048),
  port: z.int().min(1).max(65_535),
  version: z.string().regex(/^[\w.+-]{1,64}$/, 'must be a version'),
  ...healthReportSchema.shape,
});
export type Registration = z.infer<typeof registrationSchema>;

export const renewalSchema = z.object({ instanceId, ...healthReportSchema.shape });
export type Renewal = z.infer<typeof renewalSchema>;

export const deregistrationSchema = z.object({ instanceId });

export const leaseSchema = z.object({
  /** How long the instance counts as alive from its last heartbeat. */
  leaseMs: z.int().positive(),
});
export type Lease = z.infer<typeof leaseSchema>;
