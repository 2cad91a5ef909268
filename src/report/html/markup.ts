import { withEntities } from '../../core/html-entities.ts';

/** Text that is HTML already. Make one with the `html` tag; the constructor is for literals of our own. */
export class Markup {
  readonly text: string;

  constructor(text: string) {
    this.text = text;
  }
}

/** What a template may hold: text is escaped, markup is not, lists are joined, undefined leaves nothing. */
export type Content = string | number | Markup | undefined | readonly Content[];

/** What HTML calls a parse error, and bidi overrides, which can make a page read as what it does not say. */
const HARMFUL = /(?![\t\n\r])[\p{Cc}\p{Cs}\p{Noncharacter_Code_Point}\p{Bidi_Control}]/gu;

/** Holds in element content and in quoted attributes; no other place may take a value. */
function escapeHtml(text: string): string {
  return withEntities(text.replaceAll(HARMFUL, '\uFFFD'));
}

function render(content: Content): string {
  if (content === undefined) return '';
  if (content instanceof Markup) return content.text;
  if (typeof content === 'string') return escapeHtml(content);
  if (typeof content === 'number') return String(content);
  return content.map(render).join('');
}

/** The literals of each template in the sources, without their indentation, which would be a tenth of a page. */
const UNINDENTED = new WeakMap<TemplateStringsArray, readonly string[]>();

function unindented(literals: TemplateStringsArray): readonly string[] {
  const known = UNINDENTED.get(literals);
  if (known !== undefined) return known;
  const fresh = literals.map((literal) => literal.replaceAll(/\n\s+/g, '\n'));
  UNINDENTED.set(literals, fresh);
  return fresh;
}

/** A template whose values are escaped unless they are markup themselves; where it breaks a line, so does its text. */
export function html(literals: TemplateStringsArray, ...values: readonly Content[]): Markup {
  return new Markup(
    unindented(literals).reduce((text, literal, index) => text + render(values[index - 1]) + literal),
  );
}
