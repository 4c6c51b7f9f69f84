import { useState } from 'react';
import type { SubmitEvent } from 'react';
import { SignInDocument, SignUpDocument } from '../__generated__/operations.js';
import { adviceFor } from '../api/advice.js';
import { request } from '../api/request.js';
import { Field, Switch } from '../ui/field.js';
import { Fault } from '../ui/panel.js';
import type { SessionStore, StoredSession } from './session-store.js';

type Refusal = { code: string; message: string; path?: readonly string[] | null };
type Entry = { session: StoredSession | null; userErrors: readonly Refusal[] } | null;

const enter = async (isNew: boolean, form: FormData): Promise<Entry> => {
  const text = (name: string): string => {
    const value = form.get(name);
    return typeof value === 'string' ? value : '';
  };
  const credentials = { email: text('email'), password: text('password') };
  if (isNew)
    return (
      await request(SignUpDocument, { input: { ...credentials, tenantName: text('tenantName') } })
    ).signUp;
  const code = text('code');
  return (await request(SignInDocument, { input: { ...credentials, ...(code && { code }) } }))
    .signIn;
};

/** What the form asks for; a code only of those who have a second factor. */
const Fields = ({ isNew, needsCode }: { isNew: boolean; needsCode: boolean }) => (
  <>
    {isNew && (
      <Field
        label="Company"
        name="tenantName"
        required
        autoComplete="organization"
        hint="Gets a database schema of its own and a paper account of 100,000 USD."
      />
    )}
    <Field label="E-mail" name="email" type="email" required autoComplete="username" autoFocus />
    <Field
      label="Password"
      name="password"
      type="password"
      required
      autoComplete={isNew ? 'new-password' : 'current-password'}
      {...(isNew && { hint: 'At least 12 characters; a sentence is best.' })}
    />
    {needsCode && !isNew && (
      <Field label="Code" name="code" inputMode="numeric" autoComplete="one-time-code" />
    )}
  </>
);

const faultOf = (refusal: Refusal | undefined): string =>
  refusal
    ? adviceFor(refusal.code, refusal.message)
    : adviceFor('SERVICE_UNAVAILABLE', 'Nobody answers for sign-ins.');

/** Signing in, and signing up for those who are new. */
export const EnterPage = ({ sessions }: { sessions: SessionStore }) => {
  const [mode, setMode] = useState('Sign in');
  const [fault, setFault] = useState<string | null>(null);
  const [needsCode, setNeedsCode] = useState(false);
  const [isBusy, setBusy] = useState(false);
  const isNew = mode === 'Sign up';

  const submit = async (event: SubmitEvent<HTMLFormElement>): Promise<void> => {
    event.preventDefault();
    setBusy(true);
    setFault(null);
    try {
      const entry = await enter(isNew, new FormData(event.currentTarget));
      const refusal = entry?.userErrors[0];
      if (refusal?.code === 'SECOND_FACTOR_REQUIRED') setNeedsCode(true);
      if (entry?.session) sessions.set(entry.session);
      else setFault(faultOf(refusal));
    } catch (error) {
      setFault(error instanceof TypeError ? adviceFor('NETWORK', '') : (error as Error).message);
    } finally {
      setBusy(false);
    }
  };

  return (
    <main className="enter">
      <form onSubmit={(event) => void submit(event)}>
        <h1>AI Trading Platform</h1>
        <Switch
          label="Sign in or sign up"
          options={['Sign in', 'Sign up']}
          value={mode}
          onChange={setMode}
        />
        <Fields isNew={isNew} needsCode={needsCode} />
        {fault && <Fault>{fault}</Fault>}
        <button type="submit" className="primary" disabled={isBusy}>
          {mode}
        </button>
        <p className="hint">
          <code>npm start</code> prints a demo sign-in whose strategies trade already.
        </p>
      </form>
    </main>
  );
};
