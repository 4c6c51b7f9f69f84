import { z } from 'zod';
import { choiceSetting, integerSetting, optionalSetting, textSetting } from '../config/settings.js';
import { addressOf } from '../database/servers/server-address.js';

const postgresUrl = z.url({
  protocol: /^postgres(ql)?$/,
  message: 'must look like postgresql://user:password@host:5432/database',
});

const identityKey = z
  .string('is missing')
  .transform((text) => Buffer.from(text, 'base64'))
  .refine((bytes) => bytes.length >= 32, 'must be at least 32 bytes in base64');

/** What every process of the platform needs, whether it runs one service or all of them. */
export const processSettings = {
  DATABASE_URL: {
    schema: postgresUrl,
    description:
      'PostgreSQL 15 or newer, as an owner who may create roles: postgresql://user:password@host:5432/database. `npm start` brings its own when this is not set.',
    example: '',
  },
  TENANT_DATABASE_URL: {
    schema: postgresUrl.optional(),
    description:
      'The same database under the login for tenant work, when the operator makes that login; else it is made and its password derived.',
    example: '',
  },
  DATABASE_REPLICA_URLS: {
    schema: z
      .string()
      .default('')
      .transform((text) => text.split(',').filter((url) => url.trim() !== ''))
      .pipe(z.array(postgresUrl.transform(addressOf))),
    description:
      'Servers that follow the one of DATABASE_URL, separated by commas: reads that may be a little behind go there, and when one of them is promoted, all else does too. Only their hosts and ports count: the login and the database are the same.',
    example: '',
  },
  DATABASE_REPLICA_MAX_LAG_MS: integerSetting(
    5_000,
    { min: 100, max: 3_600_000 },
    'A replica whose newest commit is older than this, in milliseconds, is not read from.',
  ),
  DATABASE_CONNECTIONS: integerSetting(
    5,
    { min: 1, max: 200 },
    'Connections at most of one process for the platform, and as many again for the tenants.',
  ),
  DATABASE_STATEMENT_TIMEOUT_MS: integerSetting(
    30_000,
    { min: 100, max: 3_600_000 },
    'A statement that runs longer is cancelled, so that no tenant holds a connection for others to wait for.',
  ),
  DATABASE_SLOW_QUERY_MS: integerSetting(
    500,
    { min: 1, max: 3_600_000 },
    'A query that takes longer is logged: its text, never its parameters.',
  ),
  REDIS_URL: optionalSetting(
    'Redis for events and live messages between processes: redis://host:6379. Without it a process hears only itself.',
  ),
  INTERNAL_IDENTITY_KEY: {
    schema: identityKey,
    description:
      'Signs who is asking on calls between the services, the same for all of them: at least 32 random bytes in base64. `npm start` makes its own when this is not set.',
    example: '',
  },
  SERVICE_HOST: textSetting(
    '127.0.0.1',
    'Address that the services listen on; 0.0.0.0 for all of this machine or container.',
  ),
  HUB_URL: textSetting(
    'http://localhost:7000',
    'Where central-hub answers; a service tells it that it is there, and works without it.',
  ),
  LOG_LEVEL: choiceSetting(
    ['trace', 'debug', 'info', 'warn', 'error', 'fatal'],
    'info',
    'The least important lines that are logged.',
  ),
};
