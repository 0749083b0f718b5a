import { ADD_LINE, ADD_ORDER, LOCK_CUSTOMER, LOCK_PRODUCT, TAKE_BALANCE, TAKE_STOCK } from './shop-statements.js';

const TRIES = 3;
const DUPLICATE_KEY = 1062;
const LOCK_WAIT_TIMEOUT = 1205;
const DEADLOCK = 1213;

const refusal = (text) => ({ refusal: text });
const CONTENDED = refusal('contended');

/**
 * Takes an order's money and stock in one transaction on this connection, which nobody else may use meanwhile.
 * Products are locked in ascending order, so no two orders wait for each other in a circle over them. Where the
 * database gives up waiting all the same, the whole is tried again.
 * What it throws leaves the connection in the middle of something: the caller must end it.
 *
 * @param {import('mysql2/promise').PoolConnection} connection
 * @param {{ requestId: string, customerId: number, lines: { productId: number, quantity: number }[] }} order
 * @returns {Promise<{ receipt: object } | { refusal: string }>}
 */
export async function checkOut(connection, order) {
  const sorted = { ...order, lines: order.lines.toSorted((one, other) => one.productId - other.productId) };
  for (let tried = 0; tried < TRIES; tried += 1) {
    await connection.beginTransaction();
    const outcome = await purchaseOrContention(connection, sorted);
    if (outcome.refusal === undefined) {
      // A failure of the commit itself is thrown: whether it took place is then unknown, so it is never tried again.
      await connection.commit();
      return outcome;
    }
    await connection.rollback();
    if (outcome !== CONTENDED) return outcome;
  }
  return refusal('busy');
}

async function purchaseOrContention(connection, order) {
  try {
    return await purchase(connection, order);
  } catch (error) {
    if (error.errno === DEADLOCK || error.errno === LOCK_WAIT_TIMEOUT) return CONTENDED;
    throw error;
  }
}

async function purchase(connection, { requestId, customerId, lines }) {
  const [[customer]] = await connection.execute(LOCK_CUSTOMER, [customerId]);
  if (customer === undefined) return refusal('no such customer');

  const prices = [];
  let totalCents = 0;
  for (const { productId, quantity } of lines) {
    const [[product]] = await connection.execute(LOCK_PRODUCT, [productId]);
    if (product === undefined) return refusal('no such product');
    if (product.stock < quantity) return refusal('out of stock');
    prices.push(product.price_cents);
    totalCents += quantity * product.price_cents;
  }
  if (customer.balance_cents < totalCents) return refusal('insufficient funds');

  const orderId = await addOrder(connection, [requestId, customerId, totalCents]);
  if (orderId === null) return refusal('repeated request');
  for (const [index, { productId, quantity }] of lines.entries()) {
    await connection.execute(ADD_LINE, [orderId, productId, quantity, prices[index]]);
  }
  for (const { productId, quantity } of lines) {
    await connection.execute(TAKE_STOCK, [quantity, productId]);
  }
  await connection.execute(TAKE_BALANCE, [totalCents, customerId]);

  const balanceCents = customer.balance_cents - totalCents;
  return { receipt: { orderId, customerId, totalCents, balanceCents, lines: lines.length } };
}

/** The new order's id, or null where one with this request id exists. */
async function addOrder(connection, values) {
  try {
    const [added] = await connection.execute(ADD_ORDER, values);
    return added.insertId;
  } catch (error) {
    if (error.errno === DUPLICATE_KEY) return null;
    throw error;
  }
}
