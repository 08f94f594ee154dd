import type { Redactor } from '../../evidence/index.ts';
import type { HttpExchange } from './http.ts';

/** An exchange without its secrets, which are known from then on wherever else they are given back. */
export function redactExchange(exchange: HttpExchange, redactor: Redactor): HttpExchange {
  // First what the headers hold, on either side: a peer may echo it anywhere in the same exchange.
  redactor.learnHeaders(exchange.request.headers);
  if (exchange.answer) redactor.learnHeaders(exchange.answer.headers);
  const headers = (all: Record<string, string>) =>
    Object.fromEntries(Object.entries(all).map(([name, value]) => [name, redactor.header(name, value)]));
  return {
    ...exchange,
    request: {
      ...exchange.request,
      url: redactor.url(exchange.request.url),
      headers: headers(exchange.request.headers),
      ...(exchange.request.body === undefined ? {} : { body: redactor.body(exchange.request.body) }),
    },
    ...(exchange.answer
      ? {
          answer: {
            ...exchange.answer,
            headers: headers(exchange.answer.headers),
            body: redactor.body(exchange.answer.body),
          },
        }
      : {}),
    ...(exchange.fault === undefined ? {} : { fault: redactor.text(exchange.fault) }),
  };
}
