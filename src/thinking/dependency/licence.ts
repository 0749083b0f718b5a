/** Texts that say nothing: `SEE LICENSE IN file`, and npm's word for "none stated". */
const NO_STATEMENT = /^(?:SEE LICEN[CS]E.*|\s*)$/iu;

/**
 * A licence as a manifest states it, as SPDX words in one order: `Apache-2.0 OR MIT`. Null where it states none. Old manifests write
 * `MIT/Apache-2.0` for a choice, and `{ "type": "MIT" }` for `"MIT"`.
 */
export function statedLicence(stated: unknown): string | null {
  if (typeof stated === 'object' && stated !== null && 'type' in stated) return statedLicence(stated.type);
  if (typeof stated !== 'string' || NO_STATEMENT.test(stated)) return null;
  const words = stated.trim().replaceAll(/\s*\/\s*/gu, ' OR ');
  // Within parentheses, or beside AND, a change of order might change the sense.
  const choices = words.replace(/^\(([^()]*)\)$/u, '$1').split(' OR ');
  if (choices.length === 1 || words.includes(' AND ')) return words;
  return choices.toSorted().join(' OR ');
}

interface Mark {
  readonly spdx: string;
  readonly all: readonly RegExp[];
  readonly none: readonly RegExp[];
}

const REDISTRIBUTION = /Redistribution and use in source and binary forms/iu;
const NO_ENDORSEMENT = /Neither the names? of|names? of [^.]{0,80} may not be used to endorse/iu;

const MARKS: readonly Mark[] = [
  { spdx: 'Apache-2.0', all: [/Apache License,?\s+Version 2\.0/iu], none: [] },
  { spdx: 'BSD-2-Clause', all: [REDISTRIBUTION], none: [NO_ENDORSEMENT] },
  { spdx: 'BSD-3-Clause', all: [REDISTRIBUTION, NO_ENDORSEMENT], none: [] },
  {
    spdx: 'MIT',
    all: [/Permission is hereby granted, free of charge/iu, /The above copyright notice and this permission notice/iu],
    none: [],
  },
  { spdx: 'MPL-2.0', all: [/Mozilla Public License,?\s+(?:Version\s+|v\. ?)?2\.0/iu], none: [] },
];

/**
 * The SPDX words of a licence's own text, where it is one of five that can be told by a sentence only they have; a file that holds
 * several has them joined by AND, since nobody but a lawyer can say which part is under which. Null: none of them, so unknown.
 */
export function licenceOfText(text: string): string | null {
  const flat = text.replaceAll(/\s+/gu, ' ');
  const found = MARKS.filter(
    ({ all, none }) => all.every((mark) => mark.test(flat)) && !none.some((mark) => mark.test(flat)),
  );
  return found.length === 0 ? null : found.map(({ spdx }) => spdx).join(' AND ');
}

/** How many packages are under which licence, most first, and those of which it is not known. */
export interface Licences {
  readonly by: Readonly<Record<string, number>>;
  readonly unknown: readonly string[];
}

export function licencesOf(packages: readonly { readonly name: string; readonly licence: string | null }[]): Licences {
  const counts = new Map<string, number>();
  for (const { licence } of packages) if (licence !== null) counts.set(licence, (counts.get(licence) ?? 0) + 1);
  const most = [...counts].toSorted(([one, n], [other, m]) => m - n || (one < other ? -1 : 1));
  return {
    by: Object.fromEntries(most),
    unknown: packages.filter(({ licence }) => licence === null).map(({ name }) => name),
  };
}
