// Every statement of the shop, so that all of them can be prepared before the first request.

export const READ_PRODUCT = 'SELECT id, name, price_cents, stock FROM products WHERE id = ?';
export const READ_ORDER = 'SELECT id, customer_id, total_cents FROM orders WHERE id = ?';
export const READ_LINES =
  'SELECT product_id, quantity, unit_price_cents FROM order_lines WHERE order_id = ? ORDER BY product_id';

export const LOCK_CUSTOMER = 'SELECT balance_cents FROM customers WHERE id = ? FOR UPDATE';
export const LOCK_PRODUCT = 'SELECT price_cents, stock FROM products WHERE id = ? FOR UPDATE';
export const ADD_ORDER = 'INSERT INTO orders (request_id, customer_id, total_cents) VALUES (?, ?, ?)';
export const ADD_LINE =
  'INSERT INTO order_lines (order_id, product_id, quantity, unit_price_cents) VALUES (?, ?, ?, ?)';
export const TAKE_STOCK = 'UPDATE products SET stock = stock - ? WHERE id = ?';
export const TAKE_BALANCE = 'UPDATE customers SET balance_cents = balance_cents - ? WHERE id = ?';
