import { requireTenant } from '../../../foundation/context/require-tenant.js';
import type { Viewer } from '../../../foundation/context/viewer.js';
import type { AuditActor } from '../../../foundation/events/audit-events.js';

/** Who commands, and in which tenant; the audit log is told of both. */
export type Command = { tenantId: string; by: AuditActor };

export const commandOf = (caller: { viewer: Viewer; requestId: string }): Command => ({
  tenantId: requireTenant(caller.viewer),
  by: { viewer: caller.viewer, requestId: caller.requestId },
});
