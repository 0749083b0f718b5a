import { describe, expect, it } from 'vitest';
import { parseNpmAudit, parseNpmLock } from './npm-lock.ts';

/** Cut from the lock file of a NestJS service: a direct package, one below it, two of one name, a development tool, one for another platform. */
const LOCK = `{
  "name": "bakeoff-contender-node-nest",
  "version": "1.0.0",
  "lockfileVersion": 3,
  "requires": true,
  "packages": {
    "": {
      "name": "bakeoff-contender-node-nest",
      "version": "1.0.0",
      "license": "Apache-2.0",
      "dependencies": { "@nestjs/common": "12.5.1", "rxjs": "7.8.2", "quick": "npm:fast-json-stringify@7.0.1" },
      "devDependencies": { "typescript": "7.0.2" },
      "engines": { "node": ">=26" }
    },
    "node_modules/@nestjs/common": {
      "version": "12.5.1",
      "integrity": "sha512-VP0yIfwlc1ohj733keYDqyHm1VWeP9VQxYomunhr90jkC4aNNibbkrRiaNgPgqj1ORxUenILR4qzA/ppYBNAtQ==",
      "license": "MIT",
      "dependencies": { "tslib": "2.8.1", "uid": "2.0.2" }
    },
    "node_modules/@nestjs/common/node_modules/rxjs": { "version": "6.6.7", "license": "Apache-2.0" },
    "node_modules/quick": { "name": "fast-json-stringify", "version": "7.0.1", "license": "MIT" },
    "node_modules/rxjs": {
      "version": "7.8.2",
      "license": "Apache-2.0",
      "dependencies": { "tslib": "^2.1.0" }
    },
    "node_modules/tslib": { "version": "2.8.1", "license": "0BSD" },
    "node_modules/typescript": {
      "version": "7.0.2",
      "dev": true,
      "hasInstallScript": true,
      "license": "Apache-2.0"
    },
    "node_modules/bufferutil": {
      "version": "4.0.9",
      "hasInstallScript": true,
      "optional": true,
      "os": ["win32"]
    },
    "node_modules/own": { "link": true, "resolved": "packages/own" },
    "packages/own": { "version": "1.0.0" }
  }
}`;

describe('a package-lock.json', () => {
  const read = parseNpmLock(LOCK);
  const packages = read.ok ? read.value : [];

  it('names production packages by their own names, two versions of one as two, and no link', () => {
    expect(packages.map(({ name, version }) => `${name}@${version}`)).toEqual([
      '@nestjs/common@12.5.1',
      'rxjs@6.6.7',
      'fast-json-stringify@7.0.1',
      'rxjs@7.8.2',
      'tslib@2.8.1',
      'bufferutil@4.0.9',
    ]);
  });

  it('tells what the contender asks for itself from what its dependencies do', () => {
    expect(packages.filter(({ direct }) => direct).map(({ path }) => path)).toEqual([
      'node_modules/@nestjs/common',
      'node_modules/quick',
      'node_modules/rxjs',
    ]);
  });

  it('knows who runs a program when installed, and a licence only where one is stated', () => {
    expect(packages.filter(({ installScript }) => installScript).map(({ name }) => name)).toEqual(['bufferutil']);
    expect(packages.map(({ licence }) => licence)).toEqual(['MIT', 'Apache-2.0', 'MIT', 'Apache-2.0', '0BSD', null]);
  });

  it('is refused with the reason where it is none, or too old, or lacks a version', () => {
    expect(parseNpmLock('{')).toMatchObject({ ok: false });
    expect(parseNpmLock('{ "lockfileVersion": 1, "dependencies": {} }')).toMatchObject({ ok: false });
    const nameless = LOCK.replace('"node_modules/tslib": { "version": "2.8.1",', '"node_modules/tslib": {');
    expect(parseNpmLock(nameless)).toEqual({ ok: false, reason: 'it names no version of node_modules/tslib' });
  });
});

describe('an answer of npm audit', () => {
  it('counts each advisory once, however many packages it reaches', () => {
    const told = {
      auditReportVersion: 2,
      vulnerabilities: {
        'body-parser': { name: 'body-parser', severity: 'high', via: [{ source: 1099520, name: 'body-parser' }, 'qs'] },
        express: { name: 'express', severity: 'high', via: ['body-parser', { source: 1100530, name: 'express' }] },
        qs: { name: 'qs', severity: 'high', via: [{ source: 1099520 }] },
      },
      metadata: { vulnerabilities: { high: 3, total: 3 } },
    };
    expect(parseNpmAudit(JSON.stringify(told))).toEqual({ ok: true, value: 2 });
    expect(parseNpmAudit('{"auditReportVersion":2,"vulnerabilities":{}}')).toEqual({ ok: true, value: 0 });
  });

  it('is never nought where nobody answered, and the reason names no host', () => {
    const refused = `{ "message": "405 Method Not Allowed - POST https://packages.example/-/advisories/bulk", "method": "POST" }`;
    expect(parseNpmAudit(refused)).toEqual({
      ok: false,
      reason: 'the source of packages answered 405 Method Not Allowed',
    });
    expect(parseNpmAudit('')).toEqual({ ok: false, reason: 'it gave no answer that can be read' });
  });
});
