/**
 * What a string can refer to:
 *
 *     reference = "${" ( "params." name | "matrix." name | "host" | "port" | "ports." name | "env." name
 *                      | "edges." edge [ "." service ] "." ( "url" | "host" | "port" ) ) "}"
 *     escape    = "$${"                     stands for a literal "${"
 */
export type ReferenceKind = 'params' | 'matrix' | 'host' | 'port' | 'ports' | 'edges' | 'env';

export interface Reference {
  readonly kind: ReferenceKind;
  /** What follows the kind, split at the dots: `['last-mile', 'url']`; empty for `${host}` and `${port}`. */
  readonly path: readonly string[];
  /** Offsets in the string, from `$` to just after `}`. */
  readonly start: number;
  readonly end: number;
}

/** Something that looks like a reference and is none. */
export interface BadReference {
  readonly message: string;
  readonly hint: string;
  readonly start: number;
  readonly end: number;
}

export interface ReferenceScan {
  readonly references: readonly Reference[];
  readonly problems: readonly BadReference[];
}

const TOKEN = /\$\$\{|\$\{([^{}]*)(\}?)/g;
const NAME = /^[A-Za-z0-9][A-Za-z0-9_-]*$/;
const ENV_NAME = /^[A-Za-z_][A-Za-z0-9_]*$/;
const ADDRESS_PARTS = ['url', 'host', 'port'];
const EDGE_HINT =
  'write `${edges.NAME.url}`, `.host` or `.port`, with `.SERVICE` before it where the edge has several';
const LONE_HINTS = { host: 'write `${host}`', port: 'write `${port}` or `${ports.NAME}`' } as const;
const KINDS =
  '`${params.NAME}`, `${matrix.NAME}`, `${host}`, `${port}`, `${ports.NAME}`, `${edges.NAME.url}`, `${env.NAME}`';

/** Every reference in a string, in order. */
export function findReferences(text: string): ReferenceScan {
  const references: Reference[] = [];
  const problems: BadReference[] = [];
  for (const match of text.matchAll(TOKEN)) {
    const [token, inner = '', brace] = match;
    if (token === '$${') continue;
    const span = { start: match.index, end: match.index + token.length };
    if (brace === '') {
      problems.push({
        message: `\`${token}\` is not closed`,
        hint: 'close it with `}`, or write `$${` for a literal `${`',
        ...span,
      });
      continue;
    }
    const reference = readReference(inner);
    if ('kind' in reference) references.push({ ...reference, ...span });
    else problems.push({ ...reference, ...span });
  }
  return { references, problems };
}

/** Puts values in place of references and `${` in place of `$${`; what `lookup` does not know stays as it is. */
export function fill(template: string, lookup: (reference: Reference) => string | undefined): string {
  const { references } = findReferences(template);
  let filled = '';
  let from = 0;
  for (const reference of references) {
    filled += unescape(template.slice(from, reference.start));
    filled += lookup(reference) ?? template.slice(reference.start, reference.end);
    from = reference.end;
  }
  return filled + unescape(template.slice(from));
}

function unescape(text: string): string {
  return text.replaceAll('$${', '${');
}

function readReference(
  inner: string,
): Pick<Reference, 'kind' | 'path'> | Pick<BadReference, 'message' | 'hint'> {
  const [kind = '', ...path] = inner.split('.');
  const named = path.length > 0 && path.every((segment) => NAME.test(segment));
  switch (kind) {
    case 'host':
    case 'port':
      return path.length === 0 ? { kind, path } : bad(inner, LONE_HINTS[kind]);
    case 'params':
    case 'matrix':
    case 'ports':
      return named ? { kind, path } : bad(inner, `write \`\${${kind}.NAME}\``);
    case 'env':
      return ENV_NAME.test(path.join('.')) ? { kind, path } : bad(inner, 'write `${env.NAME}`');
    case 'edges':
      return named && isAddressPart(path) ? { kind, path } : bad(inner, EDGE_HINT);
    default:
      return bad(inner, `write one of ${KINDS}, or \`$\${\` for a literal \`\${\``);
  }
}

/** An edge, perhaps a service, and a part of the address. */
function isAddressPart(path: readonly string[]): boolean {
  return path.length > 1 && ADDRESS_PARTS.includes(path.at(-1) ?? '');
}

function bad(inner: string, hint: string): Pick<BadReference, 'message' | 'hint'> {
  return { message: `\`\${${inner}}\` is not a reference`, hint };
}
