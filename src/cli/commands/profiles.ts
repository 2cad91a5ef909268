import { EXIT_CODES, type ExitCode } from '../../core/exit-code.ts';
import { listProfiles } from '../../impairment/catalogue.ts';
import { describeImpairment } from '../../impairment/describe.ts';
import type { Profile } from '../../impairment/profile.ts';
import type { Io } from '../io.ts';
import { textTable } from '../text-table.ts';
import { traceRows } from '../trace-rows.ts';

export interface ProfilesOptions {
  readonly output?: 'text' | 'json';
}

/** Lists the built-in profiles and the traces that ship; exit 2 when a pattern matches none. */
export function profilesCommand(pattern: string | undefined, options: ProfilesOptions, io: Io): ExitCode {
  const wanted = pattern?.toLowerCase() ?? '';
  const profiles = listProfiles().filter((profile) => profile.id.includes(wanted));
  const traces = traceRows(wanted);
  if (profiles.length === 0 && traces.length === 0) {
    io.err(
      `error unknown-profile: no profile and no trace holds \`${pattern}\`\n  run \`scenario profiles\` for all of them\n`,
    );
    return EXIT_CODES.usage;
  }
  if (options.output === 'json') {
    io.out(`${JSON.stringify(profiles, null, 2)}\n`);
    return EXIT_CODES.pass;
  }
  for (const source of new Set(profiles.map((profile) => profile.source))) {
    const group = profiles.filter((profile) => profile.source === source);
    io.out(`${source}\n`);
    io.out(
      textTable(
        group.map((profile) => [
          profile.id,
          describeImpairment(profile.impairment),
          `states ${profile.states}`,
        ]),
        '  ',
      ),
    );
    for (const note of notesOf(group)) io.out(`  note: ${note}\n`);
    io.out('\n');
  }
  if (traces.length > 0)
    io.out(`Traces, synthetic: made by scripts/make-traces.mjs\n${textTable(traces, '  ')}\n`);
  return EXIT_CODES.pass;
}

/** Each note once, with the names that it is about where it is not about all of them. */
function notesOf(group: readonly Profile[]): string[] {
  return [...new Set(group.flatMap(({ note }) => note ?? []))].map((note) => {
    const owners = group.filter((profile) => profile.note === note);
    return owners.length === group.length ? note : `${owners.map(({ id }) => id).join(', ')}: ${note}`;
  });
}
