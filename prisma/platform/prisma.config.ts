import { defineConfig } from 'prisma/config';

// Set by scripts/database-diff.ts; generating the client needs no database.
const url = process.env['PRISMA_DATABASE_URL'];

export default defineConfig({ schema: '.', ...(url && { datasource: { url } }) });
