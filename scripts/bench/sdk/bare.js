export function create(baseUrl, fetch) {
  return {
    async getRecord(id) {
      const response = await fetch(`${baseUrl}/api/v1/referral-code-records/${encodeURIComponent(id)}`);
      return response.json();
    },
  };
}
