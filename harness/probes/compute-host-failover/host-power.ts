import { Fault, type OpenstackComponent } from '../../../spec/index.ts';
import type { ProbeContext } from '../../probe.ts';

type HostFailure = NonNullable<OpenstackComponent['options']['hostFailure']>;

const resetLimitMs = 30_000;

/** Sets a machine's power by its controller's ComputerSystem.Reset. Throws TARGET_PREREQUISITE when the controller refuses. */
export async function setPower(
  context: ProbeContext,
  failure: HostFailure & { reset: string },
  to: 'ForceOff' | 'On',
): Promise<void> {
  const { credentials, reset } = failure;
  const basic = credentials
    ? Buffer.from(`${credentials.username}:${context.secret(credentials.password)}`).toString('base64')
    : undefined;
  const answer = await context.http.request({
    method: 'POST',
    url: reset,
    headers: {
      'content-type': 'application/json',
      accept: 'application/json',
      ...(basic === undefined ? {} : { authorization: `Basic ${basic}` }),
    },
    body: JSON.stringify({ ResetType: to }),
    timeoutMs: resetLimitMs,
  });
  if (answer.status < 200 || answer.status > 299)
    throw new Fault(
      'TARGET_PREREQUISITE',
      `宿主机 ${failure.host} 的电源控制（${to}）未成功：HTTP ${answer.status}`,
    );
}
