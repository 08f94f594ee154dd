import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { hasBegun, readRun } from '../../evidence/index.ts';
import { tenantHoldings } from './tenant.ts';

const repository = fileURLToPath(new URL('../../', import.meta.url));
const cli = [join(repository, 'cli/main.ts')];

export interface KillCount {
  /** How many times a process was ended by SIGKILL while it was at work. */
  kills: number;
  acceptances: number;
  /** Announced on stdout as finished, and then not in the journal, or there with another result. */
  lost: number;
  /** Observations that were complete and were made once more. */
  repeated: number;
  /** Resources on the stand-in after a resumed run had ended, beyond what stood there before. */
  duplicates: number;
  /** Resources on the stand-in after `cleanup`, beyond what stood there before. */
  left: number;
  /** Journals that could not be read after a kill. */
  torn: number;
  /** Kills before the run had begun, while its process was starting. */
  early: number;
  /** Where in the run, in seconds from its beginning, the others fell. */
  moments: number[];
  /** Seconds from the start of a process to the beginning of its run. */
  start: number;
  /** Seconds from there to its end, for a whole acceptance. */
  within: number;
  /** How many kills fell while resources of ours stood on the stand-in. */
  whileStanding: number;
  /** Anything else that went wrong, in words. */
  trouble: string[];
}

export interface KillOptions {
  kills: number;
  seed: number;
  /** Clauses; the whole tender when absent. */
  only?: readonly string[];
  say?(line: string): void;
  /** Ends the trials early, e.g. when their time is up. */
  until?(): boolean;
}

