import type { IdentitySigner } from '../../foundation/context/identity.js';
import type { Viewer } from '../../foundation/context/viewer.js';
import { DomainError } from '../../foundation/errors/domain-error.js';
import type { RefusedAccess } from '../../foundation/events/access-events.js';
import {
  accessChangesChannel,
  accessChangeSchema,
  refusedAccessPath,
  refusedAccessSchema,
  refusedForMs,
} from '../../foundation/events/access-events.js';
import type { IdGenerator } from '../../foundation/ids/id-generator.js';
import { idPrefixes } from '../../foundation/ids/id-generator.js';
import type { Logger } from '../../foundation/logging/logger.js';
import type { Broadcast } from '../../foundation/messaging/broadcast.js';
import type { Clock } from '../../foundation/time/clock.js';
import { askTenants } from './ask-tenants.js';

/** How old the list may be when changes are not told, and when they are (and might have been missed). */
const untoldAgeMs = 1_000;
const toldAgeMs = 5_000;
const timeoutMs = 2_000;

/** Who may not come in although their token looks good. */
export type AccessList = {
  /** Why this viewer is refused; null when nothing is known against them. */
  refusalOf(viewer: Viewer): Promise<DomainError | null>;
};

export type AccessListDeps = {
  /** Where database-service answers; null when the supergraph has none. */
  tenantsUrl: () => string | null;
  /** Tells changes at once; without it they are noticed within a second. */
  broadcast?: Broadcast | undefined;
  identityKeys: IdentitySigner;
  clock: Clock;
  ids: IdGenerator;
  logger: Logger;
};

/**
 * Keeps the list of database-service: told changes at once, and read whole again whenever somebody comes and it has
 * aged. While that service is down the last list holds; nobody else is locked out for it.
 */
export const createAccessList = (deps: AccessListDeps): AccessList => {
  const { clock } = deps;
  const ended = new Map<string, number>();
  let shut = new Set<string>();
  let readAtMs = -Infinity;
  let reading: Promise<void> | undefined;
  const maxAgeMs = deps.broadcast ? toldAgeMs : untoldAgeMs;

  const end = (ids: readonly string[]): void => {
    for (const id of ids) ended.set(id, clock.nowMs() + refusedForMs);
  };

  deps.broadcast
    ?.subscribe(accessChangesChannel, (message) => {
      const change = accessChangeSchema.parse(message);
      if (change.kind === 'ended') end(change.ids);
      else if (change.isOpen) shut.delete(change.tenantId);
      else shut.add(change.tenantId);
    })
    .catch((error: unknown) => deps.logger.error({ err: error }, 'changes of access are not told'));

  const read = async (tenantsUrl: string): Promise<void> => {
    try {
      const { endedIds, shutTenantIds } = await fetchRefused(tenantsUrl, deps);
      const nowMs = clock.nowMs();
      for (const [id, untilMs] of ended) if (untilMs <= nowMs) ended.delete(id);
      end(endedIds);
      shut = new Set(shutTenantIds);
    } catch (error) {
      deps.logger.warn({ err: error }, 'the list of refused access could not be read');
    } finally {
      readAtMs = clock.nowMs();
      reading = undefined;
    }
  };

  const refresh = async (): Promise<void> => {
    const tenantsUrl = deps.tenantsUrl();
    if (tenantsUrl === null || clock.nowMs() - readAtMs < maxAgeMs) return;
    await (reading ??= read(tenantsUrl));
  };

  return {
    async refusalOf(viewer) {
      if (viewer.kind !== 'user') return null;
      await refresh();
      if (shut.has(viewer.tenantId))
        return new DomainError('TENANT_SUSPENDED', 'This tenant is suspended.');
      // Whether a key still stands is asked of database-service itself.
      const isKey = viewer.sessionId.startsWith(`${idPrefixes.apiKey}_`);
      const isOver = !isKey && (ended.get(viewer.sessionId) ?? 0) > clock.nowMs();
      return isOver ? new DomainError('SESSION_EXPIRED', 'This session has ended.') : null;
    },
  };
};

const fetchRefused = async (tenantsUrl: string, deps: AccessListDeps): Promise<RefusedAccess> => {
  const { status, answer } = await askTenants(
    { tenantsUrl, path: refusedAccessPath, question: {}, timeoutMs },
    deps,
  );
  if (status !== 200) throw new Error(`database-service answered ${status}`);
  return refusedAccessSchema.parse(answer);
};
