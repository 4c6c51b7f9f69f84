import { z } from 'zod';
import { modelArtifactSchema } from '../ml/model-artifact.js';
import { candleIntervals } from './candle-events.js';
import { instantField } from './event-fields.js';

export const modelPromoted = 'model.promoted';

/** A version of a tenant's model is the one to serve from now on; the artefact comes with it. */
export const modelPromotedSchema = z.object({
  modelId: z.string(),
  name: z.string(),
  symbol: z.string(),
  interval: z.enum(candleIntervals),
  /** Candles from the one it looks at to the one it speaks of. */
  horizon: z.number().int().positive(),
  version: z.number().int().positive(),
  /** Counts the promotions of this model: of two the higher one holds. */
  promotion: z.number().int().positive(),
  artifact: modelArtifactSchema,
  time: instantField,
});
export type ModelPromoted = z.infer<typeof modelPromotedSchema>;
