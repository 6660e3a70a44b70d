export type { Answer } from './answer.ts';
export type { ReadBody } from './body.ts';
export { Clock, type Now } from './clock.ts';
export { type IdSource, seededIds } from './ids.ts';
export { createMock, type Mock, type MockOptions } from './mock.ts';
export type { Asked } from './request.ts';
export type { OnActiveConflict } from './rules.ts';
export type { ScenarioName } from './scenarios.ts';
export type { Change, Records, Store } from './store.ts';
