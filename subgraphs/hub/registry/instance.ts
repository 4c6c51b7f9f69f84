import type {
  HealthReport,
  Registration,
  ServiceStatus,
} from '../../../foundation/hub-client/registry-protocol.js';

/** A running copy of a service, as far as the hub knows. Times are milliseconds since the epoch. */
export type Instance = {
  id: string;
  service: string;
  url: string;
  port: number;
  version: string;
  report: HealthReport;
  registeredAtMs: number;
  lastHeartbeatAtMs: number;
  leaseMs: number;
  /** The first moment at which the instance does not count as alive. */
  leaseExpiresAtMs: number;
  /** When the hub noticed that the lease had run out; null while it runs. */
  expiredAtMs: number | null;
};

/** How long an instance that died stays on the list. */
export const rememberedMs = 60 * 60_000;

export const grantLease = (
  registration: Registration,
  leaseMs: number,
  nowMs: number,
): Instance => ({
  id: registration.instanceId,
  service: registration.service,
  url: registration.url,
  port: registration.port,
  version: registration.version,
  report: { status: registration.status, dependencies: registration.dependencies },
  registeredAtMs: nowMs,
  lastHeartbeatAtMs: nowMs,
  leaseMs,
  leaseExpiresAtMs: nowMs + leaseMs,
  expiredAtMs: null,
});

/** The instance after a heartbeat. The lease runs from now: whatever was left of the last one is not added. */
export const renewLease = (
  instance: Instance,
  report: HealthReport,
  leaseMs: number,
  nowMs: number,
): Instance => ({
  ...instance,
  report,
  lastHeartbeatAtMs: nowMs,
  leaseMs,
  leaseExpiresAtMs: nowMs + leaseMs,
});

export const isAlive = (instance: Instance, nowMs: number): boolean =>
  instance.expiredAtMs === null && nowMs < instance.leaseExpiresAtMs;

/**
 * When a lease that has run out counts as expired. One that ran out while the hub itself was away gets one more lease
 * from the hub's start: nobody was there to hear the instance.
 */
export const expiryMs = (instance: Instance, hubStartedAtMs: number): number =>
  instance.leaseExpiresAtMs <= hubStartedAtMs
    ? hubStartedAtMs + instance.leaseMs
    : instance.leaseExpiresAtMs;

export const instanceStatus = (
  instance: Instance,
  nowMs: number,
  hubStartedAtMs: number,
): ServiceStatus => {
  if (isAlive(instance, nowMs)) return instance.report.status;
  if (instance.expiredAtMs !== null) return 'DOWN';
  return nowMs < expiryMs(instance, hubStartedAtMs) ? 'UNKNOWN' : 'DOWN';
};
