import { describe, expect, it } from 'vitest';
import { baseUrlProblem } from '../../../src/core/base-url.ts';

describe('an address below which others are asked for', () => {
  it.each(['http://127.0.0.1:9090', 'https://prom.test/prefix/', 'http://[::1]:9090', 'http://localhost'])(
    'may be %s',
    (url) => {
      expect(baseUrlProblem(url)).toBeUndefined();
    },
  );

  it.each([
    ['http://user:hunter2@prom.test', /credentials/],
    ['http://hunter2@prom.test', /credentials/],
    ['https://:hunter2@prom.test', /credentials/],
    ['http://prom.test/?token=hunter2', /`\?`/],
    ['http://prom.test/#hunter2', /`#`/],
    ['hunter2', /no address of HTTP/],
    ['http://', /no address of HTTP/],
    ['ftp://hunter2.test', /no address of HTTP/],
    ['http://[hunter2', /no address of HTTP/],
  ])('cannot be %s, and what it holds is not repeated', (url, message) => {
    const problem = baseUrlProblem(url);
    expect(problem?.message).toMatch(message);
    expect(JSON.stringify(problem)).not.toContain('hunter2');
  });
});
