import { describe, expect, it } from 'vitest';
import { BEGIN, END, splice } from './splice.ts';

describe('the splice of a record into a page', () => {
  const page = `# Title\n\n${BEGIN}\n\nno run recorded yet\n\n${END}\n\nThe rest.\n`;

  it('replaces what stands between the markers and nothing else', () => {
    expect(splice(page, '| a | b |\n')).toEqual({
      ok: true,
      text: `# Title\n\n${BEGIN}\n\n| a | b |\n\n${END}\n\nThe rest.\n`,
    });
  });
  it('gives the same page again when the same excerpt is spliced twice', () => {
    const once = splice(page, 'table');
    expect(once.ok && splice(once.text, 'table')).toEqual(once);
  });
  it('takes an excerpt as it is, with signs that a replacement pattern would read', () => {
    const spliced = splice(page, "$& $1 $' cost");
    expect(spliced.ok && spliced.text).toContain("$& $1 $' cost");
  });
  it.each([
    ['no markers', 'only text'],
    ['no end', `text ${BEGIN} text`],
    ['a marker twice', `${page}${BEGIN}`],
    ['the markers in the wrong order', `${END}\n${BEGIN}`],
  ])('refuses a page with %s', (_what, broken) => {
    expect(splice(broken, 'table').ok).toBe(false);
  });
  it('refuses an excerpt that holds a marker', () => {
    expect(splice(page, `text ${END}`)).toEqual({ ok: false, problem: 'the excerpt holds a marker itself' });
  });
});
