import { parseArgs } from 'node:util';
import { explain } from './refusal.mjs';

/**
 * Reads the options of a command that takes nothing but options.
 * Prints `usage` and ends for --help; says what is wrong and ends with 2 for anything unknown.
 */
export const readOptions = (args, usage, options = {}) => {
  try {
    const { values } = parseArgs({
      args,
      options: { ...options, help: { type: 'boolean', short: 'h', default: false } },
    });
    if (!values.help) return values;
    console.log(usage);
    process.exit(0);
  } catch (error) {
    console.error(`${error.message}\n\n${usage}`);
    process.exit(2);
  }
};

/** Runs a command to its end: its faults become a sentence and exit code 1. */
export const runCommandLine = async (command) => {
  try {
    await command();
  } catch (error) {
    console.error(`\n${explain(error)}`);
    process.exitCode = 1;
  }
};
