import { createHash } from 'node:crypto';
import { z } from 'zod';
import type { Role } from '../../../foundation/context/viewer.js';
import { roles } from '../../../foundation/context/viewer.js';
import { checkInput } from '../../../foundation/errors/check-input.js';
import type { RandomSource } from '../../../foundation/ids/id-generator.js';
import { emailField } from '../accounts/sign-up-input.js';

/** Somebody who may join a tenant. */
export type Invitation = {
  id: string;
  tenantId: string;
  email: string;
  role: Role;
  invitedBy: string;
  createdAt: Date;
  expiresAt: Date;
  acceptedAt: Date | null;
  acceptedBy: string | null;
  revokedAt: Date | null;
};

export const invitationLifetimeMs = 7 * 24 * 3_600_000;

export type InvitationStatus = 'OPEN' | 'ACCEPTED' | 'REVOKED' | 'EXPIRED';

export const invitationStatusAt = (
  { acceptedAt, revokedAt, expiresAt }: Invitation,
  nowMs: number,
): InvitationStatus => {
  if (acceptedAt) return 'ACCEPTED';
  if (revokedAt) return 'REVOKED';
  return nowMs < expiresAt.getTime() ? 'OPEN' : 'EXPIRED';
};

/** 256 random bits; the prefix lets secret scanners recognise a leaked one. */
export const mintInvitationToken = (random: RandomSource): string =>
  `ti_${Buffer.from(random(32)).toString('base64url')}`;

/** A plain hash is enough for 256 random bits. */
export const hashInvitationToken = (token: string): string =>
  createHash('sha256').update(token).digest('base64url');

export type InviteMemberInput = { email: string; role: Role };

/** @throws {InputFaults} naming every field at fault. */
export const checkInviteMember = (input: InviteMemberInput): InviteMemberInput =>
  checkInput(z.object({ email: emailField, role: z.enum(roles) }), input);
