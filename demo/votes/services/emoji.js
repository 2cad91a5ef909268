import { status } from '@grpc/grpc-js';
import { CANDIDATES } from '../candidates.js';

/** @returns {Readonly<Record<string, import('../grpc/server.js').Method>>} */
export function emojiMethods() {
  return {
    ListAll: () => ({ candidates: CANDIDATES }),
    FindByShortcode: ({ shortcode }) => findCandidate(String(shortcode)),
  };
}

/** @param {string} shortcode */
function findCandidate(shortcode) {
  const found = CANDIDATES.find((candidate) => candidate.shortcode === shortcode);
  if (found !== undefined) return found;
  throw Object.assign(new Error(`there is no candidate ${shortcode}`), { code: status.NOT_FOUND });
}
