import { describe, expect, it } from 'vitest';

import type { ContainerRef } from '../../../../src/core/container-ref.ts';
import { SquallError } from '../../../../src/core/errors.ts';
import { chooseContainer } from '../../../../src/drivers/docker/choose.ts';
import { parseList } from '../../../../src/drivers/docker/parse.ts';
import { listLine, type FakeContainer } from '../../../helpers/containers.ts';

const composed = (
  project: string,
  service: string,
  more: Record<string, string> = {},
): Record<string, string> => ({
  'com.docker.compose.project': project,
  'com.docker.compose.service': service,
  ...more,
});

const ALL: readonly FakeContainer[] = [
  { id: 'aaa111', name: 'web', labels: { role: 'front', tier: 'a=b' } },
  { id: 'aaa222', name: 'cart', labels: { role: 'api' } },
  { id: 'bbb333', name: 'cart-2', labels: { role: 'api' } },
  { id: 'ccc444', name: 'old', labels: { role: 'batch' }, state: 'exited' },
  { id: 'ddd555', name: 'shop-carts-1', labels: composed('shop', 'carts') },
  {
    id: 'eee666',
    name: 'shop-carts-run',
    labels: composed('shop', 'carts', { 'com.docker.compose.oneoff': 'True' }),
  },
  { id: 'fff777', name: 'still', labels: { role: 'still' }, state: 'paused' },
];

function choose(ref: ContainerRef): string {
  return chooseContainer(ref, parseList(ALL.map(listLine))).name;
}

function refusal(ref: ContainerRef): {
  code: string;
  message: string;
  hint: string | undefined;
  exitCode: number;
} {
  try {
    choose(ref);
  } catch (error) {
    if (error instanceof SquallError) {
      const { code, message, hint, exitCode } = error;
      return { code, message, hint, exitCode };
    }
  }
  throw new Error('nothing was refused');
}

describe('a container', () => {
  it.each<[ContainerRef, string]>([
    [{ kind: 'name', name: 'cart' }, 'cart'],
    [{ kind: 'id', id: 'BBB' }, 'cart-2'],
    [{ kind: 'label', label: 'role=front' }, 'web'],
    [{ kind: 'label', label: 'tier' }, 'web'],
    [{ kind: 'label', label: 'tier=a=b' }, 'web'],
    [{ kind: 'compose', project: 'shop', service: 'carts' }, 'shop-carts-1'],
    [{ kind: 'name', name: 'still' }, 'still'],
  ])('is found by %j', (ref, name) => {
    expect(choose(ref)).toBe(name);
  });

  it('that does not exist is an error with what was probably meant', () => {
    expect(refusal({ kind: 'name', name: 'catr' })).toEqual({
      code: 'no-such-container',
      message: 'there is no container `catr`',
      hint: 'did you mean `cart`?',
      exitCode: 3,
    });
    expect(refusal({ kind: 'label', label: 'role=fornt' }).hint).toBe('did you mean `role=front`?');
    const compose = refusal({ kind: 'compose', project: 'shop', service: 'cart' });
    expect(compose.message).toBe('there is no container of service `cart` in the compose project `shop`');
    expect(compose.hint).toBe('did you mean `shop/carts`?');
  });

  it('that is not the only one is an error that names them', () => {
    expect(refusal({ kind: 'label', label: 'role=api' })).toMatchObject({
      code: 'ambiguous-container',
      message: 'there is more than one container with the label `role=api`: `cart`, `cart-2`',
      exitCode: 3,
    });
    expect(refusal({ kind: 'id', id: 'aaa' }).code).toBe('ambiguous-container');
  });

  it('that has ended is an error of its own', () => {
    expect(refusal({ kind: 'name', name: 'old' })).toEqual({
      code: 'container-not-running',
      message: 'the container `old` is not running: it is exited',
      hint: 'start it first: `docker start old`',
      exitCode: 3,
    });
  });
});
