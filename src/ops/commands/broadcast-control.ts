import { type BroadcastChange, createChangeBroadcast } from "../../use-cases/broadcast/change-broadcast.ts";
import { createListBroadcasts } from "../../use-cases/broadcast/list-broadcasts.ts";
import type { OpsCommand } from "../command.ts";

export const broadcastListCommand: OpsCommand = {
  name: "broadcast list",
  usage: "",
  summary: "the newest broadcasts and how far they are",
  values: 0,
  async run({ database }, _call, output) {
    const listed = await createListBroadcasts({ database })();
    if (listed.length === 0) output.line("There was no broadcast yet.");
    for (const { id, status, beginning, expected, createdAt, ...counts } of listed) {
      const { delivered, failed, skipped, waiting } = counts;
      const done = delivered + failed + skipped;
      const percent = Math.min(100, Math.floor((done / Math.max(1, expected)) * 100));
      output.line(
        `${id}  ${createdAt.toISOString().slice(0, 16).replace("T", " ")}  ${status}  “${beginning}”`,
      );
      output.line(
        `   ${delivered} delivered, ${failed} could not be, ${skipped} no longer wanted it, ${waiting} next, of about ${expected} (${percent} %)`,
      );
    }
    return 0;
  },
};

const DONE: Record<BroadcastChange, string> = {
  pause: "is paused: what is just under way still arrives.",
  resume: "goes on where it was.",
  stop: "is over: whoever has not got it yet will not.",
};

const changeCommand = (change: BroadcastChange, summary: string): OpsCommand => ({
  name: `broadcast ${change}`,
  usage: "NUMBER",
  summary,
  values: 1,
  async run({ database, clock }, { values }, output) {
    const id = /^\d{1,9}$/.test(values[0]!) ? Number(values[0]) : 0;
    const changed = await createChangeBroadcast({ database, clock })(id, change);
    if (changed.ok) {
      output.line(`Broadcast ${id} ${DONE[change]}`);
      return 0;
    }
    output.line(
      changed.error.type === "unknown"
        ? `There is no broadcast ${values[0]}; "broadcast list" shows those there are.`
        : `Broadcast ${id} is ${changed.error.status}: there is nothing to ${change}.`,
    );
    return 1;
  },
});

export const broadcastPauseCommand = changeCommand("pause", "hold a broadcast");
export const broadcastResumeCommand = changeCommand("resume", "let a held broadcast go on");
export const broadcastStopCommand = changeCommand("stop", "end a broadcast for good");
