/** `rasp inspect`, for people: the listings, each under its stage's name where there are several. */
import { sourceAt, type Command } from "../shared/command.ts";
import { inspect } from "./inspect.ts";

export const command: Command = {
  perform: (call, host) => {
    const { after } = call.flags;
    const outcome = inspect(host.requestFor(sourceAt(call, 0)), after ?? null);
    const { stages } = outcome.report;
    const text = stages.map(({ stage, text: listing }) =>
      after === undefined ? `== ${stage}\n${listing}` : listing,
    );
    return { ...outcome, text: text.join("\n") };
  },
};
