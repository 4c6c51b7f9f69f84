const exitGraceMs = 10_000;

/** Jest says "skipped" in three ways: `skip`, `todo`, and a file in which nothing ran. */
const skippedIn = (results) =>
  results.testResults.flatMap((file) =>
    file.testResults
      .filter((test) => ['pending', 'todo', 'disabled'].includes(test.status))
      .map((test) => test.fullName),
  );

/** A file that failed to load counts as one failure: none of its tests could speak. */
const closingLine = (results) =>
  [
    `${results.numPassedTests} passed`,
    `${results.numFailedTests + results.numRuntimeErrorTestSuites} failed`,
    `${results.numPendingTests + results.numTodoTests} skipped`,
  ].join(', ');

/** Ends the run with one plain line, and sees to it that the run ends. */
export default class ClosingLineReporter {
  #mustRunAll = (process.env['REQUIRE_ALL'] ?? '') !== '';
  #error;

  constructor(globalConfig) {
    this.watching = globalConfig.watch || globalConfig.watchAll;
    // `-t` counts everything else as skipped.
    this.filtered = (globalConfig.testNamePattern ?? '') !== '';
  }

  onRunComplete(_contexts, results) {
    const skipped = skippedIn(results);
    if (skipped.length > 0 && !this.filtered) console.log(`\nSkipped:\n  ${skipped.join('\n  ')}`);
    if (this.#mustRunAll && skipped.length > 0)
      this.#error = new Error(`${skipped.length} tests were skipped although REQUIRE_ALL is set.`);
    if (!this.watching) this.#expectExit();
    // Jest still has its own summary to write; on Linux and macOS writing to a pipe or file here is synchronous.
    process.once('exit', () => process.stdout.write(`\n${closingLine(results)}\n`));
  }

  /** Jest turns this into a failing exit code. */
  getLastError() {
    return this.#error;
  }

  /** Unreferenced: it only ever fires when something else keeps the process alive. */
  #expectExit() {
    setTimeout(() => {
      console.error(
        `The test run does not end; still open: ${process.getActiveResourcesInfo().join(', ')}`,
      );
      process.exit(1);
    }, exitGraceMs).unref();
  }
}
