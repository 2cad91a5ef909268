import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';

import { systemClock } from '../../../src/core/clock.ts';
import type { Answer } from '../../../src/prometheus/answer.ts';
import { PrometheusClient, type PrometheusServer } from '../../../src/prometheus/client.ts';
import { PrometheusFailure } from '../../../src/prometheus/failure.ts';
import { reservePorts } from '../../../src/engine/services/free-ports.ts';
import { serveHttp, serveHttps, serveRaw, vectorOfOne } from '../../helpers/http-api.ts';
import { temporaryFolder } from '../../helpers/processes.ts';

const QUERY = 'sum(rate(x[10s]))';
const QUITE_LONG = 10_000;

function clientOf(server: Partial<PrometheusServer> & { readonly url: string }): PrometheusClient {
  const client = new PrometheusClient({ headers: {}, timeout: QUITE_LONG, ...server }, systemClock);
  onTestFinished(async () => await client.close());
  return client;
}

async function ask(server: Partial<PrometheusServer> & { readonly url: string }): Promise<Answer> {
  return await clientOf(server).query(QUERY, 1_000_500, new AbortController().signal);
}

async function failureOf(
  server: Partial<PrometheusServer> & { readonly url: string },
): Promise<PrometheusFailure> {
  const outcome: unknown = await ask(server).catch((error: unknown) => error);
  if (!(outcome instanceof PrometheusFailure)) throw new Error(`no failure: ${JSON.stringify(outcome)}`);
  expect(outcome.message).toContain(`\`${QUERY}\``);
  expect(outcome.hint).not.toBe('');
  return outcome;
}

describe('a question to Prometheus', () => {
  it('is a form with the query and the time, below the prefix, with the headers', async () => {
    let seen: unknown;
    const url = await serveHttp((request, response) => {
      let body = '';
      request.setEncoding('utf8').on('data', (text: string) => (body += text));
      request.on('end', () => {
        seen = {
          method: request.method,
          path: request.url,
          body,
          authorization: request.headers.authorization,
        };
        response.end(vectorOfOne('3'));
      });
    });
    const answer = await ask({ url: `${url}/prefix//`, headers: { Authorization: 'Bearer t' } });
    expect(answer).toEqual({ kind: 'vector', samples: [{ labels: {}, value: 3 }] });
    expect(seen).toEqual({
      method: 'POST',
      path: '/prefix/api/v1/query',
      body: 'query=sum%28rate%28x%5B10s%5D%29%29&time=1000.500',
      authorization: 'Bearer t',
    });
  });

  it('goes over a connection of its own: none that the server has long closed', async () => {
    const connections: (string | undefined)[] = [];
    const url = await serveHttp(({ headers }, response) => {
      connections.push(headers.connection);
      response.end(vectorOfOne('1'));
    });
    const client = clientOf({ url });
    await client.query(QUERY, 0, new AbortController().signal);
    await client.query(QUERY, 0, new AbortController().signal);
    expect(connections).toEqual(['close', 'close']);
  });

  it('ends with the signal, and not as a failure of the server', async () => {
    const url = await serveRaw(() => {});
    const ended = new AbortController();
    const asked = clientOf({ url }).query(QUERY, 0, ended.signal);
    ended.abort(new Error('interrupted'));
    await expect(asked).rejects.toThrow('interrupted');
  });

  it('learns how often targets are asked, where it is told', async () => {
    const yaml = 'global:\n  scrape_interval: 15s\n  scrape_timeout: 10s\n';
    const told = await serveHttp((_request, response) =>
      response.end(JSON.stringify({ status: 'success', data: { yaml } })),
    );
    const untold = await serveHttp((_request, response) => response.writeHead(404).end());
    const gone = await serveRaw((socket) => socket.destroy());
    const { signal } = new AbortController();
    expect(await clientOf({ url: told }).scrapeInterval(signal)).toBe('15s');
    expect(await clientOf({ url: untold }).scrapeInterval(signal)).toBeUndefined();
    expect(await clientOf({ url: gone }).scrapeInterval(signal)).toBeUndefined();
  });
});

const error = (words: string): string =>
  JSON.stringify({ status: 'error', errorType: 'bad_data', error: words });

