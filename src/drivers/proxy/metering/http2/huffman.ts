import { Unreadable } from '../unreadable.ts';

/**
 * Bits of the code of each octet and, last, of the end of string: RFC 7541, appendix B. The code is canonical (codes of one
 * length are consecutive, in the order of their symbols, and follow the shorter ones), so lengths define it.
 */
const LENGTHS: readonly number[] = [
  13, 23, 28, 28, 28, 28, 28, 28, 28, 24, 30, 28, 28, 30, 28, 28, 28, 28, 28, 28, 28, 28, 30, 28, 28, 28, 28,
  28, 28, 28, 28, 28, 6, 10, 10, 12, 13, 6, 8, 11, 10, 10, 8, 11, 8, 6, 6, 6, 5, 5, 5, 6, 6, 6, 6, 6, 6, 6, 7,
  8, 15, 6, 12, 10, 13, 6, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 8, 7, 8, 13, 19,
  13, 14, 6, 15, 5, 6, 5, 6, 5, 6, 6, 6, 5, 7, 7, 6, 6, 6, 5, 6, 7, 6, 5, 5, 6, 7, 7, 7, 7, 7, 15, 11, 14, 13,
  28, 20, 22, 20, 20, 22, 22, 22, 23, 22, 23, 23, 23, 23, 23, 24, 23, 24, 24, 22, 23, 24, 23, 23, 23, 23, 21,
  22, 23, 22, 23, 23, 24, 22, 21, 20, 22, 22, 23, 23, 21, 23, 22, 22, 24, 21, 22, 23, 23, 21, 21, 22, 21, 23,
  22, 23, 23, 20, 22, 22, 22, 23, 22, 22, 23, 26, 26, 20, 19, 22, 23, 22, 25, 26, 26, 26, 27, 27, 26, 24, 25,
  19, 21, 26, 27, 27, 26, 27, 24, 21, 21, 26, 26, 28, 27, 27, 27, 20, 24, 20, 21, 22, 21, 21, 23, 22, 22, 25,
  25, 24, 24, 26, 23, 26, 27, 26, 26, 27, 27, 27, 27, 27, 28, 27, 27, 27, 27, 27, 26, 30,
];
const END_OF_STRING = 256;
const NIBBLES = 16;
/** An entry of the decoder's table is the next state, with the symbol that was completed, plus one, above it. */
const SYMBOL_SHIFT = 16;
const STATE_MASK = 0xffff;
const MOST_PADDING = 7;

type Tree = (number | undefined)[];

/**
 * Decodes four bits at a time: a state is a node of the code's tree, and as no code is shorter than five bits, four of them
 * complete one symbol at most.
 */
class HuffmanTable {
  readonly transitions: Int32Array;
  /** Whether a string may end in a state: what is left over must be padding, fewer than eight bits that are all set. */
  readonly final: readonly boolean[];

  constructor() {
    const tree = buildTree();
    const states = tree.length / 2;
    this.transitions = new Int32Array(states * NIBBLES);
    for (let state = 0; state < states; state += 1) {
      for (let nibble = 0; nibble < NIBBLES; nibble += 1) {
        this.transitions[state * NIBBLES + nibble] = walk(tree, state, nibble);
      }
    }
    const final = Array.from({ length: states }, () => false);
    for (let bits = 0, state = 0; bits <= MOST_PADDING; bits += 1) {
      final[state] = true;
      state = tree[state * 2 + 1] ?? 0;
    }
    this.final = final;
  }
}

/** Two children for each inner node: a positive number is a node, a negative one the symbol `-1 - n`. */
function buildTree(): Tree {
  const tree: Tree = [undefined, undefined];
  const symbols = [...LENGTHS.keys()].sort((a, b) => lengthOf(a) - lengthOf(b) || a - b);
  let code = 0;
  let length = 0;
  for (const symbol of symbols) {
    code *= 2 ** (lengthOf(symbol) - length);
    length = lengthOf(symbol);
    insert(tree, code, symbol);
    code += 1;
  }
  return tree;
}

function lengthOf(symbol: number): number {
  return LENGTHS[symbol] ?? 0;
}

function insert(tree: Tree, code: number, symbol: number): void {
  let node = 0;
  for (let bit = lengthOf(symbol) - 1; bit > 0; bit -= 1) {
    const place = node * 2 + ((code >>> bit) & 1);
    if (tree[place] === undefined) {
      tree[place] = tree.length / 2;
      tree.push(undefined, undefined);
    }
    node = tree[place] ?? 0;
  }
  tree[node * 2 + (code & 1)] = -1 - symbol;
}

/** Where four bits lead from a state; -1 where they complete the end of string, which no string may hold. */
function walk(tree: Tree, from: number, nibble: number): number {
  let state = from;
  let symbol = -1;
  for (let bit = 3; bit >= 0; bit -= 1) {
    const next = tree[state * 2 + ((nibble >>> bit) & 1)] ?? 0;
    if (next >= 0) state = next;
    else {
      symbol = -1 - next;
      if (symbol === END_OF_STRING) return -1;
      state = 0;
    }
  }
  return state | ((symbol + 1) << SYMBOL_SHIFT);
}

let table: HuffmanTable | undefined;

/** The string in `bytes[from, to)`. Throws `Unreadable`. */
export function decodeHuffman(bytes: Buffer, from: number, to: number): string {
  table ??= new HuffmanTable();
  const { transitions, final } = table;
  // The shortest code has five bits.
  const text = Buffer.allocUnsafe(Math.ceil(((to - from) * 8) / 5));
  let length = 0;
  let state = 0;
  for (let at = from; at < to; at += 1) {
    const byte = bytes[at] ?? 0;
    for (let shift = 4; shift >= 0; shift -= 4) {
      const next = transitions[state * NIBBLES + ((byte >>> shift) & 0xf)] ?? -1;
      if (next < 0) throw new Unreadable('malformed HTTP/2: end of string within a string');
      state = next & STATE_MASK;
      const symbol = next >>> SYMBOL_SHIFT;
      if (symbol > 0) {
        text[length] = symbol - 1;
        length += 1;
      }
    }
  }
  if (final[state] !== true) throw new Unreadable('malformed HTTP/2: a string with a wrong padding');
  return text.toString('latin1', 0, length);
}
