export interface FirstScenarioPaths {
  readonly schema: string;
  readonly shop: string;
}

/** What `scenario init` writes: short, commented, and passing as it is. */
export function firstScenario({ schema, shop }: FirstScenarioPaths): string {
  return `# yaml-language-server: $schema=${schema}
version: 1
name: first
description: A first look. Change one value, run it again.

services:
  shop:                       # what answers; yours can be \`url: http://127.0.0.1:8080\`
    start:
      command: [node, ${JSON.stringify(shop)}]
      env: { PORT: "\${port}" }
    ready: { get: /health }

edges:
  last-mile: { from: shoppers, to: shop }   # the path that is impaired, measured and judged

load:
  shoppers:                   # what asks
    through: last-mile
    rate: 100/s
    requests:
      - get: /
      - get: /api/cart

steps:
  - name: baseline
    for: 7s
    expect:
      - success(shoppers) >= 98%
  - name: 3g
    for: 8s
    impair: { last-mile: wpt/3g-fast }      # all profiles: scenario profiles
    expect:
      - success(shoppers) >= 98%
      - p95(shoppers) <= baseline + 4 rtt
`;
}
