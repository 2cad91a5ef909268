import { html, type Content, type Markup } from './markup.ts';

export interface Document {
  readonly title: string;
  /** Version of the program. */
  readonly squall: string;
  readonly style: Content;
  /** Directives of the content policy for what the page has beside its style sheet; without them no script runs and no picture is shown. */
  readonly allows?: Markup;
  readonly body: Content;
}

/**
 * One file that needs nothing else, its pictures in it, and no network. Every fact has to be in the markup and in SVG presentation
 * attributes, because CIs serve artefacts under `sandbox; default-src 'none'`, which drops the style sheet and the script too. The page
 * forbids itself all but what it has, so that an escape that we missed has nowhere to go.
 */
export function documentMarkup({ title, squall, style, allows, body }: Document): Markup {
  return html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta
          http-equiv="Content-Security-Policy"
          content="default-src 'none'; style-src 'unsafe-inline'; ${allows} base-uri 'none'; form-action 'none'"
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
