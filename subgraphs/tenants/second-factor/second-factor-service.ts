import type { Envelope } from '../../../foundation/crypto/envelope.js';
import { DomainError } from '../../../foundation/errors/domain-error.js';
import type { RandomSource } from '../../../foundation/ids/id-generator.js';
import type { Clock } from '../../../foundation/time/clock.js';
import { nowOf } from '../../../foundation/time/clock.js';
import type { Caller } from '../access/caller.js';
import type { Reauthentication } from '../access/reauthentication.js';
import { requireSession } from '../access/reauthentication.js';
import type { SignInThrottle } from '../accounts/sign-in-throttle.js';
import type { ControlPlane } from '../tenants/control-plane.js';
import type { TenantEvents } from '../tenants/tenant-events.js';
import type { Db } from '../tenants/tenant-repository.js';
import { hashRecoveryCode, looksLikeRecoveryCode, mintRecoveryCodes } from './recovery-code.js';
import { matchingStep, mintTotpSecret, otpauthUri, toBase32 } from './totp.js';

/** An authenticator app as proof of a person, beside the password. */
export type SecondFactorService = {
  /** Makes a secret that counts once a code confirms it; replaces one that was never confirmed. @throws {DomainError} INVALID_CREDENTIALS, INVALID_STATE. */
  begin(caller: Caller, password: string): Promise<{ secret: string; uri: string }>;
  /** @returns the recovery codes, shown this once. @throws {DomainError} INVALID_CREDENTIALS, INVALID_STATE, RATE_LIMITED. */
  confirm(caller: Caller, code: string): Promise<string[]>;
  /** @throws {DomainError} INVALID_CREDENTIALS, INVALID_STATE. */
  remove(caller: Caller, input: { password: string; code: string }): Promise<void>;
  isOn(userId: string): Promise<boolean>;
  /** Whether the code is right; uses it up. Also true for whoever has no second factor. */
  accepts(userId: string, code: string | null): Promise<'YES' | 'NO' | 'MISSING'>;
};

export type SecondFactorDeps = {
  controlPlane: ControlPlane;
  envelope: Envelope;
  events: TenantEvents;
  reauthenticate: Reauthentication;
  throttle: SignInThrottle;
  clock: Clock;
  random: RandomSource;
};

export const createSecondFactorService = (deps: SecondFactorDeps): SecondFactorService => {
  const { db } = deps.controlPlane;
  return {
    async begin(caller, password) {
      const person = await deps.reauthenticate(caller, password, ['input', 'password']);
      const { userId } = person;
      if (await findConfirmed(db, userId))
        throw new DomainError('INVALID_STATE', 'The second factor is on already.');
      const secret = mintTotpSecret(deps.random);
      const row = {
        sealedSecret: deps.envelope.seal(secret, secondFactorContext(userId)),
        createdAt: nowOf(deps.clock),
        confirmedAt: null,
        lastStep: 0n,
      };
      await db.secondFactor.upsert({ where: { userId }, update: row, create: { userId, ...row } });
      return { secret: toBase32(secret), uri: otpauthUri(secret, person.email) };
    },

    confirm: (caller, code) => confirm(deps, caller, code),

    async remove(caller, { password, code }) {
      const { userId, tenantId } = await deps.reauthenticate(caller, password, [
        'input',
        'password',
      ]);
      if (!(await findConfirmed(db, userId)))
        throw new DomainError('INVALID_STATE', 'The second factor is not on.');
      if ((await accepts(deps, userId, code)) !== 'YES') throw wrongCode();
      await deps.controlPlane.transaction(async (tx) => {
        await forgetSecondFactor(tx, [userId]);
        return { result: undefined, events: [auditOf(deps, caller, tenantId, 'remove')] };
      });
    },

    isOn: async (userId) => (await findConfirmed(db, userId)) !== null,
    accepts: (userId, code) => accepts(deps, userId, code),
  };
};

