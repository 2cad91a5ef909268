import { describe, expect, it } from 'vitest';
import { FailureLog } from '../../../src/engine/failure-log.ts';
import { sampleAt } from '../../helpers/measured-run.ts';

const SELF_SIGNED = sampleAt(0, { status: 0, ok: false, failure: 'tls', detail: 'self-signed certificate' });

describe('the failure log', () => {
  it('tells the first failure of a kind once, in the words of its error', () => {
    const log = new FailureLog();
    log.add('users', SELF_SIGNED);
    log.add('users', { ...SELF_SIGNED, detail: 'certificate has expired' });
    expect(log.take()).toEqual([
      'load users: TLS failed: self-signed certificate; if the certificate is right, name its authority in NODE_EXTRA_CA_CERTS',
    ]);
    log.add('users', SELF_SIGNED);
    expect(log.take()).toEqual([]);
  });

  it('tells each load and each kind apart', () => {
    const log = new FailureLog();
    log.add('users', SELF_SIGNED);
    log.add('robots', SELF_SIGNED);
    log.add('users', { ...SELF_SIGNED, failure: 'other', detail: 'getaddrinfo ENOTFOUND shop.test' });
    expect(log.take().map((text) => text.slice(0, 22))).toEqual([
      'load users: TLS failed',
      'load robots: TLS faile',
      'load users: a request ',
    ]);
  });

  it.each(['refused', 'timeout', 'status', 'reset'] as const)(
    'says nothing of what speaks for itself: %s',
    (failure) => {
      const log = new FailureLog();
      log.add('users', { ...SELF_SIGNED, failure });
      expect(log.take()).toEqual([]);
    },
  );
});
