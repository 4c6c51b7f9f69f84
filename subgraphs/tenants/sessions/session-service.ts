import { DomainError } from '../../../foundation/errors/domain-error.js';
import type { UserViewer } from '../../../foundation/context/viewer.js';
import type { IdGenerator, RandomSource } from '../../../foundation/ids/id-generator.js';
import type { Logger } from '../../../foundation/logging/logger.js';
import type { OutboxRelay } from '../../../foundation/messaging/outbox-relay.js';
import type { Clock } from '../../../foundation/time/clock.js';
import type { AccessAnnouncer } from '../access/access-announcer.js';
import type { Caller } from '../access/caller.js';
import { callerAs } from '../access/caller.js';
import { requirePerson } from '../access/require-member.js';
import type { Member, OperatorEmails } from '../accounts/member.js';
import { scopesOfMember } from '../accounts/member.js';
import { isApiKeyId } from '../api-keys/api-key.js';
import type { SigningKeyRing } from '../signing-keys/signing-key-ring.js';
import { barredBecause } from '../tenants/tenant.js';
import type { TenantEvents } from '../tenants/tenant-events.js';
import { signAccessToken } from './access-token.js';
import { decideRefresh } from './refresh-decision.js';
import { hashRefreshToken, mintRefreshToken } from './refresh-token.js';
import type { Session } from './session.js';
import { accessTokenLifetimeMs, openSession } from './session.js';
import type { SessionStore } from './session-store.js';

/** What a client gets to act with. */
export type SessionTokens = {
  accessToken: string;
  refreshToken: string;
  /** When the access token ends. */
  expiresAt: Date;
  /** When the session ends unless it is refreshed before. */
  refreshExpiresAt: Date;
};

export type SessionService = {
  start(caller: Caller, member: Member): Promise<SessionTokens>;
  /** @throws {DomainError} SESSION_EXPIRED or TENANT_SUSPENDED. */
  refresh(caller: Caller, refreshToken: string): Promise<SessionTokens>;
  /** Ends the caller's own session. @throws {DomainError} INVALID_STATE for an API key. */
  end(caller: Caller): Promise<UserViewer>;
};

export type SessionServiceDeps = {
  store: SessionStore;
  findMember: (tenantId: string, userId: string) => Promise<Member | null>;
  keys: SigningKeyRing;
  operators: OperatorEmails;
  events: TenantEvents;
  access: AccessAnnouncer;
  relay: Pick<OutboxRelay, 'kick'>;
  clock: Clock;
  ids: IdGenerator;
  random: RandomSource;
  logger: Logger;
};

export const createSessionService = (deps: SessionServiceDeps): SessionService => ({
  async start(caller, member) {
    const session = openSession(
      {
        sessionId: deps.ids('session'),
        tenantId: member.tenant.id,
        userId: member.userId,
        address: caller.address,
      },
      deps.clock.nowMs(),
    );
    const refreshToken = mintRefreshToken(deps.random);
    const started = deps.events.audit(callerAs(caller, member), {
      tenantId: session.tenantId,
      action: 'session.start',
      target: { type: 'Session', id: session.id },
      details: { address: caller.address },
    });
    await deps.store.create(session, hashRefreshToken(refreshToken), [started]);
    void deps.relay.kick(null);
    return issueTokens(deps, member, session, refreshToken);
  },

  refresh: (caller, token) => refresh(deps, caller, token),

  async end(caller) {
    const person = requirePerson(caller.viewer);
    if (isApiKeyId(person.sessionId))
      throw new DomainError('INVALID_STATE', 'An API key has no session; revoke the key.');
    const ended = deps.events.audit(caller, {
      tenantId: person.tenantId,
      action: 'session.end',
      target: { type: 'Session', id: person.sessionId },
    });
    const nowMs = deps.clock.nowMs();
    await deps.store.revoke(person.sessionId, { reason: 'SIGNED_OUT', nowMs, events: [ended] });
    void deps.relay.kick(null);
    await deps.access.ended([person.sessionId]);
    return person;
  },
});

const refresh = async (
  deps: SessionServiceDeps,
  caller: Caller,
  token: string,
): Promise<SessionTokens> => {
  const hash = hashRefreshToken(token);
  const found = await deps.store.find(hash);
  const member = found && (await deps.findMember(found.tenantId, found.userId));
  if (!member) throw sessionEnded();

  const nowMs = deps.clock.nowMs();
  const decide = decideRefresh({
    token,
    barred: barredBecause(member.tenant, member.role),
    nowMs,
    random: deps.random,
    reuseEvent: deps.events.audit(callerAs(caller, member), {
      tenantId: found.tenantId,
      action: 'session.reuse-token',
      target: { type: 'Session', id: found.id },
      outcome: 'REFUSED',
      details: { address: caller.address },
    }),
  });
  const outcome = await deps.store.decide(hash, nowMs, decide);

  if (outcome?.kind === 'live')
    return issueTokens(deps, member, outcome.session, outcome.refreshToken);
  if (outcome?.kind === 'barred') throw outcome.because;
  if (outcome?.kind === 'reused') {
    deps.logger.warn(
      { event: 'authn_token_reuse', sessionId: found.id, userId: found.userId },
      'an old refresh token was used; its session is revoked',
    );
    void deps.relay.kick(null);
    await deps.access.ended([found.id]);
  }
  throw sessionEnded();
};

const issueTokens = async (
  deps: Pick<SessionServiceDeps, 'clock' | 'keys' | 'operators'>,
  member: Member,
  session: Session,
  refreshToken: string,
): Promise<SessionTokens> => {
  const nowMs = deps.clock.nowMs();
  const expiresAtMs = Math.min(nowMs + accessTokenLifetimeMs, session.expiresAtMs);
  const accessToken = await signAccessToken(deps.keys, {
    userId: member.userId,
    tenantId: member.tenant.id,
    sessionId: session.id,
    role: member.role,
    scopes: scopesOfMember(member, deps.operators),
    issuedAtMs: nowMs,
    expiresAtMs,
  });
  return {
    accessToken,
    refreshToken,
    expiresAt: new Date(expiresAtMs),
    refreshExpiresAt: new Date(session.expiresAtMs),
  };
};

const sessionEnded = () =>
  new DomainError('SESSION_EXPIRED', 'This session has ended.', ['input', 'refreshToken']);
