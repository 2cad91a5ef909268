import { html, type Content, type Markup } from './markup.ts';

export interface Document {
  readonly title: string;
  /** Version of the program. */
  readonly squall: string;
  readonly style: Content;
  readonly body: Content;
}

/**
 * One file that needs nothing else: no script, no network. Every fact has to be in the markup and in SVG presentation
 * attributes, because CIs serve artefacts under `sandbox; default-src 'none'`, which drops the style sheet too. The page
 * forbids itself the same, so that an escape that we missed has nowhere to go.
 */
export function documentMarkup({ title, squall, style, body }: Document): Markup {
  return html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta
          http-equiv="Content-Security-Policy"
          content="default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'"
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