/** mulberry32 */
function seeded(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = state;
    t = Math.imul(t ^ (t >>> 15), t | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}

interface Ended {
  code: number | null;
  out: string;
  err: string;
  killed: boolean;
}

/** `begun`: it has said so on stdout. */
function launch(
  script: string[],
  args: string[],
): { child: ChildProcess; begun: Promise<void>; end: Promise<Ended> } {
  const child = spawn(process.execPath, ['--import', 'tsx', ...script, ...args], {
    cwd: repository,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let out = '';
  let err = '';
  const begun = new Promise<void>((resolve) => {
    child.stdout!.on('data', (chunk: Buffer) => {
      out += chunk.toString();
      if (out.includes('"begun"')) resolve();
    });
  });
  child.stderr!.on('data', (chunk: Buffer) => {
    err += chunk.toString();
  });
  const end = new Promise<Ended>((resolve) => {
    child.on('close', (code, signal) => resolve({ code, out, err, killed: signal === 'SIGKILL' }));
  });
  return { child, begun, end };
}

/** The stand-in in a process of its own, so that it outlives whatever is killed. */
export async function standInProcess(directory: string): Promise<{ target: string; close(): Promise<void> }> {
  const { child, end } = launch(cli, ['platform', '--json', '--directory', directory]);
  const target = join(directory, 'target.yaml');
  let out = '';
  child.stdout!.on('data', (chunk: Buffer) => {
    out += chunk.toString();
  });
  for (let tries = 0; !out.includes('targetFile'); tries++) {
    if (tries > 600 || child.exitCode !== null) throw new Error(`the stand-in did not start: ${out}`);
    await wait(100);
  }
  return {
    target: (JSON.parse(out) as { targetFile: string }).targetFile ?? target,
    async close() {
      child.kill('SIGINT');
      await end;
    },
  };
}

const linesOf = <T>(text: string) =>
  text
    .slice(0, text.lastIndexOf('\n') + 1)
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as T);

/** Entries of a journal by what they say, whatever chains them. */
function observationsOf(directory: string): { item: string; state: string; to: string }[] {
  const text = readFileSync(join(directory, 'journal.ndjson'), 'utf8');
  return linesOf<Record<string, unknown>>(text).flatMap((line) => {
    const entry = (line.entry ?? line) as {
      type?: string;
      observation?: { planItem: string; state: string; window: { to: string } };
    };
    const seen = entry.type === 'observation' ? entry.observation : undefined;
    return seen ? [{ item: seen.planItem, state: seen.state, to: seen.window.to }] : [];
  });
}

/**
 * Starts acceptances of a stand-in, kills them at random moments spread over the whole run, resumes or cleans up, and
 * counts what must be zero. The same seed draws the same moments.
 */
export async function countKills(options: KillOptions): Promise<KillCount> {
  const folder = mkdtempSync(join(tmpdir(), 'biaochi-kills-'));
  const random = seeded(options.seed);
  const only = options.only ?? [];
  const count: KillCount = {
    kills: 0,
    acceptances: 0,
    lost: 0,
    repeated: 0,
    duplicates: 0,
    left: 0,
    torn: 0,
    early: 0,
    moments: [],
    start: 0,
    within: 0,
    whileStanding: 0,
    trouble: [],
  };
  const standIn = await standInProcess(join(folder, 'platform'));
  try {
    const before = await tenantHoldings(standIn.target);
    const extra = async () => (await tenantHoldings(standIn.target)).filter((one) => !before.includes(one));
    const child = [join(repository, 'test/kills/child.ts')];
    const began = performance.now();
    const first = launch(child, [standIn.target, join(folder, 'whole'), 'start', ...only]);
    await Promise.race([first.begun, first.end]);
    count.start = (performance.now() - began) / 1000;
    const whole = await first.end;
    if (whole.code !== 0) throw new Error(`an acceptance by itself ended with ${whole.code}: ${whole.err}`);
    count.within = (performance.now() - began) / 1000 - count.start;
    for (let trial = 1; count.kills < options.kills && !options.until?.(); trial++) {
      const directory = join(folder, `run-${trial}`);
      count.acceptances += 1;
      const acknowledged: { item: string; digestOf: string; state: string }[] = [];
      const start = (): ReturnType<typeof launch> =>
        launch(child, [standIn.target, directory, hasBegun(directory) ? 'resume' : 'start', ...only]);
      const hear = (ended: Ended) => {
        for (const line of linesOf<{ item?: string; digestOf: string; state: string }>(ended.out))
          if (line.item !== undefined) acknowledged.push({ ...line, item: line.item });
      };
      // One to three kills for each acceptance: the resumed run is as mortal as the first.
      const wanted = Math.min(1 + Math.floor(random() * 3), options.kills - count.kills);
      let over = false;
      for (let kill = 0; kill < wanted && !over; kill++) {
        // One in eight falls before the run has begun, the others are spread over all of it.
        const early = random() < 0.125;
        const moment = random() * (early ? count.start : count.within);
        const { child: victim, begun, end } = start();
        if (!early) await Promise.race([begun, end]);
        await Promise.race([wait(moment * 1000), end]);
        victim.kill('SIGKILL');
        const ended = await end;
        hear(ended);
        over = !ended.killed;
        if (ended.killed) {
          count.kills += 1;
          if (early) count.early += 1;
          else count.moments.push(moment);
          const standing = await extra();
          if (standing.length > 0) count.whileStanding += 1;
        } else if (ended.code !== 0)
          count.trouble.push(`trial ${trial}: ended with ${ended.code}: ${ended.err}`);
        if (hasBegun(directory)) {
          try {
            readRun(directory);
          } catch (error) {
            count.torn += 1;
            count.trouble.push(`trial ${trial}: ${String(error)}`);
          }
        }
      }
      // A quarter is cleaned up at once, the others are brought to their end first.
      const resumes = random() >= 0.25;
      if (resumes && !over) {
        const ended = await start().end;
        hear(ended);
        if (ended.code !== 0) count.trouble.push(`trial ${trial}: resumed with ${ended.code}: ${ended.err}`);
        const standing = await extra();
        count.duplicates += standing.length;
        if (standing.length > 0) count.trouble.push(`trial ${trial}: after resume ${standing.join('; ')}`);
      }
      if (hasBegun(directory)) {
        const cleaned = await launch(cli, ['cleanup', directory, '--target', standIn.target, '--json']).end;
        if (cleaned.code !== 0)
          count.trouble.push(`trial ${trial}: cleanup ${cleaned.code}: ${cleaned.out}${cleaned.err}`);
        const kept = observationsOf(directory);
        for (const one of acknowledged) {
          if (
            kept.some(
              (seen) => seen.item === one.item && seen.to === one.digestOf && seen.state === one.state,
            )
          )
            continue;
          count.lost += 1;
          count.trouble.push(`trial ${trial}: lost ${one.item}`);
        }
        const items = kept.filter((seen) => !['aborted', 'awaiting'].includes(seen.state)).map((s) => s.item);
        count.repeated += items.length - new Set(items).size;
      } else if (acknowledged.length > 0) count.lost += acknowledged.length;
      const left = await extra();
      count.left += left.length;
      if (left.length > 0) {
        count.trouble.push(`trial ${trial}: left ${left.join('; ')}`);
        // What one trial left is not counted against the next.
        before.push(...left);
      }
      options.say?.(
        `${String(count.kills).padStart(3)} kills in ${trial} acceptances: lost ${count.lost}, left ${count.left}, duplicates ${count.duplicates + count.repeated}, torn ${count.torn}`,
      );
      if (existsSync(directory)) rmSync(directory, { recursive: true, force: true });
    }
    return count;
  } finally {
    await standIn.close();
    rmSync(folder, { recursive: true, force: true });
  }
}
