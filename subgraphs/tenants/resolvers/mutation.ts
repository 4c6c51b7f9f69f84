import { answering } from '../../../foundation/errors/domain-error.js';
import type { SignInInput } from '../accounts/account-service.js';
import type { SignUpInput } from '../accounts/sign-up-input.js';
import type { CreateApiKeyInput } from '../api-keys/api-key.js';
import type { UpdateTenantConfigInput } from '../configuration/config-service.js';
import type { TenantsContext } from './tenants-context.js';

type Input<TInput> = { input: TInput };

export const mutationResolvers = {
  signUp: (_source: unknown, { input }: Input<SignUpInput>, context: TenantsContext) =>
    answering({ session: null, tenant: null }, async () => {
      const opened = await context.services.accounts.signUp(context, input);
      return { session: opened.session, tenant: opened.tenant };
    }),

  signIn: (_source: unknown, { input }: Input<SignInInput>, context: TenantsContext) =>
    answering({ session: null }, () => context.services.accounts.signIn(context, input)),

  refreshSession: (
    _source: unknown,
    { input }: Input<{ refreshToken: string }>,
    context: TenantsContext,
  ) =>
    answering({ session: null }, async () => ({
      session: await context.services.sessions.refresh(context, input.refreshToken),
    })),

  signOut: (_source: unknown, _args: unknown, context: TenantsContext) =>
    answering({ user: null }, async () => {
      const { userId } = await context.services.sessions.end(context);
      return { user: await context.memberByUserId.load(userId) };
    }),

  updateTenantConfig: (
    _source: unknown,
    { input }: Input<UpdateTenantConfigInput>,
    context: TenantsContext,
  ) =>
    answering({ tenant: null }, async () => {
      const tenant = await context.services.configs.update(context, input);
      // An earlier mutation of the same operation may have loaded what this one changed.
      context.configByTenantId.clear(tenant.id);
      return { tenant };
    }),

  createApiKey: (_source: unknown, { input }: Input<CreateApiKeyInput>, context: TenantsContext) =>
    answering({ apiKey: null, secret: null }, () =>
      context.services.apiKeys.create(context, input),
    ),

  revokeApiKey: (
    _source: unknown,
    { input }: Input<{ apiKeyId: string }>,
    context: TenantsContext,
  ) =>
    answering({ apiKey: null }, async () => ({
      apiKey: await context.services.apiKeys.revoke(context, input.apiKeyId),
    })),

  suspendTenant: (
    _source: unknown,
    { input }: Input<{ tenantId: string; reason: string }>,
    context: TenantsContext,
  ) =>
    answering({ tenant: null }, async () => ({
      tenant: await context.services.tenants.suspend(context, input),
    })),

  reactivateTenant: (
    _source: unknown,
    { input }: Input<{ tenantId: string }>,
    context: TenantsContext,
  ) =>
    answering({ tenant: null }, async () => ({
      tenant: await context.services.tenants.reactivate(context, input),
    })),
};
