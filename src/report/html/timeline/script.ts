import { createHash } from 'node:crypto';
import { Markup } from '../markup.ts';
import { SCRIPT } from './script.gen.js';

/** A marked section for a reader of XML, comments for one of HTML. */
const TEXT = `/*<![CDATA[*/${SCRIPT}/*]]>*/`;

/** What the page's policy lets run: this text and no other. */
export const SCRIPT_SOURCE: Markup = new Markup(
  `'sha256-${createHash('sha256').update(TEXT).digest('base64')}'`,
);

/** Comes after the figures that it is for. A plain string: a bundler would change a tagged template that holds the end of a script. */
export const SCRIPT_MARKUP: Markup = new Markup(`<script>${TEXT}</script>`);
