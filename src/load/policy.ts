import { grpcStatusName, type GrpcStatusName } from '../metrics/grpc-status.ts';
import type { SuccessPolicy } from './load.ts';

const FIRST_FAILING_STATUS: Readonly<Record<SuccessPolicy, number>> = { 'server-errors': 500, strict: 400 };

/** The kinds that Linkerd's proxy blames the server for; the others blame the call. */
const SERVER_ERRORS: readonly GrpcStatusName[] = [
  'UNKNOWN',
  'DEADLINE_EXCEEDED',
  'INTERNAL',
  'UNAVAILABLE',
  'DATA_LOSS',
];

/**
 * Whether an answer counts as success, to a load or on an edge. `server-errors` blames the service only for what it did wrong
 * itself: a 404 is a correct answer to a wrong question. No answer (status 0) is never a success. `grpcStatus` is that of a
 * gRPC call, whose HTTP status says nothing of how it went.
 */
export function isSuccess(policy: SuccessPolicy, status: number, grpcStatus?: number): boolean {
  if (status === 0 || status >= FIRST_FAILING_STATUS[policy]) return false;
  if (grpcStatus === undefined) return true;
  const name = grpcStatusName(grpcStatus);
  return policy === 'strict' ? name === 'OK' : !SERVER_ERRORS.includes(name);
}
