/** What a scenario with an expectation or two asks for. */
export const INTAKE = {
  policy: 'server-errors',
  sampleTags: [],
  metrics: [
    { metric: 'http_req_waiting', tags: { name: 'cart' } },
    { metric: 'items', tags: {} },
  ],
};
