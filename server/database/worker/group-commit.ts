import type { JobRunner } from './job-runner.js';
import type { JobFailure, JobReply, JobRequest } from './thread-protocol.js';
import { toJobFailure, diskFailureMessage } from '../sqlite/sqlite-error.js';
import type { Transactions } from './database-connection.js';

/**
 * Runs jobs in one transaction, a savepoint each: a job that fails is undone alone, one durable commit serves all
 * others. Without the commit all of them have failed. A disk in trouble fails the whole group: SQLite may have rolled
 * the transaction back by itself (https://www.sqlite.org/lang_transaction.html, section 3.1).
 *
 * @param next the job to run next; undefined ends the group.
 */
export function commitGroup(
  transactions: Transactions,
  runner: JobRunner,
  next: () => JobRequest | undefined,
): readonly JobReply[] {
  const group: JobRequest[] = [];
  const replies: JobReply[] = [];
  try {
    let begun = false;
    for (let job = next(); job; job = next()) {
      group.push(job);
      if (!begun) transactions.exec(transactions.begin);
      begun = true;
      replies.push(runSaved(transactions, runner, job));
    }
    if (begun) transactions.exec('COMMIT');
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
