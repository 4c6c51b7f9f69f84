import { nowMs } from '../time/now.js';

export type StoredSession = { accessToken: string; refreshToken: string; expiresAt: string };

const key = 'session';
/** Renewed this long before it ends, so that streams never see the end. */
const renewBeforeMs = 60_000;

const read = (): StoredSession | null => {
  const text = localStorage.getItem(key);
  return text === null ? null : (JSON.parse(text) as StoredSession);
};

/** Who is signed in, shared by all tabs of this browser; signing out in one signs out in all. */
export class SessionStore {
  #session = read();
  readonly #listeners = new Set<() => void>();

  constructor() {
    addEventListener('storage', (event) => {
      if (event.key === key || event.key === null) this.#take(read());
    });
  }

  get current(): StoredSession | null {
    return this.#session;
  }

  /** What another tab may have renewed in the meantime. */
  reload(): StoredSession | null {
    this.#take(read());
    return this.#session;
  }

  set(session: StoredSession | null): void {
    if (session === null) localStorage.removeItem(key);
    else localStorage.setItem(key, JSON.stringify(session));
    this.#take(session);
  }

  subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  #take(session: StoredSession | null): void {
    if (session?.accessToken === this.#session?.accessToken) return;
    this.#session = session;
    for (const listener of this.#listeners) listener();
  }
}

/** How long until a session should be renewed; 0 when it is due. */
export const renewalDueInMs = (session: StoredSession): number =>
  Math.max(0, Date.parse(session.expiresAt) - nowMs() - renewBeforeMs);
