interface Settings {
  host?: string;
  timeoutMs?: number;
}

const DEFAULTS = { host: 'primary', timeoutMs: 5000 };

export const poolWith = (settings: Settings): Required<Settings> => ({ ...DEFAULTS, ...settings });

export const poolForReports = (): Required<Settings> => poolWith({ host: 'replica', timeoutMS: 60_000 });
