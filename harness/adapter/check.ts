import type {
  AdaptedComponent,
  AdapterStep,
  Component,
  OperationContract,
  RoleOperations,
} from '../../spec/index.ts';
import { namesIn } from './template.ts';

/** Says one problem of an adapter, at a path within its component. */
export type Complain = (path: (string | number)[], message: string, remedy: string) => void;

const listed = (names: Iterable<string>) => [...names].join('、') || '（无）';

/** Everything that is wrong with an adapter beyond its shape: names, hosts, expressions, results that nobody takes. */
export function checkAdapter(
  component: AdaptedComponent,
  components: readonly Component[],
  operations: RoleOperations,
  complain: Complain,
): void {
  const { adapter } = component;
  const values = new Set(Object.keys(adapter.values ?? {}));
  const secrets = new Set(Object.keys(adapter.secrets ?? {}));
  if (values.has('marker')) complain(['values', 'marker'], 'marker 是本次测试的标记，不能另给', '换一个名称');
  const hosts = components.filter(({ role }) => role === 'host' || role === 'guest').map(({ id }) => id);
  const isHttp = /^https?:/.test(component.endpoint);

  const checkSteps = (
    steps: readonly AdapterStep[],
    at: (string | number)[],
    known: Set<string>,
    taken: Set<string>,
  ) => {
    steps.forEach((step, index) => {
      const here = [...at, index];
      if ((step.http === undefined) === (step.command === undefined))
        complain(here, '每一步须恰好是 http 或 command 之一', '分成两步，或补上其中一种');
      if (step.http && !isHttp)
        complain(
          [...here, 'http'],
          `部件的地址 ${component.endpoint} 不是 HTTP`,
          '把 endpoint 改为产品接口的地址',
        );
      if (step.command && !hosts.includes(step.command.on))
        complain(
          [...here, 'command', 'on'],
          `没有主机 ${step.command.on}`,
          `写本文件中角色为 host 或 guest 的部件编号，现有：${listed(hosts)}`,
        );
      checkNames(step, here, known);
      for (const [name, take] of Object.entries(step.take ?? {})) {
        if (known.has(name) || name === 'marker')
          complain([...here, 'take', name], `名称 ${name} 已有所指`, '换一个名称');
        if (take.pattern !== undefined && groupsOf(take.pattern) !== 1)
          complain(
            [...here, 'take', name, 'pattern'],
            '须是恰好含一个捕获组的正则表达式',
            '把要取的部分放进一对括号，其余的括号写作 (?:…)',
          );
        if (take.header !== undefined && step.command)
          complain([...here, 'take', name, 'header'], '命令没有应答头', '改用 pattern 或 pointer');
        taken.add(name);
      }
      for (const name of Object.keys(step.take ?? {})) known.add(name);
      for (const when of ['holds', 'fails'] as const)
        for (const [name, { matches }] of Object.entries(step.until?.[when] ?? {})) {
          const place = [...here, 'until', when, name];
          if (!Object.hasOwn(step.take ?? {}, name))
            complain(place, `本步的 take 中没有 ${name}`, `可用：${listed(Object.keys(step.take ?? {}))}`);
          if (matches !== undefined && groupsOf(matches) === undefined)
            complain([...place, 'matches'], '不是正则表达式', '检查括号与转义');
        }
    });
  };

  const checkNames = (step: AdapterStep, here: (string | number)[], known: ReadonlySet<string>) => {
    const parts: [(string | number)[], unknown, boolean][] = [
      [['http', 'path'], step.http?.path, false],
      [['http', 'headers'], step.http?.headers, true],
      [['http', 'body'], step.http?.body, true],
      // Whoever is on the host sees the words of its commands.
      [['command', 'words'], step.command?.words, false],
      [['command', 'stdin'], step.command?.stdin, true],
    ];
    for (const [path, template, mayHoldSecrets] of parts)
      for (const name of new Set(namesIn(template))) {
        const at = [...here, ...path];
        const secret = /^secret:(.*)$/.exec(name)?.[1];
        if (secret !== undefined) {
          if (!secrets.has(secret))
            complain(at, `没有密钥 ${secret}`, `在 adapter.secrets 中声明；现有：${listed(secrets)}`);
          else if (!mayHoldSecrets)
            complain(at, `密钥 ${secret} 不得写入地址或命令行`, '放进 headers、body 或 stdin');
        } else if (name !== 'marker' && !known.has(name))
          complain(at, `没有名称 ${name}`, `此处可用：${listed([...known, 'marker'])}`);
      }
  };

  const sessionNames = new Set(values);
  checkSteps(adapter.session ?? [], ['session'], sessionNames, new Set());
  for (const [operation, steps] of Object.entries(adapter.operations)) {
    const at = ['operations', operation];
    const contract: OperationContract | undefined = Object.hasOwn(operations, operation)
      ? operations[operation]
      : undefined;
    if (!contract) {
      complain(at, `没有操作 ${operation}`, `可声明：${listed(Object.keys(operations))}`);
      continue;
    }
    for (const name of Object.keys(contract.inputs).filter((input) => sessionNames.has(input)))
      complain(at, `操作的输入 ${name} 与 values 或 session 中的名称相同`, '给后者换一个名称');
    const taken = new Set<string>();
    checkSteps(steps, at, new Set([...sessionNames, ...Object.keys(contract.inputs)]), taken);
    for (const [name, { title }] of Object.entries(contract.results))
      if (!taken.has(name))
        complain(
          at,
          `操作没有取出结果 ${name}（${title}）`,
          `在其中一步的 take 中写 ${name}: {pointer: …} 或 {pattern: …}`,
        );
  }
}

/** How many groups an expression has; undefined when it is none. */
function groupsOf(pattern: string): number | undefined {
  try {
    return (new RegExp(`${pattern}|`).exec('')?.length ?? 1) - 1;
  } catch {
    return undefined;
  }
}
