import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { openLogFile } from '../../../platform/log-file.js';

const line = (number: number): string => `{"n":${number}}\n`;

describe('the log file', () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(path.join(os.tmpdir(), 'log-file-'));
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  const read = (name: string): string => readFileSync(path.join(folder, name), 'utf8');
  const open = (limits: { maxBytes?: number; kept?: number } = {}) =>
    openLogFile({ folder, name: 'platform', ...limits });

  it('adds to what an earlier run wrote', () => {
    for (const number of [1, 2]) {
      const log = open();
      log.write(line(number));
      log.close();
    }
    expect(read('platform.log')).toBe(line(1) + line(2));
  });

  it('is for its owner only', () => {
    const log = open();
    log.write(line(1));
    log.close();
    expect(statSync(log.path).mode & 0o777).toBe(0o600);
  });

  it('keeps the newest lines in a bounded number of files of bounded size', () => {
    const log = open({ maxBytes: 3 * line(1).length, kept: 2 });
    for (let number = 0; number < 10; number++) log.write(line(number));
    log.close();
    expect(readdirSync(folder).sort()).toEqual([
      'platform.1.log',
      'platform.2.log',
      'platform.log',
    ]);
    expect(read('platform.2.log') + read('platform.1.log') + read('platform.log')).toBe(
      [3, 4, 5, 6, 7, 8, 9].map(line).join(''),
    );
  });

  it('counts towards its limit what an earlier run wrote', () => {
    const limits = { maxBytes: 3 * line(1).length, kept: 1 };
    for (const number of [1, 2, 3, 4]) {
      const log = open(limits);
      log.write(line(number));
      log.close();
    }
    expect(read('platform.log')).toBe(line(4));
    expect(read('platform.1.log')).toBe(line(1) + line(2) + line(3));
  });

  it('writes a line that is longer than a file may be', () => {
    const log = open({ maxBytes: 3, kept: 1 });
    log.write(line(1));
    log.write(line(2));
    log.close();
    expect(read('platform.log')).toBe(line(2));
  });

  it('costs lines, not the platform, when it cannot write, and tells later how many', () => {
    const log = open();
    mkdirSync(log.path);
    log.write(line(1));
    log.write(line(2));
    rmSync(log.path, { recursive: true });
    log.write(line(3));
    log.close();
    expect(read('platform.log')).toBe(`{"level":40,"msg":"2 log lines were lost"}\n${line(3)}`);
  });
});
