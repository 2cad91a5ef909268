import type { ExpositionFormat } from './render.ts';

/** What a client prefers by its `Accept` header (RFC 9110, section 12.5.1): OpenMetrics 1.0 where it asks for it, else the classic format. */
export function negotiateFormat(accept: string | undefined): ExpositionFormat {
  let openMetrics = 0;
  let text = 0;
  for (const range of (accept ?? '').split(',')) {
    const [type = '', ...parameters] = range.split(';').map((part) => part.trim().toLowerCase());
    const weight = weightOf(parameters);
    if (type === 'application/openmetrics-text' && isKnownVersion(parameters))
      openMetrics = Math.max(openMetrics, weight);
    if (type === 'text/plain') text = Math.max(text, weight);
  }
  return openMetrics > 0 && openMetrics >= text ? 'openmetrics' : 'text';
}

/** Prometheus also asks for 0.0.1, a draft that differs. */
function isKnownVersion(parameters: readonly string[]): boolean {
  const version = parameters.find((parameter) => parameter.startsWith('version='));
  return version === undefined || version === 'version=1.0.0';
}

function weightOf(parameters: readonly string[]): number {
  const stated = parameters.find((parameter) => parameter.startsWith('q='));
  const weight = stated === undefined ? 1 : Number(stated.slice('q='.length));
  return Number.isFinite(weight) ? weight : 0;
}
