import { createSchema, databaseOf } from '../../clients/postgresql/schema.ts';
import { openSql } from '../../clients/postgresql.ts';
import type { Probe } from '../../probe.ts';
import { constraintsHold } from './constraints.ts';
import { queriesAreRight } from './queries.ts';
import { transactionsHold } from './transactions.ts';

/** What makes a database relational: constraints, joins and sums that are right, transactions that hold. */
export const probe: Probe = {
  id: 'database-relational',
  version: 1,
  async gather(context) {
    const component = databaseOf(context);
    const first = await openSql(context, component);
    const second = await openSql(context, component, { applicationName: 'biaochi-second' });
    const schema = await createSchema(context, first);
    return {
      measurements: [
        { measurand: 'constraints-enforced', values: [await constraintsHold(context, first, schema)] },
        { measurand: 'queries-correct', values: [await queriesAreRight(context, first, schema)] },
        { measurand: 'transactions-hold', values: [await transactionsHold(context, first, second, schema)] },
      ],
    };
  },
};
