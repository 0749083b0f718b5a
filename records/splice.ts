export const BEGIN = '<!-- BEGIN: record -->';
export const END = '<!-- END: record -->';

export type Spliced = { readonly ok: true; readonly text: string } | { readonly ok: false; readonly problem: string };

/** Puts `excerpt` in the place of whatever stands between the two markers of a page; everything else stays to the byte. */
export function splice(page: string, excerpt: string): Spliced {
  const places = [BEGIN, END].map((marker) => page.split(marker).length - 1);
  const [begins, ends] = places;
  if (begins !== 1 || ends !== 1) {
    return { ok: false, problem: `expected ${BEGIN} and ${END} once each, found ${begins} and ${ends}` };
  }
  const from = page.indexOf(BEGIN) + BEGIN.length;
  const to = page.indexOf(END);
  if (to < from) return { ok: false, problem: `expected ${BEGIN} before ${END}` };
  // Else the next splice would find two ends and leave the page as it is for ever.
  if (excerpt.includes(BEGIN) || excerpt.includes(END))
    return { ok: false, problem: 'the excerpt holds a marker itself' };
  return { ok: true, text: `${page.slice(0, from)}\n\n${excerpt.trim()}\n\n${page.slice(to)}` };
}
