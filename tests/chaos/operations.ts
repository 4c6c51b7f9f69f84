/** What the clients of the chaos tests send. */
export const operations = {
  signUp: `mutation ($input: SignUpInput!) {
    signUp(input: $input) { session { accessToken } tenant { id } userErrors { code message } }
  }`,
  signIn: `mutation ($input: SignInInput!) {
    signIn(input: $input) { session { accessToken } userErrors { code message } }
  }`,
  viewer: '{ viewer { tenant { id } } }',
  accounts: '{ accounts { id } }',
  createWebhookEndpoint: `mutation ($input: CreateWebhookEndpointInput!) {
    createWebhookEndpoint(input: $input) { endpoint { id } userErrors { code message } }
  }`,
  placeOrder: `mutation ($input: PlaceOrderInput!) {
    placeOrder(input: $input) { order { id status denialReason } userErrors { code message } }
  }`,
  cancelOrder: `mutation ($input: CancelOrderInput!) {
    cancelOrder(input: $input) { order { id status } userErrors { code message } }
  }`,
  complete: `mutation ($input: GenerateCompletionInput!) {
    generateCompletion(input: $input) { completion { text } userErrors { code message } }
  }`,
  trainModel: `mutation ($input: TrainModelInput!) {
    trainModel(input: $input) { job { id } userErrors { code message } }
  }`,
  trainingJob: 'query ($id: ID!) { trainingJob(id: $id) { status error } }',
  invoices: '{ invoices(first: 20) { nodes { id status total { amount } } } }',
  finalize: `mutation {
    finalizeUpcomingInvoice { invoice { id } userErrors { code message } }
  }`,
  payInvoice: `mutation ($input: PayInvoiceInput!) {
    payInvoice(input: $input) { payment { id status } userErrors { code message } }
  }`,
  payment: 'query ($id: ID!) { payment(id: $id) { status refunds { status } } }',
  refundPayment: `mutation ($input: RefundPaymentInput!) {
    refundPayment(input: $input) { refund { id status } userErrors { code message } }
  }`,
  chain: '{ auditLogVerification { intact verifiedThrough } }',
} as const;
