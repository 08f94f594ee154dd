/** The trials that are finished, on stderr: one line that is rewritten on a terminal, every tenth elsewhere. */
export function showTrials(total: number, quiet: boolean): { tell(trials: number): void; stop(): void } {
  if (quiet) return { tell() {}, stop() {} };
  const { stderr } = process;
  let tenths = 0;
  let drawnAt = 0;
  return {
    tell(trials) {
      if (stderr.isTTY) {
        if (trials < total && Date.now() - drawnAt < 100) return;
        drawnAt = Date.now();
        const filled = Math.floor((24 * trials) / total);
        stderr.write(`\r\u001b[K${'█'.repeat(filled)}${'░'.repeat(24 - filled)} ${trials}/${total} 次试验`);
        return;
      }
      const tenth = Math.floor((10 * trials) / total);
      if (tenth > tenths) stderr.write(`试验 ${trials}/${total}\n`);
      tenths = tenth;
    },
    stop() {
      if (stderr.isTTY && drawnAt > 0) stderr.write('\r\u001b[K');
    },
  };
}
