import { z } from 'zod';
import { portSetting } from '../../foundation/config/settings.js';
import { processSettings } from '../../foundation/process/process-settings.js';

/** What a gateway that stands alone reads beside `gatewaySettings`. */
export const standaloneSettings = {
  SUPERGRAPH_PATH: {
    schema: z.string('is missing').min(1),
    description:
      'For `npm run gateway`: the supergraph to serve, any that federation 2 composes; its subgraphs are called where it says they are.',
    example: '',
  },
  PORT: portSetting(3001, 'For `npm run gateway`: the port it listens on.'),
};

/**
 * Optional here: without it the process makes a key of its own, whose signatures mean nothing to anybody. Subgraphs of
 * another make ignore them; those of the platform refuse them.
 */
export const standaloneIdentityKey = {
  INTERNAL_IDENTITY_KEY: {
    ...processSettings.INTERNAL_IDENTITY_KEY,
    schema: processSettings.INTERNAL_IDENTITY_KEY.schema.optional(),
  },
};
