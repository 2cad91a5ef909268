/** Shorter values, such as `1` or `no`, stand everywhere and hide nothing. */
const SHORTEST_SECRET = 3;

/**
 * What of a secret is one by itself: the whole; each line, because what prints a key of many lines often indents or prefixes them; the
 * credentials of an authorization header (RFC 9110, section 11.4) without their scheme; the password in an address.
 */
export function partsOfSecret(secret: string): string[] {
  const whole = [secret, ...credentialsOfHeader(secret), ...credentialsOfUrl(secret)];
  const parts = whole.flatMap((part) => [part, ...part.split(/\r?\n/)]);
  return [...new Set(parts)].filter((part) => part.trim().length >= SHORTEST_SECRET);
}

/** `Bearer TOKEN`, `Basic BASE64`: who refuses a request often names what came behind the scheme. */
function credentialsOfHeader(secret: string): string[] {
  const [, scheme, credentials] = /^([A-Za-z][A-Za-z0-9-]*) +(\S+)$/.exec(secret.trim()) ?? [];
  if (scheme === undefined || credentials === undefined) return [];
  if (scheme.toLowerCase() !== 'basic') return [credentials];
  const pair = Buffer.from(credentials, 'base64').toString('utf8');
  const colon = pair.indexOf(':');
  return colon < 0 ? [credentials] : [credentials, pair, pair.slice(colon + 1)];
}

/** Where an address has no password, what stands for the user is a token. */
function credentialsOfUrl(secret: string): string[] {
  const url = secret.includes('@') && URL.canParse(secret) ? new URL(secret) : undefined;
  if (url === undefined || url.username === '') return [];
  const { username, password } = url;
  return password === ''
    ? [username, decoded(username)]
    : [`${username}:${password}`, password, decoded(password)];
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
