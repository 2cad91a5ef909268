import type { CommandResult, RunResult } from '../../../core/result.gen.ts';
import { cleanLine } from '../../clean-text.ts';
import { formatMoment } from '../../figures.ts';
import { detailsMarkup } from '../details.ts';
import { html, type Markup } from '../markup.ts';

/** What the kernel was told, each command as it was carried out. */
export function commandsMarkup({ commands }: RunResult): Markup | undefined {
  if (commands === undefined) return undefined;
  const { kept, more } = commands;
  const rest = more === 0 ? [] : [`and ${more} more, which are not kept`];
  return detailsMarkup(
    `The ${kept.length + more} commands that shaped the kernel’s links`,
    html`<pre><code>${[...kept.map(commandLine), ...rest].join('\n')}</code></pre>`,
  );
}

/** Before the first step the links are installed; the time says little there. */
function commandLine({ at, command }: CommandResult): string {
  const when = at < 0 ? 'set-up' : formatMoment(at);
  return `${when.padStart(8)}  ${cleanLine(command)}`;
}
