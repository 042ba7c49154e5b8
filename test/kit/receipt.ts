import type { Traveller } from "./traveller.ts";
import type { World } from "./world.ts";

/** The newest document of the chat, as the person saves it. */
export async function savesDocument(
  world: World,
  traveller: Traveller,
): Promise<{ name: string; bytes: Uint8Array }> {
  const message = traveller.messages().findLast(({ attachment }) => attachment?.kind === "document");
  const { fileName = "", url } = message?.attachment ?? {};
  if (!url) throw new Error("No document in the chat");
  const response = await fetch(new URL(url, world.sandbox.telegramApiRoot));
  return { name: fileName, bytes: new Uint8Array(await response.arrayBuffer()) };
}
