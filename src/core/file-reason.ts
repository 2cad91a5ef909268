import { codeOf, reasonOf } from './errors.ts';

/** By the code that the system gives: https://man7.org/linux/man-pages/man3/errno.3.html */
const REASONS: ReadonlyMap<unknown, string> = new Map([
  ['EACCES', 'permission is denied'],
  ['EBUSY', 'it is in use'],
  ['EDQUOT', "this user's share of the disk is full"],
  ['EISDIR', 'it is a folder'],
  ['ELOOP', 'its symbolic links lead in a circle'],
  ['EMFILE', 'too many files are open'],
  ['ENAMETOOLONG', 'its name is too long'],
  ['ENFILE', 'too many files are open'],
  ['ENOENT', 'there is no such file or folder'],
  ['ENOSPC', 'the disk is full'],
  ['ENOTDIR', 'what should be a folder on the way to it is a file'],
  ['ENOTEMPTY', 'something writes into it'],
  ['EPERM', 'permission is denied'],
  ['EROFS', 'its file system can only be read'],
]);

/** Why a file or folder could not be read or written, for a message that names it; of anything else that was thrown its own text. */
export function fileReason(thrown: unknown): string {
  return REASONS.get(codeOf(thrown)) ?? reasonOf(thrown);
}
