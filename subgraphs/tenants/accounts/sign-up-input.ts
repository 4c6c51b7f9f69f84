import { z } from 'zod';
import { checkInput } from '../../../foundation/errors/check-input.js';
import { visibleText } from '../access/visible-text.js';

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

const longestEmail = 254;
const shortestPassword = 12;
/** Long enough for any phrase, short enough that hashing it costs nothing extra. */
const longestPassword = 256;

/** One spelling for each mailbox, so that nobody has two accounts by writing capitals. */
export const normalizeEmail = (text: string): string =>
  text
    .slice(0, longestEmail + 1)
    .normalize('NFKC')
    .trim()
    .toLowerCase();

/** The normalised address. */
export const emailField = z
  .string()
  .transform(normalizeEmail)
  .pipe(z.email('Give an e-mail address, such as owner@acme.example.').max(longestEmail));

/** The normalised address, or null when no account can have it. */
export const parseEmail = (text: string): string | null => emailField.safeParse(text).data ?? null;

const tenantName = visibleText({ min: 2, max: 80 });

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
    z.object({ tenantName, email: emailField, password: passwordFor(input.email), baseCurrency }),
    input,
  );

/**
 * A password as this account may have it.
 * @param root where it stands in the operation's arguments.
 * @throws {InputFaults} naming what is wrong with it.
 */
export const checkPassword = (password: string, emailGiven: string, root: string): string =>
  checkInput(passwordFor(emailGiven), password, ['input', root]);
