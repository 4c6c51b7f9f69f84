import { createHash, createHmac, pbkdf2Sync, randomBytes } from 'node:crypto';

/** PostgreSQL's default. */
const iterations = 4096;

/**
 * What PostgreSQL stores of a password (RFC 5803, `SCRAM-SHA-256$…`). `CREATE ROLE … PASSWORD` accepts it in place of
 * the password, which then appears in no statement and no server log.
 */
export const scramVerifierOf = (password: string, salt = randomBytes(16)): string => {
  const salted = pbkdf2Sync(password, salt, iterations, 32, 'sha256');
  const hmac = (text: string) => createHmac('sha256', salted).update(text).digest();
  const storedKey = createHash('sha256').update(hmac('Client Key')).digest('base64');
  const serverKey = hmac('Server Key').toString('base64');
  return `SCRAM-SHA-256$${iterations}:${salt.toString('base64')}$${storedKey}:${serverKey}`;
};
