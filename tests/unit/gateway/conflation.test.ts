import { describe, expect, it } from '@jest/globals';
import { parse, print } from 'graphql';
import { conflationKey, withConflationKey } from '../../../gateway/streams/conflation.js';

const conflated = new Map([['prices', 'symbol']]);

describe('the conflation key', () => {
  it('is asked of the owning subgraph at the root field only', () => {
    const text = withConflationKey(
      'subscription($s:[ID!]){p:prices(s:$s){bid instrument{prices{a}}}}',
      conflated,
    );
    expect(text).toBe(
      print(
        parse(
          'subscription($s:[ID!]){p:prices(s:$s){bid instrument{prices{a}} _conflateBy: symbol}}',
        ),
      ),
    );
  });

  it('is not asked of streams that lose nothing', () => {
    const text = 'subscription{orders{id}}';
    expect(withConflationKey(text, conflated)).toBe(text);
    expect(withConflationKey('subscription{prices{bid}}', new Map())).toBe(
      'subscription{prices{bid}}',
    );
  });

  it('never lets an event be replaced that has none, or that brings errors', () => {
    expect(conflationKey({ data: { p: { _conflateBy: 'EURUSD' } } })).toBe('EURUSD');
    expect(conflationKey({ data: { p: { _conflateBy: 7 } } })).toBe('7');
    expect(conflationKey({ data: { p: { bid: '1' } } })).toBeNull();
    expect(conflationKey({ data: { p: null } })).toBeNull();
    expect(conflationKey({ data: { p: { _conflateBy: null } } })).toBeNull();
    expect(conflationKey({ data: null })).toBeNull();
    expect(conflationKey({ data: { p: { _conflateBy: 'A' } }, errors: [] })).toBeNull();
  });
});
