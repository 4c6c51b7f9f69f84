import { RefreshSessionDocument } from '../__generated__/operations.js';
import { request } from '../api/request.js';
import { renewalDueInMs } from './session-store.js';
import type { SessionStore, StoredSession } from './session-store.js';

const lockName = 'session-renewal';

/** A refresh token works once; of several tabs one renews and the others take what it got. */
const alone = async <T>(work: () => Promise<T>): Promise<T> =>
  // Absent outside of secure contexts, such as plain HTTP to another machine.
  'locks' in navigator ? await navigator.locks.request(lockName, work) : await work();

/**
 * Renews the session if it is due, or if `refused` says that the gateway does not take its token any more.
 * Null when it cannot be renewed: whoever was signed in has to sign in again.
 * @throws when the gateway cannot be reached; the session may still be good.
 */
export const renewSession = (
  store: SessionStore,
  refused?: string,
): Promise<StoredSession | null> =>
  alone(async () => {
    const session = store.reload();
    if (session === null) return null;
    if (session.accessToken !== refused && renewalDueInMs(session) > 0) return session;
    const { refreshSession } = await request(RefreshSessionDocument, {
      input: { refreshToken: session.refreshToken },
    });
    if (refreshSession === null) throw new Error('Sessions cannot be renewed at the moment.');
    store.set(refreshSession.session);
    return refreshSession.session;
  });
