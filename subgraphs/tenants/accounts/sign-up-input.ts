import { z } from 'zod';
import { checkInput } from '../../../foundation/errors/check-input.js';

export type SignUpInput = {
  tenantName: string;
  email: string;
  password: string;
  baseCurrency?: string | null;
};

export type CheckedSignUp = {
  tenantName: string;
  email: string;
  password: string;
  baseCurrency: string;
};

const shortestPassword = 12;
/** Long enough for any phrase, short enough that hashing it costs nothing extra. */
const longestPassword = 256;

/** One spelling for each mailbox, so that nobody has two accounts by writing capitals. */
export const normalizeEmail = (text: string): string => text.normalize('NFKC').trim().toLowerCase();

const email = z
  .string()
  .transform(normalizeEmail)
  .pipe(z.email('Give an e-mail address, such as owner@acme.example.').max(254));

const tenantName = z
  .string()
  .transform((text) => text.normalize('NFC').replace(/\s+/gu, ' ').trim())
  .pipe(
    z
      .string()
      .min(2, 'Give a name of at least 2 characters.')
      .max(80, 'Give a name of at most 80 characters.')
      .regex(/^\P{C}*$/u, 'The name contains characters that cannot be shown.'),
  );

const passwordFor = (emailGiven: string) =>
  z
    .string()
    .refine((text) => Array.from(text).length >= shortestPassword, {
      error: `Choose a password of at least ${shortestPassword} characters.`,
    })
    .refine((text) => text.length <= longestPassword, {
      error: `Choose a password of at most ${longestPassword} characters.`,
    })
    .refine((text) => normalizeEmail(text) !== normalizeEmail(emailGiven), {
      error: 'Choose a password other than the e-mail address.',
    });

const baseCurrency = z
  .string()
  .regex(/^[A-Z]{3}$/, 'Give an ISO 4217 code, such as USD.')
  .nullish()
  .transform((code) => code ?? 'USD');

/** @throws {InputFaults} naming every field at fault. */
export const checkSignUp = (input: SignUpInput): CheckedSignUp =>
  checkInput(
    z.object({ tenantName, email, password: passwordFor(input.email), baseCurrency }),
    input,
  );