describe('an answer over HTTP', () => {
  it.each([
    [401, 'Unauthorized', 'server', /refuses who asks \(401\)/, /`headers`/],
    [403, 'Forbidden', 'server', /refuses who asks \(403\)/, /`headers`/],
    [404, '404 page not found', 'server', /no answer of Prometheus \(status 404/, /`url`/],
    [
      400,
      error('invalid parameter "query": 1:5: parse error: oh'),
      'query',
      /parse error: oh \(400\)/,
      /query/,
    ],
    [422, error('many-to-many matching'), 'query', /many-to-many matching \(422\)/, /query/],
    [503, error('query timed out'), 'server', /query timed out \(503\)/, /look at the server/],
    [503, '<html>busy</html>', 'server', /status 503/, /proxy/],
    [200, '<!doctype html><title>Grafana</title>', 'server', /no answer of Prometheus \(status 200/, /`url`/],
  ])('of status %d that says %s is named', async (...[status, body, side, message, hint]) => {
    const url = await serveHttp((_request, response) => response.writeHead(status).end(body));
    const failure = await failureOf({ url });
    expect(failure).toMatchObject({ side, message: expect.stringMatching(message) });
    expect(failure.hint).toMatch(hint);
  });

  it('that leads elsewhere is named, and not followed with the credentials', async () => {
    let followed = 0;
    const elsewhere = await serveHttp((_request, response) => {
      followed += 1;
      response.end(vectorOfOne('1'));
    });
    const url = await serveHttp((_request, response) =>
      response.writeHead(302, { location: `${elsewhere}/login?to=secret` }).end(),
    );
    const { message, hint } = await failureOf({ url, headers: { Authorization: 'Bearer t' } });
    expect(message).toContain(`elsewhere to ${elsewhere}/login (302)`);
    expect(hint).toMatch(/redirects are not followed/);
    expect(followed).toBe(0);
  });

  it('of more than 16 MiB is not read to its end', async () => {
    const chunk = Buffer.alloc(1024 * 1024, 0x20);
    let sent = 0;
    const url = await serveRaw((socket) => {
      socket.write('HTTP/1.1 200 OK\r\nContent-Length: 1000000000\r\n\r\n');
      const more = (): void => {
        while (!socket.destroyed && sent < 1_000_000_000 && socket.write(chunk)) sent += chunk.length;
      };
      socket.on('drain', () => {
        sent += chunk.length;
        more();
      });
      more();
    });
    const { message, hint } = await failureOf({ url });
    expect(message).toMatch(/larger than 16 MiB/);
    expect(hint).toMatch(/sum/);
    expect(sent).toBeLessThan(100 * 1024 * 1024);
  });

  it('that breaks off in the middle is named', async () => {
    const url = await serveRaw((socket) => {
      socket.once('data', () => socket.end('HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n{"status":'));
    });
    expect((await failureOf({ url })).message).toMatch(/broke the connection off/);
  });

  it('that is no HTTP is named', async () => {
    const url = await serveRaw((socket) => socket.once('data', () => socket.end('220 mail.test ESMTP\r\n')));
    expect((await failureOf({ url })).message).toMatch(/: it does not speak HTTP$/);
  });
});

describe('a server that', () => {
  it.each([
    ['says nothing', () => {}],
    ['stops in its headers', ['HTTP/1.1 200 OK\r\nContent-']],
    ['stops in its answer', ['HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n{"status":']],
  ] as const)('%s is waited for as long as `timeout` says', async (_what, said) => {
    const url = await serveRaw((socket) => {
      if (typeof said !== 'function') socket.write(said[0]);
    });
    const began = systemClock.now();
    const { message, hint } = await failureOf({ url, timeout: 300 });
    const took = systemClock.now() - began;
    expect(message).toMatch(/no answer within 300ms/);
    expect(hint).toMatch(/`timeout`/);
    expect(took).toBeGreaterThan(290);
    expect(took).toBeLessThan(QUITE_LONG);
  });

  it.each(['127.0.0.1', 'localhost'])('is not there on %s is named', async (host) => {
    const [port] = await reservePorts('127.0.0.1', 1);
    const { message, hint } = await failureOf({ url: `http://${host}:${port}` });
    expect(message).toMatch(/: nothing listens there$/);
    expect(hint).toMatch(/port/);
  });

  it('has a name that nobody knows is named', async () => {
    const { message, hint } = await failureOf({ url: 'http://prometheus.invalid:9090' });
    expect(message).toMatch(
      /asking http:\/\/prometheus\.invalid:9090 .*: (?:there is no such host|the name of the host could not)/,
    );
    expect(hint).toMatch(/name|address/);
  });

  it('gets a header that HTTP cannot carry is not asked, and the header is not shown', async () => {
    const url = await serveHttp((_request, response) => response.end(vectorOfOne('1')));
    const failure = await failureOf({ url, headers: { Authorization: 'Bearer hunter2\n' } });
    expect(failure.hint).toMatch(/`headers`/);
    expect(`${failure.message} ${failure.hint}`).not.toContain('hunter2');
  });
});

describe('TLS', () => {
  it('trusts the authority that `ca` names', async () => {
    const { port, ca } = await serveHttps((_request, response) => response.end(vectorOfOne('1')));
    expect(await ask({ url: `https://127.0.0.1:${port}`, ca })).toMatchObject({ kind: 'vector' });
    expect(await ask({ url: `https://localhost:${port}`, ca })).toMatchObject({ kind: 'vector' });
  });

  it('refuses a certificate of nobody, before anything is said', async () => {
    let asked = 0;
    const { port } = await serveHttps((_request, response) => {
      asked += 1;
      response.end(vectorOfOne('1'));
    });
    const { message, hint } = await failureOf({
      url: `https://localhost:${port}`,
      headers: { Authorization: 'Bearer t' },
    });
    expect(message).toMatch(/its certificate is not trusted: self-signed certificate/);
    expect(hint).toMatch(/`ca`/);
    expect(asked).toBe(0);
  });

  it('refuses a certificate for another name', async () => {
    const { port, ca } = await serveHttps(
      (_request, response) => response.end(vectorOfOne('1')),
      'DNS:bank.test',
    );
    const { message, hint } = await failureOf({ url: `https://localhost:${port}`, ca });
    expect(message).toMatch(/its certificate is not trusted: Hostname.*altnames/);
    expect(hint).toMatch(/name that its certificate is for/);
  });

  it('is missed on a port that has none', async () => {
    const url = await serveHttp((_request, response) => response.end(vectorOfOne('1')));
    const { message, hint } = await failureOf({ url: url.replace('http:', 'https:') });
    expect(message).toMatch(/: it does not speak TLS$/);
    expect(hint).toMatch(/`http:\/\/`/);
  });

  it('is missed by who speaks plain HTTP to it', async () => {
    const { port } = await serveHttps((_request, response) => response.end(vectorOfOne('1')));
    const { message, hint } = await failureOf({ url: `http://127.0.0.1:${port}` });
    expect(message).toMatch(/broke the connection off/);
    expect(hint).toMatch(/`https:\/\/`/);
  });

  it.each([
    ['not there', undefined],
    ['empty', ''],
    ['no certificate', 'hello'],
  ])('needs a file of certificates: one that is %s is refused', (_what, content) => {
    const ca = join(temporaryFolder(), 'ca.pem');
    if (content !== undefined) writeFileSync(ca, content);
    expect(() => clientOf({ url: 'https://127.0.0.1:1', ca })).toThrow(
      expect.objectContaining({ code: 'prometheus-ca', exitCode: 3, hint: expect.stringContaining('PEM') }),
    );
  });
});

describe('an address', () => {
  it.each(['http://user:hunter2@127.0.0.1:9090', 'http://127.0.0.1:9090/?token=hunter2', 'hunter2'])(
    'such as %s is refused without being repeated',
    (url) => {
      let thrown: unknown;
      try {
        clientOf({ url });
      } catch (error_) {
        thrown = error_;
      }
      expect(thrown).toMatchObject({ code: 'prometheus-url', exitCode: 2 });
      expect(String(thrown)).not.toContain('hunter2');
    },
  );
});
