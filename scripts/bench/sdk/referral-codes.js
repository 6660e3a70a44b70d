import { createReferralCodes } from '@referral-codes/sdk';

export const create = (baseUrl, fetch) => createReferralCodes({ baseUrl, fetch });
