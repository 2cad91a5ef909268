import path from 'node:path';
import type { Diagnostic } from '../../core/diagnostic.ts';
import { readScenario } from '../read-scenario.ts';
import type { Upgrade } from '../upgrade.ts';
import { readYamlFile, sourceOf, type YamlFile } from '../yaml-file.ts';
import { MOST_VALUES } from '../yaml-value.ts';
import { readFileReferences, REUSE_KEYS, type FileReference } from './file-references.ts';
import type { Layer } from './layer.ts';
import { findWithin, readableFolders, type ReadableFolders } from './readable-folders.ts';

/** Far more than anybody can follow. */
const MOST_FILES = 100;
const DEEPEST = 16;

export interface GatherOptions {
  /** Folders beside the scenario's own whose files may be read. */
  readonly allow?: readonly string[];
  readonly upgrades?: readonly Upgrade[];
}

export interface GatheredLayers {
  readonly own: Layer;
  /** References that could not be followed. */
  readonly problems: readonly Diagnostic[];
}

/** Reads every file that a scenario extends or includes, and what those refer to; nothing outside of the allowed folders is opened. */
export async function gatherLayers(
  file: string,
  text: string,
  { allow = [], ...options }: GatherOptions,
): Promise<GatheredLayers> {
  const own = path.resolve(file);
  const folders = await readableFolders(path.dirname(own), allow);
  const gatherer = new Gatherer(file, folders, options);
  const real = (await findWithin(folders, own)) ?? own;
  const layer = await gatherer.read({ path: own, real, text, file }, []);
  return { own: layer, problems: gatherer.problems };
}

interface FoundFile {
  readonly path: string;
  readonly real: string;
  readonly file: string;
  readonly text: string;
}

class Gatherer {
  readonly problems: Diagnostic[] = [];
  readonly #scenario: string;
  readonly #folders: ReadableFolders;
  readonly #options: Pick<GatherOptions, 'upgrades'>;
  #files = 0;
  #values = 0;

  constructor(scenario: string, folders: ReadableFolders, options: Pick<GatherOptions, 'upgrades'>) {
    this.#scenario = scenario;
    this.#folders = folders;
    this.#options = options;
  }

  /** `chain`: the files that led here, and the key of the last reference. */
  async read(found: FoundFile, chain: readonly Link[]): Promise<Layer> {
    const by = chain.at(-1);
    const yaml = readYamlFile(found.text, {
      file: found.file,
      ...(by !== undefined && { inherited: { version: by.from.version } }),
      ...this.#options,
    });
    this.#values += yaml.count;
    const folder = path.relative(path.dirname(path.resolve(this.#scenario)), path.dirname(found.path));
    // A fragment that extends something is told so when it is put in.
    const keys = by?.reference.key === 'include' ? REUSE_KEYS.filter((key) => key !== 'extends') : REUSE_KEYS;
    const { references, diagnostics } = readFileReferences(yaml, yaml.isSound ? keys : []);
    this.problems.push(...diagnostics);
    const layers: Record<FileReference['key'], Layer[]> = { extends: [], include: [] };
    for (const reference of references) {
      const layer = await this.#follow([...chain, { from: yaml, ...found, reference }]);
      if (layer !== undefined) layers[reference.key].push(layer);
    }
    const { path: at, real } = found;
    return { ...yaml, path: at, real, folder, bases: layers.extends, fragments: layers.include };
  }

  async #follow(chain: readonly [...Link[], Link]): Promise<Layer | undefined> {
    const link = chain[chain.length - 1]!;
    const target = path.resolve(path.dirname(link.path), link.reference.path);
    const real = await findWithin(this.#folders, target);
    const refusal = real === undefined ? outside(link) : this.#refuse(chain, real);
    if (real === undefined || refusal !== undefined) return this.#report(link, refusal ?? outside(link));
    this.#files += 1;
    const reading = await readScenario(real);
    if (reading.kind === 'refused') {
      const { code, message, hint = '' } = reading.diagnostic;
      return this.#report(link, { code, message: `\`${link.reference.path}\`: ${message}`, hint });
    }
    const shown = path.relative(path.dirname(path.resolve(this.#scenario)), target);
    const file = path.join(path.dirname(this.#scenario), shown);
    return await this.read({ path: target, real, file, text: reading.text }, chain);
  }

  #refuse(chain: readonly Link[], real: string): Refusal | undefined {
    const link = chain.at(-1)!;
    const first = chain.findIndex((other) => other.real === real);
    if (first !== -1) {
      const circle = [...chain.slice(first), chain[first]!].map(({ file }) => file).join(' -> ');
      const message = `\`${link.reference.path}\` leads back to itself: ${circle}`;
      return { code: 'include-cycle', message, hint: 'move what both need into a file of its own' };
    }
    const isTooMuch = chain.length > DEEPEST || this.#files >= MOST_FILES || this.#values > MOST_VALUES;
    if (!isTooMuch) return undefined;
    const message = `a scenario is made of at most ${MOST_FILES} files with ${MOST_VALUES} values, ${DEEPEST} deep`;
    return { code: 'include-too-many', message, hint: 'put what belongs together into one file' };
  }

  #report({ from, reference }: Link, { code, message, hint }: Refusal): undefined {
    const range = sourceOf(from).rangeOf(reference.pointer);
    this.problems.push({ code, severity: 'error', message, hint, range });
  }
}

/** A file, and its reference that is being followed. */
interface Link extends Omit<FoundFile, 'text'> {
  readonly from: YamlFile;
  readonly reference: FileReference;
}

type Refusal = Required<Pick<Diagnostic, 'code' | 'message' | 'hint'>>;

function outside({ reference }: Link): Refusal {
  return {
    code: 'include-outside',
    message: `\`${reference.path}\` is outside of the scenario's folder, and was not read`,
    hint: 'move it there, or allow its folder with `--allow-include DIR`',
  };
}
