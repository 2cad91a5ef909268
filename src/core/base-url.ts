/** What is wrong with an address below which others are asked for. */
export interface UrlProblem {
  readonly message: string;
  readonly hint: string;
}

/**
 * Why a text is no address of HTTP that paths can be added to; undefined where it is one. The message never repeats the text, which
 * may hold a password.
 */
export function baseUrlProblem(text: string): UrlProblem | undefined {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url === undefined || !['http:', 'https:'].includes(url.protocol)) {
    return { message: 'this is no address of HTTP', hint: 'write for example `http://127.0.0.1:9090`' };
  }
  if (url.username !== '' || url.password !== '') {
    return {
      message: 'an address with credentials in it ends up in logs',
      hint: 'remove them, and give `headers: { Authorization: "${env.NAME}" }`, where NAME holds `Basic ` and user:password in base64',
    };
  }
  if (url.search !== '' || url.hash !== '') {
    return {
      message: 'an address with `?` or `#` leaves no room for the path that is asked',
      hint: 'end it before that',
    };
  }
  return undefined;
}
