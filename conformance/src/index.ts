export { CannotJudge } from './errors.ts';
export type { Entry, LedgerStore } from './ledger/ledger.ts';
export { curl, type Exchange } from './message/exchange.ts';
export { table } from './reports/table.ts';
export type { Report, Result, Status, Verdict } from './run/report.ts';
export { type RunOptions, runConformance, type Target } from './run/run.ts';
export { version } from './version.ts';
