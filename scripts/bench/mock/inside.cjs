// Goes into every process the benchmarks start, ours and foreign (node --require inside.cjs, with an IPC channel): it ends
// with the process that started it, however that one ended, and tells what it has used. Plain Node, as the servers are.

const { hasOwn } = Object;

const told = {
  /** Microseconds of processor time so far. */
  cpu() {
    const { user, system } = process.cpuUsage();
    return user + system;
  },
  /** Bytes of memory, as the system counts them. */
  rss: () => process.memoryUsage.rss(),
  /** Bytes in the heap and beside it that a collection leaves; with --expose-gc. */
  live() {
    global.gc();
    global.gc();
    const { heapUsed, external } = process.memoryUsage();
    return heapUsed + external;
  },
};

process.on('disconnect', () => process.exit());
process.on('message', (asked) => {
  if (hasOwn(told, asked)) process.send({ [asked]: told[asked]() });
});
process.channel?.unref(); // It must not keep alive what would end by itself. Worker threads, which load this too, have none.
