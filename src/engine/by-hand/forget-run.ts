import { SquallError } from '../../core/errors.ts';
import { EXIT_CODES } from '../../core/exit-code.ts';
import { claimsOf, releaseClaim } from '../../exec/network/claim.ts';
import { DEVICE_PREFIX } from '../../exec/network/handles.ts';
import type { InterfaceRef } from '../../exec/network/namespace.ts';
import { ingressOf, isOurs, rootOf } from '../../exec/network/qdiscs.ts';
import type { RunTool } from '../../exec/network/run-tool.ts';
import { findQdiscs } from '../../exec/network/tc.ts';
import { redirectTargets } from '../../exec/network/undo-ingress.ts';

/**
 * Removes the claims of a run that is gone and whose journal is gone as well, once the kernel shows nothing of ours there.
 * @param claims where claims are
 * @throws SquallError `undo-failed`, exit code 5, where something is left; as `findQdiscs`.
 */
export async function forgetRun(id: string, claims: string, run: RunTool): Promise<void> {
  for (const { claim, at } of await claimsOf(claims, id)) {
    if (await isImpaired(at, run)) {
      throw new SquallError(
        'undo-failed',
        `the journal of run ${id} is gone, and \`${at.device}\` is still impaired`,
        {
          hint: 'run `scenario doctor`: it lists what is left and how to remove it',
          exitCode: EXIT_CODES.undoFailed,
        },
      );
    }
    await releaseClaim(claim);
  }
}

async function isImpaired(at: InterfaceRef, run: RunTool): Promise<boolean> {
  const qdiscs = await findQdiscs(run, at);
  if (qdiscs === undefined) return false;
  if (isOurs(rootOf(qdiscs))) return true;
  if (ingressOf(qdiscs) === undefined) return false;
  return (await redirectTargets(run, at)).some((device) => device.startsWith(DEVICE_PREFIX));
}
