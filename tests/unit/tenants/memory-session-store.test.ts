import { describe } from '@jest/globals';
import { openSession } from '../../../subgraphs/tenants/sessions/session.js';
import { createMemorySessionStore } from './memory-session-store.js';
import { describeSessionStore } from './session-store-contract.js';

describe('createMemorySessionStore', () => {
  const store = createMemorySessionStore();
  let count = 0;
  describeSessionStore(
    () => store,
    () =>
      openSession(
        { sessionId: `ses_${count++}`, tenantId: 'ten_1', userId: 'usr_1', address: null },
        1_000_000,
      ),
  );
});
