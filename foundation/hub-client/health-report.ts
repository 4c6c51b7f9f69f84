import { fetch } from 'undici';
import { z } from 'zod';
import type { HealthCheck } from '../health/health-check.js';
import { dispatcherForOwn } from '../health/own-server.js';
import { runChecks } from '../health/http-endpoints.js';
import type { HealthReport } from './registry-protocol.js';

const timeoutMs = 2_000;

const readinessSchema = z.object({
  status: z.string(),
  checks: z.array(z.object({ name: z.string(), error: z.string().optional() })),
});

const reportOf = (
  isReady: boolean,
  checks: readonly { name: string; error?: string | undefined }[],
): HealthReport => ({
  status: isReady ? 'UP' : 'DEGRADED',
  dependencies: checks.map(({ name, error }) => ({
    name,
    status: error === undefined ? 'UP' : 'DOWN',
  })),
});

/** What a service's own checks say of it: each check is a dependency. */
export const reportFromChecks = async (checks: readonly HealthCheck[]): Promise<HealthReport> => {
  const results = await runChecks(checks);
  return reportOf(
    results.every(({ error }) => error === undefined),
    results,
  );
};

/** The same as `/readyz` of the service at `url` tells it, for who hosts a service and does not know its checks. */
export const reportFromReadiness = async (url: string): Promise<HealthReport> => {
  const dispatcher = dispatcherForOwn(url);
  const response = await fetch(new URL('/readyz', url), {
    signal: AbortSignal.timeout(timeoutMs),
    ...(dispatcher && { dispatcher }),
  });
  const { checks } = readinessSchema.parse(await response.json());
  return reportOf(response.ok, checks);
};
