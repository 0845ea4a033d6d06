/** The shortest of several runs of a piece of work, in milliseconds: what it takes when nothing else gets in the way. */
export function shortest(work: () => unknown, runs = 15): number {
  let best = Number.POSITIVE_INFINITY;
  for (let run = 0; run < runs + 3; run++) {
    const start = performance.now();
    work();
    const time = performance.now() - start;
    // The first runs are the compiler's.
    if (run >= 3) best = Math.min(best, time);
  }
  return best;
}

/** As `shortest` for work too short to be timed alone: it is done `times` times a run; in microseconds each. */
export function shortestOfMany(work: () => unknown, times = 5000, runs = 15): number {
  const many = () => {
    for (let i = 0; i < times; i++) work();
  };
  return (shortest(many, runs) * 1000) / times;
}
