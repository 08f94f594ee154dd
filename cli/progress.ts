import { MultiBar as Bars, type MultiBar, Presets } from 'cli-progress';
import type { RunEvent } from '../harness/index.ts';

const stateWords = {
  completed: '完成',
  errored: '出错',
  'timed-out': '超时',
  aborted: '中断',
  awaiting: '待续测',
} as const;

export interface Progress {
  tell(event: RunEvent): void;
  stop(): void;
}

/** Plain lines, for logs and pipes. */
function plain(write: (text: string) => void): Progress {
  return {
    tell(event) {
      if (event.type === 'planned')
        write(`计划 ${event.plan.items.length} 项测试，本次执行 ${event.total} 项\n`);
      if (event.type === 'cleanup' && event.event.type === 'removing')
        write(`清理  ${event.event.kind} ${event.event.id}（${event.event.component}）\n`);
      if (event.type === 'started') write(`开始  ${event.title}（${event.item.component}）\n`);
      if (event.type === 'finished') {
        const { observation } = event;
        const seconds = (
          (Date.parse(observation.window.to) - Date.parse(observation.window.from)) /
          1000
        ).toFixed(1);
        const why = observation.fault ? `：${observation.fault.message.split('\n')[0]}` : '';
        write(
          `[${event.done}/${event.total}] ${stateWords[observation.state]}  ${event.title}（${event.item.component}，${seconds} 秒）${why}\n`,
        );
      }
    },
    stop() {},
  };
}

/** A bar for the whole and a line for each probe at work. */
function bars(): Progress {
  const multi: MultiBar = new Bars(
    {
      clearOnComplete: false,
      hideCursor: true,
      format: '{bar} {value}/{total} {text}',
      barsize: 24,
      stream: process.stderr,
      linewrap: false,
    },
    Presets.shades_classic,
  );
  let whole: ReturnType<MultiBar['create']> | undefined;
  const working = new Map<string, ReturnType<MultiBar['create']>>();
  return {
    tell(event) {
      if (event.type === 'planned') whole = multi.create(Math.max(event.total, 1), 0, { text: '测试进度' });
      if (event.type === 'started') {
        working.set(event.item.id, multi.create(1, 0, { text: event.title }, { format: '   ↳ {text}' }));
      }
      if (event.type === 'step')
        working.get(event.item.id)?.update(0, { text: `${event.title}：${event.label}`.slice(0, 60) });
      if (event.type === 'finished') {
        const bar = working.get(event.item.id);
        if (bar) multi.remove(bar);
        working.delete(event.item.id);
        whole?.increment(1, { text: `${stateWords[event.observation.state]}：${event.title}` });
      }
    },
    stop: () => multi.stop(),
  };
}

/** The live display on stderr: bars on a terminal, lines elsewhere, nothing when quiet. */
export function showProgress(quiet: boolean): Progress {
  if (quiet) return { tell() {}, stop() {} };
  return process.stderr.isTTY ? bars() : plain((text) => process.stderr.write(text));
}
