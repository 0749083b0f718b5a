/**
 * What the API says of an article, from the upstream's status and body. An upstream is a stranger: whatever it says
 * is looked at before it is passed on.
 *
 * @returns {{ found: object } | { refusal: 'not found' } | { refusal: 'bad gateway', cause: string }}
 */
export function availabilityFrom(status, text) {
  if (status === 404) return { refusal: 'not found' };
  if (status !== 200) return { refusal: 'bad gateway', cause: `status ${status}` };
  const stock = parsed(text);
  const { sku, available, warehouse } = stock ?? {};
  if (!Number.isSafeInteger(sku) || !Number.isSafeInteger(available) || typeof warehouse !== 'string') {
    return { refusal: 'bad gateway', cause: 'an answer without sku, available and warehouse' };
  }
  return { found: { sku, available, warehouse, level: levelOf(available) } };
}

function levelOf(available) {
  if (available === 0) return 'none';
  return available < 10 ? 'low' : 'ok';
}

function parsed(text) {
  try {
    return JSON.parse(text);
  } catch {
    // JSON.parse throws for nothing but the stranger's text; no JSON is an answer without fields.
    return null;
  }
}
