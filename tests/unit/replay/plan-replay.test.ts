import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { planReplay } from '../../../platform/replay/plan-replay.js';
import { RecordingError } from '../../../subgraphs/market-data/feeds/replay/recording-error.js';

let folder: string;
const write = (name: string, content: string | Uint8Array): string => {
  const path = join(folder, name);
  writeFileSync(path, content);
  return path;
};
const plan = (...files: string[]) => planReplay({ files, symbol: null, date: null, verify: null });

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'plan-replay-'));
  mkdirSync(join(folder, 'folder'));
});
afterAll(() => rmSync(folder, { recursive: true }));

describe('planning a replay', () => {
  it('tells instrument and day by the name, and finds the minute file beside it', async () => {
    const ticks = write('20140505_xauusd_tick.csv', '1,1300.1,1300.5\n');
    const minutes = write('20140505_xauusd_minute.csv', '');
    const [recording] = await plan(ticks);
    expect(recording).toMatchObject({
      path: ticks,
      midnightMs: Date.parse('2014-05-05T00:00:00.000Z'),
      minuteFile: minutes,
    });
    expect(recording?.instrument.symbol).toBe('XAUUSD');
  });

  it('takes what the options tell', async () => {
    const file = write('unnamed.csv', '1,1.1,1.2\n');
    const [recording] = await planReplay({
      files: [file],
      symbol: 'EURUSD',
      date: '2014-05-06',
      verify: 'elsewhere.zip',
    });
    expect(recording).toMatchObject({ minuteFile: 'elsewhere.zip' });
    expect(recording?.midnightMs).toBe(Date.parse('2014-05-06T00:00:00.000Z'));
  });

  it('goes past lines that are none, to the first quote', async () => {
    const file = write('20140507_eurusd.csv', 'time,bid,ask\n\n1,1.1,1.2\n');
    await expect(plan(file)).resolves.toHaveLength(1);
  });

  it.each<[string, string, string | Uint8Array | null, string]>([
    ['missing', 'nothing_here.csv', null, 'There is no file'],
    ['empty', '20140505_eurusd_empty.csv', '', 'is empty'],
    [
      'without a quote',
      '20140505_eurusd_words.csv',
      'once\nupon\na time\n',
      'holds no quotes: line 1 has 1 fields instead of 3.',
    ],
    [
      'no text',
      '20140505_eurusd_noise.csv',
      new Uint8Array(10_000).fill(7),
      'is not a text file with lines of quotes.',
    ],
    [
      'a broken archive',
      '20140505_eurusd.zip',
      Uint8Array.from([0x50, 0x4b, 3, 4, 1, 2, 3]),
      'must hold exactly one file.',
    ],
    ['of no known instrument', '20140505_gold.csv', '1,1,2\n', 'Cannot tell the instrument of'],
    ['of no known day', 'eurusd.csv', '1,1,2\n', 'Cannot tell the day of'],
  ])('refuses in one sentence a file that is %s', async (_fault, name, content, message) => {
    const path = content === null ? join(folder, name) : write(name, content);
    const refusal: unknown = await plan(path).catch((error: unknown) => error);
    expect(refusal).toBeInstanceOf(RecordingError);
    expect((refusal as RecordingError).message).toContain(message);
  });

  it('refuses a folder, and one day of one instrument twice', async () => {
    await expect(
      planReplay({
        files: [join(folder, 'folder')],
        symbol: 'EURUSD',
        date: '2014-05-05',
        verify: null,
      }),
    ).rejects.toThrow('is a folder, not a file.');
    const one = write('20140508_eurusd.csv', '1,1.1,1.2\n');
    const two = write('20140508_eurusd_again.csv', '1,1.1,1.2\n');
    await expect(plan(one, two)).rejects.toThrow(
      'are both EURUSD of 2014-05-08: name one of them.',
    );
  });
});
