import { readFileSync } from 'node:fs';

// These tests change interfaces and queues as root, which only a network that is thrown away may suffer.
if (!readFileSync('/proc/cpuinfo', 'utf8').includes('User Mode Linux')) {
  throw new Error('test/kernel runs in the kernel lab only: use `npm run test:kernel`');
}
