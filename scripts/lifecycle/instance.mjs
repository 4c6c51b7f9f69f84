// One platform per data folder: `platform.json` in it tells who runs.
import { randomBytes } from 'node:crypto';
import { linkSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { startControlServer, stateOf } from './control-server.mjs';
import { Refusal } from './refusal.mjs';

const fileIn = (dataDir) => join(dataDir, 'platform.json');

const readText = (file) => {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    if (error.code === 'ENOENT' || error.code === 'ENOTDIR') return null;
    if (error.code === 'EACCES')
      throw new Refusal(
        `${file} belongs to another user: work as the user who started the platform.`,
      );
    throw error;
  }
};

const parse = (text) => {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
};

/** The instance that runs on this data folder, with its `state`, or null; a killed one's file does not count. */
export const findRunning = async (dataDir) => {
  const instance = parse(readText(fileIn(dataDir)));
  if (!instance) return null;
  const state = await stateOf(instance);
  return state === 'gone' ? null : { ...instance, state };
};

const alreadyRunning = ({ state, url, pid, startedAt }) =>
  new Refusal(
    state === 'mute'
      ? `The platform that runs on this data since ${startedAt} does not answer: end process ${pid}, then start again.`
      : `The platform is already running${url ? ` at ${url}` : ''} (process ${pid}, since ${startedAt}): use it, or stop it with \`npm run stop\`.`,
  );

/** Takes a dead instance's file away, or gives it back when another start was quicker and it is no longer the dead one's. */
const removeStale = (file, deadText) => {
  const aside = `${file}.${process.pid}.stale`;
  try {
    renameSync(file, aside);
    if (readText(aside) !== deadText) linkSync(aside, file);
  } catch (error) {
    if (error.code !== 'ENOENT' && error.code !== 'EEXIST') throw error;
  }
  rmSync(aside, { force: true });
};

/** Linking is atomic and never replaces: of two starts at once, one gets the file. */
const takeFile = async (draft, file, dataDir) => {
  for (;;) {
    try {
      return linkSync(draft, file);
    } catch (error) {
      if (error.code !== 'EEXIST') throw error;
    }
    const text = readText(file);
    const running = await findRunning(dataDir);
    if (running) throw alreadyRunning(running);
    if (text !== null) removeStale(file, text);
  }
};

/**
 * Makes this process the one that runs on `dataDir`.
 * @param onStop runs when `npm run stop` asks.
 * @throws {Refusal} when another one runs.
 */
export const claimInstance = async (dataDir, onStop) => {
  const file = fileIn(dataDir);
  const draft = `${file}.${process.pid}`;
  const token = randomBytes(24).toString('base64url');
  let instance;
  const control = await startControlServer(token, () => instance, onStop);
  const writeDraft = (facts) => {
    instance = { ...instance, ...facts };
    writeFileSync(draft, `${JSON.stringify(instance, null, 2)}\n`, { mode: 0o600 });
  };

  try {
    writeDraft({
      pid: process.pid,
      startedAt: new Date().toISOString(),
      phase: 'starting',
      control: { port: control.port, token },
    });
    await takeFile(draft, file, dataDir);
  } catch (error) {
    control.close();
    throw error;
  } finally {
    rmSync(draft, { force: true });
  }

  return {
    /** Adds what is known by now, such as the ports. */
    update(facts) {
      writeDraft(facts);
      renameSync(draft, file);
    },
    release() {
      if (parse(readText(file))?.control?.token === token) rmSync(file, { force: true });
      control.close();
    },
  };
};
