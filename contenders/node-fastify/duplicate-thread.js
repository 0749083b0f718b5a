// One thread of duplicate-threads.js: answers one batch after the other.
import { parentPort } from 'node:worker_threads';
import { findDuplicates } from './duplicates.js';

parentPort.on('message', (batch) => parentPort.postMessage(findDuplicates(batch)));
parentPort.postMessage('ready');
