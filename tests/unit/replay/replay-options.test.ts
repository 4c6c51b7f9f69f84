import { describe, expect, it } from '@jest/globals';
import { parseReplayOptions } from '../../../platform/replay/replay-options.js';

describe('the command line of a replay', () => {
  it('needs no more than a file', () => {
    expect(parseReplayOptions(['day.zip'])).toEqual({
      files: ['day.zip'],
      symbol: null,
      date: null,
      speed: null,
      fast: 12,
      slow: 26,
      verify: null,
      json: false,
    });
  });

  it('takes everything that can be chosen', () => {
    const options = parseReplayOptions(
      'day.csv --symbol XAUUSD --date 2014-05-05 --speed 60 --fast 5 --slow 20 --verify m.zip --json'.split(
        ' ',
      ),
    );
    expect(options).toMatchObject({
      symbol: 'XAUUSD',
      date: '2014-05-05',
      speed: 60,
      fast: 5,
      slow: 20,
      verify: 'm.zip',
      json: true,
    });
  });

  it('is null when it asks for help', () => {
    expect(parseReplayOptions(['--help'])).toBeNull();
  });

  it.each([
    ['', 'Name at least one file of ticks.'],
    ['day.zip --fast 0', '--fast must be a whole number from 1 to 1,000.'],
    ['day.zip --slow many', '--slow must be a whole number from 1 to 1,000.'],
    ['day.zip --fast 26 --slow 12', '--fast must be smaller than --slow.'],
    ['day.zip --speed 0', '--speed must be a number above 0.'],
    ['a.zip b.zip --date 2014-05-05', '--date and --verify are for one file.'],
    ['day.zip --loud', "Unknown option '--loud'"],
  ])('says what is wrong with "%s"', (line, message) => {
    expect(() => parseReplayOptions(line === '' ? [] : line.split(' '))).toThrow(message);
  });
});
