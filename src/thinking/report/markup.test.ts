import { expect, test } from 'vitest';

import { escape, markup } from './markup.ts';

test('text is escaped for tags and for quoted attributes alike', () => {
  expect(escape(`<script>alert(1)</script>"'&`)).toBe('&lt;script&gt;alert(1)&lt;/script&gt;&quot;&#39;&amp;');
});

test('whatever is put into markup is escaped, but for markup itself', () => {
  const inner = markup`<b>${'<i>'}</b>`;
  expect(markup`<p title="${'"x"'}">${inner}${[inner, inner]}${null}${3}</p>`.text).toBe(
    '<p title="&quot;x&quot;"><b>&lt;i&gt;</b><b>&lt;i&gt;</b><b>&lt;i&gt;</b>3</p>',
  );
});

test('a space at the edge of a piece stays, since it parts two words', () => {
  expect(markup`<p>${'one '}${' two'}</p>`.text).toBe('<p>one  two</p>');
});
