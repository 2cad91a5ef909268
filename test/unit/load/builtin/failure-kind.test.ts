import { describe, expect, it } from 'vitest';
import { failureKindOf } from '../../../../src/load/builtin/failure-kind.ts';

const error = (code: string, message = ''): Error => Object.assign(new Error(message), { code });

describe('failureKindOf', () => {
  it.each([
    ['ECONNREFUSED', 'refused'],
    ['ECONNRESET', 'reset'],
    ['EPIPE', 'reset'],
    ['ETIMEDOUT', 'timeout'],
    ['UND_ERR_RES_CONTENT_LENGTH_MISMATCH', 'closed'],
    ['UND_ERR_HEADERS_OVERFLOW', 'protocol'],
    ['DEPTH_ZERO_SELF_SIGNED_CERT', 'tls'],
    ['UNABLE_TO_VERIFY_LEAF_SIGNATURE', 'tls'],
    ['ERR_TLS_CERT_ALTNAME_INVALID', 'tls'],
    ['ERR_SSL_WRONG_VERSION_NUMBER', 'tls'],
    ['EPROTO', 'tls'],
    ['EHOSTUNREACH', 'other'],
    ['ENOTFOUND', 'other'],
  ])('sorts %s as %s', (code, kind) => {
    expect(failureKindOf(error(code))).toBe(kind);
  });

  it('tells a peer that closed from one that broke the protocol under the same code', () => {
    expect(failureKindOf(error('UND_ERR_SOCKET', 'other side closed'))).toBe('closed');
    expect(failureKindOf(error('UND_ERR_SOCKET', 'bad response'))).toBe('protocol');
  });

  it('tells an answer that was cut from one that is not HTTP, both without a code', () => {
    const prefix = 'Response does not match the HTTP/1.1 protocol';
    const parserError = (reason: string): Error =>
      Object.assign(new Error(`${prefix} (${reason})`), { name: 'HTTPParserError', code: undefined });
    expect(failureKindOf(parserError('Invalid EOF state'))).toBe('closed');
    expect(failureKindOf(parserError('Expected HTTP/, RTSP/ or ICE/'))).toBe('protocol');
  });

  it('sorts an error without a code as other', () => {
    expect(failureKindOf(new Error('no code'))).toBe('other');
  });
});
