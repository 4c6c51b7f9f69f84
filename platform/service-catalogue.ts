import { readFileSync } from 'node:fs';
import { z } from 'zod';

const entry = z.object({
  name: z.string(),
  folder: z.string(),
  subgraph: z.string().nullable(),
  port: z.int(),
  portVariable: z.string(),
});

/** A service: its name on the network, its folder, its subgraph, its documented port and the variable that changes it. */
export type CatalogueEntry = z.infer<typeof entry>;

/** Kept as JSON because `npm start` reads it before anything is built. */
export const serviceCatalogue: readonly CatalogueEntry[] = z
  .array(entry)
  .parse(JSON.parse(readFileSync(new URL('./services.json', import.meta.url), 'utf8')));
