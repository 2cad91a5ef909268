import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Octets } from '../../../../../src/drivers/proxy/metering/http2/frame-reader.ts';
import { HeaderDecoder } from '../../../../../src/drivers/proxy/metering/http2/header-decoder.ts';
import { Unreadable } from '../../../../../src/drivers/proxy/metering/unreadable.ts';

/** A block with other bytes around it, which are not its own. */
function within(block: Uint8Array): Octets {
  return { bytes: Buffer.concat([Buffer.of(0x82), block, Buffer.of(0x82)]), from: 1, to: 1 + block.length };
}

function decode(decoder: HeaderDecoder, hex: string): string[] {
  const fields: string[] = [];
  decoder.decode(within(Buffer.from(hex.replaceAll(/\s/g, ''), 'hex')), (name, value) => {
    fields.push(`${name}: ${value}`);
  });
  return fields;
}

function refusal(decoder: HeaderDecoder, block: Uint8Array): string | undefined {
  try {
    decoder.decode(within(block), () => undefined);
    return undefined;
  } catch (error) {
    return error instanceof Error ? error.name : 'no error';
  }
}

const GET = [':method: GET', ':scheme: http', ':path: /', ':authority: www.example.com'];
const GET_CUSTOM = [
  ':method: GET',
  ':scheme: https',
  ':path: /index.html',
  ':authority: www.example.com',
  'custom-key: custom-value',
];
const DATE = 'date: Mon, 21 Oct 2013 20:13:21 GMT';
const LOCATION = 'location: https://www.example.com';
const LAST = [
  ':status: 200',
  'cache-control: private',
  'date: Mon, 21 Oct 2013 20:13:22 GMT',
  LOCATION,
  'content-encoding: gzip',
  'set-cookie: foo=ASDJKHQKBZXOQWEOPIUAXQWEOIU; max-age=3600; version=1',
];

