const indent = '  ';
const seconds = (ms) => `${(ms / 1000).toFixed(1)} s`;

/**
 * One line for each phase, with its time: `  Building … 0.8 s`. On a terminal the time counts while the phase runs.
 * @param stream such as process.stdout.
 */
export const createProgress = (stream) => {
  let open = null;

  const tick = () => {
    const elapsed = performance.now() - open.startedAt;
    if (elapsed > 2_000) stream.write(`\r${indent}${open.text} … ${Math.floor(elapsed / 1000)} s`);
  };

  const end = (outcome) => {
    if (!open) return;
    clearInterval(open.timer);
    const elapsed = seconds(performance.now() - open.startedAt);
    if (stream.isTTY) stream.write(`\r${indent}${open.text} … ${outcome ?? elapsed}\x1b[K\n`);
    else stream.write(` ${outcome ?? elapsed}\n`);
    open = null;
  };

  return {
    /** Ends the phase before, if there is one. */
    phase(text) {
      end();
      open = { text, startedAt: performance.now() };
      stream.write(`${indent}${text} …`);
      if (stream.isTTY) open.timer = setInterval(tick, 1_000).unref();
    },
    done: () => end(),
    failed: () => end('failed'),
    interrupted: () => end('interrupted'),
  };
};
