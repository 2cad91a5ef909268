import { describe, expect, it } from 'vitest';

import type { Diagnostic } from '../../../src/core/diagnostic.ts';
import { diagnosticToJson, formatDiagnostic, positionAt } from '../../../src/scenario/frame.ts';

const TEXT = 'version: 1\nsteps:\n\t- nam\u001b[31me: x\n';

function diagnostic(start: number, end: number): Diagnostic {
  return {
    code: 'unknown-key',
    severity: 'error',
    message: 'unknown key `nam`',
    hint: 'did you mean `name`?',
    range: { start, end },
  };
}

function style(name: string, text: string): string {
  return `<${name}>${text}</${name}>`;
}

describe('formatDiagnostic', () => {
  it('shows place, message, line, caret and hint', () => {
    expect(formatDiagnostic(diagnostic(11, 16), { file: 'a.yaml', text: TEXT })).toBe(
      [
        'a.yaml:2:1 error unknown-key: unknown key `nam`',
        '   2 | steps:',
        '     | ^^^^^',
        '    hint: did you mean `name`?',
      ].join('\n'),
    );
  });

  it('makes tabs and control characters visible, so that a file cannot steer the terminal', () => {
    const shown = formatDiagnostic(diagnostic(21, 24), { file: 'a\u001b.yaml', text: TEXT });
    expect(shown).toContain('→- nam␛[31me: x');
    expect(shown).toContain('     |    ^^^\n');
    expect(shown).not.toMatch(/[^\P{Cc}\n]/u);
  });

  it('cuts a long line around the column', () => {
    const text = `a: ${'x'.repeat(200)}HERE${'y'.repeat(200)}\n`;
    const lines = formatDiagnostic(diagnostic(203, 207), { file: 'a.yaml', text, columns: 60 }).split('\n');
    expect(lines.every((line) => line.length <= 60)).toBe(true);
    const column = lines[2]!.indexOf('^^^^');
    expect(lines[1]!.slice(column, column + 4)).toBe('HERE');
  });

  it('points at a range over several lines on its first', () => {
    const shown = formatDiagnostic(diagnostic(0, 18), { file: 'a.yaml', text: TEXT });
    expect(shown.split('\n').slice(1, 3)).toEqual(['   1 | version: 1', '     | ^^^^^^^^^^']);
  });

  it('is one line for a mistake without a place', () => {
    const plain: Diagnostic = { code: 'file-missing', severity: 'error', message: 'there is no such file' };
    expect(formatDiagnostic(plain, { file: 'a.yaml' })).toBe(
      'a.yaml error file-missing: there is no such file',
    );
  });

  it.each([
    ['url: "http://user:hunter2@h/x"', 'url: "http://************@h/x"'],
    ['url: http://user:hunter@2@h', 'url: http://*************@h'],
    ['url: "http://h/@x"', 'url: "http://**@x"'],
    ['mail: user@h', 'mail: user@h'],
  ])('shows no credentials: of %s it shows %s', (line, expected) => {
    const [, frame] = formatDiagnostic(diagnostic(0, 3), { file: 'a.yaml', text: line }).split('\n');
    expect(frame).toBe(`   1 | ${expected}`);
  });

  it('hides credentials in what is said of a line too', () => {
    const said = { ...diagnostic(0, 3), message: 'got `http://a:b@c`', hint: 'write `http://a:b@c:80`' };
    const shown = formatDiagnostic(said, { file: 'a.yaml', text: 'url: 1' });
    expect(shown).toContain('got `http://***@c`');
    expect(shown).toContain('write `http://***@c:80`');
    expect(diagnosticToJson(said, { file: 'a.yaml', text: 'url: 1' })).toMatchObject({
      message: 'got `http://***@c`',
      hint: 'write `http://***@c:80`',
    });
  });

  it('styles only through the function that it is given', () => {
    const shown = formatDiagnostic(diagnostic(11, 16), { file: 'a.yaml', text: TEXT, style });
    expect(shown).toContain('<bold>a.yaml:2:1</bold> <red>error</red>');
    expect(shown).toContain('<red>^^^^^</red>');
  });
});

describe('diagnosticToJson', () => {
  it('gives lines and columns instead of offsets', () => {
    expect(diagnosticToJson(diagnostic(11, 16), { file: 'a.yaml', text: TEXT })).toEqual({
      file: 'a.yaml',
      line: 2,
      column: 1,
      endLine: 2,
      endColumn: 6,
      code: 'unknown-key',
      severity: 'error',
      message: 'unknown key `nam`',
      hint: 'did you mean `name`?',
    });
  });
});

describe('positionAt', () => {
  it('counts characters, not code units', () => {
    expect(positionAt('a\n😀b', 4)).toEqual({ line: 2, column: 2 });
  });
});
