/** The events of a stream, each turned into something else; ending it ends the stream. */
export const mapStream = <TFrom, TTo>(
  source: AsyncIterableIterator<TFrom>,
  map: (event: TFrom) => TTo,
): AsyncIterableIterator<TTo> => ({
  async next() {
    const result = await source.next();
    return result.done
      ? { done: true, value: undefined }
      : { done: false, value: map(result.value) };
  },

  async return() {
    await source.return?.();
    return { done: true, value: undefined };
  },

  [Symbol.asyncIterator]() {
    return this;
  },
});
