import path from 'node:path';
import { createMasker, type Masker } from '../../core/mask.ts';
import { SquallError } from '../../core/errors.ts';
import { EXIT_CODES } from '../../core/exit-code.ts';
import type { PlannedPrometheus } from '../../plan/plan.ts';
import type { PrometheusServer } from '../../prometheus/client.ts';
import { customPreset } from '../../prometheus/presets/custom.ts';
import { isPresetName, PRESETS } from '../../prometheus/presets/find-preset.ts';
import type { Preset } from '../../prometheus/presets/preset.ts';
import { fill } from '../../scenario/references.ts';
import type { Io } from '../io.ts';
import { loadPlans, printDiagnostics } from '../load-plans.ts';

export interface AskedPrometheus {
  readonly server: PrometheusServer;
  /** Of what its credentials are made of. */
  readonly mask: Masker;
  readonly preset: Preset;
}

const TIMEOUT = 10_000;

/**
 * What `--prometheus` and `--preset` mean: the address of a server, or a scenario that names one under `metrics`, which may also hold
 * credentials and series of its own.
 * @throws SquallError exit code 2 where they mean nothing
 */
export async function readPrometheus(
  given: string,
  presetName: string | undefined,
  io: Io,
): Promise<AskedPrometheus> {
  if (/^https?:\/\//i.test(given)) {
    const server = { url: given, headers: {}, timeout: TIMEOUT };
    return { server, mask: createMasker([]), preset: presetOf(presetName, undefined) };
  }
  const prometheus = await fromScenario(given, io);
  const secrets: string[] = [];
  const filled = (text: string): string =>
    fillFromEnvironment(text, io, (secret) => {
      secrets.push(secret);
    });
  const { url, headers, ca, timeout } = prometheus;
  const server: PrometheusServer = {
    url: filled(url),
    headers: Object.fromEntries(Object.entries(headers).map(([name, text]) => [name, filled(text)])),
    timeout,
    ...(ca !== undefined && { ca: path.resolve(path.dirname(given), ca) }),
  };
  const preset = presetOf(presetName ?? prometheus.preset, prometheus);
  const mask = createMasker(secrets);
  return { server: { ...server, mask }, mask, preset };
}

async function fromScenario(file: string, io: Io): Promise<PlannedPrometheus> {
  const loaded = await loadPlans(file, {});
  const [plan] = loaded.plans;
  if (plan?.prometheus !== undefined) return plan.prometheus;
  if (plan === undefined) printDiagnostics([loaded], io);
  const message =
    plan === undefined
      ? `\`--prometheus ${file}\` is neither an address nor a sound scenario`
      : `\`${file}\` names no Prometheus`;
  throw usage(
    'prometheus-missing',
    message,
    'name an address, as `http://127.0.0.1:9090`, or a scenario with `metrics: { prometheus: ... }`',
  );
}

function presetOf(name: string | undefined, prometheus: PlannedPrometheus | undefined): Preset {
  if (name === 'custom' && prometheus?.custom !== undefined) return customPreset(prometheus.custom);
  if (name !== undefined && isPresetName(name)) return PRESETS[name];
  if (name === 'custom') {
    const hint =
      'describe the series in a scenario under `metrics.prometheus.custom`, and name that file with `--prometheus`';
    throw usage('custom-series', 'nothing says which series `custom` means', hint);
  }
  const hint = `say whose they are with \`--preset\`: ${Object.keys(PRESETS).join(', ')} or custom`;
  throw usage('preset-missing', 'nothing says whose series that Prometheus has', hint);
}

function fillFromEnvironment(text: string, { env }: Io, found: (secret: string) => void): string {
  return fill(text, ({ kind, path: [name = ''] }) => {
    const value = kind === 'env' ? env[name] : undefined;
    if (value !== undefined) {
      found(value);
      return value;
    }
    const hint =
      kind === 'env'
        ? `set it before, as \`export ${name}=...\``
        : 'write the address itself: no run is in progress here';
    throw new SquallError('env-missing', `\`${text}\` cannot be filled in`, {
      exitCode: EXIT_CODES.environment,
      hint,
    });
  });
}

function usage(code: string, message: string, hint: string): SquallError {
  return new SquallError(code, message, { exitCode: EXIT_CODES.usage, hint });
}
