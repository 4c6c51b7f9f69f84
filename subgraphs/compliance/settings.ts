import { integerSetting, portSetting } from '../../foundation/config/settings.js';
import type { SettingsOf } from '../../foundation/config/settings.js';
import { encryptionKeySettings } from '../../foundation/crypto/encryption-key-settings.js';

export const complianceSettings = {
  COMPLIANCE_PORT: portSetting(9102, 'Port of compliance-monitor.'),
  COMPLIANCE_VERIFY_EVERY_MS: integerSetting(
    6 * 3_600_000,
    { min: 1_000, max: 7 * 86_400_000 },
    'How often every audit log is verified and sealed anew.',
  ),
  ...encryptionKeySettings,
};

export type ComplianceSettings = SettingsOf<typeof complianceSettings>;
