// Preloaded into every process that a benchmark starts (node --require usage.cjs, with an IPC channel): ends it together
// with its parent, and tells on request what it has used. Plain JavaScript, since the servers run without tsx.

const usage = {
  /** Processor time so far, in microseconds. */
  cpu() {
    const { user, system } = process.cpuUsage();
    return user + system;
  },
  /** Bytes of memory in use after a garbage collection; needs --expose-gc. */
  live() {
    global.gc();
    global.gc();
    const { heapUsed, external } = process.memoryUsage();
    return heapUsed + external;
  },
};

process.on('disconnect', () => process.exit());
process.on('message', (kind) => {
  if (Object.hasOwn(usage, kind)) process.send({ [kind]: usage[kind]() });
});
// The channel must not keep the process alive. Worker threads load this file, too, and have no channel.
process.channel?.unref();
