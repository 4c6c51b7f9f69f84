import { DomainError } from '../../../foundation/errors/domain-error.js';
import type { Clock } from '../../../foundation/time/clock.js';
import { nowOf } from '../../../foundation/time/clock.js';
import type { AccessAnnouncer } from '../access/access-announcer.js';
import type { Caller } from '../access/caller.js';
import type { Reauthentication } from '../access/reauthentication.js';
import { endSessions } from '../sessions/end-sessions.js';
import type { ControlPlane } from '../tenants/control-plane.js';
import type { TenantEvents } from '../tenants/tenant-events.js';
import type { PasswordHasher } from './password-hasher.js';
import { checkPassword } from './sign-up-input.js';

export type ChangePasswordInput = { currentPassword: string; newPassword: string };

/**
 * Changes the caller's password and ends all their other sessions, in every tenant.
 * @throws {DomainError} INVALID_CREDENTIALS, INVALID_INPUT, RATE_LIMITED, CONFLICT.
 */
export type ChangePassword = (caller: Caller, input: ChangePasswordInput) => Promise<void>;

export const createChangePassword =
  (deps: {
    controlPlane: ControlPlane;
    reauthenticate: Reauthentication;
    passwords: PasswordHasher;
    events: TenantEvents;
    access: AccessAnnouncer;
    clock: Clock;
  }): ChangePassword =>
  async (caller, { currentPassword, newPassword }) => {
    const person = await deps.reauthenticate(caller, currentPassword, ['input', 'currentPassword']);
    checkPassword(newPassword, person.email, 'newPassword');
    if (newPassword === currentPassword)
      throw new DomainError('INVALID_INPUT', 'Choose another password than the current one.', [
        'input',
        'newPassword',
      ]);
    const passwordHash = await deps.passwords.hash(newPassword);
    const { userId, tenantId, sessionId } = person;
    const ended = await deps.controlPlane.transaction(async (tx) => {
      const { count } = await tx.user.updateMany({
        where: { id: userId, passwordHash: person.passwordHash },
        data: { passwordHash },
      });
      if (count === 0) throw new DomainError('CONFLICT', 'It was changed at the same time.');
      const others = { userId, id: { not: sessionId } };
      const at = nowOf(deps.clock);
      const ids = await endSessions(tx, others, { reason: 'PASSWORD_CHANGED', at });
      const audited = deps.events.audit(caller, {
        tenantId,
        action: 'user.change-password',
        target: { type: 'User', id: userId },
        details: { endedSessions: ids.length },
      });
      return { result: ids, events: [audited] };
    });
    await deps.access.ended(ended);
  };
