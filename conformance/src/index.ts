export { CannotJudge } from './errors.ts';
export { curl, type Exchange } from './exchange.ts';
export type { Entry, LedgerStore } from './ledger/ledger.ts';
export type { Report, Result, Status, Verdict } from './report.ts';
export { table } from './reporters/table.ts';
export { type RunOptions, runConformance, type Target } from './run.ts';
export { version } from './version.ts';
