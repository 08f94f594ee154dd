import type { FastifyInstance } from 'fastify';
import { type Outcome, outcomeNames } from '../../spec/index.ts';
import { marksOf, type RunView } from '../run-view.ts';
import { Clause } from './clause.tsx';
import { Overview } from './overview.tsx';
import { sendPage, sendProblem } from './send.tsx';
import { style, styleHref } from './style.ts';

export function addPages(app: FastifyInstance, view: () => RunView): void {
  app.get(styleHref, (_request, reply) =>
    reply
      .header('cache-control', 'public, max-age=31536000, immutable')
      .type('text/css; charset=utf-8')
      .send(style),
  );
  app.get<{ Querystring: Record<string, unknown> }>('/', (request, reply) => {
    const { outcome, starred } = request.query;
    if (outcome !== undefined && !isOutcome(outcome)) {
      return sendProblem(reply, 400, '没有这种结论', [`outcome 可取：${outcomeNames.join('、')}`]);
    }
    const run = view();
    const filter = { outcome, starred: starred === '1' ? true : undefined };
    return sendPage(reply, 200, run.record.target.name, marksOf(run), <Overview run={run} filter={filter} />);
  });
  app.get<{ Params: { id: string } }>('/clauses/:id', (request, reply) => {
    const run = view();
    const requirement = run.requirements.find((candidate) => candidate.id === request.params.id);
    if (!requirement)
      return sendProblem(reply, 404, '没有这个条款', ['本次判定中没有该编号的条款。'], marksOf(run));
    return sendPage(reply, 200, requirement.id, marksOf(run), <Clause run={run} requirement={requirement} />);
  });
}

const isOutcome = (value: unknown): value is Outcome => outcomeNames.includes(value as Outcome);
