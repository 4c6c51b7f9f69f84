import { choiceSetting, textSetting } from '../foundation/config/settings.js';

/** Of the platform that runs in one process (`npm start`). */
export const embeddedSettings = {
  DATA_DIR: textSetting(
    '.data',
    'Where `npm start` keeps the database, logs and secrets, relative to the repository.',
  ),
  DEMO_TENANT: choiceSetting(
    ['on', 'off'],
    'on',
    'Whether `npm start` makes a tenant with a sign-in of its own and a strategy that trades simulated prices.',
  ),
};
