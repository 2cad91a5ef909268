import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';

export const ROOT: string = path.join(import.meta.dirname, '..', '..', '..');

/** A page of the documentation; `file` is relative to the project. */
export interface Page {
  readonly file: string;
  readonly text: string;
}

export interface FencedBlock {
  /** What follows the three backticks. */
  readonly info: string;
  readonly text: string;
  /** Of the first line of its text, from 1. */
  readonly line: number;
}

export function readPage(file: string): Page {
  return { file, text: readFileSync(path.join(ROOT, file), 'utf8') };
}

/** Every page that people read: those in the project's folder and those below `docs`. */
export function readPages(): Page[] {
  const own = readdirSync(ROOT).filter((name) => name.endsWith('.md'));
  const docs = readdirSync(path.join(ROOT, 'docs'), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.md'))
    .map((name) => path.posix.join('docs', name.split(path.sep).join('/')));
  return [...own, ...docs].map((file) => readPage(file));
}

/** Fenced blocks, also where a list indents them. */
export function fencedBlocks({ text }: Page): FencedBlock[] {
  const blocks: FencedBlock[] = [];
  let open: { info: string; indent: number; line: number; lines: string[] } | undefined;
  for (const [index, line] of text.split('\n').entries()) {
    const fence = /^(\s*)```(.*)$/.exec(line);
    if (open === undefined) {
      if (fence === null) continue;
      open = { info: (fence[2] ?? '').trim(), indent: (fence[1] ?? '').length, line: index + 2, lines: [] };
    } else if (fence !== null && fence[2] === '') {
      blocks.push({ info: open.info, text: `${open.lines.join('\n')}\n`, line: open.line });
      open = undefined;
    } else {
      open.lines.push(line.slice(open.indent));
    }
  }
  return blocks;
}

/** What is wrong with the links of a page: a file or a heading that does not exist. */
export function brokenLinks(page: Page): string[] {
  const links = [...prose(page).matchAll(/\[[^\]]*\]\(([^()\s]+)\)/g)].map((match) => match[1] ?? '');
  return links.flatMap((link) => {
    if (/^[a-z]+:/.test(link)) return [];
    const [target = '', anchor] = link.split('#');
    const file = target === '' ? page.file : path.join(path.dirname(page.file), target);
    if (!existsSync(path.join(ROOT, file))) return [`${page.file}: there is no ${file}`];
    if (anchor === undefined || anchors(readPage(file)).has(anchor)) return [];
    return [`${page.file}: ${file} has no heading #${anchor}`];
  });
}

/** The headings as GitHub turns them into anchors. */
function anchors(page: Page): Set<string> {
  const seen = new Map<string, number>();
  const headings = [...prose(page, { keepCode: true }).matchAll(/^#{1,6} +(.*)$/gm)];
  return new Set(
    headings.map(([, heading = '']) => {
      const slug = heading
        .replaceAll(/\[([^\]]*)\]\([^)]*\)/g, '$1')
        .toLowerCase()
        .replaceAll(/[^\p{L}\p{N}\s_-]/gu, '')
        .trim()
        .replaceAll(' ', '-');
      const before = seen.get(slug) ?? 0;
      seen.set(slug, before + 1);
      return before === 0 ? slug : `${slug}-${before}`;
    }),
  );
}

/** A page without its fenced blocks and, unless kept, without code in a line. */
function prose({ text }: Page, { keepCode = false } = {}): string {
  const unfenced = text.replaceAll(/^(\s*)```[\s\S]*?^\s*```$/gm, '');
  return keepCode ? unfenced : unfenced.replaceAll(/`[^`\n]*`/g, '');
}
