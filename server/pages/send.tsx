import type { FastifyReply } from 'fastify';
import type { ComponentChildren } from 'preact';
import { renderPage } from './layout.tsx';
import { ProblemPage } from './problem.tsx';

export function sendPage(
  reply: FastifyReply,
  status: number,
  title: string,
  marks: string[],
  children: ComponentChildren,
): FastifyReply {
  return reply.code(status).type('text/html; charset=utf-8').send(renderPage({ title, marks, children }));
}

/** Answers with a page that names the problem, in the status that the browser expects. */
export function sendProblem(
  reply: FastifyReply,
  status: number,
  heading: string,
  lines: string[],
  marks: string[] = [],
): FastifyReply {
  return sendPage(reply, status, heading, marks, <ProblemPage heading={heading} lines={lines} />);
}
