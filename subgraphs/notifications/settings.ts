import { z } from 'zod';
import {
  choiceSetting,
  optionalSetting,
  portSetting,
  textSetting,
} from '../../foundation/config/settings.js';
import type { SettingsOf } from '../../foundation/config/settings.js';
import { encryptionKeySettings } from '../../foundation/crypto/encryption-key-settings.js';

export const notificationsSettings = {
  NOTIFICATIONS_PORT: portSetting(9003, 'Port of notification-service.'),
  SMTP_URL: optionalSetting(
    'Mail server, such as smtps://user:password@mail.example:465; without it no e-mail is sent.',
  ),
  SMTP_FROM: textSetting('trading@localhost', 'Sender of e-mail.'),
  PUBLIC_URL: {
    schema: z
      .url({ protocol: /^https?$/, message: 'must look like https://trading.example' })
      .default('http://localhost:3001'),
    description: 'Where people open the platform: links in e-mail lead there.',
    example: 'http://localhost:3001',
  },
  WEBHOOK_INTERNAL_ADDRESSES: choiceSetting(
    ['refuse', 'allow'],
    'refuse',
    'Whether webhooks may go to addresses of this machine or its network; allow it for trials only.',
  ),
  ...encryptionKeySettings,
};

export type NotificationsSettings = SettingsOf<typeof notificationsSettings>;
