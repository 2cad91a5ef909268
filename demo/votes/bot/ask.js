const PATIENCE_MS = 9000;

/**
 * Asks once, reads the whole answer, and tells of it in a line that a scenario reads as a sample.
 * @param {string} name of the request, in reports
 * @param {URL} url
 * @returns {Promise<boolean>} whether the answer was 2xx
 */
export async function ask(name, url) {
  const begun = performance.now();
  const outcome = await fetch(url, { signal: AbortSignal.timeout(PATIENCE_MS) })
    .then(async (response) => {
      await response.arrayBuffer();
      return { status: response.status };
    })
    .catch((error) => ({ error: String(error.cause?.code ?? error.name) }));
  const ms = performance.now() - begun;
  console.log(JSON.stringify({ sample: name, at: performance.timeOrigin + begun, ms, ...outcome }));
  return 'status' in outcome && outcome.status >= 200 && outcome.status < 300;
}
