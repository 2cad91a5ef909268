import { withEntities } from './html-entities.ts';

/** So few characters of base64 also stand in what is no secret. */
const SHORTEST_BASE64 = 8;

/** How a text looks as it is, inside JSON, in a URI, as part of one or put there as it is, in a form, in HTML and in base64. */
export function formsOf(text: string): string[] {
  const wellFormed = text.replaceAll(/\p{Surrogate}/gu, '\uFFFD');
  const json = JSON.stringify(text).slice(1, -1);
  return [
    text,
    json,
    ...jsonForms(json),
    withEntities(text),
    ...percentForms(wellFormed),
    ...base64Forms(wellFormed).flatMap((form) => [form, encodeURIComponent(form)]),
  ];
}

/** Go escapes what HTML turns on, Python what is not ASCII. */
const OTHER_ESCAPES: readonly RegExp[] = [/[<>&]/g, /[\u007F-\uFFFF]/g];

function jsonForms(json: string): string[] {
  return OTHER_ESCAPES.map((escaped) =>
    json.replaceAll(escaped, (unit) => String.raw`\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`),
  );
}

/** RFC 3986 allows both cases of the digits, and programs differ in which characters they leave alone. */
function percentForms(text: string): string[] {
  const forms = [
    encodeURIComponent(text),
    encodeURI(text),
    encodeURIComponent(text).replaceAll(/[!'()*~]/g, percentOf),
    new URLSearchParams([['', text]]).toString().slice(1),
  ];
  return [...forms, ...forms.map((form) => form.replaceAll(/%[0-9A-F]{2}/g, (code) => code.toLowerCase()))];
}

function percentOf(character: string): string {
  return `%${character.charCodeAt(0).toString(16).toUpperCase()}`;
}

/**
 * Base64 (RFC 4648) of the text alone, and what of it is the same whatever stands before and behind the text: there it can begin at each
 * of three places of a group.
 */
function base64Forms(text: string): string[] {
  const bytes = Buffer.from(text, 'utf8');
  const whole = bytes.toString('base64');
  const inner = [0, 1, 2].map((lead) => {
    const encoded = Buffer.concat([Buffer.alloc(lead), bytes]).toString('base64');
    return encoded.slice(Math.ceil((lead * 8) / 6), Math.floor(((lead + bytes.length) * 8) / 6));
  });
  return [whole, whole.replace(/=+$/, ''), ...inner]
    .filter((form) => form.length >= SHORTEST_BASE64)
    .flatMap((form) => [form, form.replaceAll('+', '-').replaceAll('/', '_')]);
}
