import { istio } from './istio.ts';
import { linkerd } from './linkerd.ts';
import { opentelemetry } from './opentelemetry.ts';
import type { Preset } from './preset.ts';
import { squall } from './squall.ts';

export type PresetName = 'linkerd' | 'istio' | 'opentelemetry' | 'squall';

export const PRESETS: Readonly<Record<PresetName, Preset>> = { linkerd, istio, opentelemetry, squall };

export function isPresetName(name: string): name is PresetName {
  return Object.hasOwn(PRESETS, name);
}
