import { exitCodes } from './exit.ts';

const cleaning = '正在中断：等待当前步骤结束并清理测试资源（再按一次 Ctrl-C 立即退出）……';

/** The first Ctrl-C says so and asks for an orderly end, the second ends at once. */
export function interruptible(text = cleaning): { signal: AbortSignal; release(): void } {
  const controller = new AbortController();
  const stop = () => {
    if (controller.signal.aborted) process.exit(exitCodes.interrupted);
    process.stderr.write(`\n${text}\n`);
    controller.abort(new Error('interrupted'));
  };
  process.on('SIGINT', stop);
  process.on('SIGTERM', stop);
  return {
    signal: controller.signal,
    release() {
      process.off('SIGINT', stop);
      process.off('SIGTERM', stop);
    },
  };
}
