/** An element of an XML document; names are ours, values and texts are anybody's. */
export interface XmlElement {
  readonly name: string;
  /** In the order written; undefined ones are left out. */
  readonly attributes: Readonly<Record<string, string | number | undefined>>;
  readonly content: string | readonly XmlElement[];
}

/**
 * What XML 1.0 (5th edition, 2.2) does not allow even as a reference, and the C1 controls that it discourages:
 * one ESC from an error text would make the whole file unreadable.
 */
const ILLEGAL = /(?![\t\n\r])[\p{Cc}\p{Cs}\uFFFE\uFFFF]/gu;

/** Line breaks and tabs go as references, because a parser turns the plain ones in an attribute into blanks. */
const REFERENCES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  '\t': '&#9;',
  '\n': '&#10;',
  '\r': '&#13;',
};

/** The text with every character that XML cannot carry replaced. */
export function legalXml(text: string): string {
  return text.replaceAll(ILLEGAL, '\uFFFD');
}

function escapeText(text: string): string {
  return legalXml(text).replaceAll(/[&<>\r]/g, (character) => REFERENCES[character]!);
}

function escapeAttribute(text: string): string {
  return legalXml(text).replaceAll(/[&<>"\t\n\r]/g, (character) => REFERENCES[character]!);
}

/** The document with `root`, indented. */
export function serializeXml(root: XmlElement): string {
  return `<?xml version="1.0" encoding="UTF-8"?>\n${serializeElement(root, '')}`;
}

function serializeElement({ name, attributes, content }: XmlElement, indent: string): string {
  const written = Object.entries(attributes)
    .filter(([, value]) => value !== undefined)
    .map(([key, value]) => ` ${key}="${escapeAttribute(String(value))}"`)
    .join('');
  const open = `${indent}<${name}${written}`;
  if (content.length === 0) return `${open}/>\n`;
  if (typeof content === 'string') return `${open}>${escapeText(content)}</${name}>\n`;
  const inner = content.map((child) => serializeElement(child, `${indent}  `)).join('');
  return `${open}>\n${inner}${indent}</${name}>\n`;
}
