import { readFileSync } from 'node:fs';
import { probe } from '../../../harness/probes/network-packet-loss/probe.ts';
import { sight } from '../../probes/support.ts';

// Runs the probe in whatever network namespace it was started in, and prints what it saw.

const [targetFile = '', inputs = '{}'] = process.argv.slice(2);
readFileSync(targetFile);
const seen = await sight(probe, targetFile, { inputs: JSON.parse(inputs) as Record<string, number> });
console.log(JSON.stringify(seen));
