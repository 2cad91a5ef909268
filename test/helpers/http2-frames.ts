/** Frames of HTTP/2 made by hand, for what no real peer sends. */
export const PREFACE = 'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n';

export const END_STREAM = 0x1;
export const END_HEADERS = 0x4;
export const PADDED = 0x8;
export const PRIORITY = 0x20;

export function frame(type: number, flags: number, stream: number, payload: Buffer | string = ''): Buffer {
  const body = Buffer.from(payload);
  const head = Buffer.alloc(9);
  head.writeUIntBE(body.length, 0, 3);
  head.writeUInt8(type, 3);
  head.writeUInt8(flags, 4);
  head.writeUInt32BE(stream, 5);
  return Buffer.concat([head, body]);
}

/** Literal fields without indexing and without Huffman coding. */
export function block(fields: Readonly<Record<string, string>>): Buffer {
  return Buffer.concat(
    Object.entries(fields).flatMap(([name, value]) => [Buffer.of(0), text(name), text(value)]),
  );
}

export function headers(stream: number, fields: Readonly<Record<string, string>>, flags = 0): Buffer {
  return frame(1, flags | END_HEADERS, stream, block(fields));
}

export function data(stream: number, bytes: string, flags = 0): Buffer {
  return frame(0, flags, stream, bytes);
}

/** RST_STREAM with CANCEL. */
export function rst(stream: number): Buffer {
  return frame(3, 0, stream, Buffer.of(0, 0, 0, 8));
}

export function goAway(last: number): Buffer {
  const payload = Buffer.alloc(8);
  payload.writeUInt32BE(last, 0);
  return frame(7, 0, 0, payload);
}

export function settings(values: Readonly<Record<number, number>> = {}): Buffer {
  const entries = Object.entries(values).map(([id, value]) => {
    const entry = Buffer.alloc(6);
    entry.writeUInt16BE(Number(id), 0);
    entry.writeUInt32BE(value, 2);
    return entry;
  });
  return frame(4, 0, 0, Buffer.concat(entries));
}

/** What a client sends first. */
export function opening(): Buffer {
  return Buffer.concat([Buffer.from(PREFACE), settings()]);
}

export function get(stream: number, path: string): Buffer {
  return headers(stream, { ':method': 'GET', ':scheme': 'http', ':path': path }, END_STREAM);
}

export function call(stream: number, path: string): Buffer {
  return headers(stream, { ':method': 'POST', ':path': path, 'content-type': 'application/grpc+proto' });
}

function text(value: string): Buffer {
  const bytes = Buffer.from(value, 'latin1');
  return Buffer.concat([length(bytes.length), bytes]);
}

/** A number with a prefix of seven bits (RFC 7541, section 5.1). */
function length(value: number): Buffer {
  if (value < 127) return Buffer.of(value);
  const octets = [127];
  for (let rest = value - 127; ; rest >>>= 7) {
    if (rest < 128) return Buffer.of(...octets, rest);
    octets.push((rest & 0x7f) | 0x80);
  }
}
