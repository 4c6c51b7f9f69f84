import { portSetting } from '../../foundation/config/settings.js';
import type { SettingsOf } from '../../foundation/config/settings.js';

export const analyticsSettings = {
  ANALYTICS_PORT: portSetting(9100, 'Port of performance-analytics.'),
};

export type AnalyticsSettings = SettingsOf<typeof analyticsSettings>;
