/**
 * Limits the memory of an evaluation, counted in characters of texts and in elements of lists and objects. A single allocation
 * beyond the heap limit of a worker would end the whole process, not only the worker.
 */
export class Budget {
  private remaining: number;

  constructor(units = MAX_UNITS) {
    this.remaining = units;
  }

  /** @throws RangeError if the budget is exceeded */
  spend(units: number): void {
    this.remaining -= units;
    if (this.remaining < 0) throw new RangeError('too much');
  }
}

/** Budget in characters, which is more than the largest body has. */
const MAX_UNITS = 8 * 1024 * 1024;

/** Cost of an element of a list and of a member of an object, in characters. */
export const ELEMENT_COST = 8;
export const MEMBER_COST = 24;
