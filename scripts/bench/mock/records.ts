import { operations } from '@referral-codes/sdk/contract';

// The nth record of a filled mock: the request that creates it, and the id it gets.

export const collection = operations.listRecords.path;
export const idOf = (index: number): string => `rc_${index.toString(16).padStart(8, '0')}`;
export const fieldsOf = (index: number) => ({
  mentor_id: `usr_${index}`,
  org_id: `org_${index % 1000}`,
  code: `CODE-${index}`,
});
export const bodyOf = (index: number): string => JSON.stringify(fieldsOf(index));
