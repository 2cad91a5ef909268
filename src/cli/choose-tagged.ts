import { SquallError } from '../core/errors.ts';
import { EXIT_CODES } from '../core/exit-code.ts';
import { suggest } from '../core/suggest.ts';
import type { LoadedPlan } from './load-plans.ts';

/**
 * The scenarios with the tag; all of them where none is asked for.
 * @throws SquallError `tag-not-found`, because a gate that runs nothing must not be open.
 */
export function chooseTagged(loaded: readonly LoadedPlan[], tag: string | undefined): readonly LoadedPlan[] {
  if (tag === undefined) return loaded;
  const chosen = loaded.filter((one) => tagsOf(one).includes(tag));
  if (chosen.length > 0) return chosen;
  const meant = suggest(tag, [...new Set(loaded.flatMap(tagsOf))]);
  throw new SquallError('tag-not-found', `no scenario given has the tag \`${tag}\``, {
    exitCode: EXIT_CODES.usage,
    hint:
      meant === undefined
        ? 'name a tag that one has in its `tags`, or leave `--tag` out'
        : `did you mean \`${meant}\`?`,
  });
}

function tagsOf({ plan }: LoadedPlan): readonly string[] {
  return plan.scenario.tags ?? [];
}
