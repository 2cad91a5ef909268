/**
 * @typedef {object} Reply
 * @property {number} status
 * @property {Readonly<Record<string, string>>} headers
 * @property {string} body
 */

/** An answer that is not the one asked for; becomes `{ error: { code, message } }`. */
export class HttpError extends Error {
  /** @override */
  name = 'HttpError';

  /**
   * @param {number} status
   * @param {string} code
   * @param {string} message
   * @param {Readonly<Record<string, string>>} [headers]
   */
  constructor(status, code, message, headers = {}) {
    super(message);
    this.status = status;
    this.code = code;
    this.headers = headers;
  }
}

/**
 * @param {number} status
 * @param {unknown} value
 * @param {Readonly<Record<string, string>>} [headers]
 * @returns {Reply}
 */
export function json(status, value, headers = {}) {
  return {
    status,
    headers: { 'content-type': 'application/json; charset=utf-8', ...headers },
    body: `${JSON.stringify(value)}\n`,
  };
}

/**
 * @param {HttpError} error
 * @returns {Reply}
 */
export function errorReply(error) {
  return json(error.status, { error: { code: error.code, message: error.message } }, error.headers);
}
