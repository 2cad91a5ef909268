import { writeFileSync } from 'node:fs';
import { join } from 'node:path';

import {
  networkOfContainer,
  queuesOfHost,
  removeContainers,
  startContainer,
  type Container,
} from './docker-lab.ts';
import { temporaryFolder } from './processes.ts';

/** One container that asks another, which is as bare as can be. */
export interface TwoContainers {
  readonly asking: Container;
  readonly answering: Container;
}

export async function startTwo(): Promise<TwoContainers> {
  const asking = await startContainer('asking', { number: 2 });
  return { asking, answering: await startContainer('answering', { number: 3, bare: true }) };
}

export function removeTwo({ asking, answering }: TwoContainers): void {
  removeContainers(asking, answering);
}

export interface EdgeBetween {
  /** Names of the containers. */
  readonly asking?: string;
  readonly answering?: string;
  /** More keys of the edge, and more edges. */
  readonly edge?: string;
  readonly edges?: readonly string[];
}

/** Writes a scenario with the edge `there` from one container to the other, and returns its file. */
export function scenarioBetween(steps: readonly string[], between: EdgeBetween = {}): string {
  const { asking = 'asking', answering = 'answering', edge = '', edges = [] } = between;
  const lines = [
    'version: 1',
    'name: between',
    'services:',
    `  asking: { container: ${asking}, port: 8080 }`,
    `  answering: { container: ${answering}, port: 8080 }`,
    'edges:',
    `  there: { from: asking, to: answering${edge} }`,
    ...edges.map((other) => `  ${other}`),
    'steps:',
    ...steps.map((step) => `  - ${step}`),
  ];
  const file = join(temporaryFolder(), 'between.yaml');
  writeFileSync(file, `${lines.join('\n')}\n`);
  return file;
}

/** What a run could leave behind on the host and in each container, in terms that survive a restart. */
export function networksOf(...containers: readonly Container[]): unknown {
  return [queuesOfHost(), ...containers.map((container) => networkOfContainer(container))];
}
