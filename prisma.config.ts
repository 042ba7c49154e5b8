import { defineConfig } from "prisma/config";

// `prisma generate` needs no schema engine, yet its command line wants one to exist before it starts.
// Any existing file satisfies that check, so that installing works where the engine cannot be fetched.
if (process.argv.includes("generate")) {
  process.env.PRISMA_SCHEMA_ENGINE_BINARY ??= process.execPath;
}

export default defineConfig({
  schema: "prisma/schema.prisma",
  migrations: { path: "prisma/migrations" },
});
