// Stops the PostgreSQL of a test run and deletes its data: node scripts/run-ts.mjs scripts/stop-test-cluster.ts <folder>
import { removeEmbeddedPostgres } from '../foundation/database/embedded-postgres.js';

const [, , dataDir] = process.argv;
if (!dataDir) throw new Error('Name the folder of the test run.');
await removeEmbeddedPostgres({ dataDir });
