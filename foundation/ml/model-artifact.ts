import { z } from 'zod';
import { featureNames } from './features.js';

const weights = z.array(z.number()).length(featureNames.length);

const logisticSchema = z.object({
  kind: z.literal('logistic'),
  bias: z.number(),
  weights,
  /** Of the training rows; a feature is centred and scaled by them first. */
  means: weights,
  scales: weights,
});
export type LogisticModel = z.infer<typeof logisticSchema>;

/**
 * A tree as parallel arrays, node 0 its root. A row goes left when its feature is at most the threshold; children
 * stand behind their parent. `left` is −1 at a leaf, whose `value` is added to the log-odds.
 */
const treeSchema = z.object({
  feature: z.array(z.number().int()),
  threshold: z.array(z.number()),
  left: z.array(z.number().int()),
  right: z.array(z.number().int()),
  value: z.array(z.number()),
});
export type DecisionTree = z.infer<typeof treeSchema>;

const treesSchema = z.object({
  kind: z.literal('trees'),
  /** Log-odds before the first tree. */
  base: z.number(),
  trees: z.array(treeSchema),
});

/** How one feature was distributed over the training rows: `shares[i]` of them lay up to `edges[i]`, the rest above. */
const binnedSchema = z.object({ edges: z.array(z.number()), shares: z.array(z.number()) });
export type BinnedDistribution = z.infer<typeof binnedSchema>;

/** A trained model as it is stored and as it travels to whoever serves it. */
export const modelArtifactSchema = z.object({
  featureSetVersion: z.number().int(),
  model: z.discriminatedUnion('kind', [logisticSchema, treesSchema]),
  /** Per feature, in the order of `featureNames`. */
  trainingDistribution: z.array(binnedSchema),
});
export type ModelArtifact = z.infer<typeof modelArtifactSchema>;
export type TrainedModel = ModelArtifact['model'];
