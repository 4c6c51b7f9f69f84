import { pino } from 'pino';
import type { DestinationStream, Logger as PinoLogger } from 'pino';

export type Logger = PinoLogger;

/** Paths that may carry a secret; their values never reach a log. */
const secretPaths = [
  'password',
  'accessToken',
  'refreshToken',
  'secret',
  'apiKey',
  'authorization',
  '*.password',
  '*.accessToken',
  '*.refreshToken',
  '*.secret',
  '*.apiKey',
  '*.authorization',
];

/** Structured JSON lines. */
export const createLogger = (
  options: { level: string; service?: string },
  destination?: DestinationStream,
): Logger =>
  pino(
    {
      level: options.level,
      base: options.service ? { service: options.service } : {},
      redact: { paths: secretPaths, censor: '[redacted]' },
      timestamp: pino.stdTimeFunctions.isoTime,
    },
    ...(destination ? [destination] : []),
  );
