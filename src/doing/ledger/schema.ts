/** Marks the file as ours ("bake" in ASCII), so that another program's database is never written to. */
export const APPLICATION_ID = 0x62616b65;

/** Raised with each change of the tables; an older program refuses a newer ledger. */
export const LEDGER_VERSION = 1;

export const CREATE = `
CREATE TABLE run (
  id TEXT PRIMARY KEY, created TEXT NOT NULL, state TEXT NOT NULL, name TEXT NOT NULL,
  plan TEXT NOT NULL, machine TEXT NOT NULL
) STRICT;
CREATE TABLE round (
  id INTEGER PRIMARY KEY, run TEXT NOT NULL REFERENCES run(id) ON DELETE CASCADE,
  scenario TEXT NOT NULL, block INTEGER NOT NULL, entry TEXT NOT NULL, position INTEGER NOT NULL,
  started TEXT NOT NULL, sealed TEXT, outcome TEXT
) STRICT;
CREATE INDEX round_of_run ON round(run, scenario, block, entry);
CREATE TABLE note (
  id INTEGER PRIMARY KEY, run TEXT NOT NULL REFERENCES run(id) ON DELETE CASCADE,
  at TEXT NOT NULL, kind TEXT NOT NULL, scenario TEXT, detail TEXT NOT NULL
) STRICT;
PRAGMA application_id = ${APPLICATION_ID};
PRAGMA user_version = ${LEDGER_VERSION};
`;
