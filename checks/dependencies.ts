import type { Finding } from './finding.ts';

/** The parts of package.json that the rules speak of. */
export interface Package {
  readonly scripts?: Readonly<Record<string, string>>;
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly devDependencies?: Readonly<Record<string, string>>;
  readonly dependencyReasons?: Readonly<Record<string, string>>;
}

/** More at run time than these would need an argument stronger than a reason line. */
const MOST_AT_RUN_TIME = 10;
const INSTALL_SCRIPTS = ['preinstall', 'install', 'postinstall', 'prepare'];

/** Every dependency has its reason, every reason its dependency; versions are exact; nothing runs at installation. */
export function checkDependencies(about: Package): readonly Finding[] {
  const atRunTime = Object.keys(about.dependencies ?? {});
  const all = { ...about.dependencies, ...about.devDependencies };
  const reasons = about.dependencyReasons ?? {};
  const texts = [
    ...Object.keys(all)
      .filter((name) => (reasons[name] ?? '').length < 10)
      .map((name) => `${name} has no reason line in dependencyReasons`),
    ...Object.keys(reasons)
      .filter((name) => !(name in all))
      .map((name) => `dependencyReasons explains ${name}, which is no dependency`),
    ...Object.entries(all)
      .filter(([, version]) => !/^\d+\.\d+\.\d+(?:-[\w.]+)?$/u.test(version))
      .map(([name, version]) => `${name} is ${version}: an exact version is the rule`),
    ...INSTALL_SCRIPTS.filter((name) => name in (about.scripts ?? {})).map(
      (name) => `the script ${name} would run at installation`,
    ),
    ...(atRunTime.length > MOST_AT_RUN_TIME
      ? [`${atRunTime.length} dependencies at run time; ${MOST_AT_RUN_TIME} are the most`]
      : []),
  ];
  return texts.map((text) => ({ check: 'dependencies', where: 'package.json', text }));
}
