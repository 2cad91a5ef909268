import type { FailureKind } from '../../metrics/sample.ts';

/** What k6's error codes mean (lib/netext/httpext/error_codes.go); a range where it has no name of ours for each. */
const BY_CODE: Readonly<Record<number, FailureKind>> = {
  1050: 'timeout',
  1201: 'reset',
  1211: 'timeout',
  1212: 'refused',
  1220: 'reset',
  1701: 'protocol',
};

/** Why a request of k6's without an answer failed, from its tags `error_code` and `error`. */
export function failureKindOf(code: number, message: string): FailureKind {
  const known = BY_CODE[code];
  if (known !== undefined) return known;
  if (code >= 1300 && code < 1400) return 'tls';
  if (code >= 1600 && code < 1700) return 'protocol';
  // Go names a connection that ended before the answer did, and k6 has no code for it.
  return /\bEOF$/.test(message) ? 'closed' : 'other';
}
