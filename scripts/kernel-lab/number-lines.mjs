// Tells the output of guests apart that run at the same time.

/** Takes output as it comes and prints whole lines, each after the guest's name; what is left when `end` is called is a line, too. */
export function numberLines(name) {
  let rest = '';
  const print = (line) => process.stdout.write(`[${name}] ${line}\n`);
  return {
    write: (text) => {
      const lines = (rest + text).split('\n');
      rest = lines.pop();
      lines.forEach(print);
    },
    end: () => {
      if (rest !== '') print(rest);
    },
  };
}
