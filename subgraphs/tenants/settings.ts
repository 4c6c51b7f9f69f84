import { z } from 'zod';
import { integerSetting, portSetting, textSetting } from '../../foundation/config/settings.js';
import type { SettingsOf } from '../../foundation/config/settings.js';
import { encryptionKeySettings } from '../../foundation/crypto/encryption-key-settings.js';
import { normalizeEmail } from './accounts/sign-up-input.js';

export const tenantsSettings = {
  ...encryptionKeySettings,
  TENANTS_PORT: portSetting(8008, 'Port of database-service.'),
  TENANT_DELETION_GRACE_HOURS: integerSetting(
    720,
    { min: 0, max: 8_760 },
    'How long the deletion of a tenant can be called off.',
  ),
  TENANT_EXPORTS_FOLDER: textSetting(
    '.data/exports',
    'Where copies of tenants are kept for seven days; only the platform may read it.',
  ),
  PLATFORM_OPERATOR_EMAILS: {
    schema: z
      .string()
      .default('')
      .transform((text) =>
        text
          .split(',')
          .map(normalizeEmail)
          .filter((email) => email !== ''),
      )
      .pipe(z.array(z.email('must be e-mail addresses separated by commas'))),
    description:
      'E-mail addresses of the people who run the platform (scope platform:admin), separated by commas. Nobody can sign up with them.',
    example: '',
  },
  PLATFORM_OPERATOR_PASSWORD: {
    schema: z.string().min(12, 'must have at least 12 characters').optional(),
    description: 'When given, operators without an account get one with this password at start-up.',
    example: '',
  },
};

export type TenantsSettings = SettingsOf<typeof tenantsSettings>;
