export const BEGIN = '<!-- BEGIN: record -->';
export const END = '<!-- END: record -->';

export type Spliced = { readonly ok: true; readonly text: string } | { readonly ok: false; readonly problem: string };

/** Puts `excerpt` in the place of whatever stands between the two markers of that name; everything else of the page stays to the byte. */
export function splice(page: string, excerpt: string, name = 'record'): Spliced {
  const [begin, end] = [`<!-- BEGIN: ${name} -->`, `<!-- END: ${name} -->`];
  const places = [begin, end].map((marker) => page.split(marker).length - 1);
  const [begins, ends] = places;
  if (begins !== 1 || ends !== 1) {
    return { ok: false, problem: `expected ${begin} and ${end} once each, found ${begins} and ${ends}` };
  }
  const from = page.indexOf(begin) + begin.length;
  const to = page.indexOf(end);
  if (to < from) return { ok: false, problem: `expected ${begin} before ${end}` };
  // Else the next splice would find two ends and leave the page as it is for ever.
  if (excerpt.includes(begin) || excerpt.includes(end))
    return { ok: false, problem: 'the excerpt holds a marker itself' };
  return { ok: true, text: `${page.slice(0, from)}\n\n${excerpt.trim()}\n\n${page.slice(to)}` };
}
