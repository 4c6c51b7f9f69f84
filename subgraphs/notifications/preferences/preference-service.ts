import { z } from 'zod';
import { requireTenant } from '../../../foundation/context/require-tenant.js';
import type { Viewer } from '../../../foundation/context/viewer.js';
import type {
  TenantDatabase,
  TenantTransaction,
} from '../../../foundation/database/tenant-database.js';
import { checkInput } from '../../../foundation/errors/check-input.js';
import { DomainError } from '../../../foundation/errors/domain-error.js';
import { channels, notificationKindNames } from '../templates/notification-kinds.js';
import type { Channel, NotificationKindName } from '../templates/notification-kinds.js';
import { effectiveChannels } from './effective-channels.js';
import { findChoices, findEmail, saveChoice, saveEmail } from './preference-repository.js';

export type Preference = { kind: NotificationKindName; channels: Channel[] };

export type PreferenceService = {
  list(viewer: Viewer): Promise<Preference[]>;
  /** Sets the channels of the kinds that are named, and the address for e-mail when one is given. */
  set(viewer: Viewer, input: unknown): Promise<Preference[]>;
};

const inputSchema = z.object({
  preferences: z
    .array(
      z.object({
        kind: z.enum(notificationKindNames, 'There is no such kind of notification.'),
        channels: z.array(z.enum(channels)),
      }),
    )
    .max(100),
  emailAddress: z.email().nullish(),
});

export const createPreferenceService = (deps: {
  tenantDb: TenantDatabase;
  /** Whether this platform has a mail server. */
  canMail: boolean;
}): PreferenceService => ({
  list: (viewer) => deps.tenantDb.withTenant(requireTenant(viewer), async (db) => listed(db)),

  async set(viewer, input) {
    const { preferences, emailAddress } = checkInput(inputSchema, input);
    return deps.tenantDb.transaction(requireTenant(viewer), async (tx) => {
      if (emailAddress) await saveEmail(tx, emailAddress);
      const wantsEmail = preferences.some((one) => one.channels.includes('EMAIL'));
      if (wantsEmail) await assertReachable(tx, deps.canMail);
      for (const one of preferences) await saveChoice(tx, one.kind, one.channels);
      return listed(tx);
    });
  },
});

const assertReachable = async (tx: TenantTransaction, canMail: boolean): Promise<void> => {
  const path = ['input', 'preferences'];
  if (!canMail)
    throw new DomainError('INVALID_STATE', 'This platform has no mail server (SMTP_URL).', path);
  if ((await findEmail(tx)) === null)
    throw new DomainError('INVALID_INPUT', 'E-mail needs an address.', ['input', 'emailAddress']);
};

const listed = async (db: Parameters<typeof findChoices>[0]): Promise<Preference[]> => {
  const choices = await findChoices(db);
  return notificationKindNames.map((kind) => ({
    kind,
    channels: effectiveChannels(choices, kind),
  }));
};
