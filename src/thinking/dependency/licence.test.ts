import { describe, expect, it, test } from 'vitest';
import { licenceOfText, licencesOf, statedLicence } from './licence.ts';

const MIT = `The MIT License (MIT)

Copyright (c) 2014 Manuel Martínez-Almeida

Permission is hereby granted, free of charge, to any person obtaining a copy
of this software and associated documentation files (the "Software"), to deal
in the Software without restriction [...]

The above copyright notice and this permission notice shall be included in
all copies or substantial portions of the Software.
`;

const BSD_2 = `Copyright 2012 Somebody

Redistribution and use in source and binary forms, with or without
modification, are permitted provided that the following conditions are met:
1. Redistributions of source code must retain the above copyright notice [...]
`;

const BSD_3 = `Copyright 2009 The Go Authors.

Redistribution and use in source and binary forms, with or without
modification, are permitted provided that the following conditions are
met:
   * Neither the name of Google LLC nor the names of its
contributors may be used to endorse or promote products derived from
this software without specific prior written permission.
`;

const APACHE = `
                                 Apache License
                           Version 2.0, January 2004
`;

const MPL = `Mozilla Public License Version 2.0
==================================
`;

test.each([
  ['MIT', MIT],
  ['BSD-2-Clause', BSD_2],
  ['BSD-3-Clause', BSD_3],
  ['Apache-2.0', APACHE],
  ['MPL-2.0', MPL],
  ['Apache-2.0 AND MIT', `${APACHE}\n${MIT}`],
])('the text of %s is told by a sentence that only it has', (spdx, text) => {
  expect(licenceOfText(text)).toBe(spdx);
});

test.each([
  ['an ISC text', 'Permission to use, copy, modify, and/or distribute this software for any purpose'],
  ['one that is none', 'All rights reserved. Ask us.'],
  ['one that only mentions another', 'See the MIT licence in the file MIT.txt'],
])('%s is unknown', (_, text) => {
  expect(licenceOfText(text)).toBeNull();
});

describe('a stated licence', () => {
  it('has one form, whatever the order and the age of its manifest', () => {
    for (const stated of ['MIT OR Apache-2.0', 'Apache-2.0 OR MIT', 'MIT/Apache-2.0', '(MIT OR Apache-2.0)'])
      expect(statedLicence(stated)).toBe('Apache-2.0 OR MIT');
    expect(statedLicence({ type: 'MIT', url: 'https://example.org' })).toBe('MIT');
    expect(statedLicence('(MIT OR Apache-2.0) AND Unicode-3.0')).toBe('(MIT OR Apache-2.0) AND Unicode-3.0');
  });

  it('is unknown where it refers to a file or is no text', () => {
    for (const stated of ['SEE LICENSE IN LICENSE.txt', '', ' ', undefined, null, 7])
      expect(statedLicence(stated)).toBeNull();
  });
});

it('licences are counted, most first, and unknown ones by name', () => {
  const packages = [
    { name: 'a', licence: 'ISC' },
    { name: 'b', licence: 'MIT' },
    { name: 'c', licence: null },
    { name: 'd', licence: 'MIT' },
  ];
  const { by, unknown } = licencesOf(packages);
  expect(Object.entries(by)).toEqual([
    ['MIT', 2],
    ['ISC', 1],
  ]);
  expect(unknown).toEqual(['c']);
});
