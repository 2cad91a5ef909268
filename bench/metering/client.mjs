// Asks in a closed loop, as much as goes, or at a rate, where the time of an answer counts from when its request was due.
import { connect } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { PROTOCOLS } from './protocols.mjs';

process.on('message', async (question) => process.send(await measure(question)));
process.once('disconnect', () => process.exit());

async function measure({ protocol: name, port, seconds, rate }) {
  const protocol = PROTOCOLS[name];
  const times = [];
  const connections = await Promise.all(
    Array.from({ length: protocol.connections }, () => open(port, protocol, times)),
  );
  const begun = performance.now();
  await (rate === undefined ? closedLoop(connections, seconds) : atRate(connections, seconds, rate));
  const took = (performance.now() - begun) / 1000;
  for (const { socket } of connections) socket.destroy();
  times.sort((a, b) => a - b);
  return { count: times.length, rate: times.length / took, p50: at(times, 0.5), p99: at(times, 0.99) };
}

async function open(port, { request, response, atOnce }, times) {
  const socket = connect({ host: '127.0.0.1', port, noDelay: true });
  const due = [];
  const first = response(0).length;
  const next = response(1).length;
  let [asked, answered, received] = [0, 0, 0];
  const connection = {
    socket,
    room: () => atOnce - due.length,
    ask: (...when) => {
      due.push(...when);
      const bytes = when.map(() => request(asked++));
      socket.write(bytes.length === 1 ? bytes[0] : Buffer.concat(bytes));
    },
    onRoom: () => {},
  };
  await new Promise((resolve, reject) => socket.once('connect', resolve).once('error', reject));
  socket.on('data', (bytes) => {
    received += bytes.length;
    const now = performance.now();
    for (; received >= first + answered * next; answered += 1) times.push(now - due.shift());
    connection.onRoom();
  });
  return connection;
}

async function closedLoop(connections, seconds) {
  const end = performance.now() + seconds * 1000;
  const filled = connections.map((connection) => {
    const fill = () => {
      const now = performance.now();
      if (now < end) connection.ask(...Array.from({ length: connection.room() }, () => now));
    };
    connection.onRoom = fill;
    fill();
  });
  await Promise.all(filled);
  await sleep(seconds * 1000);
}

async function atRate(connections, seconds, rate) {
  const begun = performance.now();
  const end = begun + seconds * 1000;
  let sent = 0;
  let turn = 0;
  const send = () => {
    for (const count = connections.length; begun + (sent / rate) * 1000 <= performance.now(); sent += 1) {
      let tried = 0;
      while (tried < count && connections[turn % count].room() === 0) [tried, turn] = [tried + 1, turn + 1];
      // What finds no room is due all the same.
      if (tried === count) return;
      connections[turn % count].ask(begun + (sent / rate) * 1000);
      turn += 1;
    }
  };
  for (const connection of connections) connection.onRoom = send;
  while (performance.now() < end) {
    send();
    await sleep(1);
  }
  for (const connection of connections) connection.onRoom = () => {};
  await sleep(20);
}

function at(ascending, share) {
  return ascending[Math.min(ascending.length - 1, Math.floor(ascending.length * share))] ?? NaN;
}
