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
      const opened = await context.services.accounts.signUp(input, context.address);
      return { session: opened.session, tenant: opened.tenant };
    }),

  signIn: (_source: unknown, { input }: Input<SignInInput>, context: TenantsContext) =>
    answering({ session: null }, () => context.services.accounts.signIn(input, context.address)),

  refreshSession: (
    _source: unknown,
    { input }: Input<{ refreshToken: string }>,
    { services }: TenantsContext,
  ) =>
    answering({ session: null }, async () => ({
      session: await services.sessions.refresh(input.refreshToken),
    })),

  signOut: (_source: unknown, _args: unknown, context: TenantsContext) =>
    answering({ user: null }, async () => {
      const { userId } = await context.services.sessions.end(context.viewer);
      return { user: await context.memberByUserId.load(userId) };
    }),

  updateTenantConfig: (
    _source: unknown,
    { input }: Input<UpdateTenantConfigInput>,
    { services, viewer, configByTenantId }: TenantsContext,
  ) =>
    answering({ tenant: null }, async () => {
      const tenant = await services.configs.update(viewer, input);
      // An earlier mutation of the same operation may have loaded what this one changed.
      configByTenantId.clear(tenant.id);
      return { tenant };
    }),

  createApiKey: (
    _source: unknown,
    { input }: Input<CreateApiKeyInput>,
    { services, viewer }: TenantsContext,
  ) => answering({ apiKey: null, secret: null }, () => services.apiKeys.create(viewer, input)),

  revokeApiKey: (
    _source: unknown,
    { input }: Input<{ apiKeyId: string }>,
    { services, viewer }: TenantsContext,
  ) =>
    answering({ apiKey: null }, async () => ({
      apiKey: await services.apiKeys.revoke(viewer, input.apiKeyId),
    })),

  suspendTenant: (
    _source: unknown,
    { input }: Input<{ tenantId: string; reason: string }>,
    { services, viewer }: TenantsContext,
  ) =>
    answering({ tenant: null }, async () => ({
      tenant: await services.tenants.suspend(viewer, input),
    })),

  reactivateTenant: (
    _source: unknown,
    { input }: Input<{ tenantId: string }>,
    { services, viewer }: TenantsContext,
  ) =>
    answering({ tenant: null }, async () => ({
      tenant: await services.tenants.reactivate(viewer, input),
    })),
};
