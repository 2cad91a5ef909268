// What a person without a tool would type: where each container is, and `tc` there. No check, and no undo but a delete.
import { spawnSync } from 'node:child_process';
import { DELAY } from './impairment.mjs';

const PIDS = `docker inspect --format '{{.State.Pid}}'`;

export function shellLoop(containers) {
  const names = containers.map(({ name }) => name).join(' ');
  const each = (words) =>
    shell(`for pid in $(${PIDS} ${names}); do nsenter --target $pid --net tc ${words}; done`);
  return {
    name: 'shell loop',
    impair: () => each(`qdisc add dev eth0 root netem delay ${DELAY}ms`),
    clear: () => each('qdisc del dev eth0 root'),
  };
}

function shell(line) {
  const { status, stderr } = spawnSync('sh', ['-e', '-c', line], { encoding: 'utf8' });
  if (status !== 0) throw new Error(`the shell said: ${stderr}`);
}
