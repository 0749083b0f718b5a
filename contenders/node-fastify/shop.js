import { checkOut } from './checkout.js';
import { openPool } from './database.js';
import * as statements from './shop-statements.js';

/** Opens the shop on connections of its own. Rejects when the database does not answer. */
export async function openShop(url, connections) {
  return shopOn(await openPool(url, connections, Object.values(statements)));
}

/** @param {Pick<import('mysql2/promise').Pool, 'execute' | 'getConnection' | 'end'>} pool */
export function shopOn(pool) {
  return {
    /** A product as the API shows it, or null when there is none. */
    async productById(id) {
      const [[row]] = await pool.execute(statements.READ_PRODUCT, [id]);
      if (row === undefined) return null;
      return { id: row.id, name: row.name, priceCents: row.price_cents, stock: row.stock };
    },

    /** An order with its lines as the API shows it, or null when there is none. Orders never change. */
    async orderById(id) {
      const [[order]] = await pool.execute(statements.READ_ORDER, [id]);
      if (order === undefined) return null;
      const [lines] = await pool.execute(statements.READ_LINES, [id]);
      return {
        orderId: order.id,
        customerId: order.customer_id,
        totalCents: order.total_cents,
        lines: lines.map((line) => ({
          productId: line.product_id,
          quantity: line.quantity,
          unitPriceCents: line.unit_price_cents,
        })),
      };
    },

    /** See checkout.js. It runs to its end whether or not somebody still waits for the answer. */
    async checkOut(order) {
      const connection = await pool.getConnection();
      try {
        const outcome = await checkOut(connection, order);
        connection.release();
        return outcome;
      } catch (error) {
        // Ending the connection makes the database undo what was not committed; no rollback could be surer.
        connection.destroy();
        throw error;
      }
    },

    close: () => pool.end(),
  };
}
