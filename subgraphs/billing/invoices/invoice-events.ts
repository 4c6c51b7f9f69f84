import type { InvoiceEvent } from '../../../foundation/events/invoice-events.js';
import type { IdGenerator } from '../../../foundation/ids/id-generator.js';
import type { DomainEvent } from '../../../foundation/messaging/domain-event.js';
import { decimalText } from '../../../foundation/money/decimal.js';
import type { Clock } from '../../../foundation/time/clock.js';
import { nowOf } from '../../../foundation/time/clock.js';
import type { IssuedInvoice } from './invoice.js';

export const invoiceEvent = (
  deps: { clock: Clock; ids: IdGenerator },
  type: string,
  { id, number, total, currency, dueAt }: IssuedInvoice,
): Omit<DomainEvent<InvoiceEvent>, 'tenantId'> => ({
  id: deps.ids('event'),
  type,
  key: id,
  occurredAt: nowOf(deps.clock).toISOString(),
  payload: {
    invoiceId: id,
    number,
    total: decimalText(total),
    currency,
    dueAt: dueAt.toISOString(),
  },
});
