import { runConformance, table } from '../src/index.ts';
import { startPrism } from '../../scripts/testing/prism.ts';
const prism = await startPrism({ mock: true });
const report = await runConformance({url: prism.url}, {onResult: r => console.log(r.id, r.status, r.requests, Math.round(r.durationMs))});
console.log(table(report).slice(-12000));
console.log(report.requests, report.durationMs);
await prism[Symbol.asyncDispose]();
