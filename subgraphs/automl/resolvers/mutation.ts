import { answering } from '../../../foundation/errors/domain-error.js';
import type { AutomlContext } from './automl-context.js';

type Input<TInput> = { input: TInput };

export const mutationResolvers = {
  trainModel: (
    _source: unknown,
    { input }: Input<unknown>,
    { trainings, viewer, requestId }: AutomlContext,
  ) =>
    answering({ job: null }, async () => ({
      job: await trainings.request({ viewer, requestId }, input),
    })),

  promoteModel: (
    _source: unknown,
    { input }: Input<{ modelId: string; version: number }>,
    { models, viewer, requestId }: AutomlContext,
  ) =>
    answering({ model: null }, async () => ({
      model: await models.promote({ viewer, requestId }, input),
    })),
};
