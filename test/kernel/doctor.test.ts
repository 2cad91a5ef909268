import { describe, expect, it, onTestFinished } from 'vitest';

import { runCli } from '../helpers/cli.ts';
import { run } from '../helpers/kernel-network.ts';
import { temporaryFolder } from '../helpers/processes.ts';

const CWD = '/tmp';

/** What `ip` and `tc` show of the network. */
function look(): string[] {
  return ['ip -j link show', 'tc -j qdisc show', 'ip netns list', 'tc -j actions list action mirred'].map(
    run,
  );
}

describe('scenario doctor in the kernel lab', () => {
  it('says yes to everything that shaping by the kernel needs', async () => {
    const { code, stdout } = await runCli(['doctor'], { cwd: CWD });
    expect(code).toBe(0);
    const rows = stdout.split('\n');
    const section = (title: string): string[] => {
      const begin = rows.indexOf(title) + 1;
      return rows.slice(begin, rows.indexOf('', begin));
    };
    const shaping = [...section('Network namespaces'), ...section('Driver tc')];
    expect(shaping).toHaveLength(13);
    expect(shaping.filter((row) => !row.startsWith('  yes  '))).toEqual([]);
  });

  it('changes nothing of the network, and leaves no namespace', async () => {
    const before = look();
    await runCli(['doctor'], { cwd: CWD });
    expect(look()).toEqual(before);
  });

  it('finds what of ours lies about in the network, here and in namespaces, and removes none of it', async () => {
    run('ip netns add sq-1a2b-shop');
    onTestFinished(() => void run('ip netns del sq-1a2b-shop'));
    run('ip netns add foreign');
    onTestFinished(() => void run('ip netns del foreign'));
    run('tc -n foreign qdisc add dev lo root handle 5371: prio');
    run('ip link add dev squall-ifb7 type ifb');
    onTestFinished(() => void run('ip link del dev squall-ifb7'));
    run('tc qdisc add dev lo root handle 5371: prio');
    onTestFinished(() => void run('tc qdisc del dev lo root'));
    const { stdout } = await runCli(['doctor', '--out', temporaryFolder()], { cwd: CWD });
    const remedies = [
      /network namespace sq-1a2b-shop +ip netns del sq-1a2b-shop$/m,
      /network device squall-ifb7 +ip link del dev squall-ifb7$/m,
      /queue 5371: on device lo +tc qdisc del dev lo root handle 5371:$/m,
      /queue 5371: on device lo in namespace foreign +nsenter --net=\/run\/netns\/foreign tc qdisc del dev lo root/m,
    ];
    for (const remedy of remedies) expect(stdout).toMatch(remedy);
    expect(run('tc -j qdisc show dev lo')).toContain('"5371:"');
  });
});
