import type { SuccessPolicy } from './load.ts';

const FIRST_FAILING_STATUS: Readonly<Record<SuccessPolicy, number>> = { 'server-errors': 500, strict: 400 };

/**
 * Whether an answer counts as success. `server-errors` blames the service only for what it did wrong itself: a 404 is
 * a correct answer to a wrong question. No answer (status 0) is never a success.
 */
export function isSuccess(policy: SuccessPolicy, status: number): boolean {
  return status >= 200 && status < FIRST_FAILING_STATUS[policy];
}
