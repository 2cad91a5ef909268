import { html, Markup, type Content } from './markup.ts';

export interface Document {
  readonly title: string;
  /** Version of the program. */
  readonly squall: string;
  readonly style: Content;
  /** The source that the policy lets a script come from; without it none runs. */
  readonly script?: Markup;
  readonly body: Content;
}

const NO_SCRIPT = new Markup("'none'");

/**
 * One file that needs nothing else, its pictures in it, and no network. Every fact has to be in the markup and in SVG presentation
 * attributes, because CIs serve artefacts under `sandbox; default-src 'none'`, which drops the style sheet and the script too. The page
 * forbids itself all but these two, so that an escape that we missed has nowhere to go.
 */
export function documentMarkup({ title, squall, style, script = NO_SCRIPT, body }: Document): Markup {
  return html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta
          http-equiv="Content-Security-Policy"
          content="default-src 'none'; script-src ${script}; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; form-action 'none'"
        />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        <meta name="generator" content="Squall ${squall}" />
        <title>${title}</title>
        <style>
          ${style}
        </style>
      </head>
      <body>
        ${body}
      </body>
    </html>`;
}
