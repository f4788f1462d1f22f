import type { JobRunner } from './job-runner.js';
import type { JobFailure, JobReply, JobRequest } from './thread-protocol.js';
import { diskFailureMessage } from '../sqlite/sqlite-error.js';
import { toJobFailure } from './to-job-failure.js';
import type { Transactions } from './database-connection.js';

/**
 * Runs jobs in one transaction with a savepoint for each. Only a job that fails is rolled back, and one durable commit is shared by
 * all others. If the commit fails, all jobs fail. If the disk fails, all jobs fail too, because SQLite may have rolled back the
 * transaction (https://www.sqlite.org/lang_transaction.html, section 3.1).
 *
 * @param next returns the next job; undefined ends the group
 */
export function commitGroup(
  transactions: Transactions,
  runner: JobRunner,
  next: () => JobRequest | undefined,
): readonly JobReply[] {
  const group: JobRequest[] = [];
  const replies: JobReply[] = [];
  try {
    let hasBegun = false;
    for (let job = next(); job; job = next()) {
      group.push(job);
      if (!hasBegun) transactions.exec(transactions.begin);
      hasBegun = true;
      replies.push(runSaved(transactions, runner, job));
    }
    if (hasBegun) transactions.exec('COMMIT');
    return replies;
  } catch (error) {
    if (transactions.isTransaction) transactions.exec('ROLLBACK');
    runner.takeBuffers();
    const failure = error instanceof GroupFailed ? error.failure : toJobFailure(error);
    return group.map(({ id }) => ({ id, failure }));
  }
}

function runSaved(transactions: Transactions, runner: JobRunner, job: JobRequest): JobReply {
  transactions.exec('SAVEPOINT job');
  try {
    const value = runner.run(job);
    transactions.exec('RELEASE job');
    return { id: job.id, value };
  } catch (error) {
    const failure = toJobFailure(error);
    if (diskFailureMessage(failure.code) !== undefined || !transactions.isTransaction) throw new GroupFailed(failure);
    transactions.exec('ROLLBACK TO job');
    transactions.exec('RELEASE job');
    return { id: job.id, failure };
  }
}

class GroupFailed extends Error {
  readonly failure: JobFailure;

  constructor(failure: JobFailure) {
    super(failure.message);
    this.failure = failure;
  }
}
