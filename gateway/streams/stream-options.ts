import { GraphQLError } from 'graphql';
import { z } from 'zod';

/** What a client may say about one subscription, in `extensions.stream` of its request. */
export type StreamOptions = {
  /** The cursor of the last event that it has seen. */
  after: string | null;
  /** At most so many events per second. */
  maxRatePerSecond: number | null;
};

const optionsSchema = z.strictObject({
  after: z.string().max(2_000).nullish(),
  maxRatePerSecond: z.number().positive().max(1_000).nullish(),
});

/** Reads `extensions.stream`; answers with the errors that the subscription is refused with. */
export const readStreamOptions = (extensions: unknown): StreamOptions | readonly GraphQLError[] => {
  const given = (extensions as { stream?: unknown } | null | undefined)?.stream ?? {};
  const { data, error } = optionsSchema.safeParse(given);
  if (data) return { after: data.after ?? null, maxRatePerSecond: data.maxRatePerSecond ?? null };
  return error.issues.map(
    ({ message, path }) =>
      new GraphQLError(`extensions.stream: ${message}`, {
        extensions: { code: 'BAD_USER_INPUT', inputPath: ['extensions', 'stream', ...path] },
      }),
  );
};
