import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { setTimeout as delay } from "node:timers/promises";

/** What a process holds of the machine's memory, in MB. */
export function residentMb(pid: number): number {
  const kilobytes = execFileSync("ps", ["-o", "rss=", "-p", String(pid)], { encoding: "utf8" });
  return Math.round(Number(kilobytes) / 1024);
}

/** Linux counts a process's time on a core in hundredths of a second. */
const TICK_MS = 10;

/** Time on a core so far, user and system, all threads; undefined where there is no `/proc`. */
export function cpuMs(pid: number): number | undefined {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
    // The second field is the name, which may hold spaces; utime and stime are the 14th and 15th.
    const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
    return (Number(fields[11]) + Number(fields[12])) * TICK_MS;
  } catch {
    return undefined;
  }
}

/** How much of the machine is in use while this process does nothing; undefined where there is no `/proc`. */
export async function busyShare(): Promise<number | undefined> {
  const ticks = () => {
    // The first line sums all cores: user, nice, system, idle, iowait, irq, softirq, steal, …
    const fields = readFileSync("/proc/stat", "utf8").split("\n")[0]!.split(/\s+/).slice(1, 9).map(Number);
    return { all: fields.reduce((sum, count) => sum + count, 0), idle: fields[3]! + fields[4]! };
  };
  try {
    const before = ticks();
    await delay(1_000);
    const after = ticks();
    return 1 - (after.idle - before.idle) / (after.all - before.all);
  } catch {
    return undefined;
  }
}
