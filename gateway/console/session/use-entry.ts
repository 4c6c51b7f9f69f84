import { useState } from 'react';
import type { SubmitEvent } from 'react';
import { adviceFor } from '../api/advice.js';
import type { SessionStore, StoredSession } from './session-store.js';

type Refusal = { code: string; message: string; path?: readonly string[] | null };
export type Entry = { session: StoredSession | null; userErrors: readonly Refusal[] } | null;

/** What was typed into the field. */
export const textOf = (form: FormData, name: string): string => {
  const value = form.get(name);
  return typeof value === 'string' ? value : '';
};

const faultOf = (refusal: Refusal | undefined): string =>
  refusal
    ? adviceFor(refusal.code, refusal.message)
    : adviceFor('SERVICE_UNAVAILABLE', 'Nobody answers for sign-ins.');

/**
 * A form that leads to a session: what it sends, and what is said when it leads nowhere.
 * @param onEntered runs when the new session is the one that counts.
 */
export const useEntry = (
  sessions: SessionStore,
  enter: (form: FormData) => Promise<Entry>,
  onEntered?: () => void,
) => {
  const [fault, setFault] = useState<string | null>(null);
  const [needsCode, setNeedsCode] = useState(false);
  const [isBusy, setBusy] = useState(false);

  const submit = async (event: SubmitEvent<HTMLFormElement>): Promise<void> => {
    event.preventDefault();
    setBusy(true);
    setFault(null);
    try {
      const entry = await enter(new FormData(event.currentTarget));
      const refusal = entry?.userErrors[0];
      if (refusal?.code === 'SECOND_FACTOR_REQUIRED') setNeedsCode(true);
      if (entry?.session) {
        sessions.set(entry.session);
        onEntered?.();
      } else setFault(faultOf(refusal));
    } catch (error) {
      setFault(error instanceof TypeError ? adviceFor('NETWORK', '') : (error as Error).message);
    } finally {
      setBusy(false);
    }
  };
  return { fault, needsCode, isBusy, submit };
};
