import { describe, expect, it } from 'vitest';

import { planText, soundBut } from '../../../helpers/planning.ts';

const HOME = '{ get: /, name: home }';

describe('what a client could not send', () => {
  it.each([
    ['{ get: "/a b" }', { code: 'request-path', hint: 'percent-encode it: `/a%20b`', marked: '"/a b"' }],
    ['{ get: "/a\\r\\nb: c" }', { code: 'request-path', hint: 'percent-encode it: `/a%0D%0Ab:%20c`' }],
    ['{ get: /, headers: { "x y": z } }', { code: 'request-header', marked: '"x y"' }],
    ['{ get: /, headers: { "": z } }', { code: 'request-header', marked: '""' }],
    ['{ get: /, headers: { x: "a\\nb" } }', { code: 'request-header', marked: '"a\\nb"' }],
    ['{ get: /, headers: { Transfer-Encoding: chunked } }', { code: 'request-header', hint: 'remove it' }],
  ])('is found before the run: %s', (request, problem) => {
    expect(planText(soundBut([HOME, request])).found).toMatchObject([problem]);
  });

  it('is found among the headers of the whole load too', () => {
    const { found } = planText(soundBut(['    rate: 100/s\n', '    rate: 100/s\n    headers: { "": x }\n']));
    expect(found).toMatchObject([{ code: 'request-header', marked: '""' }]);
  });

  it('is none of the usual things', () => {
    const request =
      '{ get: "/a%20b?c=[d]&e=é", headers: { X-A_b: "tab\\there", Host: shop.example, Connection: close } }';
    expect(planText(soundBut([HOME, request])).found).toEqual([]);
  });
});
