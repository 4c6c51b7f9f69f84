import { hostname } from 'node:os';
import { reportFromReadiness } from '../hub-client/health-report.js';
import type { HubRegistration } from '../hub-client/hub-registration.js';
import { startHubRegistration } from '../hub-client/hub-registration.js';
import type { ServiceDeps } from '../subgraph/service.js';
import { platformVersion } from './platform-version.js';

/** Addresses that mean every interface of this machine, and none that anybody could call. */
const unspecified = ['0.0.0.0', '::'];

/** Where this machine itself reaches what listens on `host`. */
export const localHostOf = (host: string): string =>
  unspecified.includes(host) ? '127.0.0.1' : host;

/** Where the others reach it: containers know each other by their host names. */
export const publicHostOf = (host: string): string =>
  unspecified.includes(host) ? hostname() : host;

/** Tells the hub that a service listens here, and keeps telling it what the service's `/readyz` says. */
export const registerService = (
  deps: Pick<ServiceDeps, 'clock' | 'ids' | 'logger' | 'identityKeys'>,
  service: { name: string; host: string; port: number; isTls?: boolean; hubUrl: string },
): HubRegistration => {
  const { name, host, port, isTls = false, hubUrl } = service;
  const scheme = isTls ? 'https' : 'http';
  const localUrl = `${scheme}://${localHostOf(host)}:${port}`;
  return startHubRegistration({
    service: name,
    instanceId: deps.ids('instance'),
    url: `${scheme}://${publicHostOf(host)}:${port}`,
    port,
    version: platformVersion,
    health: () => reportFromReadiness(localUrl),
    clock: deps.clock,
    logger: deps.logger,
    hubUrl,
    identityKeys: deps.identityKeys,
  });
};
