/**
 * Mocha's "spec" report, plus the numbers in the file that DOUBLE_LOCK_TALLY names: `npm test` adds those of all suites up.
 * Use: `mocha --require .tools/reporter.ts --reporter tally`.
 */
import { writeFileSync } from 'node:fs';
import Mocha from 'mocha';

export interface Numbers {
  readonly passed: number;
  readonly failed: number;
  readonly skipped: number;
  /** The names of the tests that were tried again, once for each time. */
  readonly retried: readonly string[];
}

export class Tally extends Mocha.reporters.Spec {
  constructor(runner: Mocha.Runner, options: Mocha.MochaOptions) {
    super(runner, options);
    const retried: string[] = [];
    runner.on(Mocha.Runner.constants.EVENT_TEST_RETRY, (test: Mocha.Test, error: Error) => {
      retried.push(test.fullTitle());
      console.log(`    ↻ ${test.fullTitle()}: tried again after "${error.message.split('\n')[0]}"`);
    });
    const file = process.env['DOUBLE_LOCK_TALLY'];
    if (file === undefined) {
      return;
    }
    runner.once(Mocha.Runner.constants.EVENT_RUN_END, () => {
      const { passes, failures, pending } = runner.stats ?? { passes: 0, failures: 1, pending: 0 };
      const numbers: Numbers = { passed: passes, failed: failures, skipped: pending, retried };
      writeFileSync(file, JSON.stringify(numbers));
    });
  }
}

// The command line takes a reporter by name from this table; a file of its own would have to be CommonJS.
Object.assign(Mocha.reporters, { tally: Tally });