/** Removes the second factors of these people. */
export const forgetSecondFactor = async (tx: Db, userIds: readonly string[]): Promise<void> => {
  await tx.recoveryCode.deleteMany({ where: { userId: { in: [...userIds] } } });
  await tx.secondFactor.deleteMany({ where: { userId: { in: [...userIds] } } });
};

export const wrongCode = () =>
  new DomainError('INVALID_CREDENTIALS', 'The code is wrong or was used.', ['input', 'code']);

/** What a second factor's secret is sealed for. */
export const secondFactorContext = (userId: string): string =>
  `platform.second_factors.secret:${userId}`;

const findConfirmed = (db: Db, userId: string) =>
  db.secondFactor.findFirst({ where: { userId, confirmedAt: { not: null } } });

const confirm = async (deps: SecondFactorDeps, caller: Caller, code: string): Promise<string[]> => {
  const { userId, tenantId } = requireSession(caller);
  const { db } = deps.controlPlane;
  const factor = await db.secondFactor.findUnique({ where: { userId } });
  if (!factor || factor.confirmedAt)
    throw new DomainError('INVALID_STATE', 'There is no second factor to confirm.');
  const attempt = { email: `second factor of ${userId}`, address: caller.address };
  await deps.throttle.admit(attempt);
  const secret = deps.envelope.open(factor.sealedSecret, secondFactorContext(userId));
  const step = matchingStep(secret, code, { nowMs: deps.clock.nowMs(), lastStep: 0 });
  if (step === null) throw wrongCode();
  await deps.throttle.succeeded(attempt);
  const codes = mintRecoveryCodes(deps.random);
  return deps.controlPlane.transaction(async (tx) => {
    const { count } = await tx.secondFactor.updateMany({
      where: { userId, confirmedAt: null, sealedSecret: factor.sealedSecret },
      data: { confirmedAt: nowOf(deps.clock), lastStep: BigInt(step) },
    });
    if (count === 0) throw new DomainError('CONFLICT', 'It was changed at the same time.');
    await tx.recoveryCode.deleteMany({ where: { userId } });
    await tx.recoveryCode.createMany({
      data: codes.map((one) => ({ userId, hash: hashRecoveryCode(one) })),
    });
    return { result: codes, events: [auditOf(deps, caller, tenantId, 'confirm')] };
  });
};

const accepts = async (
  deps: SecondFactorDeps,
  userId: string,
  code: string | null,
): Promise<'YES' | 'NO' | 'MISSING'> => {
  const { db } = deps.controlPlane;
  const factor = await findConfirmed(db, userId);
  if (!factor) return 'YES';
  if (code === null || code === '') return 'MISSING';
  if (looksLikeRecoveryCode(code))
    return (await useRecoveryCode(deps, userId, code)) ? 'YES' : 'NO';
  const secret = deps.envelope.open(factor.sealedSecret, secondFactorContext(userId));
  const at = { nowMs: deps.clock.nowMs(), lastStep: Number(factor.lastStep) };
  const step = matchingStep(secret, code.replace(/\s/g, ''), at);
  if (step === null) return 'NO';
  // Of two who send the same code at once, one gets in.
  const { count } = await db.secondFactor.updateMany({
    where: { userId, lastStep: { lt: step } },
    data: { lastStep: step },
  });
  return count === 1 ? 'YES' : 'NO';
};

const useRecoveryCode = async (
  { controlPlane, clock }: SecondFactorDeps,
  userId: string,
  code: string,
): Promise<boolean> => {
  const { count } = await controlPlane.db.recoveryCode.updateMany({
    where: { userId, hash: hashRecoveryCode(code), usedAt: null },
    data: { usedAt: nowOf(clock) },
  });
  return count === 1;
};

const auditOf = (
  { events }: SecondFactorDeps,
  caller: Caller,
  tenantId: string,
  verb: 'confirm' | 'remove',
) =>
  events.audit(caller, {
    tenantId,
    action: `second-factor.${verb}`,
    target: {
      type: 'User',
      id: caller.viewer.kind === 'user' ? caller.viewer.userId : 'anonymous',
    },
  });
