/** What is drawn on each sock, by product; clipped to its outline. */
const PATTERNS = {
  holy: '<path d="M49 40h0M62 56h0M52 71h0M75 80h0M89 93h0" class="hole" stroke-width="11" stroke-linecap="round"/>',
  gale: '<path d="M30 38H80M30 54H80M30 70H80" class="ink" stroke-width="8"/>',
  drizzle:
    '<path d="M46 34h0M62 34h0M54 45h0M46 56h0M62 56h0M54 67h0M66 71h0M60 82h0M74 78h0M72 91h0M86 88h0" class="ink" stroke-width="5" stroke-linecap="round"/>',
  'cold-front':
    '<path d="M34 46l8-9 8 9 8-9 8 9 8-9M34 60l8-9 8 9 8-9 8 9 8-9" class="ink" fill="none" stroke-width="4"/>',
  doldrums: '',
  'high-pressure': '<path d="M46 24V80M54 24V90M62 24V92M38 24V70M70 24V64" class="ink" stroke-width="2"/>',
};

const OUTLINE = 'M38 14H70V58c0 6 3 9 8 12l18 9c10 5 12 15 7 22s-15 7-25 3L50 92C42 88 38 82 38 74Z';

const SHARED = [
  `<path id="outline" d="${OUTLINE}"/>`,
  '<clipPath id="inside"><use href="#outline"/></clipPath>',
  '<g id="heel-toe" class="shade"><circle cx="41" cy="86" r="15"/><circle cx="106" cy="98" r="17"/></g>',
  '<g id="cuff"><rect x="35" y="11" width="38" height="13" rx="4"/><rect x="35" y="11" width="38" height="13" rx="4" class="shade"/></g>',
].join('');

/** The drawings as symbols `sock-<product>`, in the colour of the text around them. */
export const SOCK_SYMBOLS = `<svg class="symbols" width="0" height="0" aria-hidden="true"><defs>${SHARED}</defs>${Object.entries(
  PATTERNS,
)
  .map(([product, pattern]) => drawSock(product, pattern))
  .join('')}</svg>`;

/**
 * @param {string} product
 * @param {string} pattern
 */
function drawSock(product, pattern) {
  return `<symbol id="sock-${product}" viewBox="14 4 104 112"><use href="#outline"/><g clip-path="url(#inside)"><use href="#heel-toe"/>${pattern}</g><use href="#cuff"/></symbol>`;
}
