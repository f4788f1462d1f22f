/**
 * What an evaluation may make: characters of texts, and members of lists and objects, which weigh more. It bounds the
 * memory: a single allocation beyond the limit of a worker's heap would end the whole process, not only the worker.
 */
export class Budget {
  private left: number;

  constructor(units = MAX_UNITS) {
    this.left = units;
  }

  /** @throws RangeError where there is nothing left. */
  spend(units: number): void {
    this.left -= units;
    if (this.left < 0) throw new RangeError('too much');
  }
}

/** Characters; more than the largest body has. */
const MAX_UNITS = 8 * 1024 * 1024;

/** What an element of a list, and a member of an object, weigh in characters. */
export const ELEMENT_COST = 8;
export const MEMBER_COST = 24;
