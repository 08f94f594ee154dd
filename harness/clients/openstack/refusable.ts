import { Fault } from '../../../spec/index.ts';
import type { ProbeContext } from '../../probe.ts';
import type { OpenStackAnswer } from '../openstack.ts';

/** What an order came to: the id of what was made, or the platform's clear no. */
export type Made = { id: string; refused?: undefined } | { id?: undefined; refused: string };

/**
 * Creates something whose refusal is a measurement. `order` must accept `refusal`;
 * what was made is removed with the observation.
 */
export async function createUnlessRefused(
  context: ProbeContext,
  kind: string,
  order: () => Promise<OpenStackAnswer>,
  idOf: (answer: OpenStackAnswer) => string,
  remove: (id: string) => Promise<void>,
): Promise<Made> {
  let refused: string | undefined;
  const make = async () => {
    const answer = await order();
    if (answer.ok) return idOf(answer);
    refused = `HTTP ${answer.status}，${answer.problem}`;
    throw new Fault('TARGET_STATUS', `${kind}：${refused}`);
  };
  try {
    return { id: await context.resources.create(kind, make, (id) => id, remove) };
  } catch (error) {
    if (refused === undefined) throw error;
    return { refused };
  }
}
