import { Fault, type OpenstackComponent, type Uncertainty } from '../../../spec/index.ts';
import { measureEcho } from '../../clients/udp-echo.ts';
import type { Probe } from '../../probe.ts';

/** Above this share of what was sent our own end is too slow for its figures to count. */
const ownShareAtMost = 0.01;

/** Share of datagrams that did not come back from each echo point, as counts. */
export const probe: Probe = {
  id: 'network-packet-loss',
  version: 1,
  async gather(context) {
    if (context.component.role !== 'openstack') throw new Error(`no OpenStack: ${context.component.role}`);
    const points = (context.component as OpenstackComponent).options.echoPoints ?? [];
    if (points.length === 0)
      throw new Fault('TARGET_PREREQUISITE', '目标文件没有列明回显数据报的测试云主机 options.echoPoints');
    const packets = Number(context.inputs.packets);
    const packetsPerSecond = Number(context.inputs.packetsPerSecond);
    const values: number[] = [];
    const uncertainty: Uncertainty[] = [];
    const readings: object[] = [];
    const { signal } = context;
    // One after the other: their datagrams shall not crowd each other out.
    for (const { host, port } of points) {
      context.permit(`udp://${host.includes(':') ? `[${host}]` : host}:${port}`);
      const from = new Date().toISOString();
      const reading = await measureEcho({ host, port, packets, packetsPerSecond, signal });
      const to = new Date().toISOString();
      readings.push({ host, port, from, to, ...reading });
      const drops = reading.ownDrops ?? 0;
      const trials = reading.sent - drops;
      const lost = Math.max(0, trials - reading.answered);
      context.step(
        '收发数据报',
        `${reading.localAddress} 至 ${host}:${port}，${from} 至 ${to}：发出 ${reading.sent}，收回 ${reading.answered}，重复 ${reading.duplicates}；本端未能发出 ${reading.ownSendErrors}，本端套接字丢弃 ${reading.ownDrops ?? '未知'}（均不计）；最长无应答 ${reading.longestSilenceMs.toFixed(0)} 毫秒`,
      );
      const own = reading.ownSendErrors + drops;
      if (own > packets * ownShareAtMost) {
        context.note(`${host}:${port}：本端自身漏发、丢弃 ${own} 个，超过百分之一，不给出丢包率`);
        continue;
      }
      if (reading.ownDrops === undefined && lost > 0) {
        context.note(`${host}:${port}：本机不能读出套接字丢弃数，丢失无法归于网络，不给出丢包率`);
        continue;
      }
      values.push((lost / trials) * 100);
      uncertainty.push({ events: lost, trials });
    }
    await context.capture('数据报收发统计', 'application/json', `${JSON.stringify(readings, null, 1)}\n`);
    // What is given stands for all pairs, so that one without a figure leaves the whole open.
    if (values.length < points.length) return { measurements: [] };
    return { measurements: [{ measurand: 'loss', unit: '%', values, uncertainty }] };
  },
};
