import { describe, expect, it } from 'vitest';
import { normaliseClause } from '../../spec/index.ts';

describe('normaliseClause', () => {
  it.each([
    ['▲1.8 支持热迁移'],
    ['▲1.8支持热迁移'],
    ['1.8. 支持热迁移'],
    ['（1）支持热迁移'],
    ['(1) 支持热迁移'],
    ['▲（10）支持热迁移'],
    ['- ▲ (4) 支持热迁移'],
    ['- (4) 支持热迁移'],
    ['▲1、支持热迁移'],
    ['1．支持热迁移'],
    ['★2.1 支持热迁移'],
    ['▲支持热迁移'],
    ['支持\n\n热　迁移'],
  ])('takes the mark off %j', (text) => {
    expect(normaliseClause(text)).toBe('支持热迁移');
  });

  it.each([
    ['可用性 $\\geq 99.99\\%$', '可用性≥99.99%'],
    ['IOPS \\geq 3000', 'IOPS ≥ 3000'],
    ['吞吐率 $\\geq 500\\text{Mbps}$', '吞吐率≥500Mbps'],
    ['7 \\times 24 小时', '7×24小时'],
    ['损耗 $\\leq 20\\%$', '损耗≤20%'],
  ])('reads %j like %j', (converted, printed) => {
    expect(normaliseClause(converted)).toBe(normaliseClause(printed));
  });

  it.each([
    ['600 秒以内', '900 秒以内'],
    ['2 路 32 核', '4 路 32 核'],
    ['1.5 倍容量', '2.5 倍容量'],
    ['99.9% 可用', '99.99% 可用'],
    ['7*24 小时', '5*24 小时'],
    ['IOPS ≥ 3000', 'IOPS ≤ 3000'],
  ])('keeps %j apart from %j', (one, other) => {
    expect(normaliseClause(one)).not.toBe(normaliseClause(other));
  });
});
