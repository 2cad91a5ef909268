// A stretch of k6's stream: requests of a shop with the tags that k6 gives them, checks, and a metric of the script's own.

const PAGES = ['home', 'catalogue', 'product', 'cart', 'checkout'];
const PARTS = [
  'reqs',
  'req_duration',
  'req_blocked',
  'req_connecting',
  'req_tls_handshaking',
  'req_sending',
  'req_waiting',
  'req_receiving',
  'req_failed',
];

/** As many requests as asked, 11 points each. */
export function makeBlock(requests) {
  const lines = Array.from({ length: requests }, (_, index) => requestLines(index)).flat();
  return { bytes: Buffer.from(`${lines.join('\n')}\n`), points: lines.length, requests };
}

function requestLines(index) {
  const name = PAGES[index % PAGES.length];
  const time = new Date(1_795_311_482_000 + index)
    .toISOString()
    .replace('Z', `${String(index % 1000).padStart(3, '0')}386Z`);
  const common = { group: '', scenario: 'shoppers' };
  const tags = {
    expected_response: 'true',
    ...common,
    method: 'GET',
    name,
    proto: 'HTTP/1.1',
    status: '200',
    url: name,
  };
  const value = ((index * 7919) % 100_000) / 1000;
  return [
    ...PARTS.map((part) => line(`http_${part}`, time, part === 'reqs' ? 1 : value, tags)),
    line('checks', time, 1, { check: 'is 200', ...common }),
    line('items', time, index % 10, common),
  ];
}

function line(metric, time, value, tags) {
  return JSON.stringify({ metric, type: 'Point', data: { time, value, tags } });
}
