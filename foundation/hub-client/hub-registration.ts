import type { IdentitySigner } from '../context/identity.js';
import type { RandomSource } from '../ids/id-generator.js';
import { systemRandom } from '../ids/id-generator.js';
import type { Logger } from '../logging/logger.js';
import type { Clock } from '../time/clock.js';
import type { HubTransport } from './hub-transport.js';
import { createHttpHubTransport } from './hub-transport.js';
import type { HealthReport, Lease } from './registry-protocol.js';

export type HubRegistration = {
  isRegistered(): boolean;
  /** Deregisters, as far as the hub can be reached, and stops. Never rejects. */
  close(): Promise<void>;
};

export type RegistrationOptions = {
  /** The service's name on the network. */
  service: string;
  /** Unique for each start of a process. */
  instanceId: string;
  url: string;
  port: number;
  version: string;
  health: () => Promise<HealthReport>;
  clock: Clock;
  logger: Logger;
  random?: RandomSource;
};

const firstRetryMs = 1_000;
/** Until the hub has told its lease. */
const assumedLeaseMs = 15_000;

/**
 * Registers an instance with the hub and keeps its lease, in the background, for as long as the process runs. A hub
 * that is away is called again and again; nothing of this ever disturbs the service.
 */
export const startHubRegistration = (
  options: RegistrationOptions & { hubUrl: string; identityKeys: IdentitySigner },
): HubRegistration => startRegistration(createHttpHubTransport(options), options);

/** The same over any transport. */
export const startRegistration = (
  hub: HubTransport,
  options: RegistrationOptions,
): HubRegistration => {
  const { clock, logger, service, instanceId, url, port, version } = options;
  let isRegistered = false;
  let isClosed = false;
  let failures = 0;
  let leaseMs = assumedLeaseMs;
  let cancel = (): void => undefined;

  const heartbeat = async (): Promise<Lease> => {
    const report = await reportSafely(options);
    const lease = isRegistered ? await hub.renew({ instanceId, ...report }) : null;
    if (lease) return lease;
    isRegistered = false;
    const granted = await hub.register({ instanceId, service, url, port, version, ...report });
    isRegistered = true;
    return granted;
  };

  const beat = async (): Promise<void> => {
    try {
      ({ leaseMs } = await heartbeat());
      if (failures > 0) logger.info({ service }, 'the hub answers again');
      failures = 0;
    } catch (error) {
      if (failures === 0) logger.warn({ err: error, service }, 'the hub does not answer');
      failures++;
    }
    if (!isClosed) cancel = clock.schedule(nextBeatMs(), start);
  };

  /** Three heartbeats per lease, spread so that a platform that started as one does not beat as one. */
  const nextBeatMs = (): number => {
    const regularMs = leaseMs / 3;
    const backOffMs = failures > 0 ? firstRetryMs * 2 ** Math.min(failures - 1, 16) : regularMs;
    const [byte = 0] = (options.random ?? systemRandom)(1);
    return Math.min(regularMs, backOffMs) * (0.8 + (0.2 * byte) / 255);
  };

  let beating = Promise.resolve();
  const start = (): void => {
    beating = beat();
  };
  start();

  return {
    isRegistered: () => isRegistered,
    async close() {
      isClosed = true;
      cancel();
      await beating;
      if (!isRegistered) return;
      isRegistered = false;
      await hub.deregister(instanceId).catch((error: unknown) => {
        logger.info({ err: error, service }, 'the hub was not told of the end; the lease will be');
      });
    },
  };
};

/** A health check that itself breaks is a fault of the service, and is reported as one. */
const reportSafely = async ({
  health,
  logger,
  service,
}: RegistrationOptions): Promise<HealthReport> => {
  try {
    return await health();
  } catch (error) {
    logger.warn({ err: error, service }, 'the health of the service could not be told');
    return { status: 'DEGRADED', dependencies: [] };
  }
};
