import { describe, expect, it } from '@jest/globals';
import { zipSync } from 'fflate';
import { compareBars } from '../../../platform/replay/compare-bars.js';
import {
  MinuteFileError,
  parseMinuteBars,
  readMinuteFile,
} from '../../../platform/replay/minute-bars.js';

const midnightMs = Date.parse('2014-05-05T00:00:00.000Z');
const text = [
  '0,1300.335,1300.978,1300.277,1300.854,0,1300.799,1301.464,1300.772,1301.216,0',
  '60000,1300.803,1300.888,1300.782,1300.879,0,1301.18,1301.259,1301.176,1301.259,0',
].join('\n');
const bytesOf = (content: string) => new TextEncoder().encode(content);
const parse = (bytes: Uint8Array) => parseMinuteBars({ name: 'day.zip', bytes }, midnightMs);

describe('minute bars', () => {
  it('are read from a CSV, also inside a zip, with or without a last line break', () => {
    const plain = parse(bytesOf(text));
    expect(plain.map((bar) => bar.openTimeMs)).toEqual([midnightMs, midnightMs + 60_000]);
    expect(plain[0]?.ask.high.toString()).toBe('1301.464');
    expect(plain[1]?.bid.low.toString()).toBe('1300.782');
    expect(parse(bytesOf(`${text}\r\n`))).toEqual(plain);
    expect(parse(zipSync({ 'day.csv': bytesOf(text) }))).toEqual(plain);
  });

  it.each([
    ['is empty', '', 'day.zip has no minute bars in it.'],
    ['has a line of ticks', `${text}\n120000,1.1,1.2`, 'Line 3 of day.zip is not a minute bar'],
    ['has no time', text.replace(/^0/, ''), 'Line 1 of day.zip is not a minute bar'],
    ['has no number', text.replace('1301.18', 'x'), 'Line 2 of day.zip is not a minute bar'],
  ])('say in one sentence when the file %s', (_fault, content, message) => {
    expect(() => parse(bytesOf(content))).toThrow(message);
  });

  it('say so when the zip is damaged or holds more than one file', () => {
    const zip = zipSync({ 'day.csv': bytesOf(text) });
    expect(() => parse(zip.slice(0, 40))).toThrow('day.zip is a damaged zip file.');
    const two = zipSync({ a: bytesOf(text), b: bytesOf(text) });
    expect(() => parse(two)).toThrow('day.zip must hold exactly one file.');
  });
});

describe('a minute file', () => {
  it('that is missing or a folder is one sentence', () => {
    expect(() => readMinuteFile('/nowhere/minutes.csv', midnightMs)).toThrow(
      new MinuteFileError('There is no file /nowhere/minutes.csv.'),
    );
    expect(() => readMinuteFile('/', midnightMs)).toThrow('/ cannot be read:');
  });
});

describe('comparing bars', () => {
  const reference = parse(bytesOf(text));

  it('counts what is equal, whatever the zeros at the end', () => {
    const built = parse(bytesOf(text.replace('1301.18', '1301.180')));
    expect(compareBars(built, reference)).toEqual({
      expected: 2,
      equal: 2,
      surplus: 0,
      differences: [],
    });
  });

  it('names a price that differs, a bar that is missing and one that is too many', () => {
    const built = parse(
      bytesOf(
        `${text.split('\n')[0]?.replace('1301.464', '1301.465')}\n${text.split('\n')[1]?.replace('60000', '180000')}`,
      ),
    );
    expect(compareBars(built, reference)).toEqual({
      expected: 2,
      equal: 0,
      surplus: 1,
      differences: [
        { openTimeMs: midnightMs, fault: 'ask high is 1301.465, should be 1301.464' },
        { openTimeMs: midnightMs + 60_000, fault: 'the bar is missing' },
        { openTimeMs: midnightMs + 180_000, fault: 'the reference has no such bar' },
      ],
    });
  });
});
