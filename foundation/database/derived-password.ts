import { createHmac } from 'node:crypto';

/**
 * The password of a login that we create ourselves, derived from that of the login which creates it: every process
 * that knows the one knows the other, and nothing more has to be stored or passed round.
 * @param purpose tells apart the logins derived from one password.
 */
export const derivePassword = (password: string, purpose: string): string =>
  createHmac('sha256', password).update(purpose).digest('base64url');
