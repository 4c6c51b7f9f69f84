import { portSetting } from '../../foundation/config/settings.js';
import type { SettingsOf } from '../../foundation/config/settings.js';

export const usageSettings = {
  USAGE_PORT: portSetting(9101, 'Port of usage-monitoring.'),
};

export type UsageSettings = SettingsOf<typeof usageSettings>;
