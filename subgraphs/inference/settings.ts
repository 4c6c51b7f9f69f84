import { portSetting, textSetting } from '../../foundation/config/settings.js';
import type { SettingsOf } from '../../foundation/config/settings.js';

export const inferenceSettings = {
  INFERENCE_PORT: portSetting(8022, 'Port of realtime-inference.'),
  MARKET_DATA_URL: textSetting(
    'http://localhost:5001/graphql',
    'Where services ask market-data for instruments and past candles.',
  ),
};

export type InferenceSettings = SettingsOf<typeof inferenceSettings>;
