import { setTimeout as delay } from 'node:timers/promises';
import { expect } from 'expect';
import { accepted, told } from '../answers.js';
import { eventually } from './step.js';
import type { Step } from './step.js';

export const askAnalyst: Step = {
  title: 'ask the local analyst, who needs no key',
  async walk({ client }) {
    expect(await client.send('ProviderTemplates')).toMatchObject({
      data: { providerTemplates: expect.any(Array) },
      errors: [],
    });
    const completion = { model: 'local/analyst-v1', usage: { costUsd: '0' } };
    expect(await client.send('Chat')).toMatchObject(
      accepted('generateChatCompletion', { completion }),
    );
    expect(await client.send('Complete')).toMatchObject(
      accepted('generateCompletion', { completion }),
    );
    expect(await client.send('Embed')).toMatchObject(
      accepted('generateEmbeddings', { model: 'local/ngram-v1' }),
    );
    expect(await client.firstEvent('ChatStream')).toMatchObject({
      data: { chatCompletionStream: { delta: expect.stringContaining('EURUSD') } },
      errors: [],
    });
  },
};

export const describeProvider: Step = {
  title: 'describe an AI provider and route to it',
  async walk({ client }) {
    const created = await client.send('CreateProvider');
    expect(created).toMatchObject(
      accepted('createProvider', { provider: { name: 'openai-primary', type: 'OPENAI' } }),
    );
    client.learn('providerId', told(created).createProvider.provider.id);
    expect(await client.send('Providers')).toMatchObject({
      data: { providers: [{ name: 'openai-primary' }, { name: 'local-analyst' }] },
      errors: [],
    });
    expect(await client.send('SetRoutingPolicy')).toMatchObject(
      accepted('setRoutingPolicy', { routingPolicy: { strategy: 'PRIORITY' } }),
    );
  },
};

export const trainModel: Step = {
  title: 'train a model, promote it as a person may, and ask it',
  async walk({ client }) {
    // Of a day's quarters of an hour, which is what a young platform has, there are too few.
    const change = { name: 'btcusdt-m1', symbol: 'BTCUSDT', interval: 'M1', timeBudgetSeconds: 5 };
    const training = await client.send('TrainModel', change);
    expect(training).toMatchObject(accepted('trainModel', { job: { status: 'QUEUED' } }));
    client.learn('jobId', told(training).trainModel.job.id);
    expect(await client.firstEvent('TrainingProgress')).toMatchObject({
      data: { trainingProgress: { progress: expect.any(Number) } },
      errors: [],
    });
    let job = await client.send('TrainingJob');
    while (!/SUCCEEDED|FAILED/.test(told(job).trainingJob.status)) {
      await delay(200);
      job = await client.send('TrainingJob');
    }
    expect(job).toMatchObject({
      data: { trainingJob: { status: 'SUCCEEDED', progress: 1, model: { version: 1 } } },
      errors: [],
    });
    client.learn('modelId', told(job).trainingJob.model?.id ?? '');
    expect(await client.send('PromoteModel')).toMatchObject(
      accepted('promoteModel', { model: { currentVersion: { version: 1 } } }),
    );
    // Serving hears of the promotion by an event.
    await eventually(async () => {
      expect(await client.send('Predict')).toMatchObject({
        data: { predict: { direction: expect.stringMatching(/UP|DOWN/), modelVersion: 1 } },
        errors: [],
      });
    });
    expect(await client.send('Models')).toMatchObject({
      data: {
        models: [{ currentVersion: { version: 1 }, serving: { predictions: expect.any(Number) } }],
      },
      errors: [],
    });
  },
};
