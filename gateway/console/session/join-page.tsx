import { AcceptInvitationDocument } from '../__generated__/operations.js';
import { request } from '../api/request.js';
import { Field } from '../ui/field.js';
import { Fault } from '../ui/panel.js';
import type { SessionStore } from './session-store.js';
import { textOf, useEntry } from './use-entry.js';

/** Joining the tenant that sent an invitation: with one's password, or the one to have from now on. */
export const JoinPage = ({
  invitation,
  sessions,
  onLeft,
}: {
  invitation: string;
  sessions: SessionStore;
  /** It was accepted, or is not wanted. */
  onLeft: () => void;
}) => {
  const { fault, needsCode, isBusy, submit } = useEntry(
    sessions,
    async (form) => {
      const code = textOf(form, 'code');
      const password = textOf(form, 'password');
      const input = { token: invitation, password, ...(code && { code }) };
      return (await request(AcceptInvitationDocument, { input })).acceptInvitation;
    },
    onLeft,
  );
  return (
    <main className="enter">
      <form onSubmit={(event) => void submit(event)}>
        <h1>You are invited</h1>
        <Field
          label="Password"
          name="password"
          type="password"
          required
          autoFocus
          autoComplete="current-password"
          hint="Of your account here; if you have none, the one it is to have: at least 12 characters."
        />
        {needsCode && (
          <Field label="Code" name="code" inputMode="numeric" autoComplete="one-time-code" />
        )}
        {fault && <Fault>{fault}</Fault>}
        <button type="submit" className="primary" disabled={isBusy}>
          Join
        </button>
        <button type="button" onClick={onLeft}>
          Not now
        </button>
      </form>
    </main>
  );
};
