import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { connect, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Address } from '../../../../src/drivers/driver.ts';
import { listening } from './http-servers.ts';

/** What nginx says of a request that it has dealt with. */
export interface LoggedRequest {
  readonly method: string;
  /** As the client sent it, with the query. */
  readonly target: string;
  readonly status: number;
  /** With head and body, as they came over the wire. */
  readonly received: number;
  readonly sent: number;
  /** Whether the whole answer was sent. */
  readonly complete: boolean;
}

export interface Nginx {
  readonly http1: Address;
  /** Speaks HTTP/2 with prior knowledge, and nothing else. */
  readonly http2: Address;
  /** What it serves from, and where `PUT /put/...` is stored. */
  readonly root: string;
  requests(): Promise<readonly LoggedRequest[]>;
  close(): Promise<void>;
}

export async function startNginx(): Promise<Nginx> {
  const folder = await mkdtemp(join(tmpdir(), 'squall-nginx-'));
  const root = join(folder, 'www');
  await mkdir(join(root, 'put'), { recursive: true });
  const [http1, http2] = [await freePort(), await freePort()];
  await writeFile(join(folder, 'nginx.conf'), configuration(folder, http1, http2));
  const child = spawn(
    'nginx',
    ['-e', join(folder, 'error.log'), '-p', folder, '-c', join(folder, 'nginx.conf')],
    {
      stdio: ['ignore', 'ignore', 'inherit'],
      env: { PATH: `${process.env['PATH'] ?? ''}:/usr/sbin:/sbin` },
    },
  );
  const ended = once(child, 'exit');
  await Promise.race([
    Promise.all([reachable(http1), reachable(http2)]),
    ended.then(() =>
      Promise.reject(new Error('nginx is needed here, on Debian the package nginx-light, and did not start')),
    ),
  ]);
  return {
    http1: { host: '127.0.0.1', port: http1 },
    http2: { host: '127.0.0.1', port: http2 },
    root,
    requests: async () => {
      const log = await readFile(join(folder, 'access.log'), 'utf8');
      return log.split('\n').filter(Boolean).map(parseLine);
    },
    close: async () => {
      child.kill('SIGKILL');
      await ended;
      await rm(folder, { recursive: true });
    },
  };
}

function parseLine(line: string): LoggedRequest {
  const [method = '', target = '', status, received, sent, completion] = line.split('\t');
  return {
    method,
    target,
    status: Number(status),
    received: Number(received),
    sent: Number(sent),
    complete: completion === 'OK',
  };
}

const STATUSES = [204, 404, 500, 503];

function configuration(folder: string, http1: number, http2: number): string {
  const temporary = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'];
  return `daemon off;
master_process off;
pid ${folder}/nginx.pid;
events {
  worker_connections 256;
}
http {
  log_format tabs '$request_method\\t$request_uri\\t$status\\t$request_length\\t$bytes_sent\\t$request_completion';
  access_log ${folder}/access.log tabs;
  ${temporary.map((name) => `${name}_temp_path ${folder}/${name};`).join('\n  ')}
  default_type text/plain;
  keepalive_requests 100000;
  client_max_body_size 64m;
  server {
    listen 127.0.0.1:${http1};
    listen 127.0.0.1:${http2} http2;
    root ${folder}/www;
    location /put/ {
      dav_methods PUT DELETE;
    }
    location /gzip/ {
      alias ${folder}/www/;
      gzip on;
      gzip_types text/plain;
      gzip_min_length 1;
    }
    location /trailers/ {
      alias ${folder}/www/;
      add_trailer X-Sum abc;
      add_trailer X-Late yes;
    }
    location /slow/ {
      alias ${folder}/www/;
      limit_rate 100k;
    }
    location /small/ {
      client_max_body_size 1k;
    }
    location /close/ {
      alias ${folder}/www/;
      keepalive_timeout 0;
    }
    ${STATUSES.map((status) => `location /status/${status} { return ${status}; }`).join('\n    ')}
  }
}
`;
}

async function freePort(): Promise<number> {
  const server = createServer();
  const { port } = await listening(server);
  server.close();
  await once(server, 'close');
  return port;
}

async function reachable(port: number): Promise<void> {
  for (;;) {
    const socket = connect({ host: '127.0.0.1', port });
    const open = await new Promise<boolean>((resolve) => {
      socket.once('connect', () => resolve(true)).once('error', () => resolve(false));
    });
    socket.destroy();
    if (open) return;
    await sleep(20);
  }
}
