import { textSetting } from '../config/settings.js';

/** For the services that ask market-data for what it keeps; what it streams they hear over the broadcast. */
export const marketDataAddressSettings = {
  MARKET_DATA_URL: textSetting(
    'http://localhost:5001/graphql',
    'Where services ask for instruments and past candles.',
  ),
};
