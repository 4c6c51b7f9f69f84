/** Ends a stream after the event that nothing follows. */
export const untilLast = <TEvent>(
  events: AsyncIterableIterator<TEvent>,
  isLast: (event: TEvent) => boolean,
): AsyncIterableIterator<TEvent> => {
  let isOver = false;
  const end = async (): Promise<IteratorResult<TEvent>> =>
    (await events.return?.()) ?? { done: true, value: undefined };
  return {
    async next() {
      if (isOver) return end();
      const result = await events.next();
      isOver = !result.done && isLast(result.value);
      return result;
    },
    return: end,
    [Symbol.asyncIterator]() {
      return this;
    },
  };
};