describe('the header decoder, with the examples of RFC 7541, appendix C', () => {
  it.each([
    [
      'C.2.1',
      '400a 6375 7374 6f6d 2d6b 6579 0d63 7573 746f 6d2d 6865 6164 6572',
      'custom-key: custom-header',
      55,
    ],
    ['C.2.2', '040c 2f73 616d 706c 652f 7061 7468', ':path: /sample/path', 0],
    ['C.2.3', '1008 7061 7373 776f 7264 0673 6563 7265 74', 'password: secret', 0],
    ['C.2.4', '82', ':method: GET', 0],
  ])('reads one field, %s', (_label, hex, field, size) => {
    const decoder = new HeaderDecoder();
    expect(decode(decoder, hex)).toEqual([field]);
    expect(decoder.table.size).toBe(size);
  });

  it.each([
    [
      'C.3, without Huffman coding',
      [
        '8286 8441 0f77 7777 2e65 7861 6d70 6c65 2e63 6f6d',
        '8286 84be 5808 6e6f 2d63 6163 6865',
        '8287 85bf 400a 6375 7374 6f6d 2d6b 6579 0c63 7573 746f 6d2d 7661 6c75 65',
      ],
    ],
    [
      'C.4, with Huffman coding',
      [
        '8286 8441 8cf1 e3c2 e5f2 3a6b a0ab 90f4 ff',
        '8286 84be 5886 a8eb 1064 9cbf',
        '8287 85bf 4088 25a8 49e9 5ba9 7d7f 8925 a849 e95b b8e8 b4bf',
      ],
    ],
  ])('reads requests that follow each other, %s', (_label, [first = '', second = '', third = '']) => {
    const decoder = new HeaderDecoder();
    expect(decode(decoder, first)).toEqual(GET);
    expect(decoder.table.size).toBe(57);
    expect(decode(decoder, second)).toEqual([...GET, 'cache-control: no-cache']);
    expect(decoder.table.size).toBe(110);
    expect(decode(decoder, third)).toEqual(GET_CUSTOM);
    expect(decoder.table.size).toBe(164);
  });

  it.each([
    [
      'C.5, without Huffman coding',
      [
        `4803 3330 3258 0770 7269 7661 7465 611d 4d6f 6e2c 2032 3120 4f63 7420 3230 3133 2032 303a 3133 3a32
         3120 474d 546e 1768 7474 7073 3a2f 2f77 7777 2e65 7861 6d70 6c65 2e63 6f6d`,
        '4803 3330 37c1 c0bf',
        `88c1 611d 4d6f 6e2c 2032 3120 4f63 7420 3230 3133 2032 303a 3133 3a32 3220 474d 54c0 5a04 677a 6970
         7738 666f 6f3d 4153 444a 4b48 514b 425a 584f 5157 454f 5049 5541 5851 5745 4f49 553b 206d 6178 2d61
         6765 3d33 3630 303b 2076 6572 7369 6f6e 3d31`,
      ],
    ],
    [
      'C.6, with Huffman coding',
      [
        `4882 6402 5885 aec3 771a 4b61 96d0 7abe 9410 54d4 44a8 2005 9504 0b81 66e0 82a6 2d1b ff6e 919d 29ad
         1718 63c7 8f0b 97c8 e9ae 82ae 43d3`,
        '4883 640e ffc1 c0bf',
        `88c1 6196 d07a be94 1054 d444 a820 0595 040b 8166 e084 a62d 1bff c05a 839b d9ab 77ad 94e7 821d d7f2
         e6c7 b335 dfdf cd5b 3960 d5af 2708 7f36 72c1 ab27 0fb5 291f 9587 3160 65c0 03ed 4ee5 b106 3d50 07`,
      ],
    ],
  ])('evicts from a table of 256 octets, %s', (_label, [first = '', second = '', third = '']) => {
    const decoder = new HeaderDecoder();
    decoder.table.resize(256);
    expect(decode(decoder, first)).toEqual([':status: 302', 'cache-control: private', DATE, LOCATION]);
    expect(decoder.table.size).toBe(222);
    expect(decode(decoder, second)).toEqual([':status: 307', 'cache-control: private', DATE, LOCATION]);
    expect(decoder.table.size).toBe(222);
    expect(decode(decoder, third)).toEqual(LAST);
    expect(decoder.table.size).toBe(215);
  });
});

describe('the header decoder', () => {
  it('empties its table when it is resized to nothing, and by a field larger than itself', () => {
    const decoder = new HeaderDecoder();
    decode(decoder, '4001 6101 62');
    expect(decoder.table.length).toBe(1);
    expect(decode(decoder, '20')).toEqual([]);
    expect([decoder.table.length, decoder.table.size]).toEqual([0, 0]);
    expect(decode(decoder, '3f02 4001 6101 62')).toEqual(['a: b']);
    expect(decoder.table.length).toBe(0);
  });

  it.each([
    ['index 0', '80'],
    ['an index beyond both tables', 'be'],
    ['a string longer than the block', '0001 6105 62'],
    ['a block that ends within a number', '00'],
    ['a number without an end', '7fff ffff ffff ffff'],
    ['a table of over 64 KiB', '3fe2 ff03'],
    ['end of string within a string', '0001 6184 ffff ffff'],
    ['a padding of eight bits', '0001 6182 1fff'],
    ['a padding of zeros', '0001 6181 18'],
  ])('refuses %s', (_label, hex) => {
    expect(() => decode(new HeaderDecoder(), hex)).toThrow(Unreadable);
  });

  it('reads anything or refuses it, within the bounds of its table', () => {
    fc.assert(
      fc.property(fc.array(fc.uint8Array({ maxLength: 200 }), { maxLength: 20 }), (blocks) => {
        const decoder = new HeaderDecoder();
        for (const bytes of blocks)
          expect(refusal(decoder, bytes)).toBeOneOf([undefined, 'Unreadable', 'BeyondLimits']);
        expect(decoder.table.size).toBeLessThanOrEqual(64 * 1024);
      }),
    );
  });
});
