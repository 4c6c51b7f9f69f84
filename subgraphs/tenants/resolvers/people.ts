import type { Role } from '../../../foundation/context/viewer.js';
import { answering } from '../../../foundation/errors/domain-error.js';
import { toConnection } from '../../../foundation/subgraph/connection.js';
import { requirePerson } from '../access/require-member.js';
import type { ChangePasswordInput } from '../accounts/password-service.js';
import type { AcceptInvitationInput } from '../members/accept-invitation.js';
import type { Invitation, InviteMemberInput } from '../members/invitation.js';
import { invitationStatusAt } from '../members/invitation.js';
import type { LiveSession } from '../sessions/session-list-service.js';
import type { PageArguments } from './page.js';
import { pageOf } from './page.js';
import type { TenantsContext } from './tenants-context.js';

type Input<TInput> = { input: TInput };

export const peopleQueries = {
  async members(_source: unknown, args: PageArguments, { services, viewer }: TenantsContext) {
    const page = pageOf(args, 'user');
    const found = await services.members.list(viewer, page);
    return toConnection(found, { first: page.first, after: page.afterId }, ({ userId }) => userId);
  },

  async invitations(_source: unknown, args: PageArguments, { services, viewer }: TenantsContext) {
    const page = pageOf(args, 'invitation');
    const found = await services.invitations.list(viewer, page);
    return toConnection(found, { first: page.first, after: page.afterId }, ({ id }) => id);
  },

  async sessions(_source: unknown, args: PageArguments, { services, viewer }: TenantsContext) {
    const page = pageOf(args, 'session');
    const found = await services.sessionList.list(viewer, page);
    return toConnection(found, { first: page.first, after: page.afterId }, ({ id }) => id);
  },

  secondFactor: async (_source: unknown, _args: unknown, { services, viewer }: TenantsContext) => ({
    isOn: await services.secondFactors.isOn(requirePerson(viewer).userId),
  }),
};

export const peopleMutations = {
  revokeSession: (
    _source: unknown,
    { input }: Input<{ sessionId: string; password: string }>,
    context: TenantsContext,
  ) =>
    answering({ endedSessionIds: null }, async () => ({
      endedSessionIds: await context.services.sessionList.revoke(context, input),
    })),

  revokeOtherSessions: (
    _source: unknown,
    { input }: Input<{ password: string }>,
    context: TenantsContext,
  ) =>
    answering({ endedSessionIds: null }, async () => ({
      endedSessionIds: await context.services.sessionList.revokeOthers(context, input.password),
    })),

  changePassword: (
    _source: unknown,
    { input }: Input<ChangePasswordInput>,
    context: TenantsContext,
  ) =>
    answering({ user: null }, async () => {
      await context.services.changePassword(context, input);
      return { user: await context.memberByUserId.load(requirePerson(context.viewer).userId) };
    }),

  beginSecondFactor: (
    _source: unknown,
    { input }: Input<{ password: string }>,
    context: TenantsContext,
  ) =>
    answering({ secret: null, uri: null }, () =>
      context.services.secondFactors.begin(context, input.password),
    ),

  confirmSecondFactor: (
    _source: unknown,
    { input }: Input<{ code: string }>,
    context: TenantsContext,
  ) =>
    answering({ recoveryCodes: null }, async () => ({
      recoveryCodes: await context.services.secondFactors.confirm(context, input.code),
    })),

  removeSecondFactor: (
    _source: unknown,
    { input }: Input<{ password: string; code: string }>,
    context: TenantsContext,
  ) =>
    answering({ secondFactor: null }, async () => {
      await context.services.secondFactors.remove(context, input);
      return { secondFactor: { isOn: false } };
    }),

  inviteMember: (_source: unknown, { input }: Input<InviteMemberInput>, context: TenantsContext) =>
    answering({ invitation: null, token: null }, () =>
      context.services.invitations.invite(context, input),
    ),

  revokeInvitation: (
    _source: unknown,
    { input }: Input<{ invitationId: string }>,
    context: TenantsContext,
  ) =>
    answering({ invitation: null }, async () => ({
      invitation: await context.services.invitations.revoke(context, input.invitationId),
    })),

  acceptInvitation: (
    _source: unknown,
    { input }: Input<AcceptInvitationInput>,
    context: TenantsContext,
  ) =>
    answering({ session: null, tenant: null }, () =>
      context.services.acceptInvitation(context, input),
    ),

  changeMemberRole: (
    _source: unknown,
    { input }: Input<{ userId: string; role: Role }>,
    context: TenantsContext,
  ) =>
    answering({ member: null }, async () => ({
      member: await context.services.members.changeRole(context, input),
    })),

  removeMember: (_source: unknown, { input }: Input<{ userId: string }>, context: TenantsContext) =>
    answering({ removedUserId: null }, async () => ({
      removedUserId: (await context.services.members.remove(context, input.userId)).userId,
    })),
};

export const invitationResolvers = {
  status: (invitation: Invitation, _args: unknown, { nowMs }: TenantsContext) =>
    invitationStatusAt(invitation, nowMs),
};

export const sessionInfoResolvers = {
  isCurrent: ({ id }: LiveSession, _args: unknown, { viewer }: TenantsContext): boolean =>
    viewer.kind === 'user' && viewer.sessionId === id,
};
