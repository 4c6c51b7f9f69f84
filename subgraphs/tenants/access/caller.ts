import type { Viewer } from '../../../foundation/context/viewer.js';
import type { Member } from '../accounts/member.js';

/** Whose command it is, and what the audit log will say of it. */
export type Caller = {
  viewer: Viewer;
  requestId: string;
  /** The client's network address; null when the gateway did not tell. */
  address: string | null;
};

/** The caller, now known to be this member. */
export const callerAs = (caller: Caller, { userId, role, tenant }: Member): Caller => ({
  ...caller,
  viewer: { kind: 'user', tenantId: tenant.id, userId, sessionId: '', role, scopes: [] },
});
