import { rowChecksum, rows } from '../../thinking/scenario/dataset.ts';
import type { Row } from '../../thinking/scenario/dataset.ts';
import type { DataSet, Table } from '../../thinking/scenario/scenario.ts';
import { StatementFailed } from './mysql-session.ts';
import type { Session } from './mysql-session.ts';
import { checksumQuery, createTable, insertRows } from './mysql-sql.ts';
import type { ServiceFailure } from './service.ts';

const ROWS_PER_INSERT = 1_000;
/** INSERTs on their way at once: one is executed while the next is made, and memory holds no more than these. */
const IN_FLIGHT = 2;

type DataDiffers = Extract<ServiceFailure, { kind: 'data-differs' }>;

function* batches(all: Iterable<Row>): Generator<readonly Row[]> {
  let batch: Row[] = [];
  for (const one of all) {
    batch.push(one);
    if (batch.length < ROWS_PER_INSERT) continue;
    yield batch;
    batch = [];
  }
  if (batch.length > 0) yield batch;
}

/** Sends one statement; a refusal comes as a value, since it may come while another statement is being waited for. */
async function send(statement: string, session: Session): Promise<StatementFailed | null> {
  try {
    await session.ask(statement);
    return null;
  } catch (error) {
    if (error instanceof StatementFailed) return error;
    throw error;
  }
}

/** Sends all rows of a table, never more than a few INSERTs ahead of the server; gives the sum the rows must have. */
async function sendRows(table: Table, seed: number, session: Session): Promise<number> {
  let sum = 0;
  const sent: Promise<StatementFailed | null>[] = [];
  for (const batch of batches(rows(table, seed))) {
    for (const values of batch) sum += rowChecksum(table, values);
    sent.push(send(insertRows(table, batch), session));
    const failed = sent.length < IN_FLIGHT ? null : await sent.shift();
    if (failed instanceof StatementFailed) throw failed;
  }
  for (const failed of await Promise.all(sent)) if (failed !== null) throw failed;
  return sum;
}

async function loadTable(table: Table, seed: number, session: Session): Promise<DataDiffers | null> {
  await session.ask(createTable(table));
  const sum = await sendRows(table, seed, session);
  const [row] = await session.ask(checksumQuery(table));
  const [count, got] = row ?? [];
  const expected = `${table.rows} rows with checksum ${sum}`;
  const found = `${count ?? 'no'} rows with checksum ${got ?? 'none'}`;
  if (found !== expected) return { kind: 'data-differs', table: table.name, expected, got: found };
  // Without it the first questions would be planned on guesses and the later ones on statistics.
  await session.ask(`ANALYZE TABLE \`bakeoff\`.\`${table.name}\``);
  return null;
}

/** Makes and fills all tables and has the database confirm count and checksum; the first difference, or null. */
export async function loadData(data: DataSet, session: Session): Promise<DataDiffers | null> {
  for (const table of data.tables) {
    try {
      const differs = await loadTable(table, data.seed, session);
      if (differs !== null) return differs;
    } catch (error) {
      if (!(error instanceof StatementFailed)) throw error;
      const expected = `a table that MariaDB accepts, with ${table.rows} rows`;
      return { kind: 'data-differs', table: table.name, expected, got: error.message };
    }
  }
  return null;
}
