import { type Outcome, outcomes } from '../../spec/index.ts';

/**
 * One look for every format. Luminance falls in steps (不适用, 未评估, 无法判定, 符合, 不符合), so that the five
 * stay apart in grey print and for colour-blind readers; the mark's shape and the word say it again.
 */
export const outcomeLook: Record<Outcome, { mark: string; fill: string; ink: string; tint: string }> = {
  satisfied: { mark: '●', fill: '#1a936f', ink: '#0b6248', tint: '#e3f4ee' },
  'not-satisfied': { mark: '■', fill: '#9c2a10', ink: '#8c240d', tint: '#fbe8e3' },
  inconclusive: { mark: '◆', fill: '#e2a200', ink: '#7a5200', tint: '#fff4d6' },
  'not-assessed': { mark: '○', fill: '#c3cbd5', ink: '#4a5563', tint: '#eef1f5' },
  'not-applicable': { mark: '□', fill: '#f4f6f8', ink: '#5d6875', tint: '#f8f9fa' },
};

export const ink = {
  text: '#1b2430',
  soft: '#55606e',
  rule: '#aab4c0',
  hair: '#d9dfe6',
  head: '#e9eef4',
  band: '#f5f7fa',
  accent: '#1f4e79',
  notice: '#8c240d',
};

/** `● 符合`: mark and word, never colour alone. */
export function outcomeWords(outcome: Outcome, text: string = outcomes[outcome]): string {
  return `${outcomeLook[outcome].mark} ${text}`;
}
