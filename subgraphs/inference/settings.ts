import { portSetting } from '../../foundation/config/settings.js';
import type { SettingsOf } from '../../foundation/config/settings.js';
import { marketDataAddressSettings } from '../../foundation/process/market-data-address-settings.js';

export const inferenceSettings = {
  INFERENCE_PORT: portSetting(8022, 'Port of realtime-inference.'),
  ...marketDataAddressSettings,
};

export type InferenceSettings = SettingsOf<typeof inferenceSettings>;
