import Table from 'cli-table3';
import {
  loadTarget,
  makePlan,
  type PlannedLook,
  type PlanView,
  parallelLooks,
  probes,
  viewPlan,
} from '../harness/index.ts';
import { componentRoleLabels, leaveLabels, roleLabels } from '../spec/index.ts';
import { openTender, type SpecChoice } from './pipeline.ts';

const bare = { style: { head: [], border: [] } };
const effects: Record<PlannedLook['effect'], string> = {
  reads: '只读',
  creates: '建立并清除测试资源',
  disrupts: '中断或扰动业务',
};

const minutes = (seconds: number) => (seconds < 120 ? `${seconds} 秒` : `${Math.ceil(seconds / 60)} 分钟`);

const counted = (creates: Readonly<Record<string, number>>) =>
  Object.entries(creates)
    .map(([kind, count]) => `${kind} ${count}`)
    .join('、') || '无';

const few = (ids: readonly string[], shown = 6) =>
  ids.length > shown ? `${ids.slice(0, shown).join('、')} 等 ${ids.length} 条` : ids.join('、');

function effectOf(look: PlannedLook): string {
  const alone = look.disturbance === 'exclusive' ? '；独占，最后单独进行' : '';
  const leave =
    look.needs.length === 0
      ? ''
      : `；须有授权（${look.needs.map((need) => leaveLabels[need]).join('、')}）：${look.refused ?? '已获授权'}`;
  return `${effects[look.effect]}${alone}${leave}`;
}

/** What `accept` would do with a target file. Reads files only: no request leaves the machine, no secret is resolved. */
export function planOf(options: SpecChoice & { target: string; only?: string[] | undefined }): PlanView {
  const loaded = loadTarget(options.target);
  const { tender, catalogue } = openTender(loaded.target.tender, options);
  const { components } = loaded.target;
  const plan = makePlan({
    checkables: tender.checkables,
    components,
    catalogue,
    probes,
    only: options.only,
  });
  return viewPlan({ plan, tender, catalogue, loaded, now: Date.now(), parallel: parallelLooks });
}

/** The plan in Chinese: what each component would be asked and what cannot be done. */
export function sayPlan(view: PlanView): string {
  const lines = [
    `${view.tender.title}`,
    `被测平台：${view.target}。以下为计划，尚未向平台发出任何请求。计划摘要 ${view.planDigest}`,
    ...view.warnings.map((warning) => `【提示】${warning}`),
  ];
  for (const component of view.components) {
    lines.push('', `部件 ${component.id}：${componentRoleLabels[component.role]}，${component.endpoint}`);
    if (component.looks.length === 0) {
      lines.push('  没有直接针对它的测试（可供其他测试查询）');
      continue;
    }
    const table = new Table({
      head: ['测试', '用于条款', '影响', '时限', '建立资源（至多）'],
      colWidths: [24, 34, 30, 10, 34],
      wordWrap: true,
      wrapOnWordBoundary: false,
      ...bare,
    });
    for (const look of component.looks) {
      table.push([
        look.title,
        few(look.serves),
        effectOf(look),
        minutes(look.timeLimit),
        counted(look.creates),
      ]);
    }
    lines.push(table.toString());
  }
  const looks = view.components.flatMap((c) => c.looks);
  const load = looks.filter((look) => look.load).map((look) => look.title);
  const { planned, absent, unauthorised, unseen } = view.impossible;
  lines.push(
    '',
    `合计 ${looks.length} 项测试，最长约 ${minutes(view.longest.sideBySide)}（逐项相加 ${minutes(view.longest.alone)}，不含清理）。`,
    `将建立（至多，测完清除）：${counted(view.creates)}。`,
    `压力负载：${load.join('、') || '无'}。`,
    `测试账号需要的权限：${view.permissions.join('；') || '无'}。`,
    '',
    '不能实施：',
    ...unauthorised.map((u) => `  · 未获授权：${u.probe}（${u.component}）：${u.why}；涉及 ${few(u.serves)}`),
    ...unseen.map(
      (u) =>
        `  · 适配器未声明操作 ${u.lacks.join('、')}：${u.probe}（${u.component}）测不到 ${u.titles.join('；')}；涉及 ${few(u.serves)}`,
    ),
    ...absent.map(({ role, serves }) => `  · 目标文件没有 ${roleLabels[role]}：涉及 ${few(serves)}`),
    `  · 已设计而尚未实现的测试 ${planned.length} 项${
      planned.length > 0
        ? `：${few(
            planned.map((p) => p.title),
            12,
          )}`
        : ''
    }`,
    '',
  );
  return lines.join('\n');
}
