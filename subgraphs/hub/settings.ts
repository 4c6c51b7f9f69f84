import { integerSetting, portSetting } from '../../foundation/config/settings.js';
import type { SettingsOf } from '../../foundation/config/settings.js';

export const hubSettings = {
  HUB_PORT: portSetting(7000, 'Port of central-hub.'),
  HUB_LEASE_MS: integerSetting(
    15_000,
    { min: 1_000, max: 300_000 },
    'How long a service counts as alive after its last heartbeat; it beats three times as often.',
  ),
};

export type HubSettings = SettingsOf<typeof hubSettings>;
