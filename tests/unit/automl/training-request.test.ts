import { describe, expect, it } from '@jest/globals';
import { InputFaults } from '../../../foundation/errors/domain-error.js';
import { parseTrainingRequest } from '../../../subgraphs/automl/training-jobs/training-request.js';

const good = {
  ...{ name: 'eurusd-m15', symbol: 'EURUSD', interval: 'M15' },
  ...{ horizon: 4, timeBudgetSeconds: 30, seed: 7 },
};

describe('a training request', () => {
  it('is taken as it is', () => {
    expect(parseTrainingRequest(good)).toEqual(good);
  });

  it.each([
    ['name', ''],
    ['name', 'Über Model'],
    ['name', 'x'.repeat(61)],
    ['symbol', ''],
    ['interval', 'S1'],
    ['horizon', 0],
    ['horizon', 101],
    ['timeBudgetSeconds', 0],
    ['timeBudgetSeconds', 301],
    ['seed', -1],
    ['seed', 2_147_483_648],
  ])('is refused for its %s %p, by path', (field, value) => {
    const faultOf = (): unknown => {
      try {
        return parseTrainingRequest({ ...good, [field]: value });
      } catch (error) {
        return error;
      }
    };
    const fault = faultOf();
    expect(fault).toBeInstanceOf(InputFaults);
    expect(fault).toMatchObject({ code: 'INVALID_INPUT', inputPath: ['input', field] });
  });
});
