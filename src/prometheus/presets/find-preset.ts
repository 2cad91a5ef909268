import { istio } from './istio.ts';
import { linkerd } from './linkerd.ts';
import { opentelemetry } from './opentelemetry.ts';
import type { Preset } from './preset.ts';
import { squall } from './squall.ts';

export const PRESETS: Readonly<Record<PresetName, Preset>> = { linkerd, istio, opentelemetry, squall };

export type PresetName = 'linkerd' | 'istio' | 'opentelemetry' | 'squall';
