export { CannotJudge } from './errors.ts';
export type { LedgerEntry, LedgerStore } from './ledger/ledger.ts';
export { curl, type Exchange } from './message/exchange.ts';
export { table } from './reports/table.ts';
export type { RunOptions } from './run/options.ts';
export type { Report, Result, Status, Verdict } from './run/report.ts';
export { runConformance } from './run/run.ts';
export type { Target } from './run/target.ts';
export { version } from './version.ts';
