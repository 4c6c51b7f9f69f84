import { expect } from 'expect';
import { accepted, told } from '../answers.js';
import { eventually } from './step.js';
import type { Step } from './step.js';
import { bitcoin } from './trading.js';

export const beNotified: Step = {
  title: 'notify of what the tenant asked for, at once',
  async walk({ client }) {
    expect(await client.send('SetNotificationPreferences')).toMatchObject(
      accepted('setNotificationPreferences', {
        preferences: expect.arrayContaining([
          { kind: 'order.filled', channels: ['IN_APP', 'WEBHOOK'] },
        ]),
      }),
    );
    expect(await client.send('CreateWebhookEndpoint')).toMatchObject(
      accepted('createWebhookEndpoint', {
        endpoint: { url: 'https://hooks.acme.example/trading' },
        signingSecret: expect.any(String),
      }),
    );
    const notification = await client.firstEvent('NotificationReceived', {
      provoke: (attempt) => client.send('PlaceOrder', bitcoin(`notified-${attempt}`, 'BUY')),
    });
    expect(notification).toMatchObject({
      data: { notificationReceived: { id: expect.any(String), kind: expect.any(String) } },
      errors: [],
    });
    expect(await client.send('Notifications')).toMatchObject({
      data: { notifications: { nodes: expect.any(Array), unreadCount: expect.any(Number) } },
      errors: [],
    });
  },
};

export const beWatched: Step = {
  title: 'watch for washing trades and keep the record of what was done',
  async walk({ client }) {
    const alert = await client.firstEvent('ComplianceAlerts', {
      provoke: async (attempt) => {
        await client.send('PlaceOrder', bitcoin(`washed-${attempt}`, 'BUY'));
        await client.send('PlaceOrder', bitcoin(`back-${attempt}`, 'SELL'));
      },
    });
    expect(alert).toMatchObject({
      data: { complianceAlertRaised: { rule: { kind: 'WASH_TRADE' } } },
      errors: [],
    });
    expect(await client.send('Compliance')).toMatchObject({
      data: { complianceAlerts: { nodes: expect.any(Array) } },
      errors: [],
    });
    expect(await client.send('AuditLog')).toMatchObject({
      data: { auditLog: { nodes: expect.any(Array) }, auditLogVerification: { intact: true } },
      errors: [],
    });
  },
};

export const changePlan: Step = {
  title: 'change the plan and tell what it comes to',
  async walk({ client }) {
    expect(await client.send('Plans')).toMatchObject({
      data: { plans: expect.arrayContaining([expect.objectContaining({ code: 'pro' })]) },
      errors: [],
    });
    // The subscription is opened when billing hears of the tenant.
    await eventually(async () =>
      expect(await client.send('ChangePlan')).toMatchObject(
        accepted('changePlan', { subscription: { plan: { code: 'pro' } } }),
      ),
    );
    expect(await client.send('Billing')).toMatchObject({
      data: {
        subscription: { plan: { code: 'pro' }, status: 'ACTIVE' },
        upcomingInvoice: { total: { currency: 'USD' } },
      },
      errors: [],
    });
  },
};

export const pay: Step = {
  title: 'bill what was used, take the money once, and give some of it back',
  async walk({ client }) {
    const finalized = await client.ask(
      'mutation { finalizeUpcomingInvoice { invoice { id status } userErrors { code } } }',
    );
    expect(finalized).toMatchObject(
      accepted('finalizeUpcomingInvoice', { invoice: { status: 'OPEN' } }),
    );
    client.learn('invoiceId', told(finalized).finalizeUpcomingInvoice.invoice.id);

    const paid = await client.send('PayInvoice');
    expect(paid).toMatchObject(accepted('payInvoice', { payment: { status: 'SUCCEEDED' } }));
    const paymentId = told(paid).payInvoice.payment.id;
    expect(told(await client.send('PayInvoice')).payInvoice.payment.id).toBe(paymentId);
    client.learn('paymentId', paymentId);
    expect(await client.send('RefundPayment')).toMatchObject(
      accepted('refundPayment', { payment: { refundedAmount: { amount: '10' } } }),
    );
    await eventually(async () =>
      expect(await client.send('Billing')).toMatchObject({
        data: { invoices: { nodes: [{ status: 'PAID', payments: [{ id: paymentId }] }] } },
        errors: [],
      }),
    );
  },
};

export const measure: Step = {
  title: 'measure the account and end its trading',
  async walk({ client }) {
    expect(await client.send('Performance')).toMatchObject({
      data: { performance: { trades: expect.any(Number), equityCurve: expect.any(Array) } },
      errors: [],
    });
    expect(await client.send('SetTradingState')).toMatchObject(
      accepted('setTradingState', { account: { tradingState: 'HALTED' } }),
    );
  },
};
