import { pickTags, type Tags } from '../../stream/tags.ts';
import type { FailureKind } from '../../../metrics/sample.ts';
import type { SuccessPolicy } from '../../load.ts';
import { isSuccess } from '../../policy.ts';
import { failureKindOf } from '../failure-kind.ts';

/** What the tags of a request say of its end. */
export interface RequestEnd {
  readonly name: string;
  readonly status: number;
  readonly ok: boolean;
  readonly failure?: FailureKind;
  readonly detail?: string;
  readonly tags?: Tags;
}

export interface TagReadingOptions {
  readonly policy: SuccessPolicy;
  /** Keys of the tags that each sample is to carry, beside its name. */
  readonly sampleTags: readonly string[];
}

/** The end of a request, from the tags that k6 gives its points. */
export function requestEnd(tags: Tags, { policy, sampleTags }: TagReadingOptions): RequestEnd {
  const status = statusOf(tags['status']);
  const ok = isSuccess(policy, status);
  return {
    name: tags['name'] ?? '',
    status,
    ok,
    ...(!ok && whyFailed(status, tags)),
    ...pickTags(tags, sampleTags),
  };
}

/** 0, for no answer, where a script has put something else in its place. */
function statusOf(tag = '0'): number {
  return /^\d{1,3}$/.test(tag) ? Number(tag) : 0;
}

function whyFailed(status: number, tags: Tags): Pick<RequestEnd, 'failure' | 'detail'> {
  const detail = tags['error'] ?? '';
  const failure = status === 0 ? failureKindOf(Number(tags['error_code']), detail) : 'status';
  return { failure, ...(detail !== '' && { detail }) };
}
