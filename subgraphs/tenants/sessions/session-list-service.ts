import type { Viewer } from '../../../foundation/context/viewer.js';
import { DomainError } from '../../../foundation/errors/domain-error.js';
import { isIdOf } from '../../../foundation/ids/id-generator.js';
import type { Clock } from '../../../foundation/time/clock.js';
import { nowOf } from '../../../foundation/time/clock.js';
import type { AccessAnnouncer } from '../access/access-announcer.js';
import type { Caller } from '../access/caller.js';
import type { Reauthentication } from '../access/reauthentication.js';
import { requireSession } from '../access/reauthentication.js';
import { requirePerson } from '../access/require-member.js';
import type { ControlPlane } from '../tenants/control-plane.js';
import type { TenantEvents } from '../tenants/tenant-events.js';
import { endSessions } from './end-sessions.js';

/** A sign-in of the caller's that is alive. */
export type LiveSession = {
  id: string;
  address: string | null;
  createdAt: Date;
  refreshedAt: Date | null;
  expiresAt: Date;
};

export type SessionListService = {
  /** The caller's own sessions in this tenant, newest first; one more than `first` when there are more. */
  list(viewer: Viewer, page: { first: number; afterId: string | null }): Promise<LiveSession[]>;
  /** Ends one of the caller's sessions. @throws {DomainError} NOT_FOUND, INVALID_CREDENTIALS. */
  revoke(caller: Caller, input: { sessionId: string; password: string }): Promise<string[]>;
  /** Ends all of the caller's sessions but this one. @throws {DomainError} INVALID_CREDENTIALS. */
  revokeOthers(caller: Caller, password: string): Promise<string[]>;
};

type Deps = {
  controlPlane: ControlPlane;
  events: TenantEvents;
  access: AccessAnnouncer;
  reauthenticate: Reauthentication;
  clock: Clock;
};

export const createSessionListService = (deps: Deps): SessionListService => ({
  async list(viewer, page) {
    const { tenantId, userId } = requirePerson(viewer);
    return deps.controlPlane.db.session.findMany({
      where: {
        tenantId,
        userId,
        revokedAt: null,
        expiresAt: { gt: nowOf(deps.clock) },
        ...(page.afterId !== null && { id: { lt: page.afterId } }),
      },
      select: { id: true, address: true, createdAt: true, refreshedAt: true, expiresAt: true },
      orderBy: { id: 'desc' },
      take: page.first + 1,
    });
  },

  async revoke(caller, { sessionId, password }) {
    const { tenantId, userId } = requireSession(caller);
    const where = { id: sessionId, tenantId, userId, revokedAt: null };
    if (!isIdOf('session', sessionId) || !(await deps.controlPlane.db.session.count({ where })))
      throw new DomainError('NOT_FOUND', 'There is no such session.', ['input', 'sessionId']);
    await deps.reauthenticate(caller, password, ['input', 'password']);
    return end(deps, caller, sessionId);
  },

  async revokeOthers(caller, password) {
    const { sessionId } = await deps.reauthenticate(caller, password, ['input', 'password']);
    return end(deps, caller, { not: sessionId });
  },
});

const end = async (deps: Deps, caller: Caller, id: string | { not: string }): Promise<string[]> => {
  const { tenantId, userId } = requireSession(caller);
  const ended = await deps.controlPlane.transaction(async (tx) => {
    const which = { tenantId, userId, id };
    const ids = await endSessions(tx, which, { reason: 'REVOKED', at: nowOf(deps.clock) });
    const events = ids.map((sessionId) =>
      deps.events.audit(caller, {
        tenantId,
        action: 'session.revoke',
        target: { type: 'Session', id: sessionId },
      }),
    );
    return { result: ids, events };
  });
  await deps.access.ended(ended);
  return ended;
};
