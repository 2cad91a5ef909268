import { capabilitiesOfTc } from '../../drivers/tc/capabilities.ts';
import type { Impairment } from '../../impairment/model.ts';
import type { ImpairmentProblem } from '../../impairment/problem.ts';
import type { ImpairmentReading } from '../../impairment/read-impairment.ts';
import { amendImpairment, type SettingsDocument } from '../../impairment/settings.ts';

/** As `amendImpairment`, and what the kernel cannot do is a problem too. */
export function checkSettings(current: Impairment, document: SettingsDocument): ImpairmentReading {
  const reading = amendImpairment(current, document);
  if (reading.problems.length > 0) return reading;
  return { ...reading, problems: impossible(reading.impairment) };
}

function impossible(impairment: Impairment): ImpairmentProblem[] {
  const messages = new Map<string, string>();
  for (const { key, fidelity, how } of capabilitiesOfTc(impairment)) {
    if (fidelity === 'impossible') messages.set(key, `\`${key}\` is impossible here: ${how}`);
  }
  return [...messages].map(([key, message]) => ({
    code: 'impairment-impossible',
    message,
    path: [key],
    where: 'key',
  }));
}
