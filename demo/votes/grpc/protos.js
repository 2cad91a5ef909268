import { fileURLToPath } from 'node:url';
import { loadPackageDefinition } from '@grpc/grpc-js';
import { loadSync } from '@grpc/proto-loader';
import { isRecord } from '../../service/record.js';

/**
 * The constructor of a service's clients, which holds the definition that its server needs.
 * @param {'Emoji' | 'Voting'} name
 * @returns {import('@grpc/grpc-js').ServiceClientConstructor}
 */
export function loadService(name) {
  const file = fileURLToPath(new URL(`../protos/${name.toLowerCase()}.proto`, import.meta.url));
  const { votes } = loadPackageDefinition(loadSync(file, { defaults: true }));
  const service = isRecord(votes) ? votes[name] : undefined;
  if (typeof service !== 'function' || !('service' in service)) throw new Error(`${file} has no ${name}`);
  return service;
}
