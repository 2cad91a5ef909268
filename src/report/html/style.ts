import { Markup } from './markup.ts';
import { COMPONENTS } from './style/components.ts';
import { MEDIA } from './style/media.ts';
import { PICTURES } from './style/pictures.ts';
import { TEXT } from './style/text.ts';

/** Only dresses the page: whatever it says is said without. */
export const STYLE: Markup = new Markup([TEXT, COMPONENTS, PICTURES, MEDIA].join('\n'));
