// What Pumba asks of the Docker Engine to delay containers and to end that, asked by this process: for where Pumba itself cannot be had.
// From its source of 2026 (pkg/runtime/docker/exec.go, sidecar.go, netem.go). Without the start of a program, so it is the least that Pumba
// can need.
import { request } from 'node:http';
import { text } from 'node:stream/consumers';
import { DELAY } from './impairment.mjs';
import { IMAGE } from './engine.mjs';

const SOCKET = '/var/run/docker.sock';
const ADD = `qdisc add dev eth0 root netem delay ${DELAY}ms`;
const REMOVE = 'qdisc del dev eth0 root netem';

/** As `--tc-image ""` has it: `tc` is in the container. */
export function pumbaExec(containers) {
  const all = async (words) => await inEach(containers, async (id) => await execInside(id, words));
  return { name: "pumba's steps, tc inside", impair: () => all(ADD), clear: () => all(REMOVE) };
}

/** As it does unless told otherwise: `tc` is in an image, of which a container joins the network of each one, twice. */
export function pumbaSidecar(containers) {
  const all = async (words) => await inEach(containers, async (id) => await execBeside(id, words));
  return { name: "pumba's steps, tc beside", impair: () => all(ADD), clear: () => all(REMOVE) };
}

/** It lists and inspects, and then does all at once. */
async function inEach(containers, act) {
  const listed = await ask('GET', '/containers/json');
  const wanted = new Set(containers.map(({ name }) => `/${name}`));
  const chosen = listed.filter(({ Names: names }) => names.some((name) => wanted.has(name)));
  for (const { Id: id } of chosen) await ask('GET', `/containers/${id}/json`);
  await Promise.all(chosen.map(async ({ Id: id }) => await act(id)));
}

async function execInside(id, words) {
  await exec(id, { Cmd: ['which', 'tc'] });
  await exec(id, { Cmd: ['tc', ...words.split(' ')], Privileged: true });
}

async function execBeside(id, words) {
  const { Id: sidecar } = await ask('POST', '/containers/create', {
    Image: IMAGE,
    Entrypoint: ['tail'],
    Cmd: ['-f', '/dev/null'],
    StopSignal: 'SIGKILL',
    HostConfig: { CapAdd: ['NET_ADMIN'], NetworkMode: `container:${id}` },
  });
  await ask('POST', `/containers/${sidecar}/start`);
  await exec(sidecar, { Cmd: ['tc', ...words.split(' ')] });
  await ask('DELETE', `/containers/${sidecar}?force=true`);
}

async function exec(container, config) {
  const attached = { AttachStdout: true, AttachStderr: true, ...config };
  const { Id: id } = await ask('POST', `/containers/${container}/exec`, attached);
  const said = await ask('POST', `/exec/${id}/start`, { Detach: false, Tty: false });
  const { ExitCode: status } = await ask('GET', `/exec/${id}/json`);
  if (status !== 0) throw new Error(`${config.Cmd.join(' ')} exited with ${status}: ${said}`);
}

/** Parsed where it is JSON, as text where it is what a command says. */
async function ask(method, path, body) {
  const headers = { 'content-type': 'application/json' };
  const response = await new Promise((resolve, reject) => {
    const asked = request({ socketPath: SOCKET, method, path, headers }, resolve).on('error', reject);
    asked.end(body === undefined ? undefined : JSON.stringify(body));
  });
  const said = await text(response);
  if (response.statusCode >= 400) throw new Error(`${method} ${path}: ${response.statusCode} ${said}`);
  const isJson = response.headers['content-type'] === 'application/json';
  return isJson ? JSON.parse(said) : said;
}
