import { row } from '../../thinking/scenario/dataset.ts';
import type { DataSet } from '../../thinking/scenario/scenario.ts';

/** One setting of the private server and why it is not left alone. */
export interface Setting {
  readonly argument: string;
  readonly why: string;
}

const ROWS_LOOKED_AT = 100;
/** InnoDB's own fields, half-filled pages and one more index or two: what a row takes beside its values. */
const ROW_OVERHEAD = 4;
const STEP_MIB = 64;

/** Megabytes that hold the whole data set in memory, in steps of 64: guessed from the first rows of each table. */
export function bufferPoolMiB(data: DataSet | null): number {
  const bytes = (data?.tables ?? []).reduce((sum, table) => {
    const looked = Math.min(table.rows, ROWS_LOOKED_AT);
    let seen = 0;
    for (let index = 0; index < looked; index += 1) {
      const values = Object.values(row(table, data?.seed ?? 0, index));
      seen += values.reduce<number>((size, value) => size + Buffer.byteLength(String(value)) + 8, 0);
    }
    return looked === 0 ? sum : sum + (seen / looked) * table.rows * ROW_OVERHEAD;
  }, 0);
  return STEP_MIB * (1 + Math.ceil(bytes / 2 ** 20 / STEP_MIB));
}

/** The settings that make a throw-away server fit for measuring contenders, not disks, names or itself. */
export function mysqlSettings(poolMiB: number): readonly Setting[] {
  return [
    { argument: '--skip-log-bin', why: 'nobody replicates from it; each write would be written twice' },
    { argument: '--skip-name-resolve', why: 'a slow resolver would show as a slow contender' },
    { argument: '--performance-schema=OFF', why: 'counting each statement costs CPU on every answer' },
    {
      argument: `--innodb-buffer-pool-size=${poolMiB}M`,
      why: 'holds the data set, so that reads never wait for a disk',
    },
    { argument: '--innodb-buffer-pool-load-at-startup=OFF', why: 'there is no earlier start to resume' },
    { argument: '--innodb-buffer-pool-dump-at-shutdown=OFF', why: 'nothing starts from this directory again' },
    { argument: '--innodb-log-file-size=32M', why: 'enough for the load, and the directory stays small' },
    {
      argument: '--innodb-flush-log-at-trx-commit=2',
      why: 'a commit is handed to the system but does not wait for the disk, whose speed wanders and is not the question; a crash loses data that is made anew anyway',
    },
    {
      argument: '--innodb-doublewrite=OFF',
      why: 'guards against torn pages after a power cut; this data is thrown away',
    },
    { argument: '--max-connections=1000', why: 'a pool of connections in each of many workers must never be refused' },
    { argument: '--thread-cache-size=100', why: 'a reconnect does not pay for a new thread' },
    { argument: '--table-open-cache=2000', why: 'no connection waits for a table to be opened again' },
    { argument: '--max-prepared-stmt-count=100000', why: 'each connection of each worker keeps its own' },
    { argument: '--query-cache-type=OFF', why: 'a cached answer would measure the cache; off by default, stated' },
    { argument: '--wait-timeout=86400', why: 'no pooled connection is closed in the middle of a run' },
    { argument: '--character-set-server=utf8mb4', why: 'the text of the data sets is Unicode' },
    { argument: '--local-infile=OFF', why: 'clients have no business with files of this machine' },
  ];
}
