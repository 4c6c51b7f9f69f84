import type { CombinedError } from 'urql';

/** What to do next, by the code of an error; the message tells what happened. */
const advice: Readonly<Record<string, string>> = {
  NETWORK: 'The gateway cannot be reached. Nothing was lost; this page tries again by itself.',
  SERVICE_UNAVAILABLE: 'The service behind this is away. Try again in a moment.',
  DEADLINE_EXCEEDED: 'The service behind this is slow. Try again in a moment.',
  FORBIDDEN: 'Your role does not allow this. Ask an owner of your tenant for a wider role.',
  RATE_LIMITED: 'Too much at once. Wait a few seconds.',
  QUOTA_EXCEEDED: 'The plan’s quota is used up. See Business for a larger plan.',
  CONFLICT: 'Somebody changed it in the meantime. Reload and try again.',
  INVALID_CREDENTIALS: 'Check e-mail and password; npm start prints those of the demo.',
  TENANT_SUSPENDED: 'This tenant is suspended. Ask your operator.',
};

export const adviceFor = (code: string, message: string): string =>
  [message, advice[code]].filter(Boolean).join(' ');

/** The typed code that every error of this API carries. */
export const codeOf = (error: { extensions: Record<string, unknown> } | undefined): string => {
  const code = error?.extensions['code'];
  return typeof code === 'string' ? code : '';
};

const passing = new Set([
  'SERVICE_UNAVAILABLE',
  'DEADLINE_EXCEEDED',
  'RATE_LIMITED',
  'GATEWAY_DRAINING',
]);

/** Whether asking again in a moment may well succeed. */
export const passesByItself = (error: CombinedError): boolean =>
  error.networkError !== undefined || error.graphQLErrors.some((each) => passing.has(codeOf(each)));

export const adviceForError = (error: CombinedError): string => {
  if (error.networkError) return adviceFor('NETWORK', '');
  const [first] = error.graphQLErrors;
  return adviceFor(codeOf(first), first?.message ?? error.message);
};
