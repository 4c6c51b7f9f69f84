import type { PlatformDatabase } from '../../../foundation/database/platform-database.js';

/** A pool, or one connection of it within a transaction. */
export type Queryable = Pick<PlatformDatabase['pool'], 'query'>;
