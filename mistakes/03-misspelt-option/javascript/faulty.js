const DEFAULTS = { host: 'primary', timeoutMs: 5000 };

export const poolWith = (settings) => ({ ...DEFAULTS, ...settings });

export const poolForReports = () => poolWith({ host: 'replica', timeoutMS: 60_000 });
