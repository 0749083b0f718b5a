/**
 * The programs of a MariaDB that can be started privately, as set-up found or unpacked them: the value of `mariadb` in
 * `.bakeoff/setup/tools.json`. The folders are null where the programs' own defaults hold.
 */
export interface MysqlTools {
  /** As the server says it: 10.11.19. */
  readonly version: string;
  /** mariadbd */
  readonly server: string;
  /** mariadb-install-db, which fills a new data directory */
  readonly installer: string;
  /** mariadb */
  readonly client: string;
  readonly basedir: string | null;
  /** For LD_LIBRARY_PATH of all three. */
  readonly libraries: string | null;
  readonly messages: string | null;
  readonly charsets: string | null;
  readonly plugins: string | null;
}

/** What a user types to get them where set-up could not. */
export const MYSQL_INSTALL = 'apt-get install -y --no-install-recommends mariadb-server-core mariadb-client-core';

/** The whole environment of the three programs; nothing of the user's own MySQL settings comes along. */
export function toolEnvironment(tools: MysqlTools, home: string): Readonly<Record<string, string>> {
  return {
    PATH: '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin',
    HOME: home,
    LANG: 'C.UTF-8',
    TZ: 'UTC',
    ...(tools.libraries === null ? {} : { LD_LIBRARY_PATH: tools.libraries }),
  };
}

/** `--name=value` for each folder that must be told. */
export function folderArguments(folders: Readonly<Record<string, string | null>>): readonly string[] {
  return Object.entries(folders).flatMap(([name, folder]) => (folder === null ? [] : [`--${name}=${folder}`]));
}
