import { useState } from 'react';
import { SignInDocument, SignUpDocument } from '../__generated__/operations.js';
import { request } from '../api/request.js';
import { Field, Switch } from '../ui/field.js';
import { Fault } from '../ui/panel.js';
import type { SessionStore } from './session-store.js';
import type { Entry } from './use-entry.js';
import { textOf, useEntry } from './use-entry.js';

const enter = async (isNew: boolean, form: FormData): Promise<Entry> => {
  const text = (name: string): string => textOf(form, name);
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

/** Signing in, and signing up for those who are new. */
export const EnterPage = ({ sessions }: { sessions: SessionStore }) => {
  const [mode, setMode] = useState('Sign in');
  const isNew = mode === 'Sign up';
  const { fault, needsCode, isBusy, submit } = useEntry(sessions, (form) => enter(isNew, form));

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
