import { parentPort } from 'node:worker_threads';
import { World } from '../schedule/world.ts';
import { type Batch, runBatch } from './run-batch.ts';

/** One core's share: plays the batches that it is given. */
const world = new World();
parentPort?.on('message', (batch: Batch) => parentPort?.postMessage(runBatch(world, batch)));
