import { portSetting } from '../../foundation/config/settings.js';
import type { SettingsOf } from '../../foundation/config/settings.js';

export const complianceSettings = {
  COMPLIANCE_PORT: portSetting(9102, 'Port of compliance-monitor.'),
};

export type ComplianceSettings = SettingsOf<typeof complianceSettings>;
