import { ensureBuilt, importBuilt } from './ensure-built.mjs';
import { ensureGenerated } from './ensure-generated.mjs';
import { ensureInstalled } from './ensure-installed.mjs';
import { createProgress } from './progress.mjs';
import { explain } from './refusal.mjs';
import { listenForStop } from './stop-request.mjs';

/** What is wrong with the command or its files is one sentence; anything else is a fault of ours. */
const sentences = ['ReplayUsageError', 'RecordingError', 'MinuteFileError'];

/** Plays the files that `args` name and ends the process: with 1 when candles differ or a file cannot be played. */
export const demoReplay = async (args) => {
  // Progress beside the summary, so that the summary can be piped on.
  const progress = createProgress(process.stderr);
  const stop = listenForStop(() => process.exit(130));
  try {
    process.exit(await play(args, { progress, signal: stop.signal }));
  } catch (error) {
    const isStopped = stop.signal.aborted;
    if (isStopped) progress.done();
    else progress.failed();
    const text = sentences.includes(error?.name) ? error.message : explain(error);
    console.error(isStopped ? '  Stopped.' : `\n${text}`);
    process.exit(isStopped ? 130 : 1);
  }
};

const play = async (args, { progress, signal }) => {
  // npm works in the repository; files are named as seen from where the command was given.
  if (process.env.INIT_CWD) process.chdir(process.env.INIT_CWD);
  await ensureInstalled({ progress, signal });
  await ensureGenerated({ progress, signal });
  await ensureBuilt({ progress });
  const { barsAgree, parseReplayOptions, replay, replayUsage, reportText } =
    await importBuilt('platform/demo-replay.js');
  const options = parseReplayOptions(args);
  progress.done();
  if (!options) {
    console.log(replayUsage);
    return 0;
  }
  const report = await replay(options, { onProgress: progress.phase, signal });
  progress.done();
  console.log(options.json ? JSON.stringify(report, null, 2) : reportText(report));
  return barsAgree(report) ? 0 : 1;
};
