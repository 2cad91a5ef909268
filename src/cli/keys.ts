/**
 * Tells each key that is typed, until the function that it returns is called; what is typed is not shown meanwhile. Ctrl-C is a key as
 * any other then. Nothing is told where standard input is no terminal.
 */
export function listenToKeys(listener: (key: string) => void): () => void {
  const { stdin } = process;
  if (!stdin.isTTY) return () => {};
  const tell = (keys: Buffer): void => {
    for (const key of keys.toString('latin1')) listener(key);
  };
  stdin.setRawMode(true).on('data', tell).resume();
  return () => {
    stdin.off('data', tell).setRawMode(false).pause();
  };
}
