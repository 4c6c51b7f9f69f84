/** Under npm, one Ctrl-C arrives twice: from the terminal and forwarded by npm. */
const sameRequestMs = 1_000;

/**
 * Ctrl-C, SIGTERM, a closed terminal and `npm run stop` all ask for the same: stop in good order.
 * @param onInsist runs when it is asked again, a while after.
 */
export const listenForStop = (onInsist) => {
  const controller = new AbortController();
  let firstAt = null;
  const request = () => {
    if (firstAt === null) {
      firstAt = performance.now();
      controller.abort();
    } else if (performance.now() - firstAt > sameRequestMs) onInsist();
  };
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, request);
  return {
    request,
    signal: controller.signal,
    requested: new Promise((resolve) =>
      controller.signal.addEventListener('abort', resolve, { once: true }),
    ),
  };
};
