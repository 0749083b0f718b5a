import { findProgram } from './clone.mjs';
import { canInstall, installPackages } from './debian.mjs';

/** @typedef {import('./clone.mjs').Clone} Clone */
/** @typedef {import('./missing.mjs').Missing} Missing */

/** The system's Chromium, which only tests use. @param {Clone} clone */
export function findBrowser(clone) {
  return findProgram(clone, ['chromium', 'chromium-browser', 'google-chrome'], ['/usr/bin']);
}

/**
 * Installs Chromium where that needs no question; null when it is there.
 *
 * @param {Clone} clone
 * @returns {Missing | null}
 */
export function settleBrowser(clone) {
  if (findBrowser(clone) === null && canInstall(clone)) installPackages(clone, ['chromium']);
  if (findBrowser(clone) !== null) return null;
  return { what: 'Chromium', why: 'the tests that look at reports in a browser', command: 'apt-get install chromium' };
}
